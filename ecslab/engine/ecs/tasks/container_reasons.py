"""What stands between a task's containers and what they are meant to be, as codes and values.

The words for each code stand in the catalogues, at `engine.why.<code>`.
"""

from collections.abc import Iterator

from ecslab.engine.clock import SECOND, format_duration
from ecslab.engine.ecs.tasks import initialise, memory, ordering, pull, work
from ecslab.engine.records.task import BEFORE_RUNNING, Phase, Task
from ecslab.engine.state import State

Reason = tuple[str, dict[str, str | int]]


def of_starting_task(state: State, task: Task) -> Iterator[Reason]:
    """Why a task will not start, as far as it is known already, and what its containers wait for."""
    for phase, ask in (
        (Phase.WAITING, initialise.problem),
        (Phase.PULLING, pull.problem),
        (Phase.STARTING, initialise.start_problem),
    ):
        failure = ask(state, task) if _comes(task, phase) else None
        if failure is not None:
            yield "start-will-fail", {"message": failure.reason}
            return
    if task.phase is Phase.ORDERING:
        yield from _waits(state, task)


def of_running_task(state: State, task: Task) -> Iterator[Reason]:
    """What is not well with a task that runs, and what will end it."""
    for container in task.containers:
        if container.health == "UNHEALTHY":
            yield "container-unhealthy", {"container": container.name}
        elif container.health == "UNKNOWN" and container.last_status == "RUNNING":
            yield "container-checked-first", {"container": container.name}
        if container.restarts:
            yield "container-restarted", {"container": container.name, "times": container.restarts}
        if container.last_status == "STOPPED" and container.exit_code is not None:
            yield "container-exited", {"container": container.name, "exit_code": container.exit_code}
    due = memory.next_breach(state, task)
    if due is not None:
        wait = format_duration(max(0, due - state.now) // SECOND * SECOND)
        yield "memory-runs-out", {"used": memory.used_mib(state, task), "wait": wait}


def of_ended_task(task: Task) -> Iterator[Reason]:
    """How the containers of a task ended."""
    for container in task.containers:
        if container.exit_code is not None:
            yield "container-exited", {"container": container.name, "exit_code": container.exit_code}
        if container.reason is not None:
            yield "container-said", {"container": container.name, "reason": container.reason}


def _comes(task: Task, phase: Phase) -> bool:
    """Whether the task has not left `phase` yet."""
    order = [each for each in Phase if each in BEFORE_RUNNING]
    return task.phase in order and order.index(task.phase) <= order.index(phase)


def _waits(state: State, task: Task) -> Iterator[Reason]:
    drawn = work.definitions(state, task)
    for container in task.containers:
        if container.last_status != "PENDING":
            continue
        for wanted in ordering.unmet(task, container, drawn):
            values: dict[str, str | int] = {
                "container": container.name,
                "dependency": wanted.container_name,
                "condition": wanted.condition,
            }
            dependency = task.container(wanted.container_name)
            yield "container-waits", values
            if dependency.last_status == "STOPPED":
                yield "container-waits-for-ever", values
