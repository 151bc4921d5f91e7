"""What calls of EventBridge Scheduler need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, given, making, on
from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.authorization.passing import pass_roles
from ecslab.engine import arn

if TYPE_CHECKING:
    from ecslab.aws.operations import Call

_DEFAULT = "default"


def _with_role(operation: str) -> NeedsOf:
    """The action on the schedule, and the right to hand its role to Scheduler."""

    def needs(call: "Call", params: Params) -> Iterable[Need]:
        yield Need(f"scheduler:{operation}", (_schedule(call, params),))
        yield from pass_roles("scheduler.amazonaws.com", (params["Target"]["RoleArn"],))

    return needs


def _create_group(call: "Call", params: Params) -> Iterable[Need]:
    made = _group(call, params)
    return making("scheduler:CreateScheduleGroup", "scheduler:TagResource", made, params.get("Tags", ()))


def _schedule(call: "Call", params: Params) -> str:
    return arn.scheduler(call.state.settings, "schedule", params.get("GroupName", _DEFAULT), params["Name"])


def _group(call: "Call", params: Params) -> str:
    return arn.scheduler(call.state.settings, "schedule-group", params["Name"])


NEEDS: Mapping[str, NeedsOf] = {
    "CreateSchedule": _with_role("CreateSchedule"),
    "CreateScheduleGroup": _create_group,
    "UpdateSchedule": _with_role("UpdateSchedule"),
    **on("scheduler", ("DeleteSchedule", "GetSchedule"), _schedule),
    **on("scheduler", ("DeleteScheduleGroup", "GetScheduleGroup"), _group),
    **on("scheduler", ("ListTagsForResource", "TagResource", "UntagResource"), given("ResourceArn")),
}
"""By operation; the listings are on `*`."""
