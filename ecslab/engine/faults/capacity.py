"""Faults of capacity: Spot takes its capacity back, a provider has no room."""

from ecslab.engine.ecs.capacity_providers import spot
from ecslab.engine.errors import FaultError
from ecslab.engine.faults.fault import CLUSTER, FOR, PROVIDER, SERVICE, TASK, Fault, Given
from ecslab.engine.faults.reading import duration, find_task, known_name, service_key
from ecslab.engine.records.capacity import FARGATE, PREDEFINED
from ecslab.engine.records.task import Task
from ecslab.engine.state import State


def _reclaim(state: State, given: Given) -> None:
    """Spot takes its capacity back: from a task, from a service's oldest Spot task, or from all of them."""
    for task in _spot_tasks(state, given):
        spot.interrupt(state, task)


def _spot_tasks(state: State, given: Given) -> list[Task]:
    if "task" in given:
        candidates = [find_task(state, given["task"])]
    elif "service" in given:
        candidates = list(state.world.tasks.where("current service", service_key(state, given)))
    else:
        candidates = list(state.world.tasks.values())
    found = [task for task in candidates if spot.interruptible(task)]
    if not found:
        raise FaultError("no-spot-task")
    return found[:1] if "service" in given else found


def _no_capacity(state: State, given: Given) -> None:
    """A provider has no room for new tasks: what runs goes on."""
    provider = known_name("no-such-provider", given.get("provider", FARGATE), PREDEFINED)
    spot.run_short(state, provider, duration(given["for"]) if "for" in given else None)


def _capacity_back(state: State, given: Given) -> None:
    """A provider has room again."""
    provider = known_name("no-such-provider", given.get("provider", FARGATE), PREDEFINED)
    if not spot.is_short(state, provider):
        raise FaultError("not-short", name=provider)
    spot.run_short(state, provider, 0)


FAULTS = (
    Fault("spot-reclaim", _reclaim, (TASK, SERVICE, CLUSTER), at_most_one=("task", "service")),
    Fault("no-capacity", _no_capacity, (PROVIDER, FOR)),
    Fault("capacity-back", _capacity_back, (PROVIDER,)),
)
