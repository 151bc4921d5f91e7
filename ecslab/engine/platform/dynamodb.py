"""Amazon DynamoDB: tables, their indexes, and items.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html
"""

from typing import Any, Literal

from ecslab.engine.record import Record

Attributes = dict[str, Any]
"""An item's attributes as DynamoDB itself writes them, each with its type: `{"S": "text"}`."""


class Throughput(Record, frozen=True, kw_only=True):
    """What is provisioned, in units a second; nothing where a table is paid for on demand."""

    read: int = 0
    write: int = 0


class TableKey(Record, frozen=True, kw_only=True):
    """The attributes that make the key of a table or of an index."""

    hash: str
    range: str | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The attributes of the key."""
        return (self.hash,) if self.range is None else (self.hash, self.range)


class TableIndex(Record, frozen=True, kw_only=True):
    """A secondary index."""

    name: str
    local: bool
    key: TableKey
    projection: Literal["ALL", "KEYS_ONLY", "INCLUDE"]
    included: tuple[str, ...] = ()
    throughput: Throughput = Throughput()


class Expiry(Record, frozen=True, kw_only=True):
    """Time to live: whether, and by which attribute, items of a table expire."""

    attribute: str
    enabled: bool
    changed_at: int


class DynamoTable(Record, frozen=True, kw_only=True):
    """A table."""

    name: str
    id: str
    created_at: int
    active_at: int
    """When it can first be used."""
    gone_at: int | None = None
    """When it will be gone, once it is being deleted."""
    key: TableKey
    types: dict[str, str]
    """The type (S, N or B) of every attribute of a key."""
    indexes: tuple[TableIndex, ...] = ()
    on_demand: bool = False
    throughput: Throughput = Throughput()
    protected: bool = False
    items: int = 0
    size: int = 0
    """The bytes of all items."""
    expiry: Expiry | None = None
    """None: it never was turned on."""
    sweep_at: int | None = None
    """When the next items that have expired will be deleted."""


class Item(Record, frozen=True, kw_only=True):
    """An item, and where it stands in its table and in each index that has it."""

    table: str
    """The id of its table."""
    attributes: Attributes
    places: tuple[tuple[str, str], ...]
    """Orders and places in them, that of the table first."""
    size: int
    expires_at: int | None = None

    @property
    def key(self) -> str:
        """`table place`."""
        return f"{self.table} {self.places[0][1]}"
