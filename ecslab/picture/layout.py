"""A picture as blocks of lines: how high each is stands beforehand, its lines are drawn when looked at.

So a picture of thousands of tasks costs what is in view.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ecslab.picture.parts import Line, Target, cells_of, cropped


class Block(NamedTuple):
    """Some lines that belong together."""

    height: int
    draw: Callable[[], Sequence[Line]]
    """Gives `height` lines; fewer are followed by empty ones."""


class Spot(NamedTuple):
    """Where something that can be pointed at stands."""

    target: Target
    y: int
    x: int
    cells: int


def drawn(lines: Sequence[Line]) -> Block:
    """Lines that are drawn already, as a block."""
    return Block(len(lines), lambda: lines)


class Layout:
    """Blocks one below the other, no line wider than `width` cells."""

    def __init__(self, blocks: Iterable[Block], width: int) -> None:
        self.width = width
        self._blocks = [block for block in blocks if block.height > 0]
        self._starts = [0, *accumulate(block.height for block in self._blocks)]
        self._drawn: dict[int, tuple[Line, ...]] = {}

    @property
    def height(self) -> int:
        """How many lines there are."""
        return self._starts[-1]

    @property
    def blocks_drawn(self) -> int:
        """How many blocks have been drawn so far, of all that there are."""
        return len(self._drawn)

    def line(self, y: int) -> Line:
        """The line at `y`, empty beyond the end."""
        if not 0 <= y < self.height:
            return ()
        number = bisect_right(self._starts, y) - 1
        return self._lines(number)[y - self._starts[number]]

    def lines(self, start: int = 0, end: int | None = None) -> tuple[Line, ...]:
        """The lines from `start` to before `end`, all of them unless told otherwise."""
        return tuple(self.line(y) for y in range(start, self.height if end is None else end))

    def spots(self, y: int) -> tuple[Spot, ...]:
        """What can be pointed at on a line, from left to right; what is pointed at in a row counts once."""
        found: list[Spot] = []
        x = 0
        for part in self.line(y):
            cells = cells_of((part,))
            if part.target is not None:
                if found and found[-1].target == part.target and found[-1].x + found[-1].cells == x:
                    found[-1] = found[-1]._replace(cells=found[-1].cells + cells)
                else:
                    found.append(Spot(part.target, y, x, cells))
            x += cells
        return tuple(found)

    def find(self, target: Target, near: int = 0) -> Spot | None:
        """Where `target` stands: looks from line `near` on in both directions."""
        for y in _outwards(near, self.height):
            for spot in self.spots(y):
                if spot.target == target:
                    return spot
        return None

    def first(self) -> Spot | None:
        """The first thing that can be pointed at."""
        return next(self._spots(range(self.height)), None)

    def last(self) -> Spot | None:
        """The last thing that can be pointed at."""
        for y in reversed(range(self.height)):
            if spots := self.spots(y):
                return spots[-1]
        return None

    def along(self, spot: Spot, step: int) -> Spot | None:
        """The next thing in the order of reading (`step` 1), or the one before (-1); None at the end."""
        here = self.spots(spot.y)
        beside = [each for each in here if (each.x - spot.x) * step > 0 and each.target != spot.target]
        if beside:
            return beside[0 if step > 0 else -1]
        ys = range(spot.y + 1, self.height) if step > 0 else range(spot.y - 1, -1, -1)
        for y in ys:
            # A box has several lines that point at the same: those behind one are passed over.
            row = [each for each in self.spots(y) if each.target != spot.target and self._begins(each)]
            if row:
                return row[0 if step > 0 else -1]
        return None

    def across(self, spot: Spot, step: int) -> Spot | None:
        """The nearest thing on a line below (`step` 1) or above (-1); None at the end."""
        ys = range(spot.y + 1, self.height) if step > 0 else range(spot.y - 1, -1, -1)
        middle = spot.x + spot.cells / 2
        for y in ys:
            row = [each for each in self.spots(y) if each.target != spot.target and self._begins(each)]
            if row:
                return min(row, key=lambda each: abs(each.x + each.cells / 2 - middle))
        return None

    def _begins(self, spot: Spot) -> bool:
        """Whether nothing on the line above points at the same."""
        return all(each.target != spot.target for each in self.spots(spot.y - 1))

    def _spots(self, ys: Iterable[int]) -> Iterator[Spot]:
        for y in ys:
            yield from self.spots(y)

    def _lines(self, number: int) -> tuple[Line, ...]:
        lines = self._drawn.get(number)
        if lines is None:
            block = self._blocks[number]
            made = [cropped(line, self.width) for line in block.draw()[: block.height]]
            lines = self._drawn[number] = (*made, *((),) * (block.height - len(made)))
        return lines


def _outwards(near: int, height: int) -> Iterator[int]:
    near = max(0, min(near, height - 1))
    for distance in range(height):
        if near + distance < height:
            yield near + distance
        if distance and near - distance >= 0:
            yield near - distance
