"""Schedule groups.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-group.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.scheduler import tokens
from ecslab.aws.operations.scheduler.pages import pages
from ecslab.aws.operations.scheduler.tagging import too_many_tags
from ecslab.aws.operations.tag_lists import add_tags, read_tags
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.schedules import DEFAULT, ScheduleGroup
from ecslab.engine.schedule import groups
from ecslab.engine.state import State

_MOST = 500
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html."""


def create_schedule_group(
    call: Call, *, name: str, tags: Sequence[Mapping[str, str]] = (), client_token: str | None = None
) -> dict[str, Any]:
    """Make a group of schedules."""
    state, request = call.state, (name, tags)
    arn = groups.arn_of(state, name)
    if tokens.repeated(state, "CreateScheduleGroup", client_token, request):
        return {"ScheduleGroupArn": arn}
    if name in state.world.schedule_groups:
        raise ApiError("ConflictException", f"Schedule group {name} already exists.", status=409)
    if len(state.world.schedule_groups) >= _MOST:
        message = f"Account can have at most {_MOST} schedule groups."
        raise ApiError("ServiceQuotaExceededException", message, status=402)
    add_tags(state, arn, read_tags(tags), too_many_tags())
    state.world.schedule_groups.put(ScheduleGroup(name=name, created_at=state.now, changed_at=state.now))
    tokens.remember(state, "CreateScheduleGroup", client_token, request)
    return {"ScheduleGroupArn": arn}


def get_schedule_group(call: Call, *, name: str) -> dict[str, Any]:
    """One group."""
    return _show(call.state, groups.find(call.state, name))


def list_schedule_groups(
    call: Call, *, name_prefix: str = "", next_token: str | None = None, max_results: int | None = None
) -> dict[str, Any]:
    """The groups, by name."""
    found = sorted(call.state.world.schedule_groups.values(), key=lambda group: group.name)
    shown = [_show(call.state, group) for group in found if group.name.startswith(name_prefix)]
    return pages("ScheduleGroups", shown, ("groups", name_prefix), max_results, next_token)


def delete_schedule_group(call: Call, *, name: str, client_token: str | None = None) -> dict[str, Any]:
    """Delete a group with all its schedules; until that is done it is DELETING."""
    state = call.state
    if tokens.repeated(state, "DeleteScheduleGroup", client_token, name):
        return {}
    if name == DEFAULT:
        raise ApiError("ValidationException", "The default schedule group cannot be deleted.")
    groups.delete(state, groups.find(state, name))
    tokens.remember(state, "DeleteScheduleGroup", client_token, name)
    return {}


def _show(state: State, group: ScheduleGroup) -> dict[str, Any]:
    return {
        "Arn": groups.arn_of(state, group.name),
        "Name": group.name,
        "State": "DELETING" if group.deleting else "ACTIVE",
        "CreationDate": to_datetime(group.created_at),
        "LastModificationDate": to_datetime(group.changed_at),
    }
