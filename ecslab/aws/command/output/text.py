"""`--output text`: tab-separated lines, each named after the list it belongs to.

See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-output-format.html#text-output
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import CommandError

if TYPE_CHECKING:
    from collections.abc import Iterator


def render_text(value: Any) -> str:
    """The value as lines of text; nothing for an empty list or structure, `None` for null.

    Raises CommandError for a list of structures and other values.
    """
    return "".join(f"{line}\n" for line in _lines(value, None, None))


def _lines(value: Any, name: str | None, columns: list[str] | None) -> Iterator[str]:
    if isinstance(value, dict):
        yield from _structure_lines(value, name, columns)
    elif isinstance(value, list):
        yield from _list_lines(value, name)
    else:
        yield str(value)


def _list_lines(items: list[Any], name: str | None) -> Iterator[str]:
    if any(isinstance(item, dict) for item in items):
        if not all(isinstance(item, dict) for item in items):
            raise CommandError("A list of structures and other values cannot be shown as text.")
        # Every structure of a list shows the columns of all of them, so that the columns line up.
        columns = sorted({key for item in items for key in item if _plain(item[key])})
        for item in items:
            yield from _lines(item, name, columns)
    elif any(isinstance(item, list) for item in items):
        yield from _plain_lines([item for item in items if _plain(item)], name)
        for item in items:
            if not _plain(item):
                yield from _lines(item, name, None)
    else:
        yield from _plain_lines(items, name)


def _plain_lines(items: list[Any], name: str | None) -> Iterator[str]:
    if name is not None:
        yield from (f"{name.upper()}\t{item}" for item in items)
    elif items:
        yield "\t".join(str(item) for item in items)


def _structure_lines(value: dict[str, Any], name: str | None, columns: list[str] | None) -> Iterator[str]:
    if columns is None:
        columns = sorted(key for key in value if _plain(value[key]))
    cells = [str(value.get(key, "")) for key in columns]
    if cells:
        yield "\t".join(cells if name is None else [name.upper(), *cells])
    for key in sorted(value.keys() - set(columns)):
        yield from _lines(value[key], key, None)


def _plain(value: Any) -> bool:
    return not isinstance(value, (dict, list))
