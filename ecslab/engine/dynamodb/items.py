"""Items: getting, storing, deleting, and walking over those of a partition, a table or an index.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Query.html
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ecslab.engine.dynamodb import expiry, keys
from ecslab.engine.dynamodb.values import LARGEST_ITEM, Value, invalid, size_of
from ecslab.engine.platform.dynamodb import Attributes, DynamoTable, Item, TableIndex
from ecslab.engine.state import State

_LARGEST_PAGE = 1 << 20


class Range(NamedTuple):
    """The places from `low` to before `high`."""

    low: str
    high: str


class Walk(NamedTuple):
    """The items of one page, and the last of them where more follow."""

    items: list[Item]
    last: Item | None


def get(state: State, table: DynamoTable, key: Mapping[str, Value]) -> Item | None:
    """The item with that primary key."""
    return state.world.dynamodb_items.get(f"{table.id} {keys.place(table.key, key)}")


def made(table: DynamoTable, attributes: Attributes) -> Item:
    """The item with these attributes. Raises ValidationException for one that the table cannot have."""
    keys.key_of(table, attributes)
    size = size_of(attributes)
    if size > LARGEST_ITEM:
        raise invalid("Item size has exceeded the maximum allowed size")
    return Item(
        table=table.id,
        attributes=attributes,
        places=keys.places(table, attributes),
        size=size,
        expires_at=expiry.expires_at(table, attributes),
    )


def put(state: State, table: DynamoTable, item: Item) -> None:
    """Store an item in the place of the one with its key."""
    before = state.world.dynamodb_items.get(item.key)
    state.world.dynamodb_items.put(item)
    more = item.size - (before.size if before is not None else 0)
    expiry.count(state, table.name, int(before is None), more)
    expiry.plan(state, table.name)


def delete(state: State, table: DynamoTable, item: Item) -> None:
    """Delete an item."""
    expiry.remove(state, table.name, item)


def walk(
    state: State,
    table: DynamoTable,
    index: TableIndex | None,
    within: Range,
    after: str | None,
    *,
    most: int | None,
    forward: bool,
) -> Walk:
    """The items of one page, `most` at most and 1 MiB at most, from behind the place `after`."""
    found: list[Item] = []
    size = 0
    order = keys.order_of(table, index)
    for item in _from(state, order, within, after, forward=forward):
        place = next(place for name, place in item.places if name == order)
        if place >= within.high or place < within.low:
            break
        found.append(item)
        size += item.size
        if len(found) == most or size >= _LARGEST_PAGE:
            return Walk(found, item)
    return Walk(found, None)


def _from(state: State, order: str, within: Range, after: str | None, *, forward: bool) -> Iterator[Item]:
    table = state.world.dynamodb_items
    if forward:
        # Nothing stands between a place and that place with the lowest character behind it.
        start = within.low if after is None else max(within.low, after + "\0")
        return table.ascending("place", order, start)
    return table.descending("place", order, within.high if after is None else min(within.high, after))
