"""What a container of a task does: its definition with this run's overrides, and its image's profile."""

import msgspec

from ecslab.engine.ecs.tasks import images, sensitive
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State
from ecslab.engine.workload import Workload

_TERMINATED = 143
"""The exit code of a process that SIGTERM ended."""


def definition(state: State, task: Task, container: Container) -> ContainerDefinition:
    """The container's definition as this run has it. Raises KeyError when the revision has no such name."""
    for each in state.world.definitions[task.definition].containers:
        if each.name == container.name:
            return task.overrides.apply(each)
    raise KeyError(container.name)


def definitions(state: State, task: Task) -> dict[str, ContainerDefinition]:
    """The definition of every container of a task, as this run has them."""
    drawn = state.world.definitions[task.definition].containers
    return {each.name: task.overrides.apply(each) for each in drawn}


def workload(state: State, container: Container, drawn: ContainerDefinition) -> Workload:
    """How the container behaves: as its command says if that is simple, else as its image does."""
    # Nearly no command has a variable in it: do not read secrets and files for each container.
    expands = any("$" in word for word in (*drawn.entry_point, *drawn.command))
    variables = sensitive.environment(state, drawn) if expands else {}
    does = images.behaves(state, container, drawn, variables)
    linux = drawn.linux_parameters
    if does.plain and linux is not None and linux.init_process_enabled:
        return msgspec.structs.replace(does, on_sigterm_ms=0, sigterm_exit_code=_TERMINATED)
    return does
