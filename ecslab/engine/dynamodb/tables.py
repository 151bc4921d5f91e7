"""Tables as a whole: they take a while to come and to go.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html
"""

from typing import Literal

from ecslab.engine import arn
from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.dynamodb import DynamoTable, TableIndex
from ecslab.engine.state import State

CREATION = 6 * SECOND
"""From the request for a table until it is active."""
DELETION = 4 * SECOND
"""From the request to delete a table until it is gone."""

Status = Literal["CREATING", "ACTIVE", "DELETING"]


def find(state: State, name: str) -> DynamoTable:
    """The table with that name or ARN, whatever its status. Raises ResourceNotFoundException."""
    table = lookup(state, name)
    if table is None:
        raise ApiError("ResourceNotFoundException", f"Requested resource not found: Table: {name} not found")
    return table


def usable(state: State, name: str) -> DynamoTable:
    """The table with that name or ARN, if items can be read and written. Raises ResourceNotFoundException."""
    table = lookup(state, name)
    if table is None or status(state, table) != "ACTIVE":
        raise ApiError("ResourceNotFoundException", "Requested resource not found")
    return table


def lookup(state: State, name: str) -> DynamoTable | None:
    """The table with that name or ARN, if it is there."""
    table = state.world.dynamodb_tables.get(name.removeprefix(arn.dynamodb(state.settings, "")))
    if table is not None and table.gone_at is not None and table.gone_at <= state.now:
        return None
    return table


def status(state: State, table: DynamoTable) -> Status:
    """How a table stands now."""
    if table.gone_at is not None:
        return "DELETING"
    return "ACTIVE" if table.active_at <= state.now else "CREATING"


def index_of(table: DynamoTable, name: str) -> TableIndex:
    """The index of that name. Raises ValidationException."""
    for index in table.indexes:
        if index.name == name:
            return index
    raise ApiError("ValidationException", f"The table does not have the specified index: {name}")


def delete(state: State, table: DynamoTable) -> DynamoTable:
    """Begin to delete a table; its items are gone at once."""
    for item in state.world.dynamodb_items.ascending("place", table.id):
        state.world.dynamodb_items.remove(item.key)
    going = table.replace(gone_at=state.now + DELETION, items=0, size=0)
    state.world.dynamodb_tables.put(going)
    return going
