"""`--output table`: a box for each structure, indented as deep as it nests.

See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html#table-output
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import CommandError
from ecslab.aws.command.output.box import Section, draw

if TYPE_CHECKING:
    from collections.abc import Iterable


def render_table(value: Any, title: str, *, color: bool) -> str:
    """The value as the AWS CLI's table; nothing for an empty one. Raises CommandError for uneven rows."""
    sections = _Layout().lay_out(value, title)
    return draw(sections, color=color) if sections else ""


class _Layout:
    """Turns a value into sections, top to bottom."""

    def __init__(self) -> None:
        self._sections: list[Section] = []

    def lay_out(self, value: Any, title: str) -> list[Section]:
        self._add(value, title, 0)
        return self._sections

    def _add(self, value: Any, title: str | None, indent: int) -> None:
        if not value:
            return
        if title is not None:
            self._sections.append(Section(title, indent))
        if isinstance(value, list):
            self._add_list(value, title, indent)
        elif isinstance(value, dict):
            self._add_structure(value, indent)

    def _add_list(self, items: list[Any], title: str | None, indent: int) -> None:
        if isinstance(items[0], dict):
            self._add_structures(items, title, indent)
            return
        for item in items:
            if _plain(item):
                self._row([item])
            elif all(_plain(cell) for cell in item):
                self._row(list(item))
            else:
                self._add(item, None, 0)

    def _add_structure(self, value: dict[str, Any], indent: int) -> None:
        columns, nested = _columns([value])
        if len(columns) == 1:
            self._row([columns[0], value[columns[0]]])
        elif columns:
            self._header(columns)
            self._row([value[name] for name in columns])
        for name in nested:
            self._add(value[name], name, indent + 1)

    def _add_structures(self, items: list[Any], title: str | None, indent: int) -> None:
        if not all(isinstance(item, dict) for item in items):
            raise CommandError("A list of structures and other values cannot be shown as a table.")
        columns, nested = _columns(items)
        self._header(columns)
        for at, item in enumerate(items):
            if at and nested:
                self._sections.append(Section(title or "", indent))
                self._header(columns)
            self._row([item.get(name, "") for name in columns])
            for name in nested:
                if name in item:
                    self._add(item[name], name, indent + 1)

    def _header(self, names: list[str]) -> None:
        self._last.set_header(names)

    def _row(self, cells: list[Any]) -> None:
        self._last.add_row([str(cell) for cell in cells])

    @property
    def _last(self) -> Section:
        if not self._sections:
            self._sections.append(Section("", 0))
        return self._sections[-1]


def _columns(items: Iterable[dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The names that hold plain values in any of the structures, and those of nested ones; each sorted."""
    plain: set[str] = set()
    nested: set[str] = set()
    for item in items:
        for name, value in item.items():
            (plain if _plain(value) else nested).add(name)
    return sorted(plain), sorted(nested)


def _plain(value: Any) -> bool:
    return not isinstance(value, (dict, list))
