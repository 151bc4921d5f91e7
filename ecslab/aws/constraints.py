"""Lengths, patterns, ranges and enumerations of a model: what some services check first, all in one form.

https://smithy.io/2.0/spec/constraint-traits.html
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ecslab.engine.errors import ApiError

CHECKED = {
    "cloudwatch": "ValidationError",
    "events": "ValidationException",
    "scheduler": "ValidationException",
}
"""The services that refuse a request in this form, and with which code."""


def check_constraints(service: str, shape: Shape, params: Mapping[str, Any]) -> None:
    """Raise the service's error, in AWS's words, for everything in `params` that its model does not allow."""
    found = list(_violations(shape, params, ""))
    if found:
        errors = "error" if len(found) == 1 else "errors"
        raise ApiError(CHECKED[service], f"{len(found)} validation {errors} detected: {'; '.join(found)}")


def _violations(shape: Shape, value: Any, place: str) -> Iterator[str]:
    for rule in _broken(shape, value):
        yield f"Value '{_shown(shape, value)}' at '{place}' failed to satisfy constraint: Member must {rule}"
    match shape:
        case StructureShape():
            for name, member in shape.members.items():
                if name in value:
                    inner = name[:1].lower() + name[1:]
                    yield from _violations(member, value[name], f"{place}.{inner}" if place else inner)
        case ListShape():
            for number, item in enumerate(value, start=1):
                yield from _violations(shape.member, item, f"{place}.{number}.member")
        case MapShape():
            for key, item in value.items():
                yield from _violations(shape.value, item, f"{place}.{key}.member")


def _broken(shape: Shape, value: Any) -> Iterator[str]:
    """Which of the shape's own constraints the value breaks."""
    limits = shape.metadata
    match shape.type_name:
        case "string" | "list" | "map":
            if "pattern" in limits and not _pattern(limits["pattern"]).fullmatch(value):
                yield f"satisfy regular expression pattern: {limits['pattern']}"
            if len(value) < limits.get("min", 0):
                yield f"have length greater than or equal to {limits['min']}"
            if len(value) > limits.get("max", len(value)):
                yield f"have length less than or equal to {limits['max']}"
            if limits.get("enum") and value not in limits["enum"]:
                yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"
        case "integer" | "long":
            if value < limits.get("min", value):
                yield f"have value greater than or equal to {limits['min']}"
            if value > limits.get("max", value):
                yield f"have value less than or equal to {limits['max']}"


@cache
def _pattern(written: str) -> re.Pattern[str]:
    """A pattern of a model, in which Java's classes of letters, digits and spaces may stand."""
    return re.compile(written.replace(r"\p{L}", r"\w").replace(r"\p{N}", r"\w").replace(r"\p{Z}", r"\s"))


def _shown(shape: Shape, value: Any) -> str:
    """A value as AWS shows it; of structures, which it shows whole, their name alone."""
    if isinstance(shape, ListShape):
        return f"[{', '.join(_shown(shape.member, item) for item in value)}]"
    return shape.name if isinstance(shape, StructureShape) else str(value)
