"""Tables in AWS's shapes: reading what a request says of keys and indexes, and showing a table.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.dynamodb import keys
from ecslab.engine.dynamodb.tables import status
from ecslab.engine.dynamodb.values import invalid, wrong
from ecslab.engine.errors import NotSimulated
from ecslab.engine.platform.dynamodb import DynamoTable, TableIndex, TableKey, Throughput
from ecslab.engine.state import State

_NAME = re.compile(r"[a-zA-Z0-9_.-]{3,255}")
_MOST_LOCAL, _MOST_GLOBAL = 5, 20


def check_name(name: str, place: str = "tableName") -> None:
    """Raise ValidationException for what is no name of a table or an index."""
    if len(name) < 3 or len(name) > 255:
        raise invalid(
            "TableName must be at least 3 characters long and at most 255 characters long"
            if place == "tableName"
            else f"{place} must be at least 3 characters long and at most 255 characters long"
        )
    if not _NAME.fullmatch(name):
        raise invalid(
            f"1 validation error detected: Value '{name}' at '{place}' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"
        )


def read_types(definitions: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The type of each attribute that is defined. Raises ValidationException for two of one name."""
    types = {each["AttributeName"]: each["AttributeType"] for each in definitions}
    if len(types) != len(definitions):
        raise wrong("Cannot add duplicate attribute definitions")
    return types


def read_key(schema: Sequence[Mapping[str, str]], types: Mapping[str, str]) -> TableKey:
    """A key schema. Raises ValidationException when its parts are not defined or not in order."""
    if len(schema) > 2:
        raise invalid(
            "1 validation error detected: Value at 'keySchema' failed to satisfy constraint: Member must "
            "have length less than or equal to 2"
        )
    roles = [each["KeyType"] for each in schema]
    if roles[:1] != ["HASH"]:
        raise invalid("Invalid KeySchema: The first KeySchemaElement is not a HASH key type")
    if roles[1:] not in ([], ["RANGE"]):
        raise invalid("Invalid KeySchema: The second KeySchemaElement is not a RANGE key type")
    names = [each["AttributeName"] for each in schema]
    if len(set(names)) != len(names):
        raise invalid("Both the Hash Key and the Range Key element in the KeySchema have the same name")
    if undefined := [name for name in names if name not in types]:
        raise wrong(
            "Some index key attributes are not defined in AttributeDefinitions. "
            f"Keys: [{', '.join(undefined)}], AttributeDefinitions: [{', '.join(sorted(types))}]"
        )
    return TableKey(hash=names[0], range=names[1] if len(names) > 1 else None)


def read_indexes(
    given: Sequence[Mapping[str, Any]], types: Mapping[str, str], *, local: bool, on_demand: bool
) -> list[TableIndex]:
    """Secondary indexes. Raises ValidationException for any that DynamoDB refuses."""
    kind, most = ("local", _MOST_LOCAL) if local else ("global", _MOST_GLOBAL)
    if len(given) > most:
        raise wrong(f"Number of {kind.title()}SecondaryIndexes exceeds per-table limit of {most}")
    return [_read_index(each, types, local=local, on_demand=on_demand) for each in given]


def _read_index(
    given: Mapping[str, Any], types: Mapping[str, str], *, local: bool, on_demand: bool
) -> TableIndex:
    for name, value in given.items():
        if name not in ("IndexName", "KeySchema", "Projection", "ProvisionedThroughput") and value:
            raise NotSimulated(f"ecslab does not simulate {name} of an index; leave it out.")
    check_name(given["IndexName"], "indexName")
    projection = given["Projection"]
    kind = projection.get("ProjectionType")
    if kind is None:
        raise wrong("Unknown ProjectionType: null")
    included = tuple(projection.get("NonKeyAttributes") or ())
    if kind == "INCLUDE" and not included:
        raise wrong("ProjectionType is INCLUDE, but NonKeyAttributes is not specified")
    if kind != "INCLUDE" and included:
        raise wrong(f"ProjectionType is {kind}, but NonKeyAttributes is specified")
    throughput = Throughput()
    if not local:
        throughput = read_throughput(given.get("ProvisionedThroughput"), on_demand=on_demand)
    return TableIndex(
        name=given["IndexName"],
        local=local,
        key=read_key(given["KeySchema"], types),
        projection=kind,
        included=included,
        throughput=throughput,
    )


def read_throughput(given: Mapping[str, int] | None, *, on_demand: bool) -> Throughput:
    """What is provisioned. Raises ValidationException when it is missing, or given where it means nothing."""
    if on_demand:
        if given is not None:
            raise wrong(
                "Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is "
                "PAY_PER_REQUEST"
            )
        return Throughput()
    if given is None:
        raise wrong(
            "ReadCapacityUnits and WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"
        )
    return Throughput(read=given["ReadCapacityUnits"], write=given["WriteCapacityUnits"])


def check_whole(table: DynamoTable) -> None:
    """Raise ValidationException for indexes and definitions that do not go with the table's key."""
    names = [index.name for index in table.indexes]
    if len(set(names)) != len(names):
        raise wrong(f"Duplicate index name: {next(name for name in names if names.count(name) > 1)}")
    for index in table.indexes:
        if index.local and table.key.range is None:
            raise wrong(
                "Table KeySchema does not have a range key, which is required when specifying a "
                "LocalSecondaryIndex"
            )
        if index.local and index.key.range is None:
            raise wrong(f"Index KeySchema does not have a range key for index: {index.name}")
        if index.local and index.key.hash != table.key.hash:
            raise wrong(
                f"Index KeySchema does not have the same leading hash key as table KeySchema for index: "
                f"{index.name}. index hash key: {index.key.hash}, table hash key: {table.key.hash}"
            )
    used = {name for key in (table.key, *(index.key for index in table.indexes)) for name in key.names}
    if unused := sorted(set(table.types) - used):
        raise wrong(
            "Number of attributes in KeySchema does not exactly match number of attributes defined in "
            f"AttributeDefinitions; not in any key: {', '.join(unused)}"
        )


def show(state: State, table: DynamoTable) -> dict[str, Any]:
    """A table as DescribeTable answers it."""
    shown: dict[str, Any] = {
        "AttributeDefinitions": [
            {"AttributeName": name, "AttributeType": kind} for name, kind in sorted(table.types.items())
        ],
        "TableName": table.name,
        "KeySchema": _show_key(table.key),
        "TableStatus": status(state, table),
        "CreationDateTime": to_datetime(table.created_at),
        "ProvisionedThroughput": _show_throughput(table.throughput),
        "TableSizeBytes": table.size,
        "ItemCount": table.items,
        "TableArn": arn.dynamodb(state.settings, table.name),
        "TableId": table.id,
        "DeletionProtectionEnabled": table.protected,
    }
    if table.on_demand:
        shown["BillingModeSummary"] = {"BillingMode": "PAY_PER_REQUEST"}
    for local, name in ((True, "LocalSecondaryIndexes"), (False, "GlobalSecondaryIndexes")):
        if found := [index for index in table.indexes if index.local == local]:
            shown[name] = [_show_index(state, table, index) for index in found]
    return shown


def _show_index(state: State, table: DynamoTable, index: TableIndex) -> dict[str, Any]:
    projection: dict[str, Any] = {"ProjectionType": index.projection}
    if index.included:
        projection["NonKeyAttributes"] = list(index.included)
    shown: dict[str, Any] = {
        "IndexName": index.name,
        "KeySchema": _show_key(index.key),
        "Projection": projection,
        "IndexArn": arn.dynamodb(state.settings, table.name, "index", index.name),
        "ItemCount": state.world.dynamodb_items.placed("place", keys.order_of(table, index)),
    }
    if not index.local:
        shown["IndexStatus"] = status(state, table)
        shown["ProvisionedThroughput"] = _show_throughput(index.throughput)
    return shown


def _show_key(key: TableKey) -> list[dict[str, str]]:
    roles: Iterable[tuple[str, str]] = zip(key.names, ("HASH", "RANGE"), strict=False)
    return [{"AttributeName": name, "KeyType": role} for name, role in roles]


def _show_throughput(throughput: Throughput) -> dict[str, Any]:
    return {
        "NumberOfDecreasesToday": 0,
        "ReadCapacityUnits": throughput.read,
        "WriteCapacityUnits": throughput.write,
    }
