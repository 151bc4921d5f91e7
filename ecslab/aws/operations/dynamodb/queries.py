"""Reading many items: the ones of a partition, or all.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.Pagination.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.dynamodb.requests import Given, names_of, projection_of, read_item
from ecslab.engine.dynamodb import conditions, items, keys
from ecslab.engine.dynamodb.documents import projected
from ecslab.engine.dynamodb.items import Range
from ecslab.engine.dynamodb.key_conditions import range_of
from ecslab.engine.dynamodb.nodes import (
    And,
    Attribute,
    Between,
    Comparison,
    Condition,
    Function,
    In,
    Not,
    Operand,
    Or,
    Path,
    Size,
)
from ecslab.engine.dynamodb.parser import parse_condition
from ecslab.engine.dynamodb.tables import index_of, usable
from ecslab.engine.dynamodb.values import invalid, kind_of, wrong
from ecslab.engine.platform.dynamodb import Attributes, DynamoTable, Item, TableIndex

_ALL = Range("", keys.BEYOND)


def query(
    call: Call,
    *,
    table_name: str,
    index_name: str | None = None,
    key_condition_expression: str | None = None,
    filter_expression: str | None = None,
    projection_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    expression_attribute_values: Given | None = None,
    select: str | None = None,
    limit: int | None = None,
    scan_index_forward: bool = True,
    exclusive_start_key: Given | None = None,
    consistent_read: bool = False,
) -> dict[str, Any]:
    """The items of one partition, in the order of their sort keys; only these are looked at."""
    table = usable(call.state, table_name)
    index = _index(table, index_name, consistent=consistent_read)
    key = index.key if index is not None else table.key
    if key_condition_expression is None:
        raise invalid(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    names = names_of(expression_attribute_names, expression_attribute_values)
    condition = parse_condition(key_condition_expression, "KeyConditionExpression", names)
    wanted = _filter(filter_expression, names)
    paths = projection_of(projection_expression, names)
    names.check_all_used(any_expression=True)
    for name in key.names:
        if wanted is not None and any(path[0] == name for path in _paths(wanted)):
            raise invalid(
                "Filter Expression can only contain non-primary key attributes: "
                f"Primary key attribute: {name}"
            )
    within = range_of(table, key, condition)
    after = _after(table, index, exclusive_start_key)
    if after is not None and not keys.same_partition(within.low, after):
        raise invalid("The provided starting key is outside query boundaries based on provided conditions")
    page = items.walk(call.state, table, index, within, after, most=limit, forward=scan_index_forward)
    return _answer(table, index, page, wanted, paths, select)


def scan(
    call: Call,
    *,
    table_name: str,
    index_name: str | None = None,
    filter_expression: str | None = None,
    projection_expression: str | None = None,
    expression_attribute_names: Mapping[str, str] | None = None,
    expression_attribute_values: Given | None = None,
    select: str | None = None,
    limit: int | None = None,
    exclusive_start_key: Given | None = None,
    consistent_read: bool = False,
) -> dict[str, Any]:
    """All items, a partition after the other, in no order that means anything."""
    table = usable(call.state, table_name)
    index = _index(table, index_name, consistent=consistent_read)
    names = names_of(expression_attribute_names, expression_attribute_values)
    wanted = _filter(filter_expression, names)
    paths = projection_of(projection_expression, names)
    names.check_all_used(any_expression=wanted is not None or paths is not None)
    after = _after(table, index, exclusive_start_key)
    page = items.walk(call.state, table, index, _ALL, after, most=limit, forward=True)
    return _answer(table, index, page, wanted, paths, select)


def _index(table: DynamoTable, name: str | None, *, consistent: bool) -> TableIndex | None:
    if name is None:
        return None
    index = index_of(table, name)
    if consistent and not index.local:
        raise invalid("Consistent reads are not supported on global secondary indexes")
    return index


def _filter(text: str | None, names: Any) -> Condition | None:
    return None if text is None else parse_condition(text, "FilterExpression", names)


def _after(table: DynamoTable, index: TableIndex | None, given: Given | None) -> str | None:
    """The place of the item that a page begins behind. Raises ValidationException for what is no key."""
    if given is None:
        return None
    key = read_item(given)
    wanted = {*table.key.names, *(index.key.names if index is not None else ())}
    if set(key) != wanted or any(kind_of(key[name]) != table.types[name] for name in wanted):
        raise invalid("The provided starting key is invalid")
    primary = keys.place(table.key, key)
    return primary if index is None else keys.index_place(index.key, key, primary)


def _answer(
    table: DynamoTable,
    index: TableIndex | None,
    page: items.Walk,
    wanted: Condition | None,
    paths: tuple[Path, ...] | None,
    select: str | None,
) -> dict[str, Any]:
    _check_select(index, paths, select)
    # A local index fetches from the table what it does not have itself.
    seen = [
        (item, _seen(table, index, item, all_asked=select == "ALL_ATTRIBUTES" or paths is not None))
        for item in page.items
    ]
    found = [attributes for _, attributes in seen if wanted is None or conditions.holds(wanted, attributes)]
    answer: dict[str, Any] = {"Count": len(found), "ScannedCount": len(seen)}
    if select != "COUNT":
        answer["Items"] = found if paths is None else [projected(each, paths) for each in found]
    if page.last is not None:
        answer["LastEvaluatedKey"] = _key_of(table, index, page.last)
    return answer


def _check_select(index: TableIndex | None, paths: tuple[Path, ...] | None, select: str | None) -> None:
    if paths is not None and select not in (None, "SPECIFIC_ATTRIBUTES"):
        raise invalid(f"Cannot specify the ProjectionExpression when choosing to get {select}")
    if select == "SPECIFIC_ATTRIBUTES" and paths is None:
        raise invalid(
            "Must specify the AttributesToGet or ProjectionExpression when choosing to get "
            "SPECIFIC_ATTRIBUTES"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and index is None:
        raise invalid("ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName")
    if select == "ALL_ATTRIBUTES" and index is not None and not index.local and index.projection != "ALL":
        raise wrong(
            "Select type ALL_ATTRIBUTES is not supported for global secondary index "
            f"{index.name} because its projection type is not ALL"
        )


def _seen(table: DynamoTable, index: TableIndex | None, item: Item, *, all_asked: bool) -> Attributes:
    """What of an item is there to be read."""
    if index is None or index.projection == "ALL" or (index.local and all_asked):
        return item.attributes
    kept = {*table.key.names, *index.key.names, *index.included}
    return {name: value for name, value in item.attributes.items() if name in kept}


def _key_of(table: DynamoTable, index: TableIndex | None, item: Item) -> Attributes:
    names = (*table.key.names, *(index.key.names if index is not None else ()))
    return {name: item.attributes[name] for name in names}


def _paths(condition: Condition) -> list[Path]:
    """Every path that a condition looks at."""
    match condition:
        case And(left, right) | Or(left, right):
            return [*_paths(left), *_paths(right)]
        case Not(inner):
            return _paths(inner)
        case Comparison(_, first, second):
            operands: tuple[Operand, ...] = (first, second)
        case Between(operand, low, high):
            operands = (operand, low, high)
        case In(operand, choices):
            operands = (operand, *choices)
        case Function(_, arguments):
            operands = arguments
    inner_operands = [each.of if isinstance(each, Size) else each for each in operands]
    return [each.path for each in inner_operands if isinstance(each, Attribute)]
