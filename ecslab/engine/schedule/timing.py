"""When a schedule is due, enabled or not."""

from ecslab.engine.platform.eventbridge import Missed
from ecslab.engine.platform.schedules import Schedule
from ecslab.engine.schedule.expressions import Rate, next_after, parse, zone
from ecslab.engine.schedule.missed import missed
from ecslab.engine.state import State


def next_of(schedule: Schedule, after_ms: int) -> int | None:
    """When a schedule is due next after a moment (ms); None when never again."""
    start = _start(schedule)
    return next_after(parse(schedule.expression), zone(schedule.zone), after_ms, start, schedule.end_at)


def missed_by(state: State, schedule: Schedule) -> Missed | None:
    """The times at which a disabled schedule would have been due until now; None when there was none."""
    if schedule.disabled_at is None:
        return None
    until = state.now if schedule.end_at is None else min(state.now, schedule.end_at)
    expression, place = parse(schedule.expression), zone(schedule.zone)
    return missed(expression, place, schedule.disabled_at, until, _start(schedule))


def is_rate(schedule: Schedule) -> bool:
    """Whether the schedule counts time instead of going by a clock."""
    return isinstance(parse(schedule.expression), Rate)


def _start(schedule: Schedule) -> int | None:
    return schedule.counts_from if is_rate(schedule) else schedule.start_at
