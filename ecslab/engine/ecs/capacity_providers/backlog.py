"""The tasks that wait, PROVISIONING, for their capacity provider to have room.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
"""

from itertools import groupby

from ecslab.engine.ecs.placement.place import Placing, Unplaced, survey
from ecslab.engine.ecs.tasks import launch, lifecycle
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

EMPTY = "EMPTY CAPACITY PROVIDER"
"""No instance of the provider is registered with the cluster."""


def place(state: State, ids: tuple[str, ...]) -> None:
    """Give the waiting tasks of a cluster what room there is, oldest first; none holds up another kind."""
    state.world.clusters.put(state.world.clusters[ids[0]].replace(placing_at=None))
    waiting = list(state.world.tasks.where("queued cluster", ids[0]))
    for order, tasks in groupby(waiting, lambda task: launch.order_of(state, task)):
        placing = Placing(state, launch.request_of(state, order))
        for task in tasks:
            found = placing.next()
            if isinstance(found, Unplaced):
                break
            launch.settle(state, order, task, found)
            placing.placed(found.id, task.id)


def expire(state: State, ids: tuple[str, ...]) -> None:
    """End a task that has waited for too long, with what was missing as its reason."""
    task = state.world.tasks.get(ids[0])
    if task is not None and task.phase is Phase.QUEUED:
        lifecycle.fail(state, task, _missing(state, task))


def _missing(state: State, task: Task) -> str:
    unplaced = survey(state, launch.request_of(state, launch.order_of(state, task)))
    if unplaced.closest is not None:
        return unplaced.closest.reason
    members = state.world.instances.where("cluster", task.cluster)
    registered = any(each.capacity_provider == task.capacity_provider for each in members)
    return "NO ACTIVE INSTANCES" if registered else EMPTY
