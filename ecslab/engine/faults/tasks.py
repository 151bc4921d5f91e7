"""Faults of tasks and their containers: processes that die."""

from ecslab.engine.ecs.tasks import container_events, containers
from ecslab.engine.faults.fault import CLUSTER, CONTAINER, SERVICE, TASK, Fault, Field, Given, Kind
from ecslab.engine.faults.reading import container_of, victims
from ecslab.engine.state import State

EXIT_CODE = Field("exit-code", Kind.WHOLE, most=255)


def _stop_task(state: State, given: Given) -> None:
    """A running task dies: its first essential container gets SIGKILL, as when its process crashes."""
    _kill(state, given)


def _kill(state: State, given: Given) -> None:
    task = victims(state, given)[0]
    container = container_of(task, given)
    container_events.end(state, task, container, given.get("exit-code", containers.KILLED))


FAULTS = (
    Fault("stop-task", _stop_task, (TASK, SERVICE, CLUSTER, EXIT_CODE), one_of=("task", "service")),
    Fault(
        "kill-container",
        _kill,
        (TASK, SERVICE, CLUSTER, CONTAINER, EXIT_CODE),
        one_of=("task", "service"),
        required=("container",),
    ),
)
