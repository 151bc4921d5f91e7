"""Availability Zone rebalancing as a pure function: from tasks by zone to the next task that should move.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""

from collections import Counter
from collections.abc import Collection, Sequence
from typing import NamedTuple


class Move(NamedTuple):
    """A task too many in one zone, and the zone that lacks it."""

    source: str
    target: str


def next_move(tasks: Sequence[str], zones: Collection[str]) -> Move | None:
    """The move that helps most, or None when the counts differ by one at most.

    `tasks` are the zones of the tasks, `zones` those that tasks can be placed in. What is in a zone that
    takes no tasks stays there.

    >>> next_move(["a", "a", "a", "b"], ["a", "b", "c"])
    Move(source='a', target='c')
    >>> next_move(["a", "a", "b"], ["a", "b"]) is None
    True
    """
    counts = Counter(tasks)
    order = sorted(zones)
    if not order:
        return None
    fullest = max(order, key=lambda zone: counts[zone])
    emptiest = min(order, key=lambda zone: counts[zone])
    return Move(fullest, emptiest) if counts[fullest] - counts[emptiest] > 1 else None


def describe(tasks: Sequence[str], zones: Collection[str]) -> str:
    """The tasks by zone in AWS's words, the fullest first."""
    counts = Counter(tasks) + Counter()
    names = sorted({*zones, *counts}, key=lambda zone: (-counts[zone], zone))
    return ", ".join(f"{counts[zone]} tasks in {zone}" for zone in names)
