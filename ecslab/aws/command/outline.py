"""A shape in a few lines: the members of an output, the shorthand of an input."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

_EXAMPLE_DEPTH = 4
"""Deeper than this an example in shorthand helps nobody."""


class _TooDeep(Exception):  # no error: the way out of a recursion
    """The shape nests too deep for an example."""


def output_lines(shape: Shape | None) -> list[str]:
    """The output's members, nested ones indented beneath; `None` where there is no output."""
    if shape is None or not shape.members:
        return ["  None"]
    return list(_members(shape, (shape.name,), "  "))


def shorthand_example(shape: Shape) -> str:
    """How the shape is written in shorthand; empty when it takes none or nests too deep to show."""
    try:
        match shape.type_name:
            case "structure" | "map":
                return _example(shape, (), outermost=True)
            case "list" if shape.member.type_name in ("structure", "map"):
                return _example(shape.member, (), outermost=True) + " ..."
            case _:
                return ""
    except _TooDeep:
        return ""


def _members(shape: Shape, above: tuple[str, ...], indent: str) -> Iterator[str]:
    for name, inner in shape.members.items():
        yield f"{indent}{name} -> ({inner.type_name})"
        yield from _inside(inner, above, f"{indent}  ")


def _inside(shape: Shape, above: tuple[str, ...], indent: str) -> Iterator[str]:
    match shape.type_name:
        case "structure" if shape.name not in above:
            yield from _members(shape, (*above, shape.name), indent)
        case "structure":
            yield f"{indent}( ... recursive ... )"
        case "list":
            yield f"{indent}({shape.member.type_name})"
            yield from _inside(shape.member, above, f"{indent}  ")
        case "map":
            yield f"{indent}key -> ({shape.key.type_name})"
            yield f"{indent}value -> ({shape.value.type_name})"
            yield from _inside(shape.value, above, f"{indent}  ")


def _example(shape: Shape, above: tuple[str, ...], *, outermost: bool = False) -> str:
    if len(above) > _EXAMPLE_DEPTH:
        raise _TooDeep
    inside = (*above, shape.name)
    match shape.type_name:
        case "structure":
            pairs = (
                f"{name}={'(recursive)' if inner.name in inside else _example(inner, inside)}"
                for name, inner in shape.members.items()
            )
            text = ",".join(pairs)
        case "map":
            value = _example(shape.value, inside)
            text = f"KeyName1={value},KeyName2={value}"
        case "list":
            item = _example(shape.member, inside)
            return f"[{item},{item}]" if len(above) > 1 or "{" in item else f"{item},{item}"
        case kind:
            return str(kind)
    return text if outermost else f"{{{text}}}"
