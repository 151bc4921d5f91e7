"""EC2 instances: run, look at, stop, start, terminate.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ec2 import instance_shape
from ecslab.aws.operations.ec2.launching import check_groups, check_user_data, profile_of
from ecslab.aws.operations.ec2.selecting import Filters, answer, select
from ecslab.aws.operations.ec2.tags import read_tags
from ecslab.engine.ec2 import machines, templates
from ecslab.engine.ec2.machines import Launch
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.autoscaling import TemplateVersion
from ecslab.engine.platform.compute import Machine
from ecslab.engine.state import State

_DEFAULT_TYPE = "m1.small"
_MOST = 1_000


def run_instances(
    call: Call,
    *,
    min_count: int,
    max_count: int,
    image_id: str | None = None,
    instance_type: str | None = None,
    subnet_id: str | None = None,
    user_data: str | None = None,
    iam_instance_profile: Mapping[str, str] | None = None,
    security_group_ids: Sequence[str] = (),
    placement: Mapping[str, Any] | None = None,
    launch_template: Mapping[str, str] | None = None,
    tag_specifications: Sequence[Mapping[str, Any]] = (),
    client_token: str | None = None,
) -> dict[str, Any]:
    """Launch instances: what is not given here comes from the launch template."""
    state = call.state
    if client_token:
        raise NotSimulated("ecslab does not simulate the parameter ClientToken of ec2 run-instances.")
    if not 1 <= min_count <= max_count <= _MOST:
        raise ApiError(
            "InvalidParameterValue", f"The instance counts must be 1 to {_MOST}, the minimum first."
        )
    template = _template(state, launch_template)
    image = image_id or (template.image if template else None)
    if image is None:
        raise ApiError("MissingParameter", "The request must contain the parameter ImageId")
    image = templates.image_of(image)
    kind = instance_type or (template.type if template else None) or _DEFAULT_TYPE
    templates.check_type(kind, image)
    groups = tuple(security_group_ids) or (template.security_groups if template else ())
    check_groups(state, groups)
    check_user_data(user_data)
    profile = profile_of(call.state, iam_instance_profile) or (template.profile if template else None)
    tags = {tag.key: tag for tag in (template.tags if template else ())}
    tags |= {tag.key: tag for tag in read_tags(tag_specifications, "instance")}
    wanted = Launch(
        type=kind,
        image=image,
        subnet=state.world.subnets[_subnet(state, subnet_id, placement)],
        user_data=user_data if user_data is not None else (template.user_data if template else ""),
        profile=profile,
        security_groups=groups or _default_groups(state),
        tags=tuple(tags.values()),
    )
    launched = [machines.launch(state, wanted) for _ in range(max_count)]
    return instance_shape.show_reservation(state, launched)


def describe_instances(
    call: Call,
    *,
    instance_ids: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Instances, those included that were terminated less than an hour ago."""
    for wanted in instance_ids:
        machines.find(call.state, wanted)
    found = select(
        call.state.world.machines.values(),
        instance_ids,
        filters,
        _PROPERTIES,
        "InvalidInstanceID.NotFound",
        "instance",
    )
    shown = [instance_shape.show_reservation(call.state, [machine]) for machine in found]
    return answer("Reservations", shown, (instance_ids, filters), max_results, next_token)


def describe_instance_status(
    call: Call,
    *,
    instance_ids: Sequence[str] = (),
    filters: Filters = (),
    include_all_instances: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The states of instances, running ones unless all are asked for."""
    for wanted in instance_ids:
        machines.find(call.state, wanted)
    found = select(
        call.state.world.machines.values(),
        instance_ids,
        filters,
        _PROPERTIES,
        "InvalidInstanceID.NotFound",
        "instance",
    )
    shown = [
        instance_shape.show_status(machine)
        for machine in found
        if include_all_instances or machine.state == "running"
    ]
    asked = (instance_ids, filters, include_all_instances)
    return answer("InstanceStatuses", shown, asked, max_results, next_token)


def start_instances(call: Call, *, instance_ids: Sequence[str]) -> dict[str, Any]:
    """Start stopped instances; their agents connect again."""
    return {"StartingInstances": _change(call.state, instance_ids, machines.start)}


def stop_instances(call: Call, *, instance_ids: Sequence[str]) -> dict[str, Any]:
    """Stop instances; their tasks end, and they stay registered without their agents."""
    return {"StoppingInstances": _change(call.state, instance_ids, machines.stop)}


def terminate_instances(call: Call, *, instance_ids: Sequence[str]) -> dict[str, Any]:
    """End instances for good; ECS takes them out of their clusters."""
    return {"TerminatingInstances": _change(call.state, instance_ids, machines.terminate)}


def _change(
    state: State, ids: Sequence[str], act: Callable[[State, Machine], Machine]
) -> list[dict[str, Any]]:
    """Do something to instances, all or none; gives their states before and after."""
    found = [machines.find(state, each) for each in dict.fromkeys(ids)]
    if not found:
        raise ApiError("InvalidParameterCombination", "No instances specified")
    if act is machines.start:
        for machine in found:
            machines.check_startable(machine)
    elif act is machines.stop:
        for machine in found:
            machines.check_stoppable(machine)
    return [instance_shape.show_change(act(state, machine), machine) for machine in found]


def _template(state: State, given: Mapping[str, str] | None) -> TemplateVersion | None:
    if not given:
        return None
    found = templates.find(state, given.get("LaunchTemplateId"), given.get("LaunchTemplateName"))
    return templates.version_of(state, found.id, given.get("Version", "$Default"))


def _subnet(state: State, subnet_id: str | None, placement: Mapping[str, Any] | None) -> str:
    """The subnet that is given, else the default one of a zone. Raises InvalidSubnetID.NotFound."""
    zone = (placement or {}).get("AvailabilityZone")
    if any(value for name, value in (placement or {}).items() if name not in ("AvailabilityZone", "Tenancy")):
        raise NotSimulated("ecslab simulates the AvailabilityZone of Placement, and nothing else of it.")
    if subnet_id is not None:
        if subnet_id not in state.world.subnets:
            raise ApiError("InvalidSubnetID.NotFound", f"The subnet ID '{subnet_id}' does not exist")
        return subnet_id
    for subnet in state.world.subnets.values():
        if zone in (None, subnet.zone):
            return subnet.id
    raise ApiError("InvalidParameterValue", f"Invalid availability zone: [{zone}]")


def _default_groups(state: State) -> tuple[str, ...]:
    return tuple(group.id for group in state.world.security_groups.values() if group.name == "default")


_PROPERTIES: dict[str, Callable[[Machine], str | None]] = {
    "instance-id": lambda machine: machine.id,
    "instance-type": lambda machine: machine.type,
    "instance-state-name": lambda machine: machine.state,
    "image-id": lambda machine: machine.image,
    "availability-zone": lambda machine: machine.zone,
    "subnet-id": lambda machine: machine.subnet,
    "vpc-id": lambda machine: machine.vpc,
    "private-ip-address": lambda machine: machine.private_ip,
    "ip-address": lambda machine: machine.public_ip,
    "architecture": lambda machine: machine.kind.architecture,
}
