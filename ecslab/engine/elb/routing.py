"""Listeners and rules: where a load balancer sends what, and what that means for its target groups.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from ecslab.engine.elb import targets
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.load_balancing import Action, Balancer, Condition, Listener, Rule
from ecslab.engine.state import State

PROTOCOLS = {"application": ("HTTP", "HTTPS"), "network": ("TCP", "UDP", "TCP_UDP", "TLS")}
"""The protocols of the listeners of each type of load balancer."""

_ACTIONS = ("forward", "redirect", "fixed-response")
_MOST_WEIGHT = 999
_MOST_GROUPS = 5
_MOST_PRIORITY = 50_000
_MOST_LISTENERS = 50
_MOST_RULES = 100
_FIELDS = ("host-header", "path-pattern", "http-header", "http-request-method", "query-string", "source-ip")


def create_listener(
    state: State,
    balancer: Balancer,
    protocol: str,
    port: int,
    certificates: tuple[str, ...],
    actions: tuple[Action, ...],
) -> Listener:
    """Have a load balancer listen on a port; its target groups are in use from then on."""
    _check_listener(balancer, protocol, port, certificates)
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
    _check_listener(balancer, protocol, port, certificates)
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


def check_conditions(conditions: Sequence[Condition]) -> None:
    """Raise ValidationError unless every condition names a field and a value."""
    if not conditions:
        raise ApiError("ValidationError", "A condition must be specified")
    for condition in conditions:
        if condition.field not in _FIELDS:
            known = ", ".join(_FIELDS)
            raise ApiError(
                "ValidationError", f"Condition field '{condition.field}' must be one of '[{known}]'"
            )
        configs = (
            condition.host_header_config,
            condition.path_pattern_config,
            condition.http_header_config,
            condition.http_request_method_config,
            condition.source_ip_config,
        )
        if not condition.values and not any(config is not None and config.values for config in configs):
            raise ApiError("ValidationError", "A condition value must be specified")


def check_actions(state: State, balancer: Balancer, actions: Sequence[Action]) -> None:
    """Raise, in ELB's words, unless the actions end in one that this load balancer can take."""
    if not actions:
        raise ApiError("ValidationError", "At least one action must be specified")
    if len(actions) > 1:
        raise ApiError("InvalidLoadBalancerAction", "Only one routing action can be specified")
    for action in actions:
        if action.type not in _ACTIONS:
            raise NotSimulated(
                f"ecslab does not simulate the action {action.type}; it simulates {', '.join(_ACTIONS)}."
            )
        if action.type == "redirect" and action.redirect_config is None:
            raise ApiError("InvalidLoadBalancerAction", "A redirect action must have a RedirectConfig")
        if action.type == "fixed-response" and action.fixed_response_config is None:
            raise ApiError(
                "InvalidLoadBalancerAction", "A fixed-response action must have a FixedResponseConfig"
            )
        if action.type == "forward":
            _check_forward(state, balancer, action)
        elif balancer.type == "network":
            raise ApiError(
                "InvalidLoadBalancerAction", "Network Load Balancers support only the action 'forward'"
            )


def _check_forward(state: State, balancer: Balancer, action: Action) -> None:
    weights = action.weights
    if not weights:
        raise ApiError("ValidationError", "A target group ARN must be specified")
    if len(weights) > _MOST_GROUPS:
        raise ApiError("TooManyTargetGroups", "A forward action can have at most 5 target groups")
    for weight in weights:
        group = state.world.target_groups.get(weight.target_group_arn)
        if group is None:
            raise ApiError("TargetGroupNotFound", f"Target group '{weight.target_group_arn}' not found")
        if group.application != (balancer.type == "application"):
            raise ApiError(
                "IncompatibleProtocols",
                f"The target group with protocol {group.protocol} cannot be used with a load balancer of "
                f"type {balancer.type}",
            )
        if not 0 <= (1 if weight.weight is None else weight.weight) <= _MOST_WEIGHT:
            raise ApiError("ValidationError", "A target group's weight must be between 0 and 999")
        others = [each.arn for each in targets.balancers_of(state, group.arn) if each.arn != balancer.arn]
        if others:
            raise ApiError(
                "TargetGroupAssociationLimit",
                "The following target groups cannot be associated with more than one load balancer: "
                f"{group.arn}",
            )


def _check_listener(balancer: Balancer, protocol: str, port: int, certificates: tuple[str, ...]) -> None:
    if protocol not in PROTOCOLS[balancer.type]:
        allowed = ", ".join(PROTOCOLS[balancer.type])
        raise ApiError("ValidationError", f"Listener protocol '{protocol}' must be one of '{allowed}'")
    if not 1 <= port <= 65_535:
        raise ApiError("ValidationError", f"Port '{port}' must be between 1 and 65535")
    if protocol in ("HTTPS", "TLS") and not certificates:
        raise ApiError("ValidationError", f"A certificate must be specified for {protocol} listeners")
    if protocol not in ("HTTPS", "TLS") and certificates:
        raise ApiError("ValidationError", f"A certificate cannot be specified for {protocol} listeners")


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
