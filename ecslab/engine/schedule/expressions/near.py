"""What a malformed expression was probably meant to be; whoever asks keeps the first that is right."""

import re
import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches

from ecslab.engine.schedule.expressions.fields import WEEKDAYS
from ecslab.engine.schedule.expressions.problem import Wrong

_CALLED = re.compile(r"\s*(\w+)\s*\(\s*(.*?)\s*\)?\s*", re.DOTALL)
_SPAN = re.compile(r"(?:every\s+)?(\d+)\s*([A-Za-z]+)", re.IGNORECASE)
_MOMENT = re.compile(r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d))?)?(?:\.\d+)?Z?")
_KINDS = {"rate": "rate", "every": "rate", "cron": "cron", "crontab": "cron", "at": "at", "once": "at"}
_UNIX_FIELDS = 5


def candidates(text: str, wrong: Wrong) -> Iterator[str]:
    """Expressions like `text`, likelier ones first; not all of them need be right."""
    narrow = unicodedata.normalize("NFKC", text)
    if narrow != text:
        # Full-width letters and digits, as Japanese keyboards give them.
        yield narrow
    called = _CALLED.fullmatch(narrow)
    if called is not None and called[1] == "cron" and len(called[2].split()) == _UNIX_FIELDS:
        yield from _inside("cron", called[2])
    if wrong.near is not None:
        yield text[: wrong.at] + wrong.near + text[wrong.at + len(wrong.over) :]
    if called is not None:
        for kind in get_close_matches(called[1].lower(), _KINDS, n=1, cutoff=0.5):
            yield from _inside(_KINDS[kind], called[2])
        return
    bare = narrow.strip()
    yield from _inside("rate", bare)
    yield from _inside("at", bare)
    if len(bare.split()) >= _UNIX_FIELDS:
        yield from _inside("cron", bare)


def _inside(kind: str, inside: str) -> Iterator[str]:
    """Expressions of one kind that hold what `inside` says."""
    yield f"{kind}({inside})"
    match kind:
        case "rate":
            span = _SPAN.fullmatch(inside)
            if span is not None:
                yield from (f"rate({span[1]} {unit})" for unit in _units(span[2], int(span[1])))
        case "at":
            moment = _MOMENT.fullmatch(inside)
            if moment is not None:
                year, month, day, *clock = (int(part or 0) for part in moment.groups())
                hour, minute, second = clock
                yield f"at({year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02})"
        case "cron":
            yield from _crons(inside.replace(", ", " ").rstrip(",").split())


def _crons(words: list[str]) -> Iterator[str]:
    """Crontab's five fields as AWS's six, and days that are given twice as days given once."""
    if len(words) == _UNIX_FIELDS:
        minute, hour, dates, month, weekdays = words
        # Unix counts the days of the week from 0, Sunday; names are the same everywhere.
        named = re.sub(r"[0-7]", lambda digit: WEEKDAYS[int(digit[0]) % 7], weekdays.partition("/")[0])
        weekdays = named if re.fullmatch(r"[0-7,-]+", weekdays) else weekdays
        words = [minute, hour, dates, month, weekdays, "*"]
        yield f"cron({' '.join(words)})"
    if len(words) == _UNIX_FIELDS + 2 and words[0] == "0":
        # Quartz begins with the seconds.
        words = words[1:]
        yield f"cron({' '.join(words)})"
    if len(words) == _UNIX_FIELDS + 1:
        minute, hour, dates, month, weekdays, year = words
        if weekdays in ("*", "?"):
            yield f"cron({minute} {hour} {'*' if dates == '?' else dates} {month} ? {year})"
        yield f"cron({minute} {hour} ? {month} {weekdays} {year})"


def _units(word: str, value: int) -> Iterator[str]:
    for unit in ("minute", "hour", "day"):
        if word.lower()[0] == unit[0]:
            yield unit if value == 1 else f"{unit}s"
