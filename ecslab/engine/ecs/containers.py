"""A task's containers: started together, signalled together, killed when they do not listen.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
"""

from ecslab.engine.clock import SECOND
from ecslab.engine.platform import registry
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State
from ecslab.engine.workload import Workload, behaviour

EXIT = "container.exit"
"""Agenda: that container of that task exits."""

KILLED = 137
"""The exit code of a container that got SIGKILL."""

_STOP_TIMEOUT = 30


def make(state: State, definition: ContainerDefinition) -> Container:
    """A container that has not started."""
    return Container(
        name=definition.name,
        image=definition.image,
        digest=registry.digest(definition.image),
        container_id=state.chance.uuid(),
        runtime_id=f"{state.chance.hex_id()}-{state.chance.below(10**10)}",
        essential=definition.essential,
    )


def start(state: State, task: Task) -> Task:
    """Start every container; those that end by themselves have their hour set."""
    started = []
    for container in task.containers:
        work = _workload(state, task, container)
        ends_at = None if work.runs_for_ms is None else state.now + work.runs_for_ms
        started.append(container.replace(last_status="RUNNING", exits_at=ends_at, exits_with=work.exit_code))
        if ends_at is not None:
            state.agenda.add(ends_at, EXIT, task.id, container.name)
    return task.replace(containers=tuple(started))


def signal(state: State, task: Task) -> Task:
    """Send SIGTERM to every running container, and SIGKILL to those that outlive their stop time-out."""
    for container in running(task):
        work = _workload(state, task, container)
        patience = _definition(state, task, container).stop_timeout or _STOP_TIMEOUT
        if work.on_sigterm_ms is not None and work.on_sigterm_ms <= patience * SECOND:
            ends_at, exit_code = state.now + work.on_sigterm_ms, work.sigterm_exit_code
        else:
            ends_at, exit_code = state.now + patience * SECOND, KILLED
        if container.exits_at is not None and container.exits_at <= ends_at:
            continue
        task = task.with_container(container.replace(exits_at=ends_at, exits_with=exit_code))
        state.agenda.add(ends_at, EXIT, task.id, container.name)
    return task


def stopped(task: Task) -> Task:
    """The task with every container stopped; one that never ran has no exit code."""
    return task.replace(
        containers=tuple(each.replace(last_status="STOPPED", exits_at=None) for each in task.containers)
    )


def running(task: Task) -> list[Container]:
    """The containers that run."""
    return [container for container in task.containers if container.last_status == "RUNNING"]


def _definition(state: State, task: Task, container: Container) -> ContainerDefinition:
    for definition in state.world.definitions[task.definition].containers:
        if definition.name == container.name:
            return task.overrides.apply(definition)
    raise KeyError(container.name)


def _workload(state: State, task: Task, container: Container) -> Workload:
    definition = _definition(state, task, container)
    profile = registry.profile(state.settings.images, container.image)
    return behaviour(profile, (*definition.entry_point, *definition.command))
