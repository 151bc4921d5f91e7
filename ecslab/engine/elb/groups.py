"""Target groups: made, changed and deleted.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
"""

import re
from collections.abc import Sequence

from ecslab.engine import arn
from ecslab.engine.elb import targets
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import HealthCheck, TargetGroup
from ecslab.engine.record import Record
from ecslab.engine.state import State

_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,32}(?<!-)")
_CODES = re.compile(r"\d{3}(-\d{3})?(,\d{3}(-\d{3})?)*")
_MOST = 3_000
_HTTP = ("HTTP", "HTTPS")
_LONGEST_DELAY = 3_600

_COMMON = {
    "deregistration_delay.timeout_seconds": "300",
    "stickiness.enabled": "false",
    "load_balancing.cross_zone.enabled": "use_load_balancer_configuration",
    "target_group_health.dns_failover.minimum_healthy_targets.count": "1",
    "target_group_health.dns_failover.minimum_healthy_targets.percentage": "off",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.count": "1",
    "target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage": "off",
}
_APPLICATION = _COMMON | {
    "stickiness.type": "lb_cookie",
    "stickiness.lb_cookie.duration_seconds": "86400",
    "stickiness.app_cookie.cookie_name": "",
    "stickiness.app_cookie.duration_seconds": "86400",
    "slow_start.duration_seconds": "0",
    "load_balancing.algorithm.type": "round_robin",
    "load_balancing.algorithm.anomaly_mitigation": "off",
}
_NETWORK = _COMMON | {
    "stickiness.type": "source_ip",
    "deregistration_delay.connection_termination.enabled": "false",
    "preserve_client_ip.enabled": "false",
    "proxy_protocol_v2.enabled": "false",
    "target_health_state.unhealthy.connection_termination.enabled": "true",
    "target_health_state.unhealthy.draining_interval_seconds": "0",
}


class Check(Record, frozen=True, kw_only=True):
    """What is asked for in a health check; what is None stays as it is or gets its default."""

    protocol: str | None = None
    port: str | None = None
    path: str | None = None
    interval: int | None = None
    timeout: int | None = None
    healthy: int | None = None
    unhealthy: int | None = None
    codes: str | None = None


class Wanted(Record, frozen=True, kw_only=True):
    """What CreateTargetGroup asks for."""

    name: str
    protocol: str
    port: int
    vpc: str
    target_type: str
    protocol_version: str | None
    check: Check


def create(state: State, wanted: Wanted) -> TargetGroup:
    """Make a target group, or give back one of that name that was made with the same settings."""
    if not _NAME.fullmatch(wanted.name):
        raise _invalid(
            f"Target group name '{wanted.name}' must be 1 to 32 letters, numbers and hyphens, and must not "
            "begin or end with a hyphen"
        )
    if not 1 <= wanted.port <= 65_535:
        raise _invalid(f"Port '{wanted.port}' must be between 1 and 65535")
    if wanted.vpc not in state.world.vpcs:
        raise _invalid(f"The VPC ID '{wanted.vpc}' is not found")
    check = _merged(wanted.check, _default_check(wanted.protocol), wanted.protocol)
    for existing in state.world.target_groups.values():
        if existing.name == wanted.name:
            made_with = (existing.protocol, existing.port, existing.vpc, existing.target_type)
            same = made_with == (wanted.protocol, wanted.port, wanted.vpc, wanted.target_type)
            if same and existing.check == check:
                return existing
            raise ApiError(
                "DuplicateTargetGroupName",
                f"A target group with the same name '{wanted.name}' exists, but with different settings",
            )
    if len(state.world.target_groups) >= _MOST:
        raise ApiError("TooManyTargetGroups", "The maximum number of target groups has been reached")
    group = TargetGroup(
        arn=arn.elb(state.settings, f"targetgroup/{wanted.name}/{state.chance.hex_id(16)}"),
        name=wanted.name,
        protocol=wanted.protocol,
        port=wanted.port,
        vpc=wanted.vpc,
        target_type=wanted.target_type,
        protocol_version=wanted.protocol_version or ("HTTP1" if wanted.protocol in _HTTP else None),
        check=check,
        created_at=state.now,
    )
    state.world.target_groups.put(group)
    return group


def change_check(state: State, group: TargetGroup, asked: Check) -> TargetGroup:
    """Change how health is checked; every target is looked at again from its next check on."""
    changed = group.replace(check=_merged(asked, group.check, group.protocol))
    state.world.target_groups.put(changed)
    for target in list(state.world.targets.where("group", group.arn)):
        targets.look(state, target)
    return changed


def delete(state: State, group_arn: str) -> None:
    """Delete a target group with its targets. Raises ResourceInUse while a load balancer forwards to it."""
    if group_arn not in state.world.target_groups:
        return
    if targets.in_use(state, group_arn):
        raise ApiError(
            "ResourceInUse", f"Target group '{group_arn}' is currently in use by a listener or a rule"
        )
    for target in list(state.world.targets.where("group", group_arn)):
        state.world.targets.remove(target.key)
    state.world.target_groups.remove(group_arn)


def find(state: State, group_arn: str) -> TargetGroup:
    """The target group with that ARN. Raises TargetGroupNotFound."""
    group = state.world.target_groups.get(group_arn)
    if group is None:
        raise ApiError("TargetGroupNotFound", f"Target group '{group_arn}' not found")
    return group


def attributes(group: TargetGroup) -> dict[str, str]:
    """Every attribute of the group with its value."""
    return _defaults(group) | group.attributes


def change_attributes(state: State, group: TargetGroup, changes: Sequence[tuple[str, str]]) -> TargetGroup:
    """Change attributes. Raises ValidationError for one that the group does not have, or a wrong value."""
    changed = dict(group.attributes)
    for key, value in changes:
        if key not in _defaults(group):
            raise _invalid(f"Target group attribute key '{key}' is not recognized")
        if key == "deregistration_delay.timeout_seconds" and not (
            value.isdecimal() and int(value) <= _LONGEST_DELAY
        ):
            raise _invalid(f"'{key}' must be between 0 and 3600")
        changed[key] = value
    kept = group.replace(attributes=changed)
    state.world.target_groups.put(kept)
    return kept


def _defaults(group: TargetGroup) -> dict[str, str]:
    return _APPLICATION if group.application else _NETWORK


def _default_check(protocol: str) -> HealthCheck:
    if protocol in _HTTP:
        return HealthCheck(protocol="HTTP", path="/", timeout=6 if protocol == "HTTP" else 10, codes="200")
    return HealthCheck(protocol="TCP", path=None, timeout=10, codes=None)


def _merged(asked: Check, before: HealthCheck, group_protocol: str) -> HealthCheck:
    """`before` with what was asked for. Raises ValidationError for what ELB does not allow."""
    protocol = asked.protocol or before.protocol
    if protocol not in ("HTTP", "HTTPS", "TCP"):
        raise _invalid(f"Health check protocol '{protocol}' must be one of 'HTTP, HTTPS, TCP'")
    if protocol == "TCP" and group_protocol in _HTTP:
        raise _invalid("Health check protocol TCP is not supported for target groups of HTTP or HTTPS")
    over_http = protocol in _HTTP
    if not over_http and (asked.path is not None or asked.codes is not None):
        raise _invalid("Health check path and matcher are only valid for health checks over HTTP and HTTPS")
    codes = asked.codes or before.codes or ("200" if group_protocol in _HTTP else "200-399")
    path = asked.path or before.path or "/"
    if over_http and not _CODES.fullmatch(codes):
        raise _invalid(f"Health check matcher HTTP code '{codes}' must be within '200-499' inclusive")
    if over_http and not path.startswith("/"):
        raise _invalid(f"Health check path '{path}' must begin with a '/' character")
    check = HealthCheck(
        protocol=protocol,
        port=asked.port or before.port,
        path=path if over_http else None,
        interval=_given(asked.interval, before.interval),
        timeout=_given(asked.timeout, before.timeout),
        healthy=_given(asked.healthy, before.healthy),
        unhealthy=_given(asked.unhealthy, before.unhealthy),
        codes=codes if over_http else None,
    )
    _check_ranges(check)
    return check


def _check_ranges(check: HealthCheck) -> None:
    bounds = {
        "interval": (check.interval, 5, 300),
        "timeout": (check.timeout, 2, 120),
        "healthy threshold count": (check.healthy, 2, 10),
        "unhealthy threshold count": (check.unhealthy, 2, 10),
    }
    for name, (value, low, high) in bounds.items():
        if not low <= value <= high:
            raise _invalid(f"Health check {name} '{value}' must be between {low} and {high}")
    if check.timeout >= check.interval and check.protocol != "TCP":
        raise _invalid("Health check timeout must be smaller than the interval")


def _given(value: int | None, before: int) -> int:
    return before if value is None else value


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)
