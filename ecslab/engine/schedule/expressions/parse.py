"""From the text of a schedule expression to what it says; what is wrong with it, where, and what is right."""

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ecslab.engine.errors import Problem
from ecslab.engine.schedule.expressions import fields, near
from ecslab.engine.schedule.expressions.expression import UNITS, At, Cron, Days, Expression, Rate
from ecslab.engine.schedule.expressions.fields import FIELDS, Parts, Word
from ecslab.engine.schedule.expressions.problem import Wrong

_WORD = re.compile(r"\S+")
_KIND = re.compile(r"(rate|cron|at)\((.*)\)", re.DOTALL)
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)


class Dialect(NamedTuple):
    """Where services of AWS read one grammar differently."""

    once: bool = True
    """Whether there is `at`."""
    optional_year: bool = False
    """Whether a cron expression may leave its year out."""
    strict_units: bool = False
    """Whether a rate has to say `1 minute` and `2 minutes`."""


SCHEDULER = Dialect(optional_year=True)
"""EventBridge Scheduler."""
RULES = Dialect(once=False, strict_units=True)
"""EventBridge rules."""
SCALING = Dialect()
"""Scheduled actions of Application Auto Scaling."""


class BadExpression(Problem):
    """No schedule expression: a code, `position` (from 1) in `text`, and the nearest right form if any."""


@lru_cache(maxsize=1024)
def parse(text: str, dialect: Dialect = SCHEDULER) -> Expression:
    """What the expression `text` says. Raises BadExpression."""
    try:
        return _read(text, dialect)
    except Wrong as wrong:
        values: dict[str, str | int] = {"text": text, "position": wrong.at + 1, **wrong.values}
        right = next((each for each in near.candidates(text, wrong) if _is_right(each, dialect)), None)
        if right is not None:
            values["near"] = right
        raise BadExpression(f"schedule-{wrong.code}", **values) from None


def _is_right(text: str, dialect: Dialect) -> bool:
    try:
        _read(text, dialect)
    except Wrong:
        return False
    return True


def _read(text: str, dialect: Dialect) -> Expression:
    whole = _KIND.fullmatch(text)
    if whole is None or (whole[1] == "at" and not dialect.once):
        raise Wrong("form-without-at" if not dialect.once else "form", 0)
    inside = Word(whole[2], whole.start(2))
    match whole[1]:
        case "rate":
            return _rate(inside, dialect)
        case "at":
            return _at(inside)
    return _cron(inside, dialect)


def _rate(inside: Word, dialect: Dialect) -> Rate:
    words = _words(inside)
    if len(words) != 2:
        raise Wrong("rate-form", inside.start, f"{inside.text.strip()} minutes", inside.text)
    value, unit = words
    if not (value.text.isascii() and value.text.isdecimal() and int(value.text)):
        over = inside.text[value.start - inside.start :]
        raise Wrong("rate-value", value.start, f"1 {unit.text.removesuffix('s')}", over, word=value.text)
    single = unit.text.removesuffix("s")
    if single not in UNITS or unit.text not in (single, f"{single}s"):
        raise Wrong("rate-unit", unit.start, _unit(unit.text, int(value.text)), unit.text, word=unit.text)
    number = int(value.text)
    wanted = single if number == 1 else f"{single}s"
    if dialect.strict_units and unit.text != wanted:
        raise Wrong("rate-number", unit.start, wanted, unit.text, word=unit.text, wanted=wanted)
    return Rate(value=number, unit=single)


def _unit(word: str, value: int) -> str | None:
    """The unit that a word begins as: min, hrs, D."""
    letters = word.lower()
    for unit in UNITS:
        if letters and letters[0] == unit[0]:
            return unit if value == 1 else f"{unit}s"
    return None


def _at(inside: Word) -> At:
    if not _AT.fullmatch(inside.text):
        raise Wrong("at-form", inside.start)
    try:
        return At(wall=datetime.fromisoformat(inside.text))
    except ValueError:
        raise Wrong("at-date", inside.start, word=inside.text) from None


def _cron(inside: Word, dialect: Dialect) -> Cron:
    words = _words(inside)
    if len(words) == len(FIELDS) - 1 and dialect.optional_year:
        words.append(Word("*", inside.start + len(inside.text)))
    if len(words) != len(FIELDS):
        raise Wrong("cron-fields", inside.start, count=len(words))
    dates, weekdays = words[fields.DATES.place - 1], words[fields.WEEKDAY.place - 1]
    parts = [_field(field, word) for field, word in zip(FIELDS, words, strict=True)]
    if dates.text != "?" and weekdays.text != "?":
        either = weekdays if weekdays.text == "*" or dates.text != "*" else dates
        raise Wrong("both-days", either.start, "?", either.text)
    if dates.text == weekdays.text:
        raise Wrong("no-days", weekdays.start, "*", weekdays.text)
    minutes, hours, by_date, months, by_weekday, years = parts
    return Cron(
        fields=tuple(word.text for word in words),
        minutes=minutes.values,
        hours=hours.values,
        days=Days(
            months=months.values,
            dates=() if by_date.every else by_date.values,
            last=by_date.last and not by_date.every,
            last_weekday=by_date.last_weekday and not by_date.every,
            nearest=() if by_date.every else by_date.nearest,
            weekdays=() if by_weekday.every else by_weekday.values,
            last_weekdays=() if by_weekday.every else by_weekday.last_weekdays,
            nth=by_weekday.nth,
        ),
        years=years.values,
    )


def _field(field: fields.Field, word: Word) -> Parts:
    """What a field says. Raises Wrong, naming the field."""
    if word.text == "?" and "?" in field.wildcards:
        return Parts(every=True)
    try:
        return fields.read(field, word)
    except Wrong as wrong:
        bounds: dict[str, str | int] = {
            "field": field.name,
            "place": field.place,
            "low": field.low,
            "high": field.high,
        }
        raise Wrong(wrong.code, wrong.at, wrong.near, wrong.over, **{**bounds, **wrong.values}) from None


def _words(inside: Word) -> list[Word]:
    return [Word(found[0], inside.start + found.start()) for found in _WORD.finditer(inside.text)]
