"""The boxes of `--output table`: sections of rows drawn to one common width."""

from __future__ import annotations

from unicodedata import east_asian_width

from ecslab.aws.command.errors import CommandError

TERMINAL_WIDTH = 80
"""Where a table is wider than this, sections of one row are turned on their side."""

_CELL_PADDING = 4
_BORDER = 2
_ROW_COLOR = "\x1b[1m\x1b[34m"
_BAR_COLOR = "\x1b[2m\x1b[33m"
_PLAIN = "\x1b[0m"


class Section:
    """One box: a title, the names of its columns, and rows of as many cells."""

    def __init__(self, title: str, indent: int) -> None:
        self.title = title
        self.indent = indent
        self.header: list[str] = []
        self.rows: list[list[str]] = []
        self._cells: int | None = None
        self._widths: list[int] = []

    def set_header(self, names: list[str]) -> None:
        """Name the columns."""
        self._widen(names)
        self._cells = len(names) if self._cells is None else self._cells
        self.header = names

    def add_row(self, cells: list[str]) -> None:
        """Add a row; raises CommandError when it has more or fewer cells than the rows before it."""
        self._cells = len(cells) if self._cells is None else self._cells
        if len(cells) != self._cells:
            raise CommandError(f"Row should have {self._cells} elements, instead it has {len(cells)}")
        self.rows.append(cells)
        self._widen(cells)

    def upright(self) -> Section:
        """The section with a row for each column, if it has names and only one row; else itself."""
        if len(self.rows) != 1 or not self.header:
            return self
        turned = Section(self.title, self.indent)
        for name, cell in zip(self.header, self.rows[0], strict=True):
            turned.add_row([name, cell])
        return turned

    def width(self) -> int:
        """The columns of the terminal that the section needs, indentation on both sides included."""
        outside = _BORDER + 2 * self.indent
        return outside + max(width_of(self.title), sum(width + _CELL_PADDING for width in self._widths))

    def cell_widths(self, width: int) -> list[int]:
        """The widths of the cells, stretched in proportion so that together they are `width`."""
        wanted = [cell + _CELL_PADDING for cell in self._widths]
        if not wanted:
            return []
        scaled = [round(width / sum(wanted) * cell) for cell in wanted]
        excess = sum(scaled) - width
        order = range(len(scaled)) if excess > 0 else range(len(scaled) - 1, -1, -1)
        for step in range(abs(excess)):
            scaled[order[step % len(order)]] -= 1 if excess > 0 else -1
        return scaled

    def _widen(self, cells: list[str]) -> None:
        widths = [width_of(cell) for cell in cells]
        known = self._widths or widths
        self._widths = [max(pair) for pair in zip(known, widths, strict=False)] + known[len(widths) :]


def draw(sections: list[Section], *, color: bool) -> str:
    """All sections, one under the other, as wide as the widest."""
    width = max(section.width() for section in sections)
    if width > TERMINAL_WIDTH:
        sections = [section.upright() for section in sections]
        width = max(section.width() for section in sections)
    lines = ["-" * width]
    for section in sections:
        bars = (f"{_BAR_COLOR}|{_PLAIN}" if color else "|") * section.indent
        lines += [
            f"{bars}{line}{bars}" for line in _section_lines(section, width - 2 * section.indent, color)
        ]
    return "\n".join(lines) + "\n"


def width_of(text: str) -> int:
    """Columns that a text takes in a terminal: ambiguous characters count two, as in the AWS CLI."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def _section_lines(section: Section, width: int, color: bool) -> list[str]:  # private
    lines: list[str] = []
    if section.title:
        lines.append(_centred(section.title, width, "|"))
        if not section.header and not section.rows:
            lines.append(f"+{'-' * (width - 2)}+")
    widths = section.cell_widths(width)
    if not widths:
        return lines
    rule = _rule(widths)
    if section.header:
        cells = zip(section.header, widths, strict=True)
        lines += [
            rule,
            "".join(_centred(cell, size, "" if at else "|") for at, (cell, size) in enumerate(cells)),
        ]
    if section.rows:
        lines += [rule, *(_row(row, widths, color) for row in section.rows), rule]
    return lines


def _rule(widths: list[int]) -> str:
    return "".join(
        f"{'' if at else '+'}{'-' * (width - (1 if at else 2))}+" for at, width in enumerate(widths)
    )


def _row(cells: list[str], widths: list[int], color: bool) -> str:  # private
    pairs = zip(cells, widths, strict=True)
    return "".join(_left(cell, width, "" if at else "|", color) for at, (cell, width) in enumerate(pairs))


def _centred(text: str, width: int, left: str) -> str:
    before = width // 2 - width_of(text) // 2 - 1
    after = width - 1 - len(left) - max(before, 0) - width_of(text)
    return f"{left}{' ' * before}{text}{' ' * after}|"


def _left(text: str, width: int, left: str, color: bool) -> str:  # private
    size = width_of(text)
    padding = 2 if width - (size + 2 + len(left) + 1) >= 0 else 0
    after = width - len(left) - padding - size - 1
    shown = f"{_ROW_COLOR}{text}{_PLAIN}" if color else text
    return f"{left}{' ' * padding}{shown}{' ' * after}|"
