"""Items, one a call.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.dynamodb.requests import (
    Given,
    attributes_of,
    check,
    condition_of,
    names_of,
    projection_of,
    read_item,
    shown,
)
from ecslab.engine.dynamodb import items, keys, updates
from ecslab.engine.dynamodb.documents import at, projected
from ecslab.engine.dynamodb.nodes import Path, Update
from ecslab.engine.dynamodb.parser import Names, parse_update
from ecslab.engine.dynamodb.tables import usable
from ecslab.engine.dynamodb.values import invalid, wrong
from ecslab.engine.platform.dynamodb import Attributes, DynamoTable, Item

_OF_A_WRITE = ("NONE", "ALL_OLD")


def put_item(
    call: Call,
    *,
    table_name: str,
    item: Given,
    condition_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    expression_attribute_values: Given | None = None,
    return_values: str = "NONE",
) -> dict[str, Any]:
    """Store an item in the place of the one with its key."""
    table = usable(call.state, table_name)
    names = names_of(expression_attribute_names, expression_attribute_values)
    condition = condition_of(condition_expression, names)
    names.check_all_used(any_expression=condition is not None)
    _check_return(return_values)
    made = items.made(table, read_item(item))
    before = call.state.world.dynamodb_items.get(made.key)
    check(condition, before)
    items.put(call.state, table, made)
    return _old(before, return_values)


def get_item(
    call: Call,
    *,
    table_name: str,
    key: Given,
    projection_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    consistent_read: bool = False,  # noqa: ARG001  # every answer is consistent
) -> dict[str, Any]:
    """An item by its key; nothing when there is none."""
    table = usable(call.state, table_name)
    names = names_of(expression_attribute_names, None)
    paths = projection_of(projection_expression, names)
    names.check_all_used(any_expression=paths is not None)
    found = items.get(call.state, table, keys.given_key(table, read_item(key)))
    return {"Item": shown(found.attributes, paths)} if found is not None else {}


def delete_item(
    call: Call,
    *,
    table_name: str,
    key: Given,
    condition_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    expression_attribute_values: Given | None = None,
    return_values: str = "NONE",
) -> dict[str, Any]:
    """Delete an item by its key; that there is none is no error."""
    table = usable(call.state, table_name)
    names = names_of(expression_attribute_names, expression_attribute_values)
    condition = condition_of(condition_expression, names)
    names.check_all_used(any_expression=condition is not None)
    _check_return(return_values)
    before = items.get(call.state, table, keys.given_key(table, read_item(key)))
    check(condition, before)
    if before is not None:
        items.delete(call.state, table, before)
    return _old(before, return_values)


def update_item(
    call: Call,
    *,
    table_name: str,
    key: Given,
    update_expression: str | None = None,
    condition_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    expression_attribute_values: Given | None = None,
    return_values: str = "NONE",
) -> dict[str, Any]:
    """Change an item, or make one of its key and what the update sets."""
    table = usable(call.state, table_name)
    names = names_of(expression_attribute_names, expression_attribute_values)
    update = read_update(table, update_expression, names)
    condition = condition_of(condition_expression, names)
    names.check_all_used(any_expression=update_expression is not None or condition is not None)
    given = keys.given_key(table, read_item(key))
    before = items.get(call.state, table, given)
    check(condition, before)
    made = changed(table, given, before, update)
    items.put(call.state, table, made)
    return _returned(return_values, update, before, made)


def read_update(table: DynamoTable, text: str | None, names: Names) -> Update:
    """An update. Raises ValidationException for one of the key, which cannot change."""
    if text is None:
        return Update()
    update = parse_update(text, names)
    updates.check_types(update)
    for path in update.paths:
        if path[0] in table.key.names:
            raise wrong(f"Cannot update attribute {path[0]}. This attribute is part of the key")
    return update


def changed(table: DynamoTable, key: Attributes, before: Item | None, update: Update) -> Item:
    """The item that an update makes of the one there, or of none."""
    return items.made(table, updates.updated(update, before.attributes if before is not None else key))


def _check_return(asked: str) -> None:
    if asked not in _OF_A_WRITE:
        raise invalid("Return values set to invalid value")


def _old(before: Item | None, asked: str) -> dict[str, Any]:
    return {"Attributes": before.attributes} if before is not None and asked == "ALL_OLD" else {}


def _returned(asked: str, update: Update, before: Item | None, after: Item) -> dict[str, Any]:
    old, new = attributes_of(before), after.attributes
    match asked:
        case "ALL_OLD":
            found = old
        case "ALL_NEW":
            found = new
        case "UPDATED_OLD":
            found = projected(old, _present(old, update.paths))
        case "UPDATED_NEW":
            found = projected(new, _present(new, update.paths))
        case _:
            return {}
    return {"Attributes": found} if found else {}


def _present(attributes: Attributes, paths: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(path for path in paths if at(attributes, path) is not None) or (("",),)
