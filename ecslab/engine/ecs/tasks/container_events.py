"""What happens to a task's running containers: they exit, are killed, pass or fail their checks.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
"""

from ecslab.engine.ecs.tasks import application, containers, health, lifecycle, log_driver, memory, work
from ecslab.engine.records.task import Container, Phase, Task
from ecslab.engine.state import State

_EXITED = "Essential container in task exited"
_STARVED = "OutOfMemoryError: container killed due to memory usage"
"""What Fargate says of the task; on an instance only the container's reason tells."""


def end(state: State, task: Task, container: Container, exit_code: int, reason: str | None = None) -> Task:
    """A running container has exited, unless its policy starts it again.

    An essential one takes its task along, the last one ends it, and others may have waited for it.
    """
    drawn = work.definition(state, task, container)
    application.end(state, task, container)
    log_driver.end(state, task, container, drawn)
    if task.live and containers.restarts(drawn.restart_policy, container, exit_code, state.now):
        return lifecycle.go_on(state, containers.restart(state, task, container))
    task = task.with_container(
        container.replace(last_status="STOPPED", exit_code=exit_code, reason=reason, exits_at=None)
    )
    if container.essential and task.live:
        starved = reason == memory.REASON and task.launch_type == "FARGATE"
        return lifecycle.collapse(state, task, _STARVED if starved else _EXITED)
    return lifecycle.go_on(state, task)


def exit_by_itself(state: State, ids: tuple[str, ...]) -> None:
    """A container exits by itself, unless its hour was moved or it has stopped already."""
    task = state.world.tasks.get(ids[0])
    if task is None:
        return
    container = task.container(ids[1])
    if container.last_status == "RUNNING" and container.exits_at == state.now:
        end(state, task, container, container.exits_with)


def go_on(state: State, ids: tuple[str, ...]) -> None:
    """A container's script goes on; when it has ended, so has the container."""
    exit_code = application.go_on(state, ids)
    if exit_code is not None:
        task = state.world.tasks[ids[0]]
        end(state, task, task.container(ids[1]), exit_code)


def check_health(state: State, ids: tuple[str, ...]) -> None:
    """See how a container's probes have turned out."""
    task = state.world.tasks.get(ids[0])
    container = task.container(ids[1]) if task is not None else None
    if task is None or container is None or container.last_status != "RUNNING" or container.signalled:
        return
    observed = health.observe(state, task, container)
    if observed.health != container.health:
        lifecycle.go_on(state, task.with_container(observed))


def kill_starved(state: State, ids: tuple[str, ...]) -> None:
    """The kernel kills a container that uses more memory than it may, if there is one by now."""
    task = state.world.tasks.get(ids[0])
    starved = memory.victim(state, task) if task is not None else None
    if task is not None and starved is not None:
        left = end(state, task, starved, containers.KILLED, memory.REASON)
        memory.plan(state, left)


def give_up(state: State, ids: tuple[str, ...]) -> None:
    """A container's start time-out is over for those who wait for it."""
    task = state.world.tasks.get(ids[0])
    if task is not None and task.phase is Phase.ORDERING:
        lifecycle.go_on(state, task)
