"""Event patterns: read once, then asked of many events.

A pattern becomes branches, one for each way through its `$or`; each branch says of some fields, by their
path, which values they may have. An event becomes its fields by path.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, Final, NamedTuple

from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import operators, wildcards
from ecslab.engine.eventbridge.advice import advise
from ecslab.engine.eventbridge.matchers import Absent, Matcher, Present, Value
from ecslab.engine.eventbridge.tokens import NAME, Malformed, Tokens, line_and_column, quoted

_OR: Final = "$or"
MOST_BRANCHES: Final = 1000
"""Into how many branches the `$or` of one pattern may unfold."""

_RESERVED: Final = frozenset(
    {
        *operators.OPERATORS,
        *("=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"),
        *("date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"),
        *("ip-address-in-range", "ip-address-not-in-range"),
    }
)
"""Names that AWS keeps to itself inside `$or`."""

Branch = Mapping[str, tuple[Matcher, ...]]
_ANY: Final = (Present(),)


class InvalidEventPattern(ApiError):
    """AWS refuses an event pattern; the lab adds where it is wrong and the nearest right form."""

    def __init__(self, text: str, wrong: Malformed) -> None:
        line, column = line_and_column(text, wrong.at)
        place = f"\n at [Source: (String){quoted(text)}; line: {line}, column: {column}]"
        message = f"Event pattern is not valid. Reason: {wrong.reason}{place if wrong.placed else ''}"
        super().__init__("InvalidEventPatternException", message, problem=advise(text, wrong))
        self.reason = wrong.reason


class Occurrence(NamedTuple):
    """A value of a field, and which elements of which arrays of the event it stands in."""

    value: Value
    within: tuple[tuple[int, int], ...]


Fields = Mapping[str, list[Occurrence]]
"""An event's values by the path of their field, names joined by dots."""


class Pattern(NamedTuple):
    """A pattern that was read."""

    branches: tuple[Branch, ...]

    def fits(self, fields: Fields) -> bool:
        """Whether an event with these fields is what the pattern asks for."""
        return any(_fits(branch, fields) for branch in self.branches)

    def misses(self, fields: Fields) -> tuple[str, ...]:
        """Where such an event is not what the branch asks for that it comes nearest to; empty when it fits.

        An event that only has the values in different elements of an array misses at all of them.
        """
        if self.fits(fields):
            return ()
        found = [
            tuple(path for path, asked in branch.items() if not _fits({path: asked}, fields)) or tuple(branch)
            for branch in self.branches
        ]
        return min(found, key=len)


@lru_cache(maxsize=1024)
def read(text: str) -> Pattern:
    """The pattern that `text` is. Raises InvalidEventPattern."""
    try:
        return Pattern(tuple(_read(text)))
    except Malformed as wrong:
        raise InvalidEventPattern(text, wrong) from None


@lru_cache(maxsize=8192)
def may_fit(text: str, source: str, detail_type: str) -> bool:
    """Whether an event of this source and detail type could fit the pattern `text`."""
    known = {"source": source, "detail-type": detail_type}
    return any(
        all(any(matcher.fits(value) for matcher in branch.get(name, _ANY)) for name, value in known.items())
        for branch in read(text).branches
    )


def fields(event: Mapping[str, Any]) -> Fields:
    """The fields of an event in plain JSON values: dictionaries and lists."""
    found: dict[str, list[Occurrence]] = {}
    arrays = 0

    def walk(path: str, value: Any, within: tuple[tuple[int, int], ...]) -> None:
        nonlocal arrays
        if isinstance(value, dict):
            for name, inner in value.items():
                walk(f"{path}.{name}" if path else name, inner, within)
        elif isinstance(value, list):
            number = arrays
            arrays += 1
            for index, inner in enumerate(value):
                deeper = isinstance(inner, (dict, list))
                walk(path, inner, (*within, (number, index)) if deeper else within)
        else:
            found.setdefault(path, []).append(Occurrence(value, within))

    walk("", event, ())
    return found


def _read(text: str) -> list[Branch]:
    tokens = Tokens(text)
    if not text.strip() or tokens.next().kind != "{":
        raise tokens.wrong("Filter is not an object")
    branches: list[dict[str, tuple[Matcher, ...]]] = [{}]
    branches = _object(tokens, "", branches, inside_or=False)
    wildcards.check(branches, tokens)
    return list(branches)


_Growing = list[dict[str, tuple[Matcher, ...]]]


def _object(tokens: Tokens, path: str, branches: _Growing, *, inside_or: bool) -> _Growing:
    """The branches with what an object of the pattern adds to each of them."""
    empty = True
    while (token := tokens.next()).kind == NAME:
        empty = False
        if token.text == _OR:
            branches = _or(tokens, path, branches)
            continue
        if inside_or and token.text in _RESERVED:
            raise tokens.wrong(f"{token.text} is Ruler reserved fieldName which cannot be used inside {_OR}.")
        inner = f"{path}.{token.text}" if path else token.text
        match tokens.next().kind:
            case "{":
                branches = _object(tokens, inner, branches, inside_or=inside_or)
            case "[":
                asked = _array(tokens)
                for branch in branches:
                    branch[inner] = asked
            case _:
                raise tokens.wrong(f'"{token.text}" must be an object or an array')
    if empty:
        raise tokens.wrong("Empty objects are not allowed")
    return branches


def _or(tokens: Tokens, path: str, branches: _Growing) -> _Growing:
    """The branches, each once for every object of an `$or`."""
    if tokens.next().kind != "[":
        raise tokens.wrong(f"It must be an Array followed with {_OR}.")
    found: _Growing = []
    count = 0
    while (token := tokens.next()).kind != "]":
        count += 1
        if token.kind != "{":
            raise tokens.wrong(f"Only JSON object is allowed in array of {_OR} relationship.")
        found += _object(tokens, path, [dict(branch) for branch in branches], inside_or=True)
        if len(found) > MOST_BRANCHES:
            raise tokens.wrong(f"{_OR} results in more than {MOST_BRANCHES} rule combinations")
    if count < 2:
        raise tokens.wrong(f"There must have at least 2 Objects in {_OR} relationship.")
    return found


def _array(tokens: Tokens) -> tuple[Matcher, ...]:
    found = []
    while (token := tokens.next()).kind != "]":
        found.append(operators.value(tokens, token))
    if not found:
        raise tokens.wrong("Empty arrays are not allowed")
    return tuple(found)


def _fits(branch: Branch, fields: Fields) -> bool:
    """Whether each asked field has a fitting value, none of two in different elements of one array."""
    asked = []
    for path, matchers in branch.items():
        occurrences = fields.get(path)
        if occurrences is None:
            if not any(isinstance(matcher, Absent) for matcher in matchers):
                return False
            continue
        places = {each.within for each in _fitting(occurrences, matchers)}
        if not places:
            return False
        if () not in places:
            asked.append((path, places))
    return _together(sorted(asked))


def _fitting(occurrences: list[Occurrence], matchers: tuple[Matcher, ...]) -> Iterator[Occurrence]:
    return (each for each in occurrences if any(matcher.fits(each.value) for matcher in matchers))


def _together(asked: list[tuple[str, set[tuple[tuple[int, int], ...]]]]) -> bool:
    """Whether one place of each field can be chosen so that no array is stood in at two of its elements.

    Only the arrays that later fields stand in too are carried on, so arrays beside each other never multiply.
    """
    later: list[frozenset[int]] = []
    arrays: frozenset[int] = frozenset()
    for _, places in reversed(asked):
        later.append(arrays)
        arrays |= {number for place in places for number, _ in place}
    joined: set[frozenset[tuple[int, int]]] = {frozenset()}
    for (_, places), kept in zip(asked, reversed(later), strict=True):
        joined = {
            frozenset(stand for stand in (before.union(place)) if stand[0] in kept)
            for before in joined
            for place in places
            if _agree(before, place)
        }
        if not joined:
            return False
    return True


def _agree(before: frozenset[tuple[int, int]], place: tuple[tuple[int, int], ...]) -> bool:
    at = dict(before)
    return all(at.get(number, index) == index for number, index in place)
