"""Load balancers, listeners, rules, target groups and targets as AWS shows them; pages and requests."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from ecslab.aws.operations.ecs.reading import read
from ecslab.aws.operations.paging import page
from ecslab.engine.clock import to_datetime
from ecslab.engine.elb import routing
from ecslab.engine.elb import targets as engine
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import (
    Action,
    Balancer,
    Condition,
    GroupWeight,
    HealthCheck,
    Listener,
    Rule,
    Target,
    TargetGroup,
)
from ecslab.engine.record import Shape
from ecslab.engine.state import State

S = TypeVar("S", bound=Shape)

HOSTED_ZONES = {"application": "Z35SXDOTRQ7X7K", "network": "Z26RNL4JYFTOTI"}
"""The Route 53 zones of load balancers' names in us-east-1."""

_MOST = 400
_NOT_IN_USE = {
    "State": "unused",
    "Reason": "Target.NotInUse",
    "Description": "Target group is not configured to receive traffic from the load balancer",
}


def show_balancer(state: State, balancer: Balancer) -> dict[str, Any]:
    """A load balancer in AWS's shape."""
    active = state.now >= balancer.active_at
    shown: dict[str, Any] = {
        "LoadBalancerArn": balancer.arn,
        "DNSName": balancer.dns_name,
        "CanonicalHostedZoneId": HOSTED_ZONES[balancer.type],
        "CreatedTime": to_datetime(balancer.created_at),
        "LoadBalancerName": balancer.name,
        "Scheme": balancer.scheme,
        "VpcId": balancer.vpc,
        "State": {"Code": "active" if active else "provisioning"},
        "Type": balancer.type,
        "AvailabilityZones": [
            {"ZoneName": each.zone, "SubnetId": each.subnet, "LoadBalancerAddresses": []}
            for each in balancer.zones
        ],
        "IpAddressType": "ipv4",
    }
    if balancer.security_groups:
        shown["SecurityGroups"] = list(balancer.security_groups)
    return shown


def show_listener(listener: Listener) -> dict[str, Any]:
    """A listener in AWS's shape."""
    shown: dict[str, Any] = {
        "ListenerArn": listener.arn,
        "LoadBalancerArn": listener.balancer,
        "Port": listener.port,
        "Protocol": listener.protocol,
        "DefaultActions": [show_action(action) for action in listener.actions],
    }
    if listener.certificates:
        shown["Certificates"] = [{"CertificateArn": each} for each in listener.certificates]
        shown["SslPolicy"] = "ELBSecurityPolicy-2016-08"
    return shown


def show_rule(rule: Rule) -> dict[str, Any]:
    """A rule in AWS's shape."""
    return {
        "RuleArn": rule.arn,
        "Priority": str(rule.priority),
        "Conditions": [_condition(condition) for condition in rule.conditions],
        "Actions": [show_action(action) for action in rule.actions],
        "IsDefault": False,
    }


def show_default_rule(listener: Listener) -> dict[str, Any]:
    """A listener's default action as the rule that DescribeRules lists last."""
    return {
        "RuleArn": routing.default_rule(listener),
        "Priority": "default",
        "Conditions": [],
        "Actions": [show_action(action) for action in listener.actions],
        "IsDefault": True,
    }


def show_action(action: Action) -> dict[str, Any]:
    """An action in AWS's shape: a forward always shows its target groups with their weights."""
    shown: dict[str, Any] = {"Type": action.type}
    if action.order is not None:
        shown["Order"] = action.order
    if action.type == "forward":
        weights = action.weights
        if len(weights) == 1:
            shown["TargetGroupArn"] = weights[0].target_group_arn
        sticky = action.forward_config.target_group_stickiness_config if action.forward_config else None
        shown["ForwardConfig"] = {
            "TargetGroups": [
                {"TargetGroupArn": each.target_group_arn, "Weight": weight_of(each)} for each in weights
            ],
            "TargetGroupStickinessConfig": {"Enabled": sticky.enabled if sticky else False}
            | ({"DurationSeconds": sticky.duration_seconds} if sticky and sticky.duration_seconds else {}),
        }
    if action.redirect_config is not None:
        shown["RedirectConfig"] = _everything(action.redirect_config)
    if action.fixed_response_config is not None:
        shown["FixedResponseConfig"] = _everything(action.fixed_response_config)
    return shown


def weight_of(weight: GroupWeight) -> int:
    """A target group's weight; one without is 1."""
    return 1 if weight.weight is None else weight.weight


def show_group(state: State, group: TargetGroup) -> dict[str, Any]:
    """A target group in AWS's shape."""
    shown: dict[str, Any] = {
        "TargetGroupArn": group.arn,
        "TargetGroupName": group.name,
        "Protocol": group.protocol,
        "Port": group.port,
        "VpcId": group.vpc,
        **_check(group.check),
        "HealthCheckEnabled": True,
        "LoadBalancerArns": [balancer.arn for balancer in engine.balancers_of(state, group.arn)],
        "TargetType": group.target_type,
        "ProtocolVersion": group.protocol_version,
        "IpAddressType": "ipv4",
    }
    return {key: value for key, value in shown.items() if value is not None}


def show_target(state: State, group: TargetGroup, target: Target) -> dict[str, Any]:
    """A target and its health in AWS's shape."""
    at = {"Id": target.id, "Port": target.port}
    if target.zone is not None:
        at["AvailabilityZone"] = target.zone
    port = str(target.port) if group.check.port == "traffic-port" else group.check.port
    return {"Target": at, "HealthCheckPort": port, "TargetHealth": _health(state, group, target)}


def pages(
    name: str, items: Sequence[dict[str, Any]], filters: Sequence[object], size: int | None, token: str | None
) -> dict[str, Any]:
    """A page of `items` under `name`, as ELB's paginators read it."""
    if size is not None and not 1 <= size <= _MOST:
        raise ApiError("ValidationError", f"PageSize '{size}' must be between 1 and {_MOST}")
    try:
        # The pager that all services share gives at most 100 a page where a size is asked for.
        found = page(items, (name, *filters), min(size, 100) if size else None, token, _MOST)
    except ApiError as error:
        raise ApiError("ValidationError", "Invalid marker") from error
    return {name: found.items} | ({"NextMarker": found.token} if found.token else {})


def read_actions(given: Sequence[Mapping[str, Any]], name: str) -> tuple[Action, ...]:
    """Actions as they were written."""
    return tuple(_read(Action, each, f"{name}[{at}]") for at, each in enumerate(given))


def read_conditions(given: Sequence[Mapping[str, Any]]) -> tuple[Condition, ...]:
    """Conditions as they were written."""
    return tuple(_read(Condition, each, f"Conditions[{at}]") for at, each in enumerate(given))


def _read(kind: type[S], given: Mapping[str, Any], name: str) -> S:
    try:
        return read(kind, given, name)
    except ApiError as error:
        if error.code == "ClientException":
            raise ApiError("ValidationError", error.message) from error
        raise


def _condition(condition: Condition) -> dict[str, Any]:
    """A condition in AWS's shape; values show in both of their places, as AWS has it."""
    shown: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(condition))
    simple = {"host-header": "HostHeaderConfig", "path-pattern": "PathPatternConfig"}
    place = simple.get(condition.field)
    if place is not None:
        values = shown.get("Values") or shown.get(place, {}).get("Values", [])
        shown |= {"Values": values, place: {"Values": values}}
    return shown


def _everything(shape: Shape) -> dict[str, Any]:
    """A shape in AWS's spelling with its defaults."""
    names = {field.name: field.encode_name for field in msgspec.structs.fields(shape)}
    return {encoded: getattr(shape, name) for name, encoded in names.items()}


def _check(check: HealthCheck) -> dict[str, Any]:
    return {
        "HealthCheckProtocol": check.protocol,
        "HealthCheckPort": check.port,
        "HealthCheckIntervalSeconds": check.interval,
        "HealthCheckTimeoutSeconds": check.timeout,
        "HealthyThresholdCount": check.healthy,
        "UnhealthyThresholdCount": check.unhealthy,
        "HealthCheckPath": check.path,
        "Matcher": {"HttpCode": check.codes} if check.codes is not None else None,
    }


def _health(state: State, group: TargetGroup, target: Target) -> dict[str, Any]:
    if target.registered and not engine.in_use(state, group.arn):
        return dict(_NOT_IN_USE)
    health = {"State": target.state}
    begun = target.first_check_at is not None and state.now >= target.first_check_at
    if target.state == "initial" and begun:
        return health | {
            "Reason": "Elb.InitialHealthChecking",
            "Description": "Initial health checks in progress",
        }
    if target.reason is not None and target.description is not None:
        health |= {"Reason": target.reason, "Description": target.description}
    return health
