"""Filter patterns: which lines they match, and what they take out of them.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import json
import re
import shlex
from collections.abc import Callable, Mapping, Sequence

from ecslab.engine.logs import expression
from ecslab.engine.logs.comparison import PatternError, regex

Match = Mapping[str, str]
"""The values that a pattern takes out of a line that it matches, by their places."""
Pattern = Callable[[str], Match | None]
"""What a line has for a pattern: None when it does not match."""

_NOTHING: Match = {}
_STEP = re.compile(r"\.([\w\-]+)|\[(?:(\d+)|(\*)|'([^']*)'|\"([^\"]*)\")\]")
_COLUMN = re.compile(r"\"([^\"]*)\"|\[([^\]]*)\]|(\S+)")
_NAME = re.compile(r"\w+")
_ELLIPSIS = "..."


def compile_pattern(text: str) -> Pattern:
    """What a pattern means. Raises PatternError."""
    text = text.strip()
    if text.startswith("{"):
        return _json(text)
    if text.startswith("["):
        return _columns(text)
    return _terms(text)


def selects(text: str) -> bool:
    """Whether a pattern is of a kind that can take values out of lines: JSON, or columns."""
    return text.strip()[:1] in ("{", "[")


def taken(match: Match, line: str, place: str) -> str | None:
    """The value at a place of a line that a pattern matches, whether or not the pattern names the place."""
    if place in match or not place.startswith("$."):
        return match.get(place)
    found = _select(json.loads(line), place) if line.lstrip()[:1] in ("{", "[") else []
    return _shown(found) if found else None


def _terms(text: str) -> Pattern:
    """All plain terms, none with `-`, one at least of those with `?`; a term may be `%expression%`."""
    try:
        terms = shlex.split(text.replace("\\", "\\\\"))
    except ValueError:
        raise PatternError(text) from None
    without = [_term(term[1:]) for term in terms if term.startswith("-")]
    either = [_term(term[1:]) for term in terms if term.startswith("?")]
    wanted = [_term(term) for term in terms if term[:1] not in ("-", "?")]

    def match(line: str) -> Match | None:
        fits = (
            all(test(line) for test in wanted)
            and not any(test(line) for test in without)
            and (not either or any(test(line) for test in either))
        )
        return _NOTHING if fits else None

    return match


def _term(term: str) -> Callable[[str], bool]:
    if len(term) > 1 and term.startswith("%") and term.endswith("%"):
        search = regex(term[1:-1]).search
        return lambda line: search(line) is not None
    return lambda line: term in line


def _json(text: str) -> Pattern:
    if not text.endswith("}"):
        raise PatternError(text)
    test, places = expression.parse(text[1:-1], places=lambda word: word.startswith("$"))

    def match(line: str) -> Match | None:
        try:
            document = json.loads(line)
        except (ValueError, RecursionError):
            return None
        if not isinstance(document, dict | list):
            return None

        def lookup(place: str) -> list[object]:
            return _select(document, place)

        return {place: _shown(lookup(place)) for place in places if lookup(place)} if test(lookup) else None

    return match


def _select(document: object, place: str) -> list[object]:
    """The values at a place such as `$.a[0].b`, or at several with `[*]`."""
    found = [document]
    for key, index, every, *quoted in _STEP.findall(place):
        name = key or quoted[0] or quoted[1]
        after: list[object] = []
        for value in found:
            if isinstance(value, dict) and name and name in value:
                after.append(value[name])
            elif isinstance(value, list) and every:
                after += value
            elif isinstance(value, list) and index and int(index) < len(value):
                after.append(value[int(index)])
        found = after
    return found


def _shown(values: Sequence[object]) -> str:
    return str(values[0]) if isinstance(values[0], str) else json.dumps(values[0])


def _columns(text: str) -> Pattern:
    """A line as columns between spaces, where quotes and brackets hold one together."""
    if not text.endswith("]"):
        raise PatternError(text)
    parts = [part.strip() for part in _split(text[1:-1])]
    if parts.count(_ELLIPSIS) > 1 or not all(parts):
        raise PatternError(text)
    before = parts.index(_ELLIPSIS) if _ELLIPSIS in parts else len(parts)
    named = [_column(part) for part in parts if part != _ELLIPSIS]

    def match(line: str) -> Match | None:
        columns = ["".join(found) for found in _COLUMN.findall(line)]
        spare = len(columns) - len(named)
        if spare < 0 or (spare and _ELLIPSIS not in parts):
            return None
        kept = columns[:before] + columns[before + spare :]
        fits = all(test(_only(value)) for (_, test), value in zip(named, kept, strict=True))
        if not fits:
            return None
        names = [name for name, _ in named[:before]]
        names += [f"{number}" for number in range(before + 1, before + 1 + spare)]
        names += [name for name, _ in named[before:]]
        return {f"${name}": value for name, value in zip(names, columns, strict=True)}

    return match


def _column(text: str) -> tuple[str, expression.Test]:
    """The name of a column, and what is asked of it."""
    test, names = expression.parse(text, places=lambda word: bool(_NAME.fullmatch(word)), bare=True)
    if len(names) != 1:
        raise PatternError(text)
    return names[0], test


def _only(value: str) -> expression.Lookup:
    return lambda _: (value,)


def _split(text: str) -> list[str]:
    """The parts between commas that stand in no quotes and no regular expression."""
    parts, held = [""], ""
    for letter in text:
        if letter == held:
            held = ""
        elif letter in ('"', "%") and not held:
            held = letter
        if letter == "," and not held:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
