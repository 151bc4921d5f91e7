"""What an expression says, as data that the catalogues have words for, at `engine.schedule.<code>`."""

from typing import NamedTuple

from ecslab.engine.schedule.expressions import fields
from ecslab.engine.schedule.expressions.expression import At, Cron, Days, Expression, Rate

Value = int | str | tuple[int, ...] | tuple[str, ...]


class Phrase(NamedTuple):
    """One thing that is said: a code, and what its sentence needs.

    A value that is a tuple is a list: of `days` and `months` by number, of `times` and `values` as they are.
    """

    code: str
    values: dict[str, Value]


def describe(expression: Expression) -> tuple[Phrase, ...]:
    """What `expression` says: how often or at which times, then on which days, months and years."""
    match expression:
        case Rate():
            code = f"rate-{expression.unit}"
            return (Phrase(code if expression.value == 1 else f"{code}s", {"value": expression.value}),)
        case At():
            return (Phrase("at", {"time": expression.wall.isoformat(sep=" ")}),)
    return (_time(expression), *_days(expression.days), *_rest(expression))


_MOST_TIMES = 6
"""More times of day than these are told by their minutes and hours."""


def _time(cron: Cron) -> Phrase:
    every_minute = len(cron.minutes) == len(fields.MINUTES.all)
    every_hour = len(cron.hours) == len(fields.HOURS.all)
    if every_minute and every_hour:
        return Phrase("every-minute", {})
    if every_minute:
        return Phrase("every-minute-of-hours", {"hours": _spans(cron.hours)})
    step = _step(cron.minutes, 60)
    if step is not None:
        if every_hour:
            return Phrase("every-minutes", {"step": step})
        return Phrase("every-minutes-of-hours", {"step": step, "hours": _spans(cron.hours)})
    if every_hour:
        return Phrase("minutes-of-every-hour", {"minutes": _spans(cron.minutes)})
    if len(cron.minutes) * len(cron.hours) <= _MOST_TIMES:
        times = tuple(f"{hour:02}:{minute:02}" for hour in cron.hours for minute in cron.minutes)
        return Phrase("times", {"times": times})
    return Phrase("minutes-of-hours", {"minutes": _spans(cron.minutes), "hours": _spans(cron.hours)})


def _days(days: Days) -> list[Phrase]:
    if days.any_date:
        return [Phrase("every-day", {})]
    said = []
    if days.dates:
        said.append(Phrase("dates", {"dates": _spans(days.dates)}))
    said += [Phrase("nearest", {"date": at}) for at in days.nearest]
    if days.last:
        said.append(Phrase("last-day", {}))
    if days.last_weekday:
        said.append(Phrase("last-weekday", {}))
    if days.weekdays:
        said.append(Phrase("weekdays", {"days": days.weekdays}))
    if days.last_weekdays:
        said.append(Phrase("last-weekdays", {"days": days.last_weekdays}))
    if days.nth is not None:
        weekday, which = days.nth
        said.append(Phrase("nth", {"days": (weekday,), "which": which}))
    return said


def _rest(cron: Cron) -> list[Phrase]:
    said = []
    if len(cron.days.months) < len(fields.MONTH.all):
        said.append(Phrase("months", {"months": cron.days.months}))
    if len(cron.years) < len(fields.YEAR.all):
        said.append(Phrase("years", {"years": _spans(cron.years)}))
    return said


def _step(values: tuple[int, ...], size: int) -> int | None:
    """The step of values that divide a whole evenly from 0 on, such as 0, 15, 30 and 45."""
    if len(values) < 2 or values[0]:
        return None
    step = values[1]
    return step if size % step == 0 and values == tuple(range(0, size, step)) else None


def _spans(values: tuple[int, ...]) -> tuple[str, ...]:
    """`1, 2, 3, 5` as `1-3` and `5`."""
    spans: list[list[int]] = []
    for value in values:
        if spans and value == spans[-1][-1] + 1:
            spans[-1].append(value)
        else:
            spans.append([value])
    told = []
    for span in spans:
        if len(span) > 2:
            told.append(f"{span[0]}-{span[-1]}")
        else:
            told += [str(value) for value in span]
    return tuple(told)
