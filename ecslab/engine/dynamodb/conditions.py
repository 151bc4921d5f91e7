"""Whether a condition is true of an item.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any, assert_never

from ecslab.engine.dynamodb.documents import at
from ecslab.engine.dynamodb.nodes import (
    And,
    Attribute,
    Between,
    Comparison,
    Condition,
    Constant,
    Function,
    In,
    Not,
    Operand,
    Or,
    Size,
)
from ecslab.engine.dynamodb.values import SETS, Value, comparable, kind_of

_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_ORDERED = ("S", "N", "B")


def holds(condition: Condition, item: Mapping[str, Any]) -> bool:
    """Whether `condition` is true of `item`; of an item that is not there, it is empty."""
    match condition:
        case And(left, right):
            return holds(left, item) and holds(right, item)
        case Or(left, right):
            return holds(left, item) or holds(right, item)
        case Not(inner):
            return not holds(inner, item)
        case Comparison(comparator, left_operand, right_operand):
            return _compare(comparator, _value(left_operand, item), _value(right_operand, item))
        case Between(operand, low, high):
            value = _value(operand, item)
            return _compare(">=", value, _value(low, item)) and _compare("<=", value, _value(high, item))
        case In(operand, choices):
            value = _value(operand, item)
            return any(_compare("=", value, _value(choice, item)) for choice in choices)
        case Function(name, arguments):
            return _FUNCTIONS[name](*(_value(argument, item) for argument in arguments))
        case _:
            assert_never(condition)


def _value(operand: Operand, item: Mapping[str, Any]) -> Value | None:
    match operand:
        case Constant(value):
            return value
        case Attribute(path):
            return at(item, path)
        case Size(of):
            return _size(_value(of, item))
        case _:
            raise AssertionError("the grammar keeps an update's operands out of conditions")


def _size(value: Value | None) -> Value | None:
    if value is None:
        return None
    ((kind, content),) = value.items()
    if kind in ("N", "BOOL", "NULL"):
        return None
    return {"N": str(len(content.encode()) if kind == "S" else len(content))}


def _compare(comparator: str, left: Value | None, right: Value | None) -> bool:
    """Values that are missing equal nothing, and only texts, numbers and bytes have an order."""
    if left is None or right is None:
        return comparator == "<>" and left is not right
    if comparator in ("=", "<>"):
        return (left == right) == (comparator == "=")
    if kind_of(left) != kind_of(right) or kind_of(left) not in _ORDERED:
        return False
    return _ORDERS[comparator](comparable(left), comparable(right))


def _contains(value: Value | None, wanted: Value | None) -> bool:
    if value is None or wanted is None:
        return False
    ((kind, content),) = value.items()
    if kind == "L":
        return wanted in content
    if kind in SETS:
        return kind_of(wanted) == SETS[kind] and wanted[SETS[kind]] in content
    return kind in ("S", "B") and kind_of(wanted) == kind and wanted[kind] in content


def _begins_with(value: Value | None, wanted: Value | None) -> bool:
    if value is None or wanted is None or kind_of(value) != kind_of(wanted):
        return False
    ((kind, content),) = value.items()
    return kind in ("S", "B") and bool(content.startswith(wanted[kind]))


def _is_of_type(value: Value | None, named: Value | None) -> bool:
    return value is not None and named is not None and kind_of(value) == named["S"]


_FUNCTIONS: Mapping[str, Callable[..., bool]] = {
    "attribute_exists": lambda value: value is not None,
    "attribute_not_exists": lambda value: value is None,
    "attribute_type": _is_of_type,
    "begins_with": _begins_with,
    "contains": _contains,
}
