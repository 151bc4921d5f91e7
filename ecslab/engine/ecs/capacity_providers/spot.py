"""Fargate capacity that comes and goes: Spot tasks are interrupted, and a provider can run short.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-capacity-providers.html
"""

from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.tasks import lifecycle
from ecslab.engine.records.capacity import FARGATE_SPOT, PREDEFINED, Shortage
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

RECOVER = "capacity.recover"
"""Agenda: the provider of that name has capacity again."""

UNAVAILABLE = (
    "Capacity is unavailable at this time. Please try again later or in a different availability zone"
)
"""What ECS says when Fargate has no room for a task."""


def interruptible(task: Task) -> bool:
    """Whether Fargate Spot can take the task's capacity back: it runs there and was not asked to stop yet."""
    return task.capacity_provider == FARGATE_SPOT and task.live


def interrupt(state: State, task: Task) -> Task:
    """Take the capacity of an `interruptible` task back; any other task is left as it is.

    The warning of two minutes is no delay: it comes as an event together with SIGTERM, and the task
    then has its stop time-out, 30 seconds unless its definition says otherwise and 120 at most.
    """
    if not interruptible(task):
        return task
    return lifecycle.stop(state, task, "SpotInterruption", "Your Spot Task was interrupted.")


def run_short(state: State, provider: str, duration_ms: int | None = None) -> None:
    """Let FARGATE or FARGATE_SPOT have no room for new tasks, for a while or until it recovers."""
    if provider not in PREDEFINED:
        raise ValueError(provider)
    ends_at = None if duration_ms is None else state.now + duration_ms
    state.world.shortages.put(Shortage(provider=provider, ends_at=ends_at))
    if ends_at is not None:
        state.agenda.add(ends_at, RECOVER, provider)


def recover(state: State, ids: tuple[str, ...]) -> None:
    """End a provider's shortage, unless it was prolonged, and have services try again."""
    shortage = state.world.shortages.get(ids[0])
    if shortage is None or (shortage.ends_at is not None and shortage.ends_at > state.now):
        return
    state.world.shortages.remove(shortage.provider)
    for service in list(state.world.services.values()):
        watch.touch(state, service.key)


def is_short(state: State, provider: str) -> bool:
    """Whether the provider has no room for a task."""
    return provider in state.world.shortages
