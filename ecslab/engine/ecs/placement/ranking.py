"""A ranking of instances by several strategies that finds the best, task after task, without looking at all.

A tree with a level for each strategy. Where a strategy ranks each instance by itself, the children of a
node are ranks; where instances share a rank (those of a zone do), they are what is shared, and only the
few children that rank equally first are compared. A task costs a walk down the tree.
"""

import heapq
from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.placement.strategies import Level
from ecslab.engine.records.instance import ContainerInstance


class Ranking:
    """The instances that can take one more task. Equal ranks keep the order of registration."""

    def __init__(self, levels: Sequence[Level]) -> None:
        self._levels = levels
        self._root = _Node()

    def add(self, instance: ContainerInstance, order: int) -> None:
        """Let an instance take part. `order` is its place in the order of registration."""
        node = self._root
        for level in self._levels:
            rank = level.rank(instance)
            key = level.value(instance) if level.shared else rank
            node.size += 1
            child = node.children.get(key)
            if child is None:
                child = node.children[key] = _Node()
                if not level.shared:
                    heapq.heappush(node.ranks, rank)
            child.example = instance
            node = child
        node.size += 1
        heapq.heappush(node.instances, (order, instance))

    def take(self) -> ContainerInstance | None:
        """The best instance, which takes no further part until it is added again; None when none is left."""
        if not self._root.size:
            return None
        node = self._root
        node.size -= 1
        for key in self._best(self._root, 0).path:
            child = node.children[key]
            child.size -= 1
            if not child.size:
                del node.children[key]
            node = child
        return heapq.heappop(node.instances)[1]

    def _best(self, node: "_Node", depth: int) -> "_Place":
        """Where the best instance below `node` is."""
        if depth == len(self._levels):
            return _Place((node.instances[0][0],), ())
        level = self._levels[depth]
        if not level.shared:
            while node.ranks[0] not in node.children:
                heapq.heappop(node.ranks)
            rank = node.ranks[0]
            return self._best(node.children[rank], depth + 1).under(rank, rank)
        ranked = {key: level.rank(child.example) for key, child in node.children.items() if child.example}
        first = min(ranked.values())
        return min(
            self._best(node.children[key], depth + 1).under(first, key)
            for key, rank in ranked.items()
            if rank == first
        )


class _Place(NamedTuple):
    """The ranks of an instance, its order last, and the keys on the way down to it."""

    ranks: tuple[int, ...]
    path: tuple[str | int, ...]

    def under(self, rank: int, key: str | int) -> "_Place":
        return _Place((rank, *self.ranks), (key, *self.path))


class _Node:
    """The instances that agree on everything down to here."""

    __slots__ = ("children", "example", "instances", "ranks", "size")

    def __init__(self) -> None:
        self.size = 0
        self.children: dict[str | int, _Node] = {}
        self.ranks: list[int] = []
        self.instances: list[tuple[int, ContainerInstance]] = []
        self.example: ContainerInstance | None = None
        """One of them: what instances share can be asked of any."""
