"""Target operations: registered by hand, deregistered, and how they are.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-register-targets.html
"""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.elbv2.shapes import show_target
from ecslab.engine.ecs.traffic import target_health
from ecslab.engine.elb import groups, targets
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import Target, TargetGroup, target_key

_MOST = 1_000


def register_targets(
    call: Call, *, target_group_arn: str, targets: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Put targets into a target group; what is in it already stays as it is."""
    group = groups.find(call.state, target_group_arn)
    if not targets:
        raise ApiError("ValidationError", "At least one target must be specified")
    for each in targets:
        _check(call, group, each)
    if call.state.world.targets.count("group", group.arn) + len(targets) > _MOST:
        raise ApiError("TooManyTargets", "The maximum number of targets has been reached")
    for each in targets:
        _register(call, group, each)
    return {}


def deregister_targets(
    call: Call, *, target_group_arn: str, targets: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Take targets out of a target group; they drain first."""
    group = groups.find(call.state, target_group_arn)
    for each in targets:
        for target in _matching(call, group, each):
            _deregister(call, target)
    return {}


def describe_target_health(
    call: Call, *, target_group_arn: str, targets: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The targets of a group and how they are; one that is asked for and not registered is `unused`."""
    state, group = call.state, groups.find(call.state, target_group_arn)
    if not targets:
        known = state.world.targets.where("group", group.arn)
        return {"TargetHealthDescriptions": [show_target(state, group, each) for each in known]}
    shown = []
    for each in targets:
        found = _matching(call, group, each)
        shown += [show_target(state, group, target) for target in found] or [_unknown(group, each)]
    return {"TargetHealthDescriptions": shown}


def _check(call: Call, group: TargetGroup, given: Mapping[str, Any]) -> None:
    target_id, port = given["Id"], given.get("Port", group.port)
    if not 1 <= port <= 65_535:
        raise ApiError("ValidationError", f"Port '{port}' must be between 1 and 65535")
    if group.target_type == "ip":
        try:
            address = ipaddress.ip_address(target_id)
        except ValueError:
            raise ApiError(
                "ValidationError", f"The IP address '{target_id}' is not a valid IPv4 address"
            ) from None
        block = ipaddress.ip_network(call.state.world.vpcs[group.vpc].cidr)
        if address not in block and not given.get("AvailabilityZone"):
            raise ApiError(
                "ValidationError",
                f"You must specify an Availability Zone for the IP address '{target_id}', for it is outside "
                "the VPC",
            )
        return
    if not target_id.startswith("i-"):
        raise ApiError("InvalidTarget", f"The following targets are not valid instances: '{target_id}'")


def _register(call: Call, group: TargetGroup, given: Mapping[str, Any]) -> None:
    zone = given.get("AvailabilityZone") or _zone_of(call, given["Id"])
    targets.register(call.state, group, given["Id"], given.get("Port", group.port), zone=zone)


def _deregister(call: Call, target: Target) -> None:
    targets.deregister(call.state, target)
    target_health.tell(call.state, target)


def _matching(call: Call, group: TargetGroup, given: Mapping[str, Any]) -> list[Target]:
    world = call.state.world
    if given.get("Port") is not None:
        found = world.targets.get(target_key(group.arn, given["Id"], given["Port"]))
        return [found] if found is not None else []
    return [target for target in world.targets.where("group", group.arn) if target.id == given["Id"]]


def _zone_of(call: Call, address: str) -> str | None:
    """The zone of the subnet that an address lies in."""
    for subnet in call.state.world.subnets.values():
        try:
            if ipaddress.ip_address(address) in ipaddress.ip_network(subnet.cidr):
                return subnet.zone
        except ValueError:
            return None
    return None


def _unknown(group: TargetGroup, given: Mapping[str, Any]) -> dict[str, Any]:
    at = {"Id": given["Id"], "Port": given.get("Port", group.port)}
    health = {
        "State": "unused",
        "Reason": "Target.NotRegistered",
        "Description": "Target is not registered to the target group",
    }
    return {"Target": at, "TargetHealth": health}
