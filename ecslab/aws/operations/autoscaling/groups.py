"""Auto Scaling groups: making, changing, looking at and deleting them.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ecslab.aws.operations import Call
from ecslab.aws.operations.autoscaling import shape
from ecslab.aws.operations.ec2.selecting import Filters
from ecslab.aws.operations.paging import page
from ecslab.engine import arn
from ecslab.engine.ec2 import autoscaling, templates
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.autoscaling import Group
from ecslab.engine.records.tags import Tag
from ecslab.engine.state import State


class _Template(NamedTuple):
    """A launch template that a group is to use."""

    id: str
    version: str


def create_auto_scaling_group(
    call: Call,
    *,
    auto_scaling_group_name: str,
    min_size: int,
    max_size: int,
    desired_capacity: int | None = None,
    launch_template: Mapping[str, str] | None = None,
    vpc_zone_identifier: str | None = None,
    availability_zones: Sequence[str] = (),
    new_instances_protected_from_scale_in: bool = False,
    tags: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Make a group, which launches what it desires at once."""
    state = call.state
    if auto_scaling_group_name in state.world.groups:
        raise ApiError(
            "AlreadyExists",
            "AutoScalingGroup by this name already exists - A group with the name "
            f"{auto_scaling_group_name} already exists",
        )
    if launch_template is None:
        raise _invalid(
            "Valid requests must contain either LaunchTemplate, LaunchConfigurationName, InstanceId or "
            "MixedInstancesPolicy parameter."
        )
    template = _template(state, launch_template)
    desired = min_size if desired_capacity is None else desired_capacity
    _check_sizes(min_size, max_size, desired)
    marks, propagated = _tags(tags)
    autoscaling.change(
        state,
        Group(
            name=auto_scaling_group_name,
            arn=arn.autoscaling_group(state.settings, state.chance.uuid(), auto_scaling_group_name),
            template=template.id,
            version=template.version,
            minimum=min_size,
            maximum=max_size,
            desired=desired,
            subnets=_subnets(state, vpc_zone_identifier, availability_zones),
            protects_new=new_instances_protected_from_scale_in,
            tags=marks,
            propagated=propagated,
            created_at=state.now,
        ),
    )
    return {}


def update_auto_scaling_group(
    call: Call,
    *,
    auto_scaling_group_name: str,
    min_size: int | None = None,
    max_size: int | None = None,
    desired_capacity: int | None = None,
    launch_template: Mapping[str, str] | None = None,
    vpc_zone_identifier: str | None = None,
    availability_zones: Sequence[str] = (),
    new_instances_protected_from_scale_in: bool | None = None,
) -> dict[str, Any]:
    """Change a group; new bounds move its desired capacity along, a new template concerns new instances."""
    state = call.state
    group = autoscaling.find(state, auto_scaling_group_name)
    minimum = group.minimum if min_size is None else min_size
    maximum = group.maximum if max_size is None else max_size
    desired = max(minimum, min(maximum, group.desired)) if desired_capacity is None else desired_capacity
    _check_sizes(minimum, maximum, desired)
    template = (
        _template(state, launch_template) if launch_template else _Template(group.template, group.version)
    )
    subnets = group.subnets
    if vpc_zone_identifier or availability_zones:
        subnets = _subnets(state, vpc_zone_identifier, availability_zones)
    protects = new_instances_protected_from_scale_in
    autoscaling.change(
        state,
        group.replace(
            minimum=minimum,
            maximum=maximum,
            desired=desired,
            template=template.id,
            version=template.version,
            subnets=subnets,
            protects_new=group.protects_new if protects is None else protects,
        ),
    )
    return {}


def set_desired_capacity(
    call: Call, *, auto_scaling_group_name: str, desired_capacity: int
) -> dict[str, Any]:
    """Have a group hold so many instances."""
    autoscaling.set_desired(call.state, auto_scaling_group_name, desired_capacity)
    return {}


def delete_auto_scaling_group(
    call: Call, *, auto_scaling_group_name: str, force_delete: bool = False
) -> dict[str, Any]:
    """Delete a group, with its instances if forced."""
    autoscaling.delete(call.state, auto_scaling_group_name, force=force_delete)
    return {}


def describe_auto_scaling_groups(
    call: Call,
    *,
    auto_scaling_group_names: Sequence[str] = (),
    filters: Filters = (),
    max_records: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Groups by name, or all of them; unknown names are no error."""
    state, names = call.state, list(auto_scaling_group_names)
    if filters:
        raise NotSimulated("ecslab does not simulate the parameter Filters of describe-auto-scaling-groups.")
    groups = [group for group in state.world.groups.values() if not names or group.name in names]
    shown = [shape.show_group(state, group) for group in groups]
    found = page(shown, ("groups", names), max_records, next_token, 50, shape.PAGES)
    return {"AutoScalingGroups": found.items} | ({"NextToken": found.token} if found.token else {})


def describe_scaling_activities(
    call: Call,
    *,
    auto_scaling_group_name: str | None = None,
    max_records: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """What a group did, newest first, and why."""
    state = call.state
    if auto_scaling_group_name is None:
        groups = list(state.world.groups.values())
    else:
        groups = [autoscaling.find(state, auto_scaling_group_name)]
    shown = [shape.show_activity(group, activity) for group in groups for activity in group.activities]
    found = page(shown, ("activities", auto_scaling_group_name), max_records, next_token, 100, shape.PAGES)
    return {"Activities": found.items} | ({"NextToken": found.token} if found.token else {})


def _template(state: State, given: Mapping[str, str]) -> _Template:
    """The launch template, if a group can launch from it: its version must say image and type."""
    try:
        found = templates.find(state, given.get("LaunchTemplateId"), given.get("LaunchTemplateName"))
    except ApiError as error:
        raise _invalid(f"You must use a valid fully-formed launch template. {error.message}") from None
    templates.complete_version(state, found.id, given.get("Version", "$Default"))
    return _Template(found.id, given.get("Version", "$Default"))


def _subnets(state: State, identifier: str | None, zones: Sequence[str]) -> tuple[str, ...]:
    known = state.world.subnets
    if identifier:
        subnets = tuple(each.strip() for each in identifier.split(",") if each.strip())
        for subnet in subnets:
            if subnet not in known:
                raise _invalid(f"The subnet ID '{subnet}' does not exist")
    else:
        subnets = tuple(subnet.id for subnet in known.values() if subnet.zone in zones)
    if not subnets:
        raise _invalid("At least one Availability Zone or VPC Subnet is required.")
    return subnets


def _check_sizes(minimum: int, maximum: int, desired: int) -> None:
    if minimum < 0 or maximum < minimum:
        raise _invalid(f"Max bound, {maximum}, must be greater than or equal to min bound, {minimum}")
    if not minimum <= desired <= maximum:
        raise _invalid(
            f"Desired capacity:{desired} must be between the specified min size:{minimum} and max "
            f"size:{maximum}"
        )


def _tags(given: Sequence[Mapping[str, Any]]) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
    """A group's tags, and those of them that its instances get too."""
    tags = {each["Key"]: (Tag(key=each["Key"], value=each.get("Value", "")), each) for each in given}
    propagated = tuple(tag for tag, each in tags.values() if each.get("PropagateAtLaunch", True))
    return tuple(tag for tag, _ in tags.values()), propagated


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)
