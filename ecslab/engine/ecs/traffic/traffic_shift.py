"""ECS's own blue/green, linear and canary deployments: who gets how much traffic, and which tasks stay.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
"""

from ecslab.engine import events
from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.services import healthy, rollout, watch
from ecslab.engine.ecs.traffic import traffic_plan, traffic_start
from ecslab.engine.elb import routing
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import Action, ForwardConfig, GroupWeight
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.rollout import ServiceDeployment
from ecslab.engine.records.traffic_shift import PausedHook, Shift, Stage
from ecslab.engine.state import State

_NETWORKING = "of invalid networking configuration."
_RUNS_GREEN = frozenset(Stage) - {Stage.RECONCILE_SERVICE, Stage.PRE_SCALE_UP}


def advance(state: State, key: str) -> None:
    """Take the service's deployment to the stage that is due, and have traffic go where it says."""
    record = _shifting(state, key)
    if record is None or record.shift is None:
        return
    if record.rollback is not None:
        _send_back(state, record)
        return
    shift = _expire(state, record)
    if shift is None:
        return
    record = _keep(state, record, shift)
    if shift.stage is Stage.RECONCILE_SERVICE:
        _route(state, record, state.world.services[key].load_balancers, production=0.0, test=0.0)
    view = _view(state, record, shift)
    if not shift.waits and state.now - shift.entered_at >= traffic_plan.LONGEST_STAGE and _may_hang(shift):
        rollout.break_off(state, key, f"the {shift.stage} stage did not complete within 24 hours.")
        return
    moved = traffic_plan.following(view)
    if moved is not None:
        _enter(state, record, moved)
    _look_again(state, key)


def sides(state: State, key: str, primary: Deployment) -> list[tuple[Deployment, int]] | None:
    """The deployments whose tasks are kept, each with how many; None when the usual rolling way applies."""
    record = _shifting(state, key)
    if record is None or record.shift is None:
        return _stalled(state, key, primary)
    shift, desired = record.shift, state.world.services[key].desired
    wanted = []
    for deployment in state.world.deployments.where("service", key):
        if deployment.id == primary.id:
            runs = record.rollback is not None or shift.stage in _RUNS_GREEN
        else:
            runs = record.rollback is None and deployment.id == shift.blue and shift.stage != Stage.CLEAN_UP
        wanted.append((deployment, desired if runs else 0))
    return wanted


def _stalled(state: State, key: str, primary: Deployment) -> list[tuple[Deployment, int]] | None:
    """After a deployment that failed without a way back: the one before it stays as it is, traffic too."""
    service = state.world.services[key]
    kept = rollout.keeper(state, service)
    if kept is None or primary.rollout_state != "FAILED" or not service.configuration.shifts:
        return None
    return [(kept, service.desired)]


def over(state: State, key: str) -> bool:
    """Whether no stage stands between the deployment and its end any more."""
    record = _shifting(state, key)
    if record is None or record.shift is None or record.rollback is not None:
        return True
    return record.shift.stage is Stage.CLEAN_UP


def keeps(state: State, key: str) -> str | None:
    """The old deployment that stays, whether it has tasks at the moment or not."""
    record = _shifting(state, key)
    if record is None or record.shift is None or record.shift.stage is Stage.CLEAN_UP:
        return None
    return record.shift.blue if record.rollback is None else None


def answer(state: State, record: ServiceDeployment, hook_id: str, action: str) -> None:
    """Let a paused deployment go on, or have it go back.

    Raises InvalidParameterException for an unknown hook, and ClientException when it does not pause there.
    """
    shift = record.shift
    found = next((hook for hook in (shift.hooks if shift else ()) if hook.id == hook_id), None)
    if shift is None or found is None or not record.under_way:
        raise ApiError("InvalidParameterException", f"The lifecycle hook {hook_id} was not found.")
    if found.status != "AWAITING_ACTION":
        raise ApiError(
            "ClientException",
            f"The lifecycle hook {hook_id} is not awaiting an action: it is {found.status}.",
        )
    status = "SUCCEEDED" if action == "CONTINUE" else "FAILED"
    _keep(state, record, _with(shift, found.replace(status=status)))
    watch.touch(state, record.service)


def _shifting(state: State, key: str) -> ServiceDeployment | None:
    """The service deployment under way, if it shifts traffic."""
    record = rollout.under_way(state, state.world.services[key])
    return record if record is not None and record.shift is not None else None


def _expire(state: State, record: ServiceDeployment) -> Shift | None:
    """The shift with the pauses whose time is over; None when one of them made the deployment go back."""
    shift = record.shift
    if shift is None:
        return None
    for hook in shift.hooks:
        if hook.status == "AWAITING_ACTION" and hook.expires_at <= state.now:
            shift = _with(shift, hook.replace(status="TIMED_OUT"))
    for hook in shift.hooks:
        if hook.status == "FAILED" or (hook.status == "TIMED_OUT" and hook.action == "ROLLBACK"):
            _keep(state, record, shift)
            why = f"{hook.stage} lifecycle hook(s) failed."
            how = "timed out." if hook.status == "TIMED_OUT" else "was rolled back by the user."
            rollout.break_off(state, record.service, f"{why} Lifecycle hook {hook.id} {how}")
            return None
    return shift


def _enter(state: State, record: ServiceDeployment, shift: Shift) -> None:
    """Come to a stage: shift traffic as it says, and pause where a hook is."""
    if shift.stage is Stage.SCALE_UP:
        problem = _problem(state, record)
        if problem is not None:
            rollout.break_off(state, record.service, problem)
            return
    hooks = traffic_start.pauses(state, record.configuration, shift.stage)
    shift = shift.replace(hooks=(*shift.hooks, *hooks))
    record = _keep(state, record, shift)
    before = state.world.services[record.service]
    if shift.stage is Stage.TEST_TRAFFIC_SHIFT:
        _route(state, record, before.load_balancers, test=shift.test)
    elif shift.stage is Stage.PRODUCTION_TRAFFIC_SHIFT:
        _route(state, record, before.load_balancers, production=shift.production)


def _send_back(state: State, record: ServiceDeployment) -> None:
    """A deployment that goes back sends all traffic to where it came from, at once."""
    shift = record.shift
    if shift is None:
        return
    # Before it has put the service in order, traffic may still go where a deployment before it sent it.
    if shift.production == 0 and shift.test == 0 and shift.stage is not Stage.RECONCILE_SERVICE:
        return
    balancers = state.world.services[record.service].load_balancers
    _route(state, record, balancers, production=0.0, test=0.0)
    back = shift.replace(production=0.0, test=0.0, stage=Stage.PRODUCTION_TRAFFIC_SHIFT, entered_at=state.now)
    _keep(state, record, back)


def _route(
    state: State,
    record: ServiceDeployment,
    balancers: tuple[ServiceLoadBalancer, ...],
    *,
    production: float | None = None,
    test: float | None = None,
) -> None:
    """Give listener rules the weights of the old and the new revision's target groups."""
    green = state.world.revisions[record.target].deployment.targets
    for balancer, use in zip(balancers, green, strict=False):
        advanced = balancer.advanced_configuration
        if advanced is None:
            continue
        groups = (balancer.target_group_arn, advanced.alternate_target_group_arn)
        other = next((group for group in groups if group != use.group), None)
        for rule, percent in (
            (advanced.production_listener_rule, production),
            (advanced.test_listener_rule, test),
        ):
            if rule is not None and percent is not None and other is not None:
                _weigh(state, rule, other, use.group, percent)


def _weigh(state: State, rule: str, blue: str, green: str, percent: float) -> None:
    old, new = traffic_plan.weights(percent)
    groups = (GroupWeight(target_group_arn=blue, weight=old), GroupWeight(target_group_arn=green, weight=new))
    actions = (Action(type="forward", forward_config=ForwardConfig(target_groups=groups)),)
    routing.put_actions(state, rule, actions)


def _problem(state: State, record: ServiceDeployment) -> str | None:
    """What ECS says when a listener's rule does not fit the service's target groups; None when it does."""
    for balancer in state.world.services[record.service].load_balancers:
        advanced = balancer.advanced_configuration
        if advanced is None or advanced.production_listener_rule is None:
            continue
        rule = advanced.production_listener_rule
        actions = routing.actions_of(state, rule)
        if actions is None:
            return f"{_NETWORKING} One or more rules not found"
        serving = [
            weight.target_group_arn for action in actions for weight in action.weights if weight.weight != 0
        ]
        known = (balancer.target_group_arn, advanced.alternate_target_group_arn)
        for group in serving:
            if group not in known:
                return (
                    f"{_NETWORKING} Production listener rule is forwarding traffic to unexpected target "
                    f"group {group}. Expected traffic to be forwarded to either targetGroupArn: {known[0]} "
                    f"or alternateTargetGroupArn: {known[1]}"
                )
        if len(serving) != 1:
            return (
                f"{_NETWORKING} productionListenerRule {rule} should have exactly one target group serving "
                f"traffic but found {len(serving)} target groups which are serving traffic"
            )
    return None


def _view(state: State, record: ServiceDeployment, shift: Shift) -> traffic_plan.View:
    key = record.service
    desired = state.world.services[key].desired
    green = f"ecs-svc/{record.target}"
    tasks = list(state.world.tasks.where("current service", key))
    ready = sum(task.deployment == green and healthy.is_healthy(state, task) for task in tasks)
    return traffic_plan.View(
        shift=shift,
        steps=traffic_plan.steps(record.configuration, alone=shift.blue is None),
        now=state.now,
        moving_ms=state.delays.shift if shift.blue is not None else 0,
        settling_ms=state.delays.scheduler,
        bake_ms=record.configuration.bake_time_in_minutes * MINUTE if shift.blue is not None else 0,
        green_ready=ready >= desired,
        others_gone=all(task.deployment in (green, shift.blue) for task in tasks),
    )


def _look_again(state: State, key: str) -> None:
    """Plan the next look for the end of the stage or of a pause."""
    record = _shifting(state, key)
    if record is None or record.shift is None:
        return
    view = _view(state, record, record.shift)
    over_at = traffic_plan.over_at(view)
    settled_at = record.shift.entered_at + view.settling_ms
    if _may_hang(record.shift) and settled_at > state.now:
        watch.look_at(state, key, settled_at)
    waiting = [hook.expires_at for hook in record.shift.hooks if hook.status == "AWAITING_ACTION"]
    for at_ms in [*waiting, *([] if over_at is None else [over_at])]:
        watch.look_at(state, key, max(at_ms, state.now + 1))
    if _may_hang(record.shift) and not waiting:
        watch.look_at(state, key, record.shift.entered_at + traffic_plan.LONGEST_STAGE)


def _may_hang(shift: Shift) -> bool:
    """Whether the stage waits for tasks, which may never come to be as it needs them."""
    return shift.stage in (Stage.RECONCILE_SERVICE, Stage.SCALE_UP)


def _with(shift: Shift, changed: PausedHook) -> Shift:
    return shift.replace(hooks=tuple(changed if hook.id == changed.id else hook for hook in shift.hooks))


def _keep(state: State, record: ServiceDeployment, shift: Shift) -> ServiceDeployment:
    """Keep how far the deployment has shifted traffic; the event bus hears of pauses."""
    if shift == record.shift:
        return record
    kept = record.replace(shift=shift, updated_at=state.now)
    state.world.service_deployments.put(kept)
    before = set(record.shift.hooks) if record.shift is not None else set()
    for hook in shift.hooks:
        if hook not in before:
            events.hook_changed(state, record.service, record.id, hook)
    return kept


def wanted(state: State, deployment: Deployment) -> int:
    """How many tasks a deployment is to have: while traffic shifts, the old one keeps its own."""
    found = sides(state, deployment.service, rollout.primary_of(state, deployment.service))
    if found is not None:
        return next((count for each, count in found if each.id == deployment.id), 0)
    return deployment.desired if deployment.primary else 0
