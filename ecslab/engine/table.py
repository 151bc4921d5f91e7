"""A table of records of one kind, with indexes that are kept as records come and go."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Generic, TypeVar

from ecslab.engine import order
from ecslab.engine.order import Orders, Place

R = TypeVar("R")
Key = Callable[[R], str]
Property = Callable[[R], str | None]
Places = Callable[[R], Iterable[tuple[str, Place]]]


class Table(Generic[R]):
    """Records by key, in the order in which their keys first came.

    An index names a property of a record; a record whose property is None is left out of it. The
    property of a record may only ever change to None, so that an index keeps the table's order.

    An order sorts records by their places in it, which may change as they like.
    """

    __slots__ = ("_indexes", "_key", "_lent", "_orders", "_records", "kind")

    def __init__(
        self,
        kind: type[R],
        key: Key[R],
        indexes: Mapping[str, Property[R]] | None = None,
        orders: Mapping[str, Places[R]] | None = None,
    ) -> None:
        self.kind = kind
        self._key = key
        self._records: dict[str, R] = {}
        self._indexes = {name: _Index(value) for name, value in (indexes or {}).items()}
        self._orders = {name: Orders(places) for name, places in (orders or {}).items()}
        self._lent = False
        """Whether another table has the same indexes and orders, there being nothing in either."""

    def put(self, record: R) -> None:
        """Add `record`, or let it succeed the one with its key."""
        if self._lent:
            self._make_own()
        key = self._key(record)
        before = self._records.get(key)
        self._records[key] = record
        for index in self._indexes.values():
            index.move(key, before, record)
        for each in self._orders.values():
            each.move(key, before, record)

    def remove(self, key: str) -> None:
        """Forget the record at `key`. Raises KeyError when there is none."""
        record = self._records.pop(key)
        for index in self._indexes.values():
            index.move(key, record, None)
        for each in self._orders.values():
            each.move(key, record, None)

    def get(self, key: str) -> R | None:
        """The record at `key`, or None."""
        return self._records.get(key)

    def values(self) -> Iterator[R]:
        """Every record, in the order of the table."""
        return iter(self._records.values())

    def last(self) -> R | None:
        """The record whose key came last, or None."""
        key = next(reversed(self._records), None)
        return self._records[key] if key is not None else None

    def where(self, index: str, value: str) -> Iterator[R]:
        """The records whose property `index` is `value`, in the order of the table."""
        records = self._records
        return (records[key] for key in self._indexes[index].keys(value))

    def count(self, index: str, value: str) -> int:
        """How many records have `value` as their property `index`, without looking at them."""
        return len(self._indexes[index].keys(value))

    def ascending(self, name: str, bucket: str, start: Place | None = None) -> Iterator[R]:
        """The records in a bucket of the order `name`, those at `start` and after it; all for None."""
        records = self._records
        return (records[key] for _, key in order.ascending(self._orders[name].of(bucket), start))

    def descending(self, name: str, bucket: str, start: Place | None = None) -> Iterator[R]:
        """The records in a bucket of the order `name`, last first, those before `start`; all for None."""
        records = self._records
        return (records[key] for _, key in order.descending(self._orders[name].of(bucket), start))

    def placed(self, name: str, bucket: str, before: Place | None = None) -> int:
        """How many records a bucket of the order `name` has, or has before `before`."""
        return order.count(self._orders[name].of(bucket), before)

    def copy(self) -> "Table[R]":
        """A table with the same records that goes its own way; the records are shared."""
        twin: Table[R] = Table.__new__(Table)
        twin.kind = self.kind
        twin._key = self._key
        twin._records = self._records.copy()
        twin._indexes, twin._orders = self._indexes, self._orders
        # A fork copies a hundred tables, and most of them are empty: those share all until one is put to.
        twin._lent = self._lent = not self._records
        if not twin._lent:
            twin._make_own()
        return twin

    def _make_own(self) -> None:
        """Part the indexes and orders from those of the table that they came from."""
        self._lent = False
        # The two mappings never change, only what stands in them.
        self._indexes = self._indexes and {name: index.copy() for name, index in self._indexes.items()}
        self._orders = self._orders and {name: each.copy() for name, each in self._orders.items()}

    def __getitem__(self, key: str) -> R:
        return self._records[key]

    def __contains__(self, key: object) -> bool:
        return key in self._records

    def __len__(self) -> int:
        return len(self._records)


class _Index(Generic[R]):
    """Keys by a property. Buckets are shared between copies and copied by whoever first writes to one."""

    __slots__ = ("_buckets", "_own", "_property")

    def __init__(self, value: Property[R]) -> None:
        self._property = value
        self._buckets: dict[str, dict[str, None]] = {}
        self._own: set[str] = set()

    def move(self, key: str, before: R | None, after: R | None) -> None:
        old = self._property(before) if before is not None else None
        new = self._property(after) if after is not None else None
        if old == new:
            return
        if old is not None:
            bucket = self._writable(old)
            del bucket[key]
            if not bucket:
                del self._buckets[old]
                self._own.discard(old)
        if new is not None:
            self._writable(new)[key] = None

    def keys(self, value: str) -> Mapping[str, None]:
        return self._buckets.get(value, _EMPTY)

    def copy(self) -> "_Index[R]":
        twin = _Index(self._property)
        twin._buckets = self._buckets.copy()
        self._own.clear()
        return twin

    def _writable(self, value: str) -> dict[str, None]:
        if value not in self._own:
            self._buckets[value] = dict(self._buckets.get(value, _EMPTY))
            self._own.add(value)
        return self._buckets[value]


_EMPTY: Mapping[str, None] = {}
