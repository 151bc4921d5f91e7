"""Time to live: items whose time is over are deleted, some time later.

AWS deletes them within a few days and promises no more; here it is always the same time. Until then they
can be read, as on AWS.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
"""

from decimal import Decimal
from typing import Literal

from ecslab.engine.clock import DAY, HOUR, SECOND
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.platform.dynamodb import Attributes, DynamoTable, Expiry, Item
from ecslab.engine.state import State

SWEEP = "dynamodb.sweep"
"""Agenda: items of the table of that name have expired long enough ago to be deleted."""

DELAY = 1 * DAY
"""From when an item expires until it is deleted."""

CHANGE = 1 * HOUR
"""How long it takes to turn time to live on or off; meanwhile it cannot be changed again."""

_OLDEST = 5 * 365 * DAY
"""What expired longer ago is taken for a mistake, and stays."""

Status = Literal["ENABLING", "ENABLED", "DISABLING", "DISABLED"]


def status(state: State, table: DynamoTable) -> Status:
    """How time to live stands now."""
    kept = table.expiry
    if kept is None:
        return "DISABLED"
    changing = state.now < kept.changed_at + CHANGE
    if kept.enabled:
        return "ENABLING" if changing else "ENABLED"
    return "DISABLING" if changing else "DISABLED"


def change(state: State, table: DynamoTable, attribute: str, *, enabled: bool) -> None:
    """Turn time to live on or off. Raises ValidationException."""
    kept = table.expiry
    on = kept is not None and kept.enabled
    if kept is not None and state.now < kept.changed_at + CHANGE:
        raise invalid("Time to live has been modified multiple times within a fixed interval")
    if enabled and on:
        raise invalid("TimeToLive is already enabled")
    if not enabled and (kept is None or not on):
        raise invalid("TimeToLive is already disabled")
    if kept is not None and not enabled and attribute != kept.attribute:
        raise invalid(
            f"TimeToLive is active on a different AttributeName: current AttributeName is {kept.attribute}"
        )
    changed = Expiry(attribute=attribute, enabled=enabled, changed_at=state.now)
    now = state.world.dynamodb_tables[table.name].replace(expiry=changed, sweep_at=None)
    state.world.dynamodb_tables.put(now)
    for item in list(state.world.dynamodb_items.ascending("place", table.id)):
        at = expires_at(now, item.attributes)
        if at != item.expires_at:
            state.world.dynamodb_items.put(item.replace(expires_at=at))
    plan(state, table.name)


def expires_at(table: DynamoTable, attributes: Attributes) -> int | None:
    """When an item expires: its attribute is a number of seconds since the epoch, or it never does."""
    if table.expiry is None or not table.expiry.enabled:
        return None
    seconds = attributes.get(table.expiry.attribute, {}).get("N")
    if seconds is None or not 0 <= Decimal(seconds) < 10**12:
        return None
    return int(Decimal(seconds)) * SECOND


def plan(state: State, name: str) -> None:
    """Have the item of a table that goes next deleted when its time comes."""
    table = state.world.dynamodb_tables[name]
    due = _next(state, table)
    if due is None or (table.sweep_at is not None and state.now < table.sweep_at <= due):
        return
    state.world.dynamodb_tables.put(table.replace(sweep_at=due))
    state.agenda.add(due, SWEEP, name)


def sweep(state: State, ids: tuple[str, ...]) -> None:
    """Delete the items of a table that expired long enough ago."""
    (name,) = ids
    table = state.world.dynamodb_tables.get(name)
    if table is None or table.sweep_at != state.now:
        return
    if table.gone_at is None and _on(table):
        expired = state.world.dynamodb_items.ascending("expiry", table.id, state.now - _OLDEST)
        for item in expired:
            if (item.expires_at or 0) + DELAY > state.now:
                break
            remove(state, name, item)
        plan(state, name)


def remove(state: State, name: str, item: Item) -> None:
    """Delete an item of a table."""
    state.world.dynamodb_items.remove(item.key)
    count(state, name, -1, -item.size)


def count(state: State, name: str, items: int, size: int) -> None:
    """Let a table have so many more items and bytes."""
    kept = state.world.dynamodb_tables[name]
    state.world.dynamodb_tables.put(kept.replace(items=kept.items + items, size=kept.size + size))


def _on(table: DynamoTable) -> bool:
    return table.expiry is not None and table.expiry.enabled


def _next(state: State, table: DynamoTable) -> int | None:
    """When the item that expires first is deleted."""
    if table.expiry is None or not table.expiry.enabled:
        return None
    item = next(state.world.dynamodb_items.ascending("expiry", table.id, state.now - _OLDEST), None)
    if item is None or item.expires_at is None:
        return None
    return max(item.expires_at + DELAY, table.expiry.changed_at + CHANGE, state.now)
