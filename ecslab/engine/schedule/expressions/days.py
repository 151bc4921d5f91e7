"""The days of a cron expression: which comes next, and which a month has.

croniter counts where it can: it has no `LW`, and no list with `W` in it. It takes some 100 µs an answer,
so what is due every few days is found by looking at the days themselves.
"""

import copy
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from ecslab.engine.schedule.expressions.expression import Days

if TYPE_CHECKING:
    from croniter import croniter

_LAST_YEAR = 2199
_A_MONTH = 31
_YEARS_APART = 9
"""No two days that a cron expression without years names lie further apart: 29 February 2096 and 2104."""


@lru_cache(maxsize=4096)
def next_day(days: Days, day: date) -> date | None:
    """The first day on or after `day`; None when none ever comes."""
    if days.nearest or days.last_weekday:
        return _by_months(days, day)
    if not (days.last or days.last_weekdays or days.nth):
        for ahead in range(_A_MONTH):
            if _is_plain(days, later := day + timedelta(days=ahead)):
                return later
        day += timedelta(days=_A_MONTH)
    return _by_croniter(days, day)


def _is_plain(days: Days, day: date) -> bool:
    """Whether a day is meant by days that name nothing but dates, days of the week and months."""
    if day.month not in days.months or (days.dates and day.day not in days.dates):
        return False
    return not days.weekdays or day.isoweekday() % 7 + 1 in days.weekdays


def days_of(days: Days, year: int, month: int) -> list[int]:
    """The days of a month that are meant, sorted."""
    if month not in days.months:
        return []
    first, length = monthrange(year, month)
    if days.any_date:
        return list(range(1, length + 1))
    # The day of the week of the month's day 1, counted from 1, Sunday.
    opening = (first + 1) % 7 + 1
    found = {at for at in days.dates if at <= length}
    found.update(_nearest_weekday(at, opening, length) for at in days.nearest if at <= length)
    if days.last:
        found.add(length)
    if days.last_weekday:
        found.add(_nearest_weekday(length, opening, length))
    for at in range(1, length + 1):
        weekday = (opening + at - 2) % 7 + 1
        ordinal = (at - 1) // 7 + 1
        if weekday in days.weekdays or days.nth == (weekday, ordinal):
            found.add(at)
        if weekday in days.last_weekdays and at > length - 7:
            found.add(at)
    return sorted(found)


def _nearest_weekday(at: int, opening: int, length: int) -> int:
    """The weekday nearest to a day of the month, without leaving the month."""
    weekday = (opening + at - 2) % 7 + 1
    if weekday == 7:
        return at - 1 if at > 1 else at + 2
    if weekday == 1:
        return at + 1 if at < length else at - 2
    return at


def _by_months(days: Days, day: date) -> date | None:
    year, month, since = day.year, day.month, day.day
    for _ in range(12 * _YEARS_APART):
        for at in days_of(days, year, month):
            if at >= since:
                return date(year, month, at)
        since = 1
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if year > _LAST_YEAR:
            return None
    return None


def _by_croniter(days: Days, day: date) -> date | None:
    # Deferred: it takes some 40 ms, and most labs have no cron expression.
    from croniter import CroniterBadDateError

    # croniter counts the seconds of naive times as if they were UTC; and it answers with later ones only.
    eve = (day - _EPOCH).days * _DAY_SECONDS - 1
    try:
        # A copy, for it remembers where it is.
        found: float = copy.copy(_counter(days)).get_next(float, start_time=eve)
    except CroniterBadDateError:
        return None
    return date.fromordinal(_EPOCH.toordinal() + int(found) // _DAY_SECONDS)


@lru_cache(maxsize=512)
def _counter(days: Days) -> "croniter":
    from croniter import croniter  # deferred as above

    dates = [str(at) for at in days.dates] + (["l"] if days.last else [])
    # croniter counts the days of the week from 0, Sunday.
    weekdays = [str(at - 1) for at in days.weekdays] + [f"l{at - 1}" for at in days.last_weekdays]
    if days.nth is not None:
        weekdays.append(f"{days.nth[0] - 1}#{days.nth[1]}")
    months = [str(at) for at in days.months]
    text = " ".join(["0 0", *(",".join(each) or "*" for each in (dates, months, weekdays))])
    return croniter(text, datetime(1970, 1, 1), max_years_between_matches=_YEARS_APART)  # noqa: DTZ001 - naive


_EPOCH = date(1970, 1, 1)
_DAY_SECONDS = 86_400
