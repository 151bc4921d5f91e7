"""Schedules as AWS writes them, and what AWS refuses of one.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ecslab.aws.operations.instants import read_instant
from ecslab.aws.operations.scheduler.target_shape import read_target, show_target
from ecslab.engine.clock import MINUTE, to_datetime
from ecslab.engine.errors import ApiError, Problem
from ecslab.engine.platform.schedules import Schedule
from ecslab.engine.schedule import calls, timing
from ecslab.engine.schedule.expressions import At, BadExpression, Expression, UnknownZone, parse, zone
from ecslab.engine.state import State

Moment = datetime | float | str
"""A timestamp as a request may give it."""

_EARLIEST = 5 * MINUTE
"""How long before now a start may lie."""


class Given(NamedTuple):
    """A schedule as a request gives it, in full: what is left out of an update is gone."""

    group: str
    name: str
    expression: str
    zone: str
    start: Moment | None
    end: Moment | None
    state: str
    description: str | None
    window: Mapping[str, Any]
    target: Mapping[str, Any]
    after_completion: str


def read_schedule(state: State, given: Given) -> Schedule:
    """The schedule, as if it was made now. Raises ValidationException."""
    expression = _read_expression(given)
    start = read_instant(given.start, "StartDate") if given.start is not None else None
    end = read_instant(given.end, "EndDate") if given.end is not None else None
    if not isinstance(expression, At):
        _check_dates(state, start, end)
    schedule = Schedule(
        group=given.group,
        name=given.name,
        expression=given.expression,
        zone=given.zone,
        start_at=start,
        end_at=end,
        enabled=given.state == "ENABLED",
        description=given.description,
        window_minutes=_read_window(given.window),
        target=read_target(state, given.group, given.target),
        deleted_when_done=given.after_completion == "DELETE",
        created_at=state.now,
        changed_at=state.now,
        counts_from=state.now if start is None else start,
    )
    if isinstance(expression, At) and timing.next_of(schedule, state.now) is None:
        problem = Problem("schedule-past", text=given.expression, zone=given.zone)
        raise ApiError("ValidationException", _invalid(given.expression), problem=problem)
    return schedule


def show(state: State, schedule: Schedule) -> dict[str, Any]:
    """The schedule as GetSchedule shows it."""
    window: dict[str, Any] = {"Mode": "OFF"}
    if schedule.window_minutes is not None:
        window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": schedule.window_minutes}
    shown = _named(state, schedule) | {
        "ActionAfterCompletion": "DELETE" if schedule.deleted_when_done else "NONE",
        "FlexibleTimeWindow": window,
        "ScheduleExpression": schedule.expression,
        "ScheduleExpressionTimezone": schedule.zone,
        "Target": show_target(schedule.target),
    }
    if schedule.description is not None:
        shown["Description"] = schedule.description
    dates = {"StartDate": schedule.start_at, "EndDate": schedule.end_at}
    return shown | {name: to_datetime(at_ms) for name, at_ms in dates.items() if at_ms is not None}


def summary(state: State, schedule: Schedule) -> dict[str, Any]:
    """The schedule as ListSchedules shows it."""
    return _named(state, schedule) | {"Target": {"Arn": schedule.target.arn}}


def _named(state: State, schedule: Schedule) -> dict[str, Any]:
    return {
        "Arn": calls.arn_of(state, schedule),
        "GroupName": schedule.group,
        "Name": schedule.name,
        "State": "ENABLED" if schedule.enabled else "DISABLED",
        "CreationDate": to_datetime(schedule.created_at),
        "LastModificationDate": to_datetime(schedule.changed_at),
    }


def _read_expression(given: Given) -> Expression:
    """What the expression says. Raises ValidationException, with the place of what is wrong."""
    try:
        zone(given.zone)
    except UnknownZone as wrong:
        message = f"Invalid Schedule Expression Timezone {given.zone}."
        raise ApiError("ValidationException", message, problem=wrong) from None
    try:
        return parse(given.expression)
    except BadExpression as wrong:
        raise ApiError("ValidationException", _invalid(given.expression), problem=wrong) from None


def _check_dates(state: State, start: int | None, end: int | None) -> None:
    """Raise ValidationException for a start too long ago, and for an end before the start or now."""
    if start is not None and start < state.now - _EARLIEST:
        message = "The StartDate you specify cannot be earlier than 5 minutes ago."
        raise ApiError("ValidationException", message)
    if end is not None and end <= state.now:
        raise ApiError("ValidationException", "The EndDate you specify must come after the current date.")
    if start is not None and end is not None and end <= start:
        raise ApiError("ValidationException", "The EndDate you specify must come after the StartDate.")


def _read_window(window: Mapping[str, Any]) -> int | None:
    minutes: int | None = window.get("MaximumWindowInMinutes")
    if (window["Mode"] == "FLEXIBLE") != (minutes is not None):
        wanted = "required when the mode is FLEXIBLE" if minutes is None else "invalid when the mode is OFF"
        raise ApiError(
            "ValidationException", f"MaximumWindowInMinutes of the FlexibleTimeWindow is {wanted}."
        )
    return minutes


def _invalid(expression: str) -> str:
    return f"Invalid Schedule Expression {expression}."
