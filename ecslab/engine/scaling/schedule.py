"""When a scheduled action is due: at(), rate() and cron() expressions.

https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ecslab.engine.clock import DAY, HOUR, MINUTE, from_datetime, to_datetime
from ecslab.engine.errors import ApiError, NotSimulated

_RATE = re.compile(r"rate\((\d+) (minutes?|hours?|days?)\)")
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)")
_CRON = re.compile(r"cron\(([^()]+)\)")
_UNITS = {"minute": MINUTE, "hour": HOUR, "day": DAY}
_MONTHS = {
    name: number
    for number, name in enumerate(
        ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1
    )
}
_DAYS = {
    name: number for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), start=1)
}
_YEARS_AHEAD = 5


class Field(NamedTuple):
    """A field of a cron expression: its bounds and the names that it knows."""

    low: int
    high: int
    names: dict[str, int]


_FIELDS = (
    Field(0, 59, {}),
    Field(0, 23, {}),
    Field(1, 31, {}),
    Field(1, 12, _MONTHS),
    Field(1, 7, _DAYS),
    Field(1970, 2199, {}),
)


class Cron(NamedTuple):
    """A cron expression, each field as the values that it allows."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int] | None
    months: frozenset[int]
    weekdays: frozenset[int] | None
    years: frozenset[int]

    def allows(self, day: datetime) -> bool:
        """Whether anything is due on that day. Days of the week count from 1, Sunday."""
        weekday = day.isoweekday() % 7 + 1
        return (
            day.year in self.years
            and day.month in self.months
            and (self.days is None or day.day in self.days)
            and (self.weekdays is None or weekday in self.weekdays)
        )


def zone_of(name: str | None) -> tzinfo:
    """The time zone of that name, UTC by default. Raises ValidationException for an unknown one."""
    if name in (None, "UTC"):
        return UTC
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ApiError("ValidationException", f"Invalid timezone: {name}") from None


def next_due(schedule: str, timezone: str | None, after: int, since: int) -> int | None:
    """The first moment later than `after` at which `schedule` is due; None when there is none any more.

    A rate counts from `since`. Raises ValidationException for what is no schedule.
    """
    zone = zone_of(timezone)
    if match := _AT.fullmatch(schedule):
        try:
            at_ms = from_datetime(datetime.fromisoformat(match[1]).replace(tzinfo=zone))
        except ValueError:
            raise _invalid(schedule) from None
        return at_ms if at_ms > after else None
    if match := _RATE.fullmatch(schedule):
        period = int(match[1]) * _UNITS[match[2].rstrip("s")]
        if not period:
            raise _invalid(schedule)
        return since + (max(0, after - since) // period + 1) * period
    if match := _CRON.fullmatch(schedule):
        return _next_cron(_parse_cron(schedule, match[1]), zone, after)
    raise _invalid(schedule)


def _next_cron(cron: Cron, zone: tzinfo, after: int) -> int | None:
    for moment in _moments(cron, to_datetime(after).astimezone(zone)):
        at_ms = from_datetime(moment.replace(tzinfo=zone))
        # A local time that the clock skips in spring is no moment; one that it repeats is the first.
        exists = to_datetime(at_ms).astimezone(zone).replace(tzinfo=None) == moment
        if at_ms > after and exists:
            return at_ms
    return None


def _moments(cron: Cron, start: datetime) -> Iterator[datetime]:
    """The local times that `cron` names, from the day of `start` on, for some years."""
    day = datetime(start.year, start.month, start.day)  # noqa: DTZ001  # a local time, its zone comes later
    for _ in range(366 * _YEARS_AHEAD):
        if cron.allows(day):
            for hour in sorted(cron.hours):
                for minute in sorted(cron.minutes):
                    yield day.replace(hour=hour, minute=minute)
        day += timedelta(days=1)


def _parse_cron(schedule: str, text: str) -> Cron:
    words = text.split()
    if len(words) != len(_FIELDS):
        raise _invalid(schedule)
    if (words[2] == "?") == (words[4] == "?"):
        # One of the two days must be left open, and only one.
        raise _invalid(schedule)
    values = [
        None if word == "?" else _values(schedule, word.upper(), field)
        for word, field in zip(words, _FIELDS, strict=True)
    ]
    minutes, hours, days, months, weekdays, years = values
    if minutes is None or hours is None or months is None or years is None:
        raise _invalid(schedule)
    return Cron(minutes, hours, days, months, weekdays, years)


def _values(schedule: str, word: str, field: Field) -> frozenset[int]:
    if re.search(r"\d?[LW]$|#", word) and word not in field.names:
        raise NotSimulated(f"ecslab does not simulate L, W and # in cron expressions: {schedule}")
    found: set[int] = set()
    for part in word.split(","):
        span, _, step = part.partition("/")
        low, high = _span(schedule, span, field, stepped=bool(step))
        if step and not (step.isdecimal() and int(step)):
            raise _invalid(schedule)
        found |= set(range(low, high + 1, int(step) if step else 1))
    return frozenset(found)


def _span(schedule: str, span: str, field: Field, *, stepped: bool) -> tuple[int, int]:
    if span == "*":
        return field.low, field.high
    low, dash, high = span.partition("-")
    first = _number(schedule, low, field)
    last = _number(schedule, high, field) if dash else field.high if stepped else first
    if first > last:
        raise _invalid(schedule)
    return first, last


def _number(schedule: str, word: str, field: Field) -> int:
    value = field.names.get(word, int(word) if word.isdecimal() else -1)
    if not field.low <= value <= field.high:
        raise _invalid(schedule)
    return value


def _invalid(schedule: str) -> ApiError:
    return ApiError("ValidationException", f"Invalid schedule expression: {schedule}")
