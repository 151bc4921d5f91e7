"""Many items of several tables in one call.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.dynamodb.requests import names_of, projection_of, read_item, shown
from ecslab.engine.dynamodb import items, keys
from ecslab.engine.dynamodb.tables import usable
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import NotSimulated

if TYPE_CHECKING:
    from ecslab.engine.platform.dynamodb import DynamoTable, Item

_MOST_READ, _MOST_WRITTEN = 100, 25
_READ = ("Keys", "ProjectionExpression", "ExpressionAttributeNames", "ConsistentRead")


def batch_get_item(call: Call, *, request_items: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Up to 100 items by their keys; those that are not there are left out."""
    if sum(len(asked["Keys"]) for asked in request_items.values()) > _MOST_READ:
        raise invalid("Too many items requested for the BatchGetItem call")
    found: dict[str, list[Any]] = {}
    for name, asked in request_items.items():
        for member, value in asked.items():
            if member not in _READ and value:
                raise NotSimulated(f"ecslab does not simulate {member} of batch-get-item; leave it out.")
        table = usable(call.state, name)
        names = names_of(asked.get("ExpressionAttributeNames"), None)
        paths = projection_of(asked.get("ProjectionExpression"), names)
        names.check_all_used(any_expression=paths is not None)
        wanted = [keys.given_key(table, read_item(key)) for key in asked["Keys"]]
        places = [keys.place(table.key, key) for key in wanted]
        if len(set(places)) != len(places):
            raise invalid("Provided list of item keys contains duplicates")
        there = [items.get(call.state, table, key) for key in wanted]
        found[name] = [shown(item.attributes, paths) for item in there if item is not None]
    return {"Responses": found, "UnprocessedKeys": {}}


def batch_write_item(
    call: Call, *, request_items: Mapping[str, Sequence[Mapping[str, Any]]]
) -> dict[str, Any]:
    """Up to 25 items stored or deleted, no two of them with one key."""
    if sum(map(len, request_items.values())) > _MOST_WRITTEN:
        raise invalid("Too many items requested for the BatchWriteItem call")
    puts: list[tuple[DynamoTable, Item]] = []
    deletes: list[tuple[DynamoTable, Item | None]] = []
    seen: set[tuple[str, str]] = set()
    for name, requests in request_items.items():
        table = usable(call.state, name)
        for request in requests:
            if len(request) != 1:
                raise invalid(
                    "Supplied WriteRequest must contain exactly one of the supported requests: PutRequest, "
                    "DeleteRequest"
                )
            if "PutRequest" in request:
                made = items.made(table, read_item(request["PutRequest"]["Item"]))
                puts.append((table, made))
                place = (table.id, made.places[0][1])
            else:
                key = keys.given_key(table, read_item(request["DeleteRequest"]["Key"]))
                deletes.append((table, items.get(call.state, table, key)))
                place = (table.id, keys.place(table.key, key))
            if place in seen:
                raise invalid("Provided list of item keys contains duplicates")
            seen.add(place)
    for table, made in puts:
        items.put(call.state, table, made)
    for table, before in deletes:
        if before is not None:
            items.delete(call.state, table, before)
    return {"UnprocessedItems": {}}
