"""Keys: what makes one, and the text by which items with it stand sorted in a table or an index.

A place is the digest of the partition key, then the sort key in a form that sorts as it does. So the items
of a partition stand together in the order of their sort keys, and partitions in no order that means anything.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.Partitions.html
"""

import hashlib
from collections.abc import Iterator, Mapping

from ecslab.engine.dynamodb import numbers
from ecslab.engine.dynamodb.values import Value, comparable, invalid, kind_of, wrong
from ecslab.engine.platform.dynamodb import Attributes, DynamoTable, TableIndex, TableKey

_DIGEST = 12
_LONGEST = {"hash": 2_048, "range": 1_024}
BEYOND = chr(0x10FFFF) * 1_025
"""What sorts after whatever follows in a place."""


def key_of(table: DynamoTable, given: Mapping[str, Value]) -> Attributes:
    """The primary key among attributes of an item. Raises ValidationException when it is not whole."""
    for name in table.key.names:
        if name not in given:
            raise wrong(f"Missing the key {name} in the item")
        expected, actual = table.types[name], kind_of(given[name])
        if expected != actual:
            raise wrong(f"Type mismatch for key {name} expected: {expected} actual: {actual}")
    return _checked(table.key, given)


def given_key(table: DynamoTable, given: Mapping[str, Value]) -> Attributes:
    """`given`, if it is a primary key and nothing else. Raises ValidationException."""
    fits = set(given) == set(table.key.names) and all(
        kind_of(given[name]) == table.types[name] for name in table.key.names
    )
    if not fits:
        raise invalid("The provided key element does not match the schema")
    return _checked(table.key, given)


def places(table: DynamoTable, attributes: Attributes) -> tuple[tuple[str, str], ...]:
    """Where an item stands: in its table, and in each index all of whose key it has.

    Raises ValidationException for an index key of another type than the table says.
    """
    primary = place(table.key, attributes)
    found = [(order_of(table, None), primary)]
    found += [
        (order_of(table, index), index_place(index.key, attributes, primary))
        for index in table.indexes
        if _is_in(table, index, attributes)
    ]
    return tuple(found)


def order_of(table: DynamoTable, index: TableIndex | None) -> str:
    """The name of the order in which a table or an index has its items."""
    return table.id if index is None else f"{table.id} {index.name}"


def place(key: TableKey, attributes: Mapping[str, Value]) -> str:
    """Where an item with that key stands."""
    partition = partition_of(attributes[key.hash])
    return partition if key.range is None else partition + sortable(attributes[key.range])


def index_place(key: TableKey, attributes: Mapping[str, Value], primary: str) -> str:
    """Where an item stands in an index, where others may have the same key."""
    return place(key, attributes) + primary


def partition_of(value: Value) -> str:
    """How the places of a partition begin."""
    return hashlib.blake2b(f"{kind_of(value)}{sortable(value)}".encode(), digest_size=_DIGEST).hexdigest()


def same_partition(place_one: str, place_two: str) -> bool:
    """Whether two places lie in one partition."""
    return place_one[: 2 * _DIGEST] == place_two[: 2 * _DIGEST]


def sortable(value: Value) -> str:
    """A text that sorts as the value does among those of its type; none is the beginning of another."""
    if kind_of(value) == "N":
        return numbers.sortable(comparable(value))
    return opening(value) + "\0\0"


def opening(value: Value) -> str:
    """How the sortable text of whatever begins with this string or these bytes begins."""
    content = value["S"] if "S" in value else value["B"].decode("latin-1")
    return str(content).replace("\0", "\0\1")


def _is_in(table: DynamoTable, index: TableIndex, attributes: Attributes) -> bool:
    for name in _index_only(table, index):
        if name in attributes and kind_of(attributes[name]) != table.types[name]:
            raise wrong(
                f"Type mismatch for Index Key {name} Expected: {table.types[name]} "
                f"Actual: {kind_of(attributes[name])} IndexName: {index.name}"
            )
        if name in attributes and not comparable(attributes[name]) and table.types[name] != "N":
            raise invalid(
                "One or more parameter values are not valid. A value specified for a secondary index key is "
                "not supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                f"IndexName: {index.name}, IndexKey: {name}"
            )
    return all(name in attributes for name in index.key.names)


def _index_only(table: DynamoTable, index: TableIndex) -> Iterator[str]:
    return (name for name in index.key.names if name not in table.key.names)


def _checked(key: TableKey, given: Mapping[str, Value]) -> Attributes:
    for role, name in zip(("hash", "range"), key.names, strict=False):
        content = comparable(given[name])
        if isinstance(content, (str, bytes)):
            kind = "string" if isinstance(content, str) else "binary"
            if not content:
                raise invalid(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute "
                    f"cannot contain an empty {kind} value. Key: {name}"
                )
            size = len(content.encode()) if isinstance(content, str) else len(content)
            if size > _LONGEST[role]:
                part = "hashkey" if role == "hash" else "rangekey"
                raise wrong(f"Size of {part} has exceeded the maximum size limit of{_LONGEST[role]} bytes")
    return {name: dict(given[name]) for name in key.names}
