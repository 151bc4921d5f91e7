"""Why a schedule has, or has not, run: when it is due, what it missed, and what became of its runs."""

from collections.abc import Iterator
from typing import Final

from ecslab.engine.clock import format_duration
from ecslab.engine.errors import Problem, suggest
from ecslab.engine.eventbridge.reasons import Because
from ecslab.engine.platform.eventbridge import Outcome
from ecslab.engine.platform.schedules import Schedule, ScheduleRun
from ecslab.engine.schedule import timing
from ecslab.engine.schedule.missed import instant
from ecslab.engine.state import State

_GIVEN_UP: Final[tuple[Outcome, ...]] = ("failed", "dead-lettered", "lost")


def find_schedule(state: State, name: str) -> Schedule:
    """The schedule that `NAME` or `GROUP/NAME` means. Raises Problem for none, and for one of several."""
    exact = state.world.schedules.get(name)
    if exact is not None:
        return exact
    found = [schedule for schedule in state.world.schedules.values() if schedule.name == name]
    if len(found) == 1:
        return found[0]
    if found:
        raise Problem("many-schedules", name=name)
    known = (schedule.name for schedule in state.world.schedules.values())
    raise Problem("no-schedule", name=name, **suggest(name, known))


def of_schedule(state: State, schedule: Schedule) -> Iterator[Because]:
    """What the schedule does and missed, then how its runs went."""
    yield _standing(state, schedule)
    if schedule.enabled:
        yield _next(state, schedule)
    late = timing.missed_by(state, schedule) or schedule.missed
    if late is not None:
        first, last = instant(late.first_at), instant(late.last_at)
        yield "schedule-missed", {"count": late.count, "first": first, "last": last}
    for run in state.world.schedule_runs.where("schedule", schedule.key):
        if run.outcome == "retrying":
            yield "schedule-retrying", _said(state, run)
            break
    yield from _runs(state, list(state.world.schedule_runs_done.where("schedule", schedule.key)))


def last_tasks(state: State, schedule: Schedule) -> tuple[str, ...]:
    """The ids of the tasks that the schedule's last run started."""
    done = state.world.schedule_runs_done.where("schedule", schedule.key)
    return next((run.tasks for run in reversed(list(done)) if run.tasks), ())


def _standing(state: State, schedule: Schedule) -> Because:
    values: dict[str, str | int] = {
        "schedule": schedule.name,
        "group": schedule.group,
        "due": schedule.due_count,
    }
    if schedule.enabled:
        return "schedule-enabled", values
    since = state.now if schedule.disabled_at is None else schedule.disabled_at
    return "schedule-disabled", values | {"since": format_duration(state.now - since)}


def _next(state: State, schedule: Schedule) -> Because:
    values: dict[str, str | int] = {"expression": schedule.expression}
    at_ms = timing.next_of(schedule, state.now)
    if at_ms is None:
        return "schedule-never-again", values
    values |= {"at": instant(at_ms), "wait": format_duration(at_ms - state.now)}
    if schedule.window_minutes is None:
        return "schedule-next", values
    return "schedule-next-window", values | {"minutes": schedule.window_minutes}


def _runs(state: State, done: list[ScheduleRun]) -> Iterator[Because]:
    """How the runs ended: the last, those that failed with the newest of them, those that overlapped."""
    if not done:
        return
    last = done[-1]
    if last.outcome == "delivered":
        yield "schedule-reached", _said(state, last)
    elif last.outcome == "not-launched":
        reasons = ", ".join(dict.fromkeys(last.failures))
        yield "schedule-not-launched", _said(state, last) | {"reasons": reasons}
    failed = [run for run in done if run.outcome in _GIVEN_UP]
    if failed:
        counts: dict[str, str | int] = {"failed": len(failed), "kept": len(done)}
        yield f"schedule-{failed[-1].outcome}", _said(state, failed[-1]) | counts
    overlapping = [run for run in done if run.overlaps]
    if overlapping:
        most = max(run.overlaps for run in overlapping)
        yield "schedule-overlap", {"count": len(overlapping), "runs": len(done), "most": most}


def _said(state: State, run: ScheduleRun) -> dict[str, str | int]:
    return {
        "at": instant(run.due_at),
        "ago": format_duration(state.now - (run.ended_at or state.now)),
        "attempts": run.attempts,
        "code": run.code or "",
        "message": run.message or "",
    }
