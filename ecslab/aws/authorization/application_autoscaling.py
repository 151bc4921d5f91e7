"""What Application Auto Scaling's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_applicationautoscaling.html
"""

from collections.abc import Mapping

from ecslab.aws.authorization.acting import Params, given, on
from ecslab.aws.authorization.needs import NeedsOf, Values
from ecslab.aws.operations import Call
from ecslab.engine import arn

_OPERATIONS = (
    "DeleteScalingPolicy",
    "DeleteScheduledAction",
    "DeregisterScalableTarget",
    "PutScalingPolicy",
    "PutScheduledAction",
    "RegisterScalableTarget",
)


def _target(call: Call, params: Params) -> str:
    """The scalable target, which the request names by what it scales."""
    target = call.state.world.scalable_targets.get(params["ResourceId"].removeprefix("service/"))
    number = target.number if target is not None else "*"
    return arn.scaling(call.state.settings, f"scalable-target/{number}")


def _context(_call: Call, params: Params, _arn: str) -> Mapping[str, Values]:
    return {
        "application-autoscaling:service-namespace": params["ServiceNamespace"],
        "application-autoscaling:scalable-dimension": params["ScalableDimension"],
    }


_PREFIX = "application-autoscaling"
_TAGGING = ("ListTagsForResource", "TagResource", "UntagResource")

NEEDS: Mapping[str, NeedsOf] = {
    **on(_PREFIX, _OPERATIONS, _target, _context),
    **on(_PREFIX, _TAGGING, given("ResourceARN")),
}
