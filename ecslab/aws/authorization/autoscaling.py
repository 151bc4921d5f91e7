"""What EC2 Auto Scaling's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
"""

from collections.abc import Mapping

from ecslab.aws.authorization.acting import Params, on
from ecslab.aws.authorization.needs import NeedsOf, Values
from ecslab.aws.authorization.tagging import requested
from ecslab.aws.operations import Call
from ecslab.engine import arn


def _group(call: Call, params: Params) -> str:
    """The group, named by itself or by an instance of it."""
    world = call.state.world
    name = params.get("AutoScalingGroupName")
    if name is None:
        machine = world.machines.get(params.get("InstanceId", ""))
        name = machine.group if machine is not None and machine.group is not None else "*"
    group = world.groups.get(name)
    return group.arn if group is not None else arn.autoscaling_group(call.state.settings, "*", name)


def _tags(_call: Call, params: Params, _arn: str) -> Mapping[str, Values]:
    return requested(params.get("Tags", ()))


_OPERATIONS = (
    "CreateAutoScalingGroup",
    "DeleteAutoScalingGroup",
    "SetDesiredCapacity",
    "SetInstanceProtection",
    "TerminateInstanceInAutoScalingGroup",
    "UpdateAutoScalingGroup",
)

NEEDS: Mapping[str, NeedsOf] = on("autoscaling", _OPERATIONS, _group, _tags)
