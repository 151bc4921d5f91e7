"""Schedules.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.scheduler import tokens
from ecslab.aws.operations.scheduler.pages import pages
from ecslab.aws.operations.scheduler.schedule_shape import Given, Moment, read_schedule, show, summary
from ecslab.engine import arn
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.schedules import DEFAULT
from ecslab.engine.schedule import groups
from ecslab.engine.schedule import schedules as kept
from ecslab.engine.state import State

_MOST = 1_000_000
"""https://docs.aws.amazon.com/scheduler/latest/UserGuide/scheduler-quotas.html."""


def create_schedule(
    call: Call,
    *,
    name: str,
    schedule_expression: str,
    flexible_time_window: Mapping[str, Any],
    target: Mapping[str, Any],
    group_name: str = DEFAULT,
    schedule_expression_timezone: str = "UTC",
    start_date: Moment | None = None,
    end_date: Moment | None = None,
    state: str = "ENABLED",
    description: str | None = None,
    action_after_completion: str = "NONE",
    client_token: str | None = None,
) -> dict[str, Any]:
    """Make a schedule."""
    lab = call.state
    given = Given(
        group=group_name,
        name=name,
        expression=schedule_expression,
        zone=schedule_expression_timezone,
        start=start_date,
        end=end_date,
        state=state,
        description=description,
        window=flexible_time_window,
        target=target,
        after_completion=action_after_completion,
    )
    if not tokens.repeated(lab, "CreateSchedule", client_token, given):
        group = groups.find(lab, group_name)
        if f"{group_name}/{name}" in lab.world.schedules:
            raise ApiError("ConflictException", f"Schedule {name} already exists.", status=409)
        if group.deleting:
            raise ApiError("ConflictException", f"Schedule group {group_name} is being deleted.", status=409)
        if len(lab.world.schedules) >= _MOST:
            message = f"Account can have at most {_MOST} schedules."
            raise ApiError("ServiceQuotaExceededException", message, status=402)
        kept.keep(lab, None, read_schedule(lab, given))
        tokens.remember(lab, "CreateSchedule", client_token, given)
    return _named(lab, group_name, name)


def update_schedule(
    call: Call,
    *,
    name: str,
    schedule_expression: str,
    flexible_time_window: Mapping[str, Any],
    target: Mapping[str, Any],
    group_name: str = DEFAULT,
    schedule_expression_timezone: str = "UTC",
    start_date: Moment | None = None,
    end_date: Moment | None = None,
    state: str = "ENABLED",
    description: str | None = None,
    action_after_completion: str = "NONE",
    client_token: str | None = None,
) -> dict[str, Any]:
    """Give a schedule new values in full: what is left out goes back to its default."""
    lab = call.state
    given = Given(
        group=group_name,
        name=name,
        expression=schedule_expression,
        zone=schedule_expression_timezone,
        start=start_date,
        end=end_date,
        state=state,
        description=description,
        window=flexible_time_window,
        target=target,
        after_completion=action_after_completion,
    )
    if not tokens.repeated(lab, "UpdateSchedule", client_token, given):
        before = kept.find(lab, group_name, name)
        after = read_schedule(lab, given).replace(created_at=before.created_at)
        kept.keep(lab, before, after)
        tokens.remember(lab, "UpdateSchedule", client_token, given)
    return _named(lab, group_name, name)


def get_schedule(call: Call, *, name: str, group_name: str = DEFAULT) -> dict[str, Any]:
    """One schedule."""
    return show(call.state, kept.find(call.state, group_name, name))


def list_schedules(
    call: Call,
    *,
    group_name: str | None = None,
    name_prefix: str = "",
    state: str | None = None,
    next_token: str | None = None,
    max_results: int | None = None,
) -> dict[str, Any]:
    """The schedules of a group, or all, by group and name."""
    world = call.state.world
    if group_name is not None:
        groups.find(call.state, group_name)
    found = world.schedules.values() if group_name is None else world.schedules.where("group", group_name)
    wanted = [
        schedule
        for schedule in found
        if schedule.name.startswith(name_prefix)
        and state in (None, "ENABLED" if schedule.enabled else "DISABLED")
    ]
    wanted.sort(key=lambda schedule: (schedule.group, schedule.name))
    shown = [summary(call.state, schedule) for schedule in wanted]
    filters = ("schedules", group_name, name_prefix, state)
    return pages("Schedules", shown, filters, max_results, next_token)


def delete_schedule(
    call: Call, *, name: str, group_name: str = DEFAULT, client_token: str | None = None
) -> dict[str, Any]:
    """Delete a schedule; what it started runs on."""
    lab, request = call.state, (group_name, name)
    if not tokens.repeated(lab, "DeleteSchedule", client_token, request):
        kept.remove(lab, kept.find(lab, group_name, name))
        tokens.remember(lab, "DeleteSchedule", client_token, request)
    return {}


def _named(lab: State, group: str, name: str) -> dict[str, Any]:
    return {"ScheduleArn": arn.scheduler(lab.settings, "schedule", group, name)}
