"""Which instances ECS launches for tasks that wait for a managed one: a pure function.

AWS says that it chooses the most cost-effective types that can hold the waiting tasks, and may put
several on one instance. Here that is the smallest type that holds most of them.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instances-capacity-providers-concept.html
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.placement.request import Needs
from ecslab.engine.platform.instance_types import InstanceType
from ecslab.engine.records.managed_instances import InstanceRequirements

_OLD = "m4."
"""Types of an earlier generation, which ECS takes only when they are asked for."""


class Demand(NamedTuple):
    """What a waiting task asks of an instance."""

    needs: Needs
    architecture: str = "x86_64"


class Space(NamedTuple):
    """What is free on an instance."""

    cpu: int
    memory: int
    interfaces: int
    gpus: int
    ports: frozenset[int]
    """The host ports that are taken already."""
    architecture: str

    def take(self, demand: Demand) -> "Space | None":
        """What is left with one more task; None when it does not fit."""
        needs = demand.needs
        left = self._replace(
            cpu=self.cpu - needs.cpu,
            memory=self.memory - needs.memory,
            interfaces=self.interfaces - needs.interface,
            gpus=self.gpus - needs.gpus,
            ports=self.ports | set(needs.ports),
        )
        clash = not self.ports.isdisjoint(needs.ports) or demand.architecture != self.architecture
        return None if clash or min(left[:4]) < 0 else left


def space_of(kind: InstanceType) -> Space:
    """An empty instance of a type."""
    return Space(
        kind.vcpus * 1024,
        kind.usable_memory,
        kind.interfaces - 1,
        kind.gpus,
        frozenset(),
        kind.architecture,
    )


def allowed(types: Sequence[InstanceType], wanted: InstanceRequirements | None) -> list[InstanceType]:
    """The types that the requirements leave, smallest first; none asked means the ordinary ones."""
    kept = [kind for kind in types if wanted is None or _meets(kind, wanted)]
    if wanted is None:
        kept = [kind for kind in kept if not (_is_burstable(kind) or kind.gpus or kind.name.startswith(_OLD))]
    return sorted(kept, key=lambda kind: (kind.gpus, kind.vcpus, kind.memory, kind.name))


def launches(
    types: Sequence[InstanceType],
    coming: Sequence[InstanceType],
    waiting: Sequence[Demand],
    resident: Sequence[Demand] = (),
) -> list[InstanceType]:
    """The instances to launch so that every waiting task which fits some type will have room.

    `coming` are the instances that are on their way already: they are filled first. `resident` is what
    runs on every instance before anything else.
    """
    spaces = [space for kind in coming if (space := _empty(kind, resident)) is not None]
    left = [demand for demand in waiting if not _put(spaces, demand)]
    chosen: list[InstanceType] = []
    while left:
        best = min(types, key=lambda kind: -_held(kind, left, resident), default=None)
        space = _empty(best, resident) if best is not None else None
        if best is None or space is None or not _held(best, left, resident):
            break
        chosen.append(best)
        spaces = [space]
        left = [demand for demand in left if not _put(spaces, demand)]
    return chosen


def _empty(kind: InstanceType, resident: Sequence[Demand]) -> Space | None:
    """What is free on a new instance; None when not even what runs on every one fits."""
    space: Space | None = space_of(kind)
    for demand in resident:
        space = space.take(demand._replace(architecture=kind.architecture)) if space is not None else None
    return space


def _held(kind: InstanceType, waiting: Sequence[Demand], resident: Sequence[Demand]) -> int:
    space = _empty(kind, resident)
    spaces = [space] if space is not None else []
    return sum(_put(spaces, demand) for demand in waiting)


def _put(spaces: list[Space], demand: Demand) -> bool:
    for number, space in enumerate(spaces):
        left = space.take(demand)
        if left is not None:
            spaces[number] = left
            return True
    return False


def _meets(kind: InstanceType, wanted: InstanceRequirements) -> bool:
    if wanted.allowed_instance_types and not _named(kind, wanted.allowed_instance_types):
        return False
    if _named(kind, wanted.excluded_instance_types):
        return False
    burstable = wanted.burstable_performance
    fits = burstable == "included" or _is_burstable(kind) == (burstable == "required")
    return (
        (fits or bool(wanted.allowed_instance_types))
        and kind.vcpus in wanted.v_cpu_count
        and kind.memory in wanted.memory_mib
    )


def _named(kind: InstanceType, patterns: Sequence[str]) -> bool:
    """Whether a pattern means the type: its name, or the beginning of it and a star."""
    return any(
        kind.name == pattern or (pattern.endswith("*") and kind.name.startswith(pattern[:-1]))
        for pattern in patterns
    )


def _is_burstable(kind: InstanceType) -> bool:
    return kind.name.startswith("t")
