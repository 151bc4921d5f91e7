"""The order in which a task's containers start and stop: what their `dependsOn` allows now.

As the ECS agent decides it:
https://github.com/aws/amazon-ecs-agent/blob/master/agent/engine/dependencygraph/graph.go
"""

from collections.abc import Mapping
from typing import NamedTuple

from ecslab.engine.clock import SECOND
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.container_order import ContainerDependency
from ecslab.engine.records.task import Container, Task

NEVER_STARTED = 143
"""The exit code that the agent reports for a container that could not start because of another one."""

Definitions = Mapping[str, ContainerDefinition]


class Hopeless(NamedTuple):
    """A container that can never start, and what the agent says of it."""

    container: Container
    reason: str


def startable(task: Task, drawn: Definitions) -> list[Container]:
    """The containers that have not started and whose dependencies are all met."""
    return [
        container
        for container in task.containers
        if container.last_status == "PENDING" and not unmet(task, container, drawn)
    ]


def unmet(task: Task, container: Container, drawn: Definitions) -> list[ContainerDependency]:
    """What a container still waits for."""
    wanted = drawn[container.name].depends_on
    return [each for each in wanted if not _met(task.container(each.container_name), each.condition)]


def hopeless(task: Task, drawn: Definitions, now: int) -> Hopeless | None:
    """The first container that will never start, if there is one."""
    for container in task.containers:
        if container.last_status != "PENDING":
            continue
        for wanted in drawn[container.name].depends_on:
            dependency = task.container(wanted.container_name)
            why = _why_never(dependency, wanted.condition, drawn, now)
            if why is not None:
                return Hopeless(container, _reason(dependency, container, why))
    return None


def gives_up_at(container: Container, drawn: Definitions) -> int | None:
    """When those who wait for a started container stop waiting, if it has a start time-out."""
    timeout = drawn[container.name].start_timeout
    if timeout is None or container.started_at is None:
        return None
    waited_for = any(
        wanted.container_name == container.name and wanted.condition != "START"
        for definition in drawn.values()
        for wanted in definition.depends_on
    )
    return container.started_at + timeout * SECOND if waited_for else None


def stoppable(task: Task, drawn: Definitions) -> list[Container]:
    """The running containers that nothing running depends on: stopping goes the other way round."""
    needed = {
        wanted.container_name
        for container in task.containers
        if container.last_status == "RUNNING"
        for wanted in drawn[container.name].depends_on
    }
    return [
        container
        for container in task.containers
        if container.last_status == "RUNNING" and container.name not in needed
    ]


def _met(dependency: Container, condition: str) -> bool:
    started = dependency.started_at is not None
    match condition:
        case "START":
            return started
        case "COMPLETE":
            return started and dependency.last_status == "STOPPED"
        case "SUCCESS":
            return started and dependency.last_status == "STOPPED" and dependency.exit_code == 0
        case _:
            return dependency.health == "HEALTHY"


def _why_never(dependency: Container, condition: str, drawn: Definitions, now: int) -> str | None:
    if dependency.last_status != "STOPPED":
        deadline = gives_up_at(dependency, drawn) if condition != "START" else None
        late = deadline is not None and now >= deadline and not _met(dependency, condition)
        return "has timed out." if late else None
    if condition == "SUCCESS" and dependency.exit_code != 0:
        return "as dependency did not exit successfully."
    return "because dependency will never start" if dependency.started_at is None else None


def _reason(dependency: Container, target: Container, why: str) -> str:
    exited = f" - Exit: {dependency.exit_code}" if dependency.exit_code is not None else ""
    goal = "STOPPED" if dependency.last_status == "STOPPED" else "RUNNING"
    first = f"[{dependency.name}({dependency.image}) ({dependency.last_status}->{goal}){exited}]"
    second = f"[{target.name}({target.image}) (PULLED->RUNNING)]"
    begins = "" if why.startswith("has") else "failed to resolve "
    return (
        f"CannotStartContainerError: dependency graph: {begins}container ordering dependency {first} "
        f"for target {second} {why}"
    )
