"""When an expression is due.

A wall time that a time zone skips in spring is left out; one that it repeats in autumn counts once, the
first time.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#daylist-savings-time
"""

from bisect import bisect_left
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo

from ecslab.engine.clock import from_datetime
from ecslab.engine.schedule.expressions.days import next_day
from ecslab.engine.schedule.expressions.expression import At, Cron, Expression, Rate

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def next_after(
    expression: Expression,
    zone: tzinfo,
    after_ms: int,
    start_ms: int | None = None,
    end_ms: int | None = None,
) -> int | None:
    """The first firing later than `after_ms` (ms), not before `start_ms` and not after `end_ms`, or None.

    A rate counts from `start_ms`, its first firing, or from `after_ms` without one. Neither bound touches
    what is due once: AWS ignores both for `at`.
    """
    match expression:
        case At():
            at_ms = _instant(expression.wall, zone)
            return at_ms if at_ms is not None and at_ms > after_ms else None
        case Rate():
            found: int | None = _next_of_rate(
                expression, after_ms, after_ms if start_ms is None else start_ms
            )
        case Cron():
            earliest = after_ms if start_ms is None else max(after_ms, start_ms - 1)
            found = _next_of_cron(expression, zone, earliest)
    return found if found is not None and (end_ms is None or found <= end_ms) else None


def occurrences(
    expression: Expression,
    zone: tzinfo,
    after_ms: int,
    start_ms: int | None = None,
    end_ms: int | None = None,
) -> Iterator[int]:
    """Every firing later than `after_ms`, as `next_after` has them, in order."""
    start_ms = after_ms if start_ms is None and isinstance(expression, Rate) else start_ms
    at_ms = next_after(expression, zone, after_ms, start_ms, end_ms)
    while at_ms is not None:
        yield at_ms
        at_ms = next_after(expression, zone, at_ms, start_ms, end_ms)


def _next_of_rate(rate: Rate, after_ms: int, anchor_ms: int) -> int:
    if after_ms < anchor_ms:
        return anchor_ms
    return anchor_ms + ((after_ms - anchor_ms) // rate.period + 1) * rate.period


def _next_of_cron(cron: Cron, zone: tzinfo, after_ms: int) -> int | None:
    wall = (_EPOCH + timedelta(milliseconds=after_ms)).astimezone(zone).replace(tzinfo=None, fold=0)
    moment: datetime | None = wall.replace(second=0, microsecond=0) + _MINUTE
    while moment is not None and (moment := _next_wall(cron, moment)) is not None:
        at_ms = _instant(moment, zone)
        # In an hour that is repeated, the wall times to come were due the first time already.
        if at_ms is not None and at_ms > after_ms:
            return at_ms
        moment += _MINUTE
    return None


def _next_wall(cron: Cron, moment: datetime) -> datetime | None:
    """The first wall time on or after the full minute `moment`."""
    day = _next_day(cron, moment.date())
    if day is None:
        return None
    if day == moment.date():
        for hour in cron.hours[bisect_left(cron.hours, moment.hour) :]:
            since = moment.minute if hour == moment.hour else 0
            at = bisect_left(cron.minutes, since)
            if at < len(cron.minutes):
                return datetime(day.year, day.month, day.day, hour, cron.minutes[at])  # noqa: DTZ001 - wall time
        day = _next_day(cron, day + _DAY)
        if day is None:
            return None
    return datetime(day.year, day.month, day.day, cron.hours[0], cron.minutes[0])  # noqa: DTZ001 - wall time


def _next_day(cron: Cron, day: date) -> date | None:
    while (at := bisect_left(cron.years, day.year)) < len(cron.years):
        if cron.years[at] > day.year:
            day = date(cron.years[at], 1, 1)
        found = next_day(cron.days, day)
        if found is None or found.year == day.year:
            return found
        day = found
    return None


def _instant(wall: datetime, zone: tzinfo) -> int | None:
    """The first moment at which the zone's clocks show `wall` (ms), or None when they skip it."""
    there = wall.replace(tzinfo=zone)
    back = there.astimezone(UTC)
    if zone is not UTC and back.astimezone(zone).replace(tzinfo=None, fold=0) != wall:
        return None
    return from_datetime(back)
