"""What Application Auto Scaling's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_applicationautoscaling.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import requested
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


def _on(operation: str) -> NeedsOf:
    """An operation on a scalable target, which the request names by what it scales."""

    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:
        context: dict[str, Values] = {
            "application-autoscaling:service-namespace": params["ServiceNamespace"],
            "application-autoscaling:scalable-dimension": params["ScalableDimension"],
        }
        tags = params.get("Tags") or {}
        context |= requested({"Key": key, "Value": value} for key, value in tags.items())
        service = params["ResourceId"].removeprefix("service/")
        target = call.state.world.scalable_targets.get(service)
        number = target.number if target is not None else "*"
        resource = arn.scaling(call.state.settings, f"scalable-target/{number}")
        yield Need(f"application-autoscaling:{operation}", (resource,), context)

    return needs


def _on_resource(operation: str) -> NeedsOf:
    def needs(call: Call, params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
        yield Need(f"application-autoscaling:{operation}", (params["ResourceARN"],))

    return needs


NEEDS: Mapping[str, NeedsOf] = {
    **{name: _on(name) for name in _OPERATIONS},
    **{name: _on_resource(name) for name in ("ListTagsForResource", "TagResource", "UntagResource")},
}
