"""What calls of EventBridge Scheduler need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.passing import pass_roles
from ecslab.aws.authorization.tagging import requested
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_DEFAULT = "default"


def _on_schedule(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (Need(f"scheduler:{operation}", (_schedule(call, params),)),)

    return needs


def _with_role(operation: str) -> NeedsOf:
    """The action on the schedule, and the right to hand its role to Scheduler."""

    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        yield Need(f"scheduler:{operation}", (_schedule(call, params),))
        yield from pass_roles("scheduler.amazonaws.com", (params["Target"]["RoleArn"],))

    return needs


def _on_group(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (Need(f"scheduler:{operation}", (_group(call, params["Name"]),)),)

    return needs


def _create_group(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    resource, tags = (_group(call, params["Name"]),), params.get("Tags", ())
    context = requested(tags)
    yield Need("scheduler:CreateScheduleGroup", resource, context)
    if tags:
        yield Need("scheduler:TagResource", resource, context)


def _on_resource(operation: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:  # noqa: ARG001  # the request says it all
        return (Need(f"scheduler:{operation}", (params["ResourceArn"],)),)

    return needs


def _schedule(call: "Call", params: Mapping[str, Any]) -> str:
    return arn.scheduler(call.state.settings, "schedule", params.get("GroupName", _DEFAULT), params["Name"])


def _group(call: "Call", name: str) -> str:
    return arn.scheduler(call.state.settings, "schedule-group", name)


NEEDS: Mapping[str, NeedsOf] = {
    "CreateSchedule": _with_role("CreateSchedule"),
    "CreateScheduleGroup": _create_group,
    "DeleteSchedule": _on_schedule("DeleteSchedule"),
    "DeleteScheduleGroup": _on_group("DeleteScheduleGroup"),
    "GetSchedule": _on_schedule("GetSchedule"),
    "GetScheduleGroup": _on_group("GetScheduleGroup"),
    "ListTagsForResource": _on_resource("ListTagsForResource"),
    "TagResource": _on_resource("TagResource"),
    "UntagResource": _on_resource("UntagResource"),
    "UpdateSchedule": _with_role("UpdateSchedule"),
}
"""By operation; the listings are on `*`."""
