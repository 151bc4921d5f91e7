"""Key conditions: the partition that a query reads, and between which sort keys.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.KeyConditionExpressions.html
"""

from typing import Any

from ecslab.engine.dynamodb import keys
from ecslab.engine.dynamodb.items import Range
from ecslab.engine.dynamodb.keys import BEYOND
from ecslab.engine.dynamodb.nodes import And, Attribute, Between, Comparison, Condition, Constant, Function
from ecslab.engine.dynamodb.values import comparable, invalid, kind_of, wrong
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import DynamoTable, TableKey

_UNSUPPORTED = "Query key condition not supported"


def range_of(table: DynamoTable, key: TableKey, condition: Condition) -> Range:
    """The places that a key condition means. Raises ValidationException for what is none of this key."""
    by_name: dict[str, Condition] = {}
    for part in _parts(condition):
        name = _attribute_of(part)
        if name in by_name:
            raise _refusal("KeyConditionExpressions must only contain one condition per key")
        by_name[name] = part
    partition = by_name.pop(key.hash, None)
    if partition is None:
        raise invalid(f"Query condition missed key schema element: {key.hash}")
    if not isinstance(partition, Comparison) or partition.comparator != "=":
        raise invalid(_UNSUPPORTED)
    begins = keys.partition_of(_constant(table, key.hash, partition.right))
    if not by_name:
        return Range(begins, begins + BEYOND)
    if key.range is None or set(by_name) != {key.range}:
        missed = key.range or next(iter(by_name))
        raise invalid(f"Query condition missed key schema element: {missed}")
    low, high = _bounds(table, key.range, by_name[key.range])
    return Range(begins + low, begins + high)


def _parts(condition: Condition) -> list[Condition]:
    if isinstance(condition, And):
        return [*_parts(condition.left), *_parts(condition.right)]
    return [condition]


def _attribute_of(part: Condition) -> str:
    match part:
        case Comparison(comparator, Attribute(path), Constant()) if comparator != "<>":
            pass
        case Between(Attribute(path), Constant(), Constant()):
            pass
        case Function("begins_with", (Attribute(path), Constant())):
            pass
        case Function(name, _) if name != "begins_with":
            raise _refusal(f"Invalid operator used in KeyConditionExpression: {name}")
        case _:
            raise _refusal("Invalid operator used in KeyConditionExpression")
    if len(path) != 1:
        raise _refusal("KeyConditionExpressions cannot have conditions on nested attributes")
    return str(path[0])


def _bounds(table: DynamoTable, name: str, part: Condition) -> tuple[str, str]:
    match part:
        case Comparison(comparator, _, right):
            text = keys.sortable(_constant(table, name, right))
            return {
                "=": (text, text + BEYOND),
                "<": ("", text),
                "<=": ("", text + BEYOND),
                ">": (text + BEYOND, BEYOND),
                ">=": (text, BEYOND),
            }[comparator]
        case Between(_, low, high):
            values = (_constant(table, name, low), _constant(table, name, high))
            if comparable(values[0]) > comparable(values[1]):
                raise _refusal(
                    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; "
                    f"lower bound operand: AttributeValue: {_shown(values[0])}, "
                    f"upper bound operand: AttributeValue: {_shown(values[1])}"
                )
            return keys.sortable(values[0]), keys.sortable(values[1]) + BEYOND
        case Function(_, (_, wanted)):
            value = _constant(table, name, wanted)
            if kind_of(value) == "N":
                raise _refusal(
                    "Incorrect operand type for operator or function; operator or function: begins_with, "
                    "operand type: N"
                )
            return keys.opening(value), keys.opening(value) + BEYOND
    raise AssertionError("other conditions have no attribute")


def _constant(table: DynamoTable, name: str, operand: Any) -> dict[str, Any]:
    if not isinstance(operand, Constant):
        raise invalid(_UNSUPPORTED)
    if kind_of(operand.value) != table.types[name]:
        raise wrong("Condition parameter type does not match schema type")
    return operand.value


def _shown(value: dict[str, Any]) -> str:
    ((kind, content),) = value.items()
    return f"{{{kind}:{content}}}"


def _refusal(message: str) -> ApiError:
    return invalid(f"Invalid KeyConditionExpression: {message}")
