"""What Elastic Load Balancing refuses of listeners, conditions and actions.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
"""

from collections.abc import Sequence

from ecslab.engine.elb import targets
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.load_balancing import Action, Balancer, Condition
from ecslab.engine.state import State

PROTOCOLS = {"application": ("HTTP", "HTTPS"), "network": ("TCP", "UDP", "TCP_UDP", "TLS")}
"""The protocols of the listeners of each type of load balancer."""
_ACTIONS = ("forward", "redirect", "fixed-response")
_MOST_WEIGHT = 999
_MOST_GROUPS = 5
_FIELDS = ("host-header", "path-pattern", "http-header", "http-request-method", "query-string", "source-ip")


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


def check_listener(balancer: Balancer, protocol: str, port: int, certificates: tuple[str, ...]) -> None:
    """Raise ValidationError unless the load balancer can listen like that."""
    if protocol not in PROTOCOLS[balancer.type]:
        allowed = ", ".join(PROTOCOLS[balancer.type])
        raise ApiError("ValidationError", f"Listener protocol '{protocol}' must be one of '{allowed}'")
    if not 1 <= port <= 65_535:
        raise ApiError("ValidationError", f"Port '{port}' must be between 1 and 65535")
    if protocol in ("HTTPS", "TLS") and not certificates:
        raise ApiError("ValidationError", f"A certificate must be specified for {protocol} listeners")
    if protocol not in ("HTTPS", "TLS") and certificates:
        raise ApiError("ValidationError", f"A certificate cannot be specified for {protocol} listeners")
