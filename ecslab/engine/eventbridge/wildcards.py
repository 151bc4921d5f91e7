"""How much work the wildcards of a pattern make: AWS refuses patterns that make too much.

An asterisk lets many beginnings of a pattern fit the same text at once, most of all when what follows
asterisks repeats. AWS does not say where its limit is; it refuses its guide's example of six asterisks.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-patterns-wildcard-complexity.html
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

from ecslab.engine.eventbridge.matchers import AnythingBut, Matcher, Wildcard
from ecslab.engine.eventbridge.tokens import Malformed, Tokens

MOST: Final = 10
"""How many beginnings of one wildcard may fit the same text."""

_SETS: Final = 2000
"""How many sets of beginnings are looked at before the largest so far counts."""


def check(branches: Iterable[Mapping[str, tuple[Matcher, ...]]], tokens: Tokens) -> None:
    """Raise Malformed when a wildcard of the pattern makes too much work; AWS names no place for it."""
    for branch in branches:
        for matchers in branch.values():
            for matcher in matchers:
                refused = matcher.refused if isinstance(matcher, AnythingBut) else (matcher,)
                if any(isinstance(each, Wildcard) and complexity(each) > MOST for each in refused):
                    raise Malformed(
                        "Rule is too complex - try using fewer wildcard characters or fewer repeating "
                        "character sequences after a wildcard character",
                        tokens.at,
                        placed=False,
                    )


@lru_cache(maxsize=1024)
def complexity(wildcard: Wildcard) -> int:
    """How many beginnings of the wildcard that have an asterisk in them fit the same text, at the most.

    Above `MOST` it is not counted to the end.
    """
    steps = "*".join(wildcard.pieces)
    stars = _stars(wildcard)
    if not stars:
        return 0
    letters = sorted(set("".join(wildcard.pieces)))
    start = _close(frozenset({0}), stars)
    seen, waiting, most = {start}, [start], 0
    while waiting and len(seen) < _SETS and most <= MOST:
        positions = waiting.pop()
        most = max(most, sum(position > stars[0] for position in positions))
        for letter in letters:
            moved = {position + 1 for position in positions if _takes(steps, stars, position, letter)}
            moved |= {position for position in positions if position - 1 in stars}
            reached = _close(frozenset(moved), stars)
            if reached not in seen:
                seen.add(reached)
                waiting.append(reached)
    return most


def _stars(wildcard: Wildcard) -> tuple[int, ...]:
    """The places of the asterisks."""
    found, at = [], 0
    for piece in wildcard.pieces[:-1]:
        at += len(piece)
        found.append(at)
        at += 1
    return tuple(found)


def _takes(steps: str, stars: tuple[int, ...], position: int, letter: str) -> bool:
    return position < len(steps) and position not in stars and steps[position] == letter


def _close(positions: frozenset[int], stars: tuple[int, ...]) -> frozenset[int]:
    """The positions with those behind an asterisk that they stand at, for it may stand for nothing."""
    return positions | {position + 1 for position in positions if position in stars}
