"""The fields of a cron expression: their bounds, names and wildcards, and what each of them says.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ecslab.engine.schedule.expressions.problem import Wrong

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
WEEKDAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MOST_OF_A_WEEKDAY = 5
"""No month has a sixth Tuesday."""


class Field(NamedTuple):
    """A field: its place, its name in AWS's table, its bounds, the names and wildcards that it knows."""

    place: int
    name: str
    low: int
    high: int
    names: Mapping[str, int]
    wildcards: str

    @property
    def all(self) -> tuple[int, ...]:
        """Every value of it."""
        return tuple(range(self.low, self.high + 1))

    @property
    def wraps(self) -> bool:
        """Whether a range may run over its end: 22-2 hours, FRI-MON; years do not come back."""
        return self.name != "year"


MINUTES = Field(1, "minutes", 0, 59, {}, ",-*/")
HOURS = Field(2, "hours", 0, 23, {}, ",-*/")
DATES = Field(3, "day-of-month", 1, 31, {}, ",-*?/LW")
MONTH = Field(4, "month", 1, 12, {name: at for at, name in enumerate(MONTHS, 1)}, ",-*/")
WEEKDAY = Field(5, "day-of-week", 1, 7, {name: at for at, name in enumerate(WEEKDAYS, 1)}, ",-*?L#")
YEAR = Field(6, "year", 1970, 2199, {}, ",-*/")
FIELDS = (MINUTES, HOURS, DATES, MONTH, WEEKDAY, YEAR)

_NUMBER = re.compile(r"[0-9]{1,4}")


class Word(NamedTuple):
    """A piece of an expression and where it begins, counted from 0."""

    text: str
    start: int

    def split(self, mark: str) -> Iterator["Word"]:
        """Its parts between the marks."""
        start = self.start
        for part in self.text.split(mark):
            yield Word(part, start)
            start += len(part) + len(mark)


class Parts(NamedTuple):
    """What a field says: plain values, and what its wildcards single out of a month."""

    values: tuple[int, ...] = ()
    every: bool = False
    last: bool = False
    last_weekday: bool = False
    nearest: tuple[int, ...] = ()
    last_weekdays: tuple[int, ...] = ()
    nth: tuple[int, int] | None = None


def read(field: Field, word: Word) -> Parts:
    """What a field says; `?` is read elsewhere. Raises Wrong."""
    if "#" in word.text and field is WEEKDAY:
        return Parts(nth=_nth(word))
    every = last = last_weekday = False
    values: set[int] = set()
    nearest: set[int] = set()
    last_weekdays: set[int] = set()
    for part in word.split(","):
        text = part.text.upper()
        if text == "*":
            every = True
        elif field is DATES and text == "L":
            last = True
        elif field is DATES and text == "LW":
            last_weekday = True
        elif field is DATES and text.endswith("W"):
            nearest.add(_number(field, Word(part.text[:-1], part.start)))
        elif field is WEEKDAY and text == "L":
            # Without a day, L is the last day of the week.
            values.add(field.high)
        elif field is WEEKDAY and text.endswith("L"):
            last_weekdays.add(_number(field, Word(part.text[:-1], part.start)))
        else:
            values.update(_values(field, part))
    return Parts(
        values=field.all if every else tuple(sorted(values)),
        every=every,
        last=last,
        last_weekday=last_weekday,
        nearest=tuple(sorted(nearest)),
        last_weekdays=tuple(sorted(last_weekdays)),
    )


def _nth(word: Word) -> tuple[int, int]:
    """`3#2`. AWS allows one in the field, and nothing beside it."""
    if "," in word.text or word.text.count("#") > 1:
        alone = next(part for part in word.text.split(",") if "#" in part)
        near = "#".join(alone.split("#")[:2])
        raise Wrong("hash-alone", word.start, near, word.text)
    day, which = word.split("#")
    number = _number(WEEKDAY, day)
    if not (which.text.isascii() and which.text.isdecimal()):
        raise Wrong("hash-number", which.start, "1", which.text)
    if not 1 <= int(which.text) <= MOST_OF_A_WEEKDAY:
        near = str(MOST_OF_A_WEEKDAY) if int(which.text) else "1"
        raise Wrong("hash-number", which.start, near, which.text)
    return number, int(which.text)


def _values(field: Field, part: Word) -> Iterator[int]:
    span, *steps = part.split("/")
    if len(steps) > 1:
        raise Wrong("twice", steps[1].start - 1, word=part.text)
    if field is WEEKDAY and steps:
        # AWS's table leaves the slash out of this field alone.
        raise Wrong("wildcard", steps[0].start - 1, wildcard="/")
    if span.text == "*":
        low, high = field.low, field.high
    else:
        first, *rest = span.split("-")
        if len(rest) > 1:
            raise Wrong("twice", rest[1].start - 1, word=part.text)
        low = _number(field, first)
        high = _number(field, rest[0]) if rest else field.high if steps else low
    if high < low:
        if not field.wraps:
            raise Wrong("backwards", span.start, f"{high}-{low}", span.text, word=span.text)
        high += field.high - field.low + 1
    step = _step(field, steps[0]) if steps else 1
    size = field.high - field.low + 1
    return iter({(value - field.low) % size + field.low for value in range(low, high + 1, step)})


def _step(field: Field, word: Word) -> int:
    size = field.high - field.low + 1
    if not (word.text.isascii() and word.text.isdecimal()):
        raise Wrong("step", word.start, "1", word.text, most=size)
    if not 1 <= int(word.text) <= size:
        near = str(size) if int(word.text) else "1"
        raise Wrong("step", word.start, near, word.text, most=size)
    return int(word.text)


def _number(field: Field, word: Word) -> int:
    text = word.text.upper()
    if text in field.names:
        return field.names[text]
    if not text:
        raise Wrong("nothing", word.start)
    if _NUMBER.fullmatch(text):
        if field.low <= int(text) <= field.high:
            return int(text)
        raise Wrong("value", word.start, _nearest(field, int(text)), text, word=word.text)
    for at, letter in enumerate(text):
        if letter in "*?LW#" and not (letter.isalpha() and text.isalpha() and field.names):
            raise Wrong("wildcard", word.start + at, wildcard=letter)
    if field.names:
        raise Wrong("name", word.start, _like(field, text), text, word=word.text)
    raise Wrong("value", word.start, word=word.text)


def _nearest(field: Field, value: int) -> str:
    """The value that was probably meant by one out of bounds: hour 24 is hour 0, Unix's Sunday is 0."""
    if field in (MINUTES, HOURS) and value == field.high + 1:
        return str(field.low)
    return str(min(max(value, field.low), field.high))


def _like(field: Field, text: str) -> str | None:
    """The name that a word begins as, such as MON for Monday."""
    # Deferred: only a mistake needs it.
    from difflib import get_close_matches

    if text[:3] in field.names:
        return text[:3]
    close = get_close_matches(text[:3], field.names, n=1, cutoff=0.6)
    return close[0] if close else None
