"""What a schedule expression says, once it is read."""

from datetime import datetime

from ecslab.engine.clock import DAY, HOUR, MINUTE
from ecslab.engine.record import Record

UNITS = {"minute": MINUTE, "hour": HOUR, "day": DAY}
"""The units of a rate in milliseconds. A day is 24 hours, whatever a time zone does to its clocks."""


class Rate(Record, frozen=True, kw_only=True):
    """Every so often: `rate(5 minutes)`."""

    value: int
    unit: str
    """minute, hour or day."""

    @property
    def period(self) -> int:
        """From one firing to the next, in milliseconds."""
        return self.value * UNITS[self.unit]


class At(Record, frozen=True, kw_only=True):
    """Once: `at(2026-01-05T09:00:00)`, a moment on the clocks of the schedule's time zone."""

    wall: datetime


class Days(Record, frozen=True, kw_only=True):
    """The days that a cron expression names; a day of the week counts from 1, Sunday.

    The parts of a field add up. With nothing in any part every day is meant.
    """

    months: tuple[int, ...]
    dates: tuple[int, ...] = ()
    """Days of the month."""
    last: bool = False
    """`L`: the last day of the month."""
    last_weekday: bool = False
    """`LW`: the last weekday, Monday to Friday, of the month."""
    nearest: tuple[int, ...] = ()
    """`15W`: the weekday nearest to that day, in its month."""
    weekdays: tuple[int, ...] = ()
    """Days of the week."""
    last_weekdays: tuple[int, ...] = ()
    """`6L`: the last such day of the week in the month."""
    nth: tuple[int, int] | None = None
    """`3#2`: such a day of the week, and which one of the month."""

    @property
    def any_date(self) -> bool:
        """Whether every day of the months is meant."""
        special = self.last or self.last_weekday or self.nth is not None
        return not (special or self.dates or self.nearest or self.weekdays or self.last_weekdays)


class Cron(Record, frozen=True, kw_only=True):
    """A cron expression: the times of day and the days on which it is due."""

    fields: tuple[str, ...]
    """As they were written."""
    minutes: tuple[int, ...]
    hours: tuple[int, ...]
    days: Days
    years: tuple[int, ...]


Expression = Rate | At | Cron
"""Any schedule expression."""
