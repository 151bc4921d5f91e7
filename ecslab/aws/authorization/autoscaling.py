"""What EC2 Auto Scaling's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.tagging import requested
from ecslab.aws.operations import Call
from ecslab.engine import arn


def _on(operation: str) -> NeedsOf:
    """An operation on a group, named by itself or by an instance of it."""

    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        world = call.state.world
        name = params.get("AutoScalingGroupName")
        if name is None:
            machine = world.machines.get(params.get("InstanceId", ""))
            name = machine.group if machine is not None and machine.group is not None else "*"
        group = world.groups.get(name)
        resource = group.arn if group is not None else arn.autoscaling_group(call.state.settings, "*", name)
        yield Need(f"autoscaling:{operation}", (resource,), requested(params.get("Tags", ())))

    return needs


_OPERATIONS = (
    "CreateAutoScalingGroup",
    "DeleteAutoScalingGroup",
    "SetDesiredCapacity",
    "SetInstanceProtection",
    "TerminateInstanceInAutoScalingGroup",
    "UpdateAutoScalingGroup",
)
NEEDS: Mapping[str, NeedsOf] = {name: _on(name) for name in _OPERATIONS}
