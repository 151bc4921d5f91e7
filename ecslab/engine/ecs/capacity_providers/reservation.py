"""Managed scaling as pure functions: how many instances a provider needs, and what its group is set to.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
https://aws.amazon.com/blogs/containers/deep-dive-on-amazon-ecs-cluster-auto-scaling/
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.placement.request import Needs

SCALE_IN_AFTER = 15
"""How many minutes in a row the metric must lie below its target before the group shrinks."""

FROM_ZERO = 2
"""A group without instances always starts with two."""


class Room(NamedTuple):
    """What an empty instance of a type offers to tasks."""

    cpu: int
    memory: int
    interfaces: int
    gpus: int = 0


class Queue(NamedTuple):
    """Waiting tasks that all ask for the same."""

    needs: Needs
    tasks: int
    apart: bool = False
    """Whether no two of them may share an instance."""


class Fleet(NamedTuple):
    """A provider's instances and the tasks that wait for them."""

    running: int
    busy: int
    """How many of the running instances have tasks that are no daemon's."""
    queues: Sequence[Queue]
    rooms: Sequence[Room]
    """One for each instance type that the group may launch."""
    minimum_step: int = 1
    maximum_step: int = 10_000
    target: int = 100


class Size(NamedTuple):
    """A group's size: what it is set to, and its bounds."""

    desired: int
    minimum: int
    maximum: int


def capacity(room: Room, queue: Queue) -> int:
    """How many tasks of `queue` an empty instance holds."""
    needs = queue.needs
    limits = [
        room.cpu // needs.cpu if needs.cpu else None,
        room.memory // needs.memory if needs.memory else None,
        room.interfaces if needs.interface else None,
        room.gpus // needs.gpus if needs.gpus else None,
        1 if needs.ports or needs.ports_udp or queue.apart else None,
    ]
    return min((limit for limit in limits if limit is not None), default=queue.tasks)


def needed(fleet: Fleet) -> int | None:
    """How many instances the fleet needs: M. None when no waiting task fits what the group can launch.

    Each kind of waiting task is packed for itself on the largest instances, and the largest need counts,
    within the bounds of a step. A kind that does not fit the smallest type is left out.
    """
    if not fleet.queues:
        return fleet.busy
    smallest = Room(*(min(values) for values in zip(*fleet.rooms, strict=True)))
    largest = Room(*(max(values) for values in zip(*fleet.rooms, strict=True)))
    extra = [
        -(-queue.tasks // capacity(largest, queue)) for queue in fleet.queues if capacity(smallest, queue) > 0
    ]
    if not extra:
        return None
    return fleet.running + min(fleet.maximum_step, max(fleet.minimum_step, *extra, 1))


def reservation(fleet: Fleet) -> float:
    """The metric CapacityProviderReservation, in percent: instances needed for each one that runs."""
    wanted = needed(fleet)
    if wanted is None:
        return float(fleet.target)
    if fleet.running == 0:
        return 200.0 if wanted else 100.0
    return round(100 * wanted / fleet.running, 2)


def grown(fleet: Fleet, size: Size) -> int:
    """What the group is set to when the metric is above its target."""
    wanted = needed(fleet)
    if not wanted or reservation(fleet) <= fleet.target:
        return size.desired
    goal = FROM_ZERO if fleet.running == 0 else _at_target(wanted, fleet.target)
    return max(size.desired, min(size.maximum, goal))


def shrunk(fleet: Fleet, size: Size) -> int:
    """What the group is set to in one minute of scaling in: at least one less, and not half of them."""
    wanted = needed(fleet)
    if wanted is None or reservation(fleet) >= fleet.target:
        return size.desired
    goal = max(size.minimum, _at_target(wanted, fleet.target))
    return max(goal, size.desired - max(1, (size.desired - 1) // 2)) if goal < size.desired else size.desired


def _at_target(wanted: int, target: int) -> int:
    return -(-wanted * 100 // target)
