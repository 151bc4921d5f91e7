"""Listeners and rules: where a load balancer sends what, and what that means for its target groups.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
"""

from collections.abc import Iterator
from itertools import chain

from ecslab.engine.elb import targets
from ecslab.engine.elb.routing_rules import check_actions, check_conditions, check_listener
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import Action, Balancer, Condition, Listener, Rule
from ecslab.engine.state import State

_MOST_PRIORITY = 50_000
_MOST_LISTENERS = 50
_MOST_RULES = 100


def create_listener(
    state: State,
    balancer: Balancer,
    protocol: str,
    port: int,
    certificates: tuple[str, ...],
    actions: tuple[Action, ...],
) -> Listener:
    """Have a load balancer listen on a port; its target groups are in use from then on."""
    check_listener(balancer, protocol, port, certificates)
    others = list(state.world.listeners.where("balancer", balancer.arn))
    if any(other.port == port for other in others):
        raise ApiError("DuplicateListener", "A listener already exists on this port for this load balancer")
    if len(others) >= _MOST_LISTENERS:
        raise ApiError("TooManyListeners", "The maximum number of listeners has been reached")
    check_actions(state, balancer, actions)
    path = balancer.arn.partition(":loadbalancer/")
    listener = Listener(
        arn=f"{path[0]}:listener/{path[2]}/{state.chance.hex_id(16)}",
        balancer=balancer.arn,
        protocol=protocol,
        port=port,
        certificates=certificates,
        actions=actions,
    )
    with_use = _Use(state)
    state.world.listeners.put(listener)
    with_use.settle()
    return listener


def change_listener(
    state: State,
    listener: Listener,
    *,
    protocol: str,
    port: int,
    certificates: tuple[str, ...],
    actions: tuple[Action, ...],
) -> Listener:
    """Change what a listener listens to or what it does."""
    balancer = state.world.balancers[listener.balancer]
    check_listener(balancer, protocol, port, certificates)
    for other in state.world.listeners.where("balancer", listener.balancer):
        if other.port == port and other.arn != listener.arn:
            raise ApiError(
                "DuplicateListener", "A listener already exists on this port for this load balancer"
            )
    check_actions(state, balancer, actions)
    changed = listener.replace(protocol=protocol, port=port, certificates=certificates, actions=actions)
    put_listener(state, changed)
    return changed


def put_listener(state: State, listener: Listener) -> None:
    """Let `listener` succeed what stands under its ARN."""
    use = _Use(state)
    state.world.listeners.put(listener)
    use.settle()


def delete_listener(state: State, listener: Listener) -> None:
    """Delete a listener and its rules."""
    use = _Use(state)
    for rule in list(state.world.rules.where("listener", listener.arn)):
        state.world.rules.remove(rule.arn)
    state.world.listeners.remove(listener.arn)
    use.settle()


def create_rule(
    state: State,
    listener: Listener,
    priority: int,
    conditions: tuple[Condition, ...],
    actions: tuple[Action, ...],
) -> Rule:
    """Add a rule to a listener of an Application Load Balancer."""
    balancer = state.world.balancers[listener.balancer]
    if balancer.type != "application":
        raise ApiError("UnsupportedProtocol", "Rules are only supported for Application Load Balancers")
    if len(list(state.world.rules.where("listener", listener.arn))) >= _MOST_RULES:
        raise ApiError("TooManyRules", "The maximum number of rules has been reached")
    check_priorities(state, listener.arn, {"": priority})
    check_conditions(conditions)
    check_actions(state, balancer, actions)
    path = listener.arn.partition(":listener/")
    rule = Rule(
        arn=f"{path[0]}:listener-rule/{path[2]}/{state.chance.hex_id(16)}",
        listener=listener.arn,
        priority=priority,
        conditions=conditions,
        actions=actions,
    )
    put_rule(state, rule)
    return rule


def put_rule(state: State, rule: Rule) -> None:
    """Let `rule` succeed what stands under its ARN."""
    use = _Use(state)
    state.world.rules.put(rule)
    use.settle()


def delete_rule(state: State, rule: Rule) -> None:
    """Delete a rule."""
    use = _Use(state)
    state.world.rules.remove(rule.arn)
    use.settle()


def actions_of(state: State, arn: str) -> tuple[Action, ...] | None:
    """What the rule with that ARN does, or the listener by its own or its default rule's; None: unknown."""
    found = state.world.rules.get(arn) or _listener_of(state, arn)
    return found.actions if found is not None else None


def put_actions(state: State, arn: str, actions: tuple[Action, ...]) -> None:
    """Have the rule or listener with that ARN do something else, if there is one."""
    rule, listener = state.world.rules.get(arn), _listener_of(state, arn)
    if rule is not None:
        put_rule(state, rule.replace(actions=actions))
    elif listener is not None:
        put_listener(state, listener.replace(actions=actions))


def default_rule(listener: Listener) -> str:
    """The ARN of a listener's default rule."""
    path = listener.arn.partition(":listener/")
    return f"{path[0]}:listener-rule/{path[2]}/{path[2].rsplit('/', 1)[-1]}"


def _listener_of(state: State, arn: str) -> Listener | None:
    head, separator, path = arn.partition(":listener-rule/")
    if not separator:
        return state.world.listeners.get(arn)
    listener = state.world.listeners.get(f"{head}:listener/{path.rpartition('/')[0]}")
    return listener if listener is not None and default_rule(listener) == arn else None


def find_listener(state: State, listener_arn: str) -> Listener:
    """The listener with that ARN. Raises ListenerNotFound."""
    listener = state.world.listeners.get(listener_arn)
    if listener is None:
        raise ApiError("ListenerNotFound", f"Listener '{listener_arn}' not found")
    return listener


def find_rule(state: State, rule_arn: str) -> Rule:
    """The rule with that ARN. Raises RuleNotFound."""
    rule = state.world.rules.get(rule_arn)
    if rule is None and _listener_of(state, rule_arn) is not None:
        raise ApiError("OperationNotPermitted", f"Default rule '{rule_arn}' cannot be modified")
    if rule is None:
        raise ApiError("RuleNotFound", f"Rule '{rule_arn}' not found")
    return rule


def check_priorities(state: State, listener: str, priorities: dict[str, int]) -> None:
    """Raise unless rules (by ARN, a new one by the empty string) can have those priorities."""
    for priority in priorities.values():
        if not 1 <= priority <= _MOST_PRIORITY:
            raise ApiError("ValidationError", f"Priority '{priority}' must be between 1 and 50000")
    taken = {
        rule.priority for rule in state.world.rules.where("listener", listener) if rule.arn not in priorities
    }
    for priority in priorities.values():
        if priority in taken:
            raise ApiError("PriorityInUse", f"Priority '{priority}' is currently in use")
        taken.add(priority)


class _Use:
    """Which target groups are in use, before and after a change: new ones have their targets checked."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._before = set(self._used())

    def settle(self) -> None:
        """Begin health checks in groups that came into use; forget those of groups that went out of it."""
        now_used = dict.fromkeys(self._used())
        for group in self._state.world.target_groups.values():
            if (group.arn in self._before) == (group.arn in now_used):
                continue
            for target in list(self._state.world.targets.where("group", group.arn)):
                if not target.registered:
                    continue
                if group.arn in now_used:
                    targets.begin_checks(self._state, group, target)
                else:
                    idle = target.replace(first_check_at=None, check_at=None, state="initial", streak=0)
                    self._state.world.targets.put(idle)

    def _used(self) -> Iterator[str]:
        world = self._state.world
        actions = [each.actions for each in world.listeners.values()]
        actions += [each.actions for each in world.rules.values()]
        for action in chain.from_iterable(actions):
            for weight in action.weights:
                yield weight.target_group_arn
