"""What an update makes of an item.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
"""

from typing import Any

from ecslab.engine.dynamodb import numbers
from ecslab.engine.dynamodb.documents import at, with_value, without
from ecslab.engine.dynamodb.nodes import (
    Attribute,
    Constant,
    IfNotExists,
    ListAppend,
    Operand,
    Path,
    Sum,
    Update,
)
from ecslab.engine.dynamodb.values import SETS, comparable, invalid, kind_of, type_name
from ecslab.engine.platform.dynamodb import Attributes


def updated(update: Update, item: Attributes) -> Attributes:
    """The item after the update; every operand is read from the item as it was.

    Raises ValidationException for what cannot be done with this item.
    """
    changed = item
    for path, operand in update.sets:
        changed = with_value(changed, path, _value(operand, item))
    for path, constant in update.adds:
        changed = with_value(changed, path, _added(at(item, path), constant.value))
    for path, constant in update.deletes:
        changed = _with_fewer(changed, path, at(item, path), constant.value)
    # Elements of a list go last to first, so that each is the one that was meant.
    for path in sorted(update.removes, key=_numbers, reverse=True):
        changed = without(changed, path)
    return changed


def check_types(update: Update) -> None:
    """Raise ValidationException for values that ADD and DELETE never take."""
    for name, pairs, allowed in (
        ("ADD", update.adds, ("N", *SETS)),
        ("DELETE", update.deletes, tuple(SETS)),
    ):
        for _, constant in pairs:
            if kind_of(constant.value) not in allowed:
                raise invalid(
                    "Invalid UpdateExpression: Incorrect operand type for operator or function; "
                    f"operator: {name}, operand type: {type_name(constant.value)}, "
                    f"typeset: ALLOWED_FOR_{name}_OPERAND"
                )


def _numbers(path: Path) -> tuple[int, ...]:
    return tuple(step for step in path if isinstance(step, int))


def _value(operand: Operand, item: Attributes) -> dict[str, Any]:
    match operand:
        case Constant(value):
            return value
        case Attribute(path):
            found = at(item, path)
            if found is None:
                raise invalid(
                    "The provided expression refers to an attribute that does not exist in the item"
                )
            return found
        case IfNotExists(path, otherwise):
            there = at(item, path)
            return _value(otherwise, item) if there is None else there
        case ListAppend(first, second):
            lists = (_value(first, item), _value(second, item))
            if any("L" not in each for each in lists):
                raise _mistyped()
            return {"L": [*lists[0]["L"], *lists[1]["L"]]}
        case Sum(first, minus, second):
            left, right = _value(first, item), _value(second, item)
            if "N" not in left or "N" not in right:
                raise _mistyped()
            number = comparable(right)
            return {
                "N": numbers.show(numbers.add(comparable(left), number.copy_negate() if minus else number))
            }
    raise AssertionError("the grammar keeps size out of updates")


def _added(there: dict[str, Any] | None, value: dict[str, Any]) -> dict[str, Any]:
    if there is None:
        return value
    ((kind, content),) = value.items()
    if kind_of(there) != kind:
        raise _mistyped()
    if kind == "N":
        return {"N": numbers.show(numbers.add(comparable(there), comparable(value)))}
    return {kind: _sorted(kind, {*there[kind], *content})}


def _with_fewer(
    changed: Attributes, path: Path, there: dict[str, Any] | None, value: dict[str, Any]
) -> Attributes:
    if there is None:
        return changed
    ((kind, content),) = value.items()
    if kind_of(there) != kind:
        raise _mistyped()
    left = _sorted(kind, set(there[kind]) - set(content))
    return with_value(changed, path, {kind: left}) if left else without(changed, path)


def _sorted(kind: str, items: set[Any]) -> list[Any]:
    return sorted(items, key=numbers.read) if kind == "NS" else sorted(items)


def _mistyped() -> Exception:
    return invalid("An operand in the update expression has an incorrect data type")
