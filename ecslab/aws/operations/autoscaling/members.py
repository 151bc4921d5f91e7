"""The instances of Auto Scaling groups.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-lifecycle.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.autoscaling import shape
from ecslab.aws.operations.paging import page
from ecslab.engine.ec2 import autoscaling
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.compute import Machine
from ecslab.engine.state import State


def describe_auto_scaling_instances(
    call: Call,
    *,
    instance_ids: Sequence[str] = (),
    max_records: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The instances of all groups, or the given ones among them."""
    state = call.state
    shown = [
        shape.show_member(state, group, machine) | {"AutoScalingGroupName": group.name}
        for group in state.world.groups.values()
        for machine in autoscaling.members(state, group.name)
        if not instance_ids or machine.id in instance_ids
    ]
    found = page(shown, ("group instances", instance_ids), max_records, next_token, 50, shape.PAGES)
    return {"AutoScalingInstances": found.items} | ({"NextToken": found.token} if found.token else {})


def terminate_instance_in_auto_scaling_group(
    call: Call, *, should_decrement_desired_capacity: bool, instance_id: str | None = None
) -> dict[str, Any]:
    """Terminate an instance of a group, which launches another unless its capacity shrinks along."""
    state = call.state
    if instance_id is None:
        raise ApiError("ValidationError", "The parameter InstanceId must be given.")
    machine = state.world.machines.get(instance_id)
    if machine is None or machine.group is None or not machine.present:
        raise ApiError(
            "ValidationError",
            f"Instance Id not found - No managed instance found for instance ID: {instance_id}",
        )
    autoscaling.terminate(state, machine, decrement=should_decrement_desired_capacity)
    group = autoscaling.find(state, machine.group)
    return {"Activity": shape.show_activity(group, group.activities[0])}


def set_instance_protection(
    call: Call,
    *,
    instance_ids: Sequence[str],
    auto_scaling_group_name: str,
    protected_from_scale_in: bool,
) -> dict[str, Any]:
    """Say whether a group may choose these instances when it scales in."""
    state = call.state
    found = [_member(state, auto_scaling_group_name, each) for each in instance_ids]
    for machine in found:
        autoscaling.protect(state, machine, protected=protected_from_scale_in)
    return {}


def _member(state: State, name: str, instance_id: str) -> Machine:
    group = autoscaling.find(state, name)
    for machine in autoscaling.members(state, group.name):
        if machine.id == instance_id:
            return machine
    raise ApiError("ValidationError", f"The instance {instance_id} is not part of Auto Scaling group {name}.")
