"""Tables.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithTables.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.dynamodb.schemas import (
    check_name,
    check_whole,
    read_indexes,
    read_key,
    read_throughput,
    read_types,
    show,
)
from ecslab.aws.operations.tag_lists import add_tags, forget_tags, read_tags
from ecslab.engine import arn
from ecslab.engine.dynamodb import tables
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import DynamoTable

_ON_DEMAND = "PAY_PER_REQUEST"
_MOST = 100


def create_table(
    call: Call,
    *,
    table_name: str,
    attribute_definitions: Sequence[Mapping[str, str]] = (),
    key_schema: Sequence[Mapping[str, str]] = (),
    local_secondary_indexes: Sequence[Mapping[str, Any]] = (),
    global_secondary_indexes: Sequence[Mapping[str, Any]] = (),
    billing_mode: str = "PROVISIONED",
    provisioned_throughput: Mapping[str, int] | None = None,
    deletion_protection_enabled: bool = False,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a table, which is active some seconds later."""
    state = call.state
    check_name(table_name)
    if tables.lookup(state, table_name) is not None:
        raise ApiError("ResourceInUseException", f"Table already exists: {table_name}")
    types, on_demand = read_types(attribute_definitions), billing_mode == _ON_DEMAND
    made = DynamoTable(
        name=table_name,
        id="",
        created_at=state.now,
        active_at=state.now + tables.CREATION,
        key=read_key(key_schema, types),
        types=types,
        indexes=(
            *read_indexes(local_secondary_indexes, types, local=True, on_demand=on_demand),
            *read_indexes(global_secondary_indexes, types, local=False, on_demand=on_demand),
        ),
        on_demand=on_demand,
        throughput=read_throughput(provisioned_throughput, on_demand=on_demand),
        protected=deletion_protection_enabled,
    )
    check_whole(made)
    name = arn.dynamodb(state.settings, table_name)
    forget_tags(state, name)
    add_tags(state, name, read_tags(tags), invalid("Too many tags: a table has 50 at most."))
    made = made.replace(id=state.chance.uuid())
    state.world.dynamodb_tables.put(made)
    return {"TableDescription": show(state, made)}


def describe_table(call: Call, *, table_name: str) -> dict[str, Any]:
    """A table with its status, key, indexes and how much is in it."""
    return {"Table": show(call.state, tables.find(call.state, table_name))}


def list_tables(call: Call, *, exclusive_start_table_name: str = "", limit: int = _MOST) -> dict[str, Any]:
    """The names of the tables, sorted."""
    state = call.state
    names = sorted(
        table.name
        for table in state.world.dynamodb_tables.values()
        if table.name > exclusive_start_table_name and tables.lookup(state, table.name) is not None
    )
    answer: dict[str, Any] = {"TableNames": names[:limit]}
    return answer | ({"LastEvaluatedTableName": names[limit - 1]} if len(names) > limit else {})


def update_table(
    call: Call,
    *,
    table_name: str,
    billing_mode: str | None = None,
    provisioned_throughput: Mapping[str, int] | None = None,
    deletion_protection_enabled: bool | None = None,
) -> dict[str, Any]:
    """Change how a table is paid for and whether it can be deleted; both hold at once."""
    table = tables.find(call.state, table_name)
    _check_settled(call, table)
    if billing_mode is None and provisioned_throughput is None and deletion_protection_enabled is None:
        raise invalid(
            "At least one of ProvisionedThroughput, BillingMode, UpdateStreamEnabled, "
            "GlobalSecondaryIndexUpdates or SSESpecification or ReplicaUpdates is required"
        )
    on_demand = table.on_demand if billing_mode is None else billing_mode == _ON_DEMAND
    throughput = table.throughput
    if billing_mode is not None or provisioned_throughput is not None:
        throughput = read_throughput(provisioned_throughput, on_demand=on_demand)
    if (
        provisioned_throughput is not None
        and (on_demand, throughput) == (table.on_demand, table.throughput)
        and deletion_protection_enabled is None
    ):
        raise invalid(
            f"The provisioned throughput for the table will not change. The requested value equals the "
            f"current value. Current ReadCapacityUnits provisioned for the table: {throughput.read}. "
            f"Requested ReadCapacityUnits: {throughput.read}. Current WriteCapacityUnits provisioned for "
            f"the table: {throughput.write}. Requested WriteCapacityUnits: {throughput.write}. Refer to the "
            "Amazon DynamoDB Developer Guide for current limits and how to request higher limits."
        )
    protected = table.protected if deletion_protection_enabled is None else deletion_protection_enabled
    changed = table.replace(on_demand=on_demand, throughput=throughput, protected=protected)
    call.state.world.dynamodb_tables.put(changed)
    return {"TableDescription": show(call.state, changed)}


def delete_table(call: Call, *, table_name: str) -> dict[str, Any]:
    """Delete a table with all its items; it is gone some seconds later."""
    table = tables.find(call.state, table_name)
    if table.protected:
        raise invalid(
            "Resource cannot be deleted as it is currently protected against deletion. "
            "Disable deletion protection first."
        )
    _check_settled(call, table)
    going = tables.delete(call.state, table)
    forget_tags(call.state, arn.dynamodb(call.state.settings, table.name))
    return {"TableDescription": show(call.state, going)}


def _check_settled(call: Call, table: DynamoTable) -> None:
    status = tables.status(call.state, table)
    if status == "CREATING":
        raise ApiError(
            "ResourceInUseException",
            f"Attempt to change a resource which is still in use: Table is being created: {table.name}",
        )
    if status == "DELETING":
        raise ApiError(
            "ResourceInUseException",
            f"Attempt to change a resource which is still in use: Table is being deleted: {table.name}",
        )
