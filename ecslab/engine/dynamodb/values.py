"""Attribute values: ten types, in the form in which DynamoDB writes them, checked and compared.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.engine.dynamodb import numbers
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import Attributes

Value = Mapping[str, Any]
"""One value with its type: `{"N": "1"}`."""

SETS = {"SS": "S", "NS": "N", "BS": "B"}
_DEEPEST = 32
_KINDS = {"SS": "string", "NS": "number", "BS": "binary"}
LARGEST_ITEM = 400 * 1024
"""The largest item in bytes."""


def invalid(message: str) -> ApiError:
    """A refusal of a request that DynamoDB does not take."""
    return ApiError("ValidationException", message)


def wrong(message: str) -> ApiError:
    """A refusal of a parameter's value."""
    return invalid(f"One or more parameter values were invalid: {message}")


def read_attributes(given: Mapping[str, Value]) -> Attributes:
    """Attributes in normal form. Raises ValidationException for any that DynamoDB does not store."""
    return {name: read(value) for name, value in given.items()}


def read(value: Value, depth: int = 0) -> dict[str, Any]:
    """A value in normal form: numbers normalised, sets sorted. Raises ValidationException."""
    if len(value) != 1:
        said = "has more than one datatypes set" if value else "is empty"
        raise invalid(f"Supplied AttributeValue {said}, must contain exactly one of the supported datatypes")
    if depth > _DEEPEST:
        raise invalid("Nesting Levels have exceeded supported limits")
    ((kind, content),) = value.items()
    match kind:
        case "N":
            return {"N": numbers.show(numbers.read(content))}
        case "B":
            return {"B": _bytes(content)}
        case "NULL":
            if content is not True:
                raise wrong("Null attribute value types must have the value of true")
            return {"NULL": True}
        case "L":
            return {"L": [read(item, depth + 1) for item in content]}
        case "M":
            return {"M": {name: read(item, depth + 1) for name, item in content.items()}}
        case "SS" | "NS" | "BS":
            return {kind: _read_set(kind, content)}
    return {kind: content}


def _read_set(kind: str, content: Any) -> list[Any]:
    if not content:
        raise wrong(f"An {_KINDS[kind]} set  may not be empty")
    if kind == "NS":
        found: list[Any] = [numbers.read(text) for text in content]
    else:
        found = [_bytes(item) for item in content] if kind == "BS" else list(content)
    if len(set(found)) != len(found):
        raise wrong(f"Input collection [{', '.join(map(str, content))}] contains duplicates.")
    found.sort()
    return [numbers.show(number) for number in found] if kind == "NS" else found


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else bytes(content)


def kind_of(value: Value) -> str:
    """The type of a value: S, N, B, BOOL, NULL, L, M, SS, NS or BS."""
    return next(iter(value))


def comparable(value: Value) -> Any:
    """What values of the types S, N and B compare by."""
    ((kind, content),) = value.items()
    return numbers.read(content) if kind == "N" else content


def size_of(attributes: Mapping[str, Value]) -> int:
    """The bytes of attributes, names included.

    https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
    """
    return sum(len(name.encode()) + _size(value) for name, value in attributes.items())


def _size(value: Value) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "N":
            return (len(content.strip("-0").replace(".", "")) + 1) // 2 + 1
        case "B":
            return len(content)
        case "BOOL" | "NULL":
            return 1
        case "L":
            return 3 + sum(1 + _size(item) for item in content)
        case "M":
            return 3 + len(content) + size_of(content)
    return sum(_size({SETS[kind]: item}) for item in content)


def type_name(value: Value) -> str:
    """The type of a value as messages write it."""
    return _NAMES[kind_of(value)]


_NAMES = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
    "SS": "STRING_SET",
    "NS": "NUMBER_SET",
    "BS": "BINARY_SET",
}
