"""What EC2 Auto Scaling's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2autoscaling.html
"""

from collections.abc import Iterable, Mapping

from ecslab.aws.authorization.acting import Params, on
from ecslab.aws.authorization.ec2 import run_instances
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import of_request, of_resource
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


def _launching(operation: str) -> NeedsOf:
    """The action on the group, and the right to launch what a template says that the request names.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-launch-template-permissions.html
    """

    def needs(call: Call, params: Params) -> Iterable[Need]:
        context = {**_tags(call, params, ""), **of_request(params)}
        yield Need(f"autoscaling:{operation}", (_group(call, params),), context)
        template = params.get("LaunchTemplate")
        if template:
            name = template.get("LaunchTemplateId") or template.get("LaunchTemplateName")
            said = f"You are not authorized to use launch template: {name}"
            for need in run_instances(call, {"LaunchTemplate": template}):
                yield need._replace(said=said)

    return needs


def _tags(call: Call, params: Params, _arn: str) -> Mapping[str, Values]:
    group = call.state.world.groups.get(params.get("AutoScalingGroupName", ""))
    tags = group.tags if group is not None else ()
    return of_resource(((tag.key, tag.value) for tag in tags), "autoscaling")


_OPERATIONS = (
    "DeleteAutoScalingGroup",
    "SetDesiredCapacity",
    "SetInstanceProtection",
    "TerminateInstanceInAutoScalingGroup",
)

NEEDS: Mapping[str, NeedsOf] = {
    **{name: _launching(name) for name in ("CreateAutoScalingGroup", "UpdateAutoScalingGroup")},
    **on("autoscaling", _OPERATIONS, _group, _tags),
}
