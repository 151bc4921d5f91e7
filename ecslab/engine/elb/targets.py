"""Targets: registered, checked, deregistered, and gone when their connections are over.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
"""

from collections.abc import Iterator

from ecslab.engine.clock import SECOND
from ecslab.engine.elb import health
from ecslab.engine.platform.load_balancing import Balancer, Target, TargetGroup, target_key
from ecslab.engine.state import State

CHECK = "target.check"
"""Agenda: the health of the target of that key is checked."""
DRAINED = "target.drained"
"""Agenda: the deregistration delay of the target of that key is over."""


def register(
    state: State,
    group: TargetGroup,
    target_id: str,
    port: int,
    *,
    zone: str | None,
    task: str | None = None,
    service: str | None = None,
) -> Target:
    """Register a target; one that is registered already stays as it is, a draining one begins anew."""
    key = target_key(group.arn, target_id, port)
    before = state.world.targets.get(key)
    if before is not None:
        if before.registered and task in (None, before.task):
            return before
        state.world.targets.remove(key)
    target = Target(group=group.arn, id=target_id, port=port, zone=zone, task=task, service=service)
    state.world.targets.put(target)
    begin_checks(state, group, target)
    return state.world.targets[key]


def begin_checks(state: State, group: TargetGroup, target: Target) -> None:
    """Have the target's health checked from now on, if a load balancer uses its group."""
    balancers = balancers_of(state, group.arn)
    if not balancers:
        return
    if target.zone is not None and all(target.zone != each.zone for one in balancers for each in one.zones):
        state.world.targets.put(
            target.replace(
                state="unused",
                reason="Target.NotInUse",
                description="Target is in an Availability Zone that is not enabled for the load balancer",
            )
        )
        return
    used_from = min(balancer.active_at for balancer in balancers)
    first = max(state.now, used_from) + state.delays.target_registration
    plan_check(state, target.replace(first_check_at=first, state="initial", streak=0), first)


def plan_check(state: State, target: Target, at_ms: int | None) -> None:
    """Keep `target`, and have its health checked at `at_ms`; None: nothing that is known will change it."""
    moved = at_ms is not None and at_ms != target.check_at
    state.world.targets.put(target.replace(check_at=at_ms))
    if moved and at_ms is not None:
        state.agenda.add(at_ms, CHECK, target.key, str(at_ms))


def look(state: State, target: Target) -> None:
    """Something about the target changed: its next health check counts again."""
    group = state.world.target_groups.get(target.group)
    if group is not None and target.registered:
        at_ms = health.next_check(group, target, state.now)
        if at_ms is not None and (target.check_at is None or at_ms < target.check_at):
            plan_check(state, target, at_ms)


def deregister(state: State, target: Target) -> None:
    """Take no new requests to `target`; it drains for the group's deregistration delay."""
    if not target.registered:
        return
    group = state.world.target_groups[target.group]
    drained_at = state.now + group.deregistration_delay * SECOND
    if first_unused(state, target):
        drained_at = state.now
    state.world.targets.put(
        target.replace(
            state="draining",
            reason="Target.DeregistrationInProgress",
            description="Target deregistration is in progress",
            check_at=None,
            drained_at=drained_at,
        )
    )
    state.agenda.add(drained_at, DRAINED, target.key, str(drained_at))


def first_unused(state: State, target: Target) -> bool:
    """Whether no load balancer ever sent it anything, so that there is nothing to drain."""
    return target.first_check_at is None and not in_use(state, target.group)


def drained(state: State, ids: tuple[str, ...]) -> Target | None:
    """Forget a target whose deregistration delay is over; gives it, unless it was registered again."""
    target = state.world.targets.get(ids[0])
    if target is None or str(target.drained_at) != ids[1]:
        return None
    state.world.targets.remove(target.key)
    return target


def forwarding(state: State, group: str) -> Iterator[str]:
    """The ARNs of the listeners that forward to a target group, by themselves or through a rule."""
    for listener in state.world.listeners.values():
        if any(weight.target_group_arn == group for action in listener.actions for weight in action.weights):
            yield listener.arn
    for rule in state.world.rules.values():
        if any(weight.target_group_arn == group for action in rule.actions for weight in action.weights):
            yield rule.listener


def balancers_of(state: State, group: str) -> list[Balancer]:
    """The load balancers that use a target group."""
    arns = {state.world.listeners[listener].balancer: None for listener in forwarding(state, group)}
    return [state.world.balancers[arn] for arn in arns]


def in_use(state: State, group: str) -> bool:
    """Whether any load balancer forwards to the target group."""
    return next(forwarding(state, group), None) is not None
