"""What lines are made of: parts of text with a kind, which gives their style, and what they point at."""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size


class Target(NamedTuple):
    """Something in a lab that can be pointed at."""

    cluster: str
    """Empty for what is in no cluster."""
    name: str
    """`service/web`, `task/<id>`, `instance/<id>`, `schedule/<key>` …: its kind, and its name."""

    @property
    def kind(self) -> str:
        """`service`, `task` …"""
        return self.name.partition("/")[0]

    @property
    def id(self) -> str:
        """Its name without the kind."""
        return self.name.partition("/")[2]


class Part(NamedTuple):
    """A piece of a line."""

    text: str
    kind: str = "text"
    target: Target | None = None
    hue: int | None = None
    """Which service's colour it has, if any."""


Line = tuple[Part, ...]


def cells_of(line: Line) -> int:
    """The width of a line."""
    return sum(cell_len(part.text) for part in line)


def plain(line: Line) -> str:
    """A line as text."""
    return "".join(part.text for part in line).rstrip()


def cropped(line: Line, width: int) -> Line:
    """A line no wider than `width`; an ellipsis stands for what is cut off."""
    if width <= 0:
        return ()
    if cells_of(line) <= width:
        return line
    kept: list[Part] = []
    left = width - 1
    for part in line:
        cells = cell_len(part.text)
        if cells > left:
            kept.append(part._replace(text=set_cell_size(part.text, left) + "…"))
            break
        kept.append(part)
        left -= cells
    return tuple(kept)


def padded(line: Line, width: int) -> Line:
    """A line exactly `width` wide."""
    line = cropped(line, width)
    return (*line, Part(" " * (width - cells_of(line))))


def beside(columns: Sequence[Sequence[Line]], width: int, gap: int = 2) -> list[Line]:
    """Columns side by side, each `width` wide, with a gap between them."""
    between = Part(" " * gap)
    return [
        tuple(part for line in row for part in (*padded(line, width), between))[:-1]
        for row in zip_longest(*columns, fillvalue=())
    ]


def indented(lines: Iterable[Line], cells: int) -> list[Line]:
    """Lines moved to the right."""
    return [(Part(" " * cells), *line) for line in lines]


def flowing(boxes: Iterable[Part], width: int) -> list[Line]:
    """Boxes one after the other, a space between them, in as many lines as it takes."""
    lines: list[Line] = []
    row: list[Part] = []
    used = 0
    for box in boxes:
        cells = cell_len(box.text) + 1
        if row and used + cells - 1 > width:
            lines.append(tuple(row))
            row, used = [], 0
        row += [box, Part(" ")]
        used += cells
    if row:
        lines.append(tuple(row))
    return lines


def proportions(counts: Sequence[int], cells: int) -> list[int]:
    """How many of `cells` each count gets: all of them, in proportion, none that is there without one.

    There may be fewer cells than counts: then the first ones that are there get one each.
    """
    total = sum(counts)
    if not total or cells <= 0:
        return [0] * len(counts)
    present = [number for number, count in enumerate(counts) if count]
    given = [0] * len(counts)
    for number in present[:cells]:
        given[number] = 1
    for _ in range(cells - sum(given)):
        # Each further cell goes to whoever lacks most of its share.
        furthest = max(present, key=lambda number: counts[number] * cells / total - given[number])
        given[furthest] += 1
    return given
