"""A sorted collection that shares what it keeps: adding and removing make a new one and leave the old alone.

Entries stand in blocks, none of them long: a change copies one block and the short tuple of blocks. So a
table of any size forks at once, and whoever walks an order may change the table meanwhile.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

R = TypeVar("R")
Place = Any
"""Where an entry stands: any value that compares with the others of its order."""
Entry = tuple[Place, str]
Order = tuple[tuple[Entry, ...], ...]
"""Entries in ascending order, in blocks none of which is empty."""

EMPTY: Order = ()
_BLOCK = 256


def add(order: Order, entry: Entry) -> Order:
    """The order with `entry` in its place."""
    if not order:
        return ((entry,),)
    at = _block_of(order, entry)
    block = order[at]
    inside = bisect_left(block, entry)
    if len(block) < _BLOCK:
        parts: Order = ((*block[:inside], entry, *block[inside:]),)
    elif inside == _BLOCK:
        # What comes last, as most entries do, begins a block of its own and leaves the full one as it is.
        parts = (block, (entry,))
    else:
        grown = (*block[:inside], entry, *block[inside:])
        parts = (grown[: _BLOCK // 2], grown[_BLOCK // 2 :])
    return (*order[:at], *parts, *order[at + 1 :])


def discard(order: Order, entry: Entry) -> Order:
    """The order without `entry`. Raises KeyError when it is not there."""
    at = _block_of(order, entry) if order else 0
    block = order[at] if order else ()
    inside = bisect_left(block, entry)
    if inside == len(block) or block[inside] != entry:
        raise KeyError(entry)
    rest = (*block[:inside], *block[inside + 1 :])
    return (*order[:at], *((rest,) if rest else ()), *order[at + 1 :])


def ascending(order: Order, start: Place | None = None) -> Iterator[Entry]:
    """The entries at `start` and after it, all when it is None."""
    if start is None or not order:
        for block in order:
            yield from block
        return
    first = _block_of(order, (start,))
    yield from order[first][bisect_left(order[first], (start,)) :]
    for block in order[first + 1 :]:
        yield from block


def descending(order: Order, start: Place | None = None) -> Iterator[Entry]:
    """The entries before `start`, last first; all when it is None."""
    last = len(order) - 1
    if start is not None and order:
        last = _block_of(order, (start,))
        yield from reversed(order[last][: bisect_left(order[last], (start,))])
        last -= 1
    for at in range(last, -1, -1):
        yield from reversed(order[at])


def count(order: Order, before: Place | None = None) -> int:
    """How many entries there are, or how many of them stand before `before`."""
    if before is None or not order:
        return sum(map(len, order))
    at = _block_of(order, (before,))
    return sum(map(len, order[:at])) + bisect_left(order[at], (before,))


def _block_of(order: Order, entry: tuple[Any, ...]) -> int:
    """The block that `entry` belongs in: the last that begins at or before it."""
    return max(bisect_right(order, entry, key=_first) - 1, 0)


def _first(block: tuple[Entry, ...]) -> Entry:
    return block[0]


class Orders(Generic[R]):
    """The keys of a table's records, sorted within buckets by what a function says of each record.

    The function gives the places of a record: pairs of a bucket and a value, none for a record that is
    left out, several for one that stands in several orders.
    """

    __slots__ = ("_orders", "_places")

    def __init__(self, places: Callable[[R], Iterable[tuple[str, Place]]]) -> None:
        self._places = places
        self._orders: dict[str, Order] = {}

    def move(self, key: str, before: R | None, after: R | None) -> None:
        """Let the record at `key` go from the places of `before` to those of `after`."""
        old = tuple(self._places(before)) if before is not None else ()
        new = tuple(self._places(after)) if after is not None else ()
        if old == new:
            return
        for bucket, place in old:
            rest = discard(self._orders[bucket], (place, key))
            if rest:
                self._orders[bucket] = rest
            else:
                del self._orders[bucket]
        for bucket, place in new:
            self._orders[bucket] = add(self._orders.get(bucket, EMPTY), (place, key))

    def of(self, bucket: str) -> Order:
        """What stands in `bucket`."""
        return self._orders.get(bucket, EMPTY)

    def copy(self) -> "Orders[R]":
        """The same orders, going their own way; what they hold is shared."""
        twin = Orders(self._places)
        twin._orders = self._orders.copy()
        return twin
