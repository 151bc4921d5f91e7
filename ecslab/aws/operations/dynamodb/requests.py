"""What requests for items share: expressions with their placeholders, and answers with what they ask for."""

from collections.abc import Mapping
from typing import Any

from ecslab.engine.dynamodb import conditions
from ecslab.engine.dynamodb.documents import projected
from ecslab.engine.dynamodb.nodes import Condition, Path
from ecslab.engine.dynamodb.parser import Names, parse_condition, parse_projection
from ecslab.engine.dynamodb.values import read, read_attributes
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import Attributes, Item

Given = Mapping[str, Mapping[str, Any]]
"""Attributes as a request has them."""

NOTHING: Attributes = {}


def names_of(names: Mapping[str, str] | None, values: Given | None) -> Names:
    """What the placeholders of a request stand for. Raises ValidationException for a wrong value."""
    return Names(names, None if values is None else {name: read(value) for name, value in values.items()})


def condition_of(text: str | None, names: Names) -> Condition | None:
    """The condition of a write."""
    return None if text is None else parse_condition(text, "ConditionExpression", names)


def projection_of(text: str | None, names: Names) -> tuple[Path, ...] | None:
    """What of items is asked for; None for all."""
    return None if text is None else parse_projection(text, names)


def check(condition: Condition | None, before: Item | None) -> None:
    """Raise ConditionalCheckFailedException when a write's condition is not true of what is there."""
    if condition is not None and not conditions.holds(condition, attributes_of(before)):
        raise ApiError("ConditionalCheckFailedException", "The conditional request failed")


def attributes_of(item: Item | None) -> Attributes:
    """An item's attributes; of none, none."""
    return item.attributes if item is not None else NOTHING


def shown(attributes: Attributes, paths: tuple[Path, ...] | None) -> Attributes:
    """What of an item an answer has."""
    return attributes if paths is None else projected(attributes, paths)


def read_item(given: Given) -> Attributes:
    """An item as a request gives it."""
    return read_attributes(given)
