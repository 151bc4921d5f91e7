"""Transactions: all of it or nothing.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.dynamodb.items import changed, read_update
from ecslab.aws.operations.dynamodb.requests import (
    check,
    condition_of,
    names_of,
    projection_of,
    read_item,
    shown,
)
from ecslab.engine.dynamodb import items, keys
from ecslab.engine.dynamodb.tables import usable
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import ApiError, NotSimulated

_MOST = 100
_FAILED = "ConditionalCheckFailedException"


def transact_write_items(call: Call, *, transact_items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Up to 100 writes and checks, no two of one item, of which all happen or none."""
    _check_count(transact_items)
    acts: list[Callable[[], None]] = []
    reasons: list[str] = []
    seen: set[tuple[str, str]] = set()
    for each in transact_items:
        if len(each) != 1:
            raise invalid("TransactItems can only contain one of Check, Put, Update or Delete")
        ((kind, asked),) = each.items()
        if asked.get("ReturnValuesOnConditionCheckFailure", "NONE") != "NONE":
            raise NotSimulated(
                "ecslab does not simulate ReturnValuesOnConditionCheckFailure of a transaction; leave it out."
            )
        place, act, failed = _prepare(call, kind, asked)
        if place in seen:
            raise invalid("Transaction request cannot include multiple operations on one item")
        seen.add(place)
        acts.append(act)
        reasons.append("ConditionalCheckFailed" if failed else "None")
    if any(reason != "None" for reason in reasons):
        raise ApiError(
            "TransactionCanceledException",
            "Transaction cancelled, please refer cancellation reasons for specific reasons "
            f"[{', '.join(reasons)}]",
        )
    for act in acts:
        act()
    return {}


def transact_get_items(call: Call, *, transact_items: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Up to 100 items as they are at one instant, in the order of the request."""
    _check_count(transact_items)
    found = []
    for each in transact_items:
        asked = each["Get"]
        table = usable(call.state, asked["TableName"])
        names = names_of(asked.get("ExpressionAttributeNames"), None)
        paths = projection_of(asked.get("ProjectionExpression"), names)
        names.check_all_used(any_expression=paths is not None)
        item = items.get(call.state, table, keys.given_key(table, read_item(asked["Key"])))
        found.append({"Item": shown(item.attributes, paths)} if item is not None else {})
    return {"Responses": found}


def _prepare(
    call: Call, kind: str, asked: Mapping[str, Any]
) -> tuple[tuple[str, str], Callable[[], None], bool]:
    """The item that a part is about, what the part does, and whether its condition forbids it."""
    table = usable(call.state, asked["TableName"])
    names = names_of(asked.get("ExpressionAttributeNames"), asked.get("ExpressionAttributeValues"))
    update = read_update(table, asked.get("UpdateExpression"), names)
    condition = condition_of(asked.get("ConditionExpression"), names)
    names.check_all_used(any_expression=condition is not None or "UpdateExpression" in asked)
    if kind == "Put":
        made = items.made(table, read_item(asked["Item"]))
        key = keys.key_of(table, made.attributes)
    else:
        key = keys.given_key(table, read_item(asked["Key"]))
    before = items.get(call.state, table, key)
    place = (table.id, keys.place(table.key, key))
    try:
        check(condition, before)
    except ApiError as refused:
        if refused.code != _FAILED:
            raise
        return place, _nothing, True
    if kind == "Update":
        made = changed(table, key, before, update)
    if kind in ("Put", "Update"):
        return place, lambda: items.put(call.state, table, made), False
    if kind == "Delete" and before is not None:
        return place, lambda: items.delete(call.state, table, before), False
    return place, _nothing, False


def _nothing() -> None:
    """What a check does."""


def _check_count(given: Sequence[Mapping[str, Any]]) -> None:
    if len(given) > _MOST:
        raise invalid(
            f"1 validation error detected: Value at 'transactItems' failed to satisfy constraint: "
            f"Member must have length less than or equal to {_MOST}"
        )
