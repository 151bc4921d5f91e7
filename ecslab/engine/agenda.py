"""The agenda: what will happen when, as data (time, kind, ids), so that it forks, hashes and saves."""

import heapq
from collections.abc import Iterable
from typing import NamedTuple


class Entry(NamedTuple):
    """Something due at `at` (ms). `sequence` keeps the order of entries that are due together."""

    at: int
    sequence: int
    kind: str
    ids: tuple[str, ...]


class Agenda:
    """A queue of entries, earliest first; equal times keep the order in which they were added."""

    __slots__ = ("_added", "_heap")

    def __init__(self, entries: Iterable[Entry] = (), added: int = 0) -> None:
        self._heap = sorted(entries)
        self._added = added

    def add(self, at_ms: int, kind: str, *ids: str) -> None:
        """Have `kind` happen to `ids` at `at_ms`."""
        self._added += 1
        heapq.heappush(self._heap, Entry(at_ms, self._added, kind, ids))

    def next_at(self) -> int | None:
        """When the next entry is due, or None when nothing is."""
        return self._heap[0].at if self._heap else None

    def pop(self) -> Entry:
        """Take the next entry. Raises IndexError when there is none."""
        return heapq.heappop(self._heap)

    def copy(self) -> "Agenda":
        """An agenda with the same entries that goes its own way."""
        twin = Agenda(added=self._added)
        twin._heap = self._heap.copy()
        return twin

    def entries(self) -> list[Entry]:
        """Every entry, in the order in which they are due."""
        return sorted(self._heap)

    @property
    def added(self) -> int:
        """How many entries were ever added: part of the state, for it numbers the next."""
        return self._added
