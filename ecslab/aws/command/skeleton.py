"""`--generate-cli-skeleton`: an operation's input or output with placeholders in every place."""

from __future__ import annotations

import json
from textwrap import shorten
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import OperationModel, Shape

_PLACEHOLDERS: dict[str, Any] = {
    "integer": 0,
    "long": 0,
    "float": 0.0,
    "double": 0.0,
    "boolean": True,
    "timestamp": "1970-01-01T00:00:00",
}


def input_skeleton(model: OperationModel) -> str:
    """A JSON that `--cli-input-json` takes once it is filled in."""
    shape = model.input_shape
    return json.dumps({} if shape is None else _skeleton(shape, (), None), indent=4) + "\n"


def output_skeleton(model: OperationModel) -> dict[str, Any]:
    """What the output looks like: every string is its member's name."""
    shape = model.output_shape
    found: dict[str, Any] = {} if shape is None else _skeleton(shape, (), "")
    return found


def yaml_skeleton(model: OperationModel) -> str:
    """As input_skeleton in YAML, each member with its documentation's first sentence beside it."""
    shape = model.input_shape
    return "{}\n" if shape is None else "\n".join(_structure_lines(shape, (), "")) + "\n"


def _skeleton(shape: Shape, above: tuple[str, ...], name: str | None) -> Any:
    """A placeholder; `name` is what a string shows of itself, None for an input's first valid value."""
    inside = (*above, shape.name)
    match shape.type_name:
        case "structure":
            if shape.name in above:
                return {}
            return {
                member: _skeleton(inner, inside, None if name is None else member)
                for member, inner in shape.members.items()
            }
        case "list":
            return [_skeleton(shape.member, inside, None if name is None else shape.member.name)]
        case "map":
            return {"KeyName": _skeleton(shape.value, inside, None if name is None else "")}
        case "string":
            return name if name is not None else _string(shape)
        case kind:
            return _PLACEHOLDERS.get(kind)


def _string(shape: Shape) -> str:
    return str(shape.enum[0]) if shape.enum else ""


def _structure_lines(shape: Shape, above: tuple[str, ...], indent: str) -> Iterator[str]:
    inside = (*above, shape.name)
    for member, inner in shape.members.items():
        yield from _member_lines(
            member, inner, inside, indent, _comment(inner, member in shape.required_members)
        )


def _member_lines(
    member: str, shape: Shape, above: tuple[str, ...], indent: str, comment: str
) -> Iterator[str]:
    nested = shape.type_name in ("structure", "list", "map")
    if not nested or (shape.type_name == "structure" and (shape.name in above or not shape.members)):
        yield f"{indent}{member}: {_yaml_scalar(shape)}{comment}"
        return
    yield f"{indent}{member}:{comment}"
    inside = (*above, shape.name)
    match shape.type_name:
        case "structure":
            yield from _structure_lines(shape, above, f"{indent}  ")
        case "map":
            yield from _member_lines("KeyName", shape.value, inside, f"{indent}  ", "")
        case _:
            yield from _item_lines(shape.member, inside, indent)


def _item_lines(shape: Shape, above: tuple[str, ...], indent: str) -> Iterator[str]:
    """A list's one item: its first line after the dash, the others under it."""
    match shape.type_name:
        case "structure" if shape.name not in above:
            lines = list(_structure_lines(shape, above, ""))
        case "map":
            lines = list(_member_lines("KeyName", shape.value, (*above, shape.name), "", ""))
        case "list":
            lines = list(_item_lines(shape.member, (*above, shape.name), ""))
        case _:
            lines = [_yaml_scalar(shape)]
    yield f"{indent}- {lines[0]}"
    for line in lines[1:]:
        yield f"{indent}  {line}"


def _yaml_scalar(shape: Shape) -> str:
    match shape.type_name:
        case "structure":
            return "{}"
        case "string":
            return _string(shape) or "''"
        case "blob":
            return "!!binary ''"
        case "boolean":
            return "true"
        case "timestamp":
            return "1970-01-01T00:00:00"
        case kind:
            return str(_PLACEHOLDERS[kind])


def _comment(shape: Shape, required: bool) -> str:  # private, and the name stands at its only call
    from ecslab.aws.command.prose import first_sentence  # deferred: most command lines show no documentation

    parts = ["[REQUIRED]"] if required else []
    parts.append(first_sentence(shape.documentation))
    if getattr(shape, "enum", None):
        parts.append(f"Valid values are: {', '.join(shape.enum)}.")
    text = shorten(" ".join(part for part in parts if part), 1000)
    return f"  # {text}" if text else ""
