"""Reading what people wrote in AWS's spelling into the engine's values."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

import msgspec

from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.record import Shape

S = TypeVar("S", bound=Shape)

_PLACE = re.compile(r" - at `\$(.*)`$")


def read(kind: type[S], value: Mapping[str, Any], name: str) -> S:
    """`value` as a `kind`. `name` is the parameter it came in, for messages.

    Raises NotSimulated for a field that AWS's model has and the engine does not, unless it is empty,
    and ClientException for a value that fits the model but means nothing to ECS.
    """
    known = _prune(value, kind, name)
    try:
        return msgspec.convert(known, kind)
    except msgspec.ValidationError as error:
        text = str(error)
        place = _PLACE.search(text)
        where = name + (place[1] if place else "")
        raise ApiError("ClientException", f"Invalid value for {where}: {_PLACE.sub('', text)}.") from None


def write(value: Shape) -> dict[str, Any]:
    """`value` in AWS's spelling, its defaults left out."""
    # Through JSON, because to_builtins keeps tuples and AWS's answers have lists.
    written: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(value))
    return written


def _prune(value: Mapping[str, Any], kind: type[Shape], name: str) -> dict[str, Any]:
    """`value` without empty fields that `kind` does not know; a field that says something must be known."""
    parts = fields_of(kind)
    known = {}
    for key, item in value.items():
        if key not in parts:
            if item not in (None, "", [], {}, False):
                raise NotSimulated(f"ecslab does not simulate {name}.{key}; leave it out.")
            continue
        part = parts[key]
        known[key] = _prune_item(item, part, f"{name}.{key}") if part else item
    return known


def _prune_item(item: Any, part: type[Shape], name: str) -> Any:
    if isinstance(item, Mapping):
        return _prune(item, part, name)
    if isinstance(item, Sequence) and not isinstance(item, str):
        return [_prune_item(each, part, f"{name}[{number}]") for number, each in enumerate(item)]
    return item


@cache
def fields_of(kind: type[Shape]) -> dict[str, type[Shape] | None]:
    """The fields of `kind` in AWS's spelling, each with the Shape inside it, if there is one."""
    return {field.encode_name: _part(field.type) for field in msgspec.structs.fields(kind)}


def _part(kind: Any) -> type[Shape] | None:
    """The Shape inside a field's type, if there is one: `tuple[PortMapping, ...]`, `Shape | None`."""
    if isinstance(kind, type) and issubclass(kind, Shape):
        return kind
    for inner in getattr(kind, "__args__", ()):
        found = _part(inner)
        if found is not None:
            return found
    return None
