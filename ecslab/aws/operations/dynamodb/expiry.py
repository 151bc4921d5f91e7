"""Time to live of a table's items.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/TTL.html
"""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.dynamodb import expiry, tables


def update_time_to_live(
    call: Call, *, table_name: str, time_to_live_specification: Mapping[str, Any]
) -> dict[str, Any]:
    """Turn time to live on or off; both take an hour."""
    table = tables.usable(call.state, table_name)
    attribute, enabled = time_to_live_specification["AttributeName"], time_to_live_specification["Enabled"]
    expiry.change(call.state, table, attribute, enabled=enabled)
    return {"TimeToLiveSpecification": {"Enabled": enabled, "AttributeName": attribute}}


def describe_time_to_live(call: Call, *, table_name: str) -> dict[str, Any]:
    """Whether items of a table expire, and by which attribute."""
    table = tables.find(call.state, table_name)
    status = expiry.status(call.state, table)
    shown: dict[str, str] = {"TimeToLiveStatus": status}
    if table.expiry is not None and status != "DISABLED":
        shown["AttributeName"] = table.expiry.attribute
    return {"TimeToLiveDescription": shown}
