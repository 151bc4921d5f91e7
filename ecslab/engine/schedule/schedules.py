"""Schedules of EventBridge Scheduler: when they are due, and what they missed while disabled.

A schedule is due to the millisecond; AWS promises the minute.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
"""

from typing import Final

from ecslab.engine.clock import MINUTE
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.schedules import Schedule
from ecslab.engine.schedule import runs
from ecslab.engine.schedule.timing import is_rate, missed_by, next_of
from ecslab.engine.state import State

DUE: Final = "schedule-due"


def find(state: State, group: str, name: str) -> Schedule:
    """The schedule of that name in a group. Raises ResourceNotFoundException."""
    schedule = state.world.schedules.get(f"{group}/{name}")
    if schedule is None:
        raise ApiError("ResourceNotFoundException", f"Schedule {name} does not exist.", status=404)
    return schedule


def keep(state: State, before: Schedule | None, after: Schedule) -> None:
    """Let `after` succeed `before`, and be due when it says from now on.

    A rate is due at once when there is no start, and counts from there until it gets another expression
    or start.
    """
    timing = (after.expression, after.zone, after.start_at, after.end_at, after.enabled)
    if before is not None:
        same = (before.expression, before.start_at) == (after.expression, after.start_at)
        after = after.replace(
            epoch=before.epoch,
            due_count=before.due_count,
            last_due=before.last_due,
            missed=before.missed,
            disabled_at=before.disabled_at,
            counts_from=before.counts_from if same else after.counts_from,
        )
        if timing == (before.expression, before.zone, before.start_at, before.end_at, before.enabled):
            state.world.schedules.put(after)
            return
        if not before.enabled:
            after = after.replace(missed=missed_by(state, before) or after.missed)
    schedule = after.replace(
        epoch=after.epoch + 1, last_due=None, disabled_at=None if after.enabled else state.now
    )
    state.world.schedules.put(schedule)
    # A rate that begins now is due now; what a clock's time is due at has to lie ahead.
    at_once = is_rate(schedule) and schedule.counts_from == state.now
    _arm(state, schedule, state.now - 1 if at_once else state.now)


def due(state: State, ids: tuple[str, ...]) -> None:
    """Begin a run of a schedule that is due, somewhere in its window, and wait for the next time."""
    key, epoch, at = ids
    schedule = state.world.schedules.get(key)
    if schedule is None or str(schedule.epoch) != epoch:
        return
    schedule = schedule.replace(due_count=schedule.due_count + 1, last_due=int(at))
    state.world.schedules.put(schedule)
    window = schedule.window_minutes
    wait = 0 if window is None else state.chance.below(window * MINUTE + 1)
    runs.begin(state, schedule, int(at), wait)
    _arm(state, schedule, int(at))


def remove(state: State, schedule: Schedule) -> None:
    """Delete a schedule, with what is under way and what is written down of its runs."""
    state.world.schedules.remove(schedule.key)
    runs.forget(state, schedule.key)


def _arm(state: State, schedule: Schedule, after_ms: int) -> None:
    at_ms = next_of(schedule, after_ms) if schedule.enabled else None
    if at_ms is not None:
        state.agenda.add(max(at_ms, state.now), DUE, schedule.key, str(schedule.epoch), str(at_ms))
