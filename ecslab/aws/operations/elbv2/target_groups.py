"""Target group operations.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.elbv2.shapes import pages, show_group
from ecslab.aws.operations.elbv2.tagging import check_tags, keep_tags
from ecslab.engine.ecs.traffic import target_health
from ecslab.engine.elb import balancers, groups, targets
from ecslab.engine.errors import ApiError, NotSimulated

_TYPES = ("instance", "ip")
_PROTOCOLS = ("HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP")
_SIMULATED = frozenset({"deregistration_delay.timeout_seconds"})


def create_target_group(
    call: Call,
    *,
    name: str,
    protocol: str | None = None,
    protocol_version: str | None = None,
    port: int | None = None,
    vpc_id: str | None = None,
    health_check_protocol: str | None = None,
    health_check_port: str | None = None,
    health_check_enabled: bool = True,
    health_check_path: str | None = None,
    health_check_interval_seconds: int | None = None,
    health_check_timeout_seconds: int | None = None,
    healthy_threshold_count: int | None = None,
    unhealthy_threshold_count: int | None = None,
    matcher: Mapping[str, str] | None = None,
    target_type: str = "instance",
    ip_address_type: str = "ipv4",
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a target group. Tasks with their own network interface need the target type `ip`."""
    if target_type not in _TYPES:
        raise NotSimulated(f"ecslab does not simulate the target type {target_type}; use ip or instance.")
    if protocol is None or port is None or vpc_id is None:
        raise ApiError("ValidationError", "A protocol, a port and a VPC ID must be specified")
    if protocol not in _PROTOCOLS:
        raise NotSimulated(f"ecslab does not simulate target groups with the protocol {protocol}.")
    if ip_address_type != "ipv4":
        raise NotSimulated("ecslab does not simulate IPv6; leave IpAddressType out.")
    if protocol_version not in (None, "HTTP1", "HTTP2"):
        raise NotSimulated(f"ecslab does not simulate the protocol version {protocol_version}.")
    _check_enabled(enabled=health_check_enabled)
    wanted = groups.Wanted(
        name=name,
        protocol=protocol,
        port=port,
        vpc=vpc_id,
        target_type=target_type,
        protocol_version=protocol_version,
        check=groups.Check(
            protocol=health_check_protocol,
            port=health_check_port,
            path=health_check_path,
            interval=health_check_interval_seconds,
            timeout=health_check_timeout_seconds,
            healthy=healthy_threshold_count,
            unhealthy=unhealthy_threshold_count,
            codes=_codes(matcher),
        ),
    )
    check_tags(call.state, tags)
    group = groups.create(call.state, wanted)
    keep_tags(call.state, group.arn, tags)
    return {"TargetGroups": [show_group(call.state, group)]}


def describe_target_groups(
    call: Call,
    *,
    load_balancer_arn: str | None = None,
    target_group_arns: Sequence[str] = (),
    names: Sequence[str] = (),
    marker: str | None = None,
    page_size: int | None = None,
) -> dict[str, Any]:
    """Target groups by load balancer, ARN or name, or all of them."""
    chosen = list(call.state.world.target_groups.values())
    if load_balancer_arn is not None:
        balancer = balancers.find(call.state, load_balancer_arn)
        chosen = [each for each in chosen if balancer in targets.balancers_of(call.state, each.arn)]
    elif target_group_arns:
        chosen = [_found(call, wanted) for wanted in target_group_arns]
    elif names:
        by_name = {group.name: group for group in chosen}
        if any(name not in by_name for name in names):
            raise ApiError("TargetGroupNotFound", "One or more target groups not found")
        chosen = [by_name[name] for name in names]
    shown = [show_group(call.state, group) for group in chosen]
    return pages("TargetGroups", shown, (load_balancer_arn, target_group_arns, names), page_size, marker)


def modify_target_group(
    call: Call,
    *,
    target_group_arn: str,
    health_check_protocol: str | None = None,
    health_check_port: str | None = None,
    health_check_path: str | None = None,
    health_check_enabled: bool = True,
    health_check_interval_seconds: int | None = None,
    health_check_timeout_seconds: int | None = None,
    healthy_threshold_count: int | None = None,
    unhealthy_threshold_count: int | None = None,
    matcher: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Change how the health of a group's targets is checked."""
    _check_enabled(enabled=health_check_enabled)
    asked = groups.Check(
        protocol=health_check_protocol,
        port=health_check_port,
        path=health_check_path,
        interval=health_check_interval_seconds,
        timeout=health_check_timeout_seconds,
        healthy=healthy_threshold_count,
        unhealthy=unhealthy_threshold_count,
        codes=_codes(matcher),
    )
    changed = groups.change_check(call.state, groups.find(call.state, target_group_arn), asked)
    return {"TargetGroups": [show_group(call.state, changed)]}


def delete_target_group(call: Call, *, target_group_arn: str) -> dict[str, Any]:
    """Delete a target group that no listener or rule forwards to."""
    left = list(call.state.world.targets.where("group", target_group_arn))
    groups.delete(call.state, target_group_arn)
    for target in left:
        target_health.tell(call.state, target)
    return {}


def describe_target_group_attributes(call: Call, *, target_group_arn: str) -> dict[str, Any]:
    """Every attribute of a target group."""
    group = groups.find(call.state, target_group_arn)
    return {"Attributes": _shown(groups.attributes(group))}


def modify_target_group_attributes(
    call: Call, *, target_group_arn: str, attributes: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Change attributes: the deregistration delay; the others would have no effect here."""
    group = groups.find(call.state, target_group_arn)
    changes = [(each.get("Key", ""), each.get("Value", "")) for each in attributes]
    now = groups.attributes(group)
    for key, value in changes:
        if key in now and key not in _SIMULATED and now[key] != value:
            raise NotSimulated(f"ecslab does not simulate the target group attribute {key}; leave it out.")
    return {"Attributes": _shown(groups.attributes(groups.change_attributes(call.state, group, changes)))}


def _found(call: Call, wanted: str) -> Any:
    try:
        return groups.find(call.state, wanted)
    except ApiError as error:
        raise ApiError(error.code, "One or more target groups not found") from error


def _check_enabled(*, enabled: bool) -> None:
    if not enabled:
        raise ApiError(
            "ValidationError", "Health checks cannot be disabled for target groups with this target type"
        )


def _codes(matcher: Mapping[str, str] | None) -> str | None:
    if matcher and matcher.get("GrpcCode"):
        raise NotSimulated("ecslab does not simulate Matcher.GrpcCode; leave it out.")
    return (matcher or {}).get("HttpCode")


def _shown(attributes: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in attributes.items()]
