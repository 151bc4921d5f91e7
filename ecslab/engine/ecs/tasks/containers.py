"""A task's containers: started as their order allows, signalled the other way round, killed when deaf.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html
"""

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.tasks import application, health, images, log_driver, memory, ordering, work
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.container_order import RestartPolicy
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

EXIT = "container.exit"
"""Agenda: that container of that task exits."""
GIVE_UP = "container.give-up"
"""Agenda: those who wait for that container of that task wait no longer."""

KILLED = 137
"""The exit code of a container that got SIGKILL."""

_STOP_TIMEOUT = 30


def make(state: State, definition: ContainerDefinition, digest: str | None = None) -> Container:
    """A container that has not started; its image has that digest, or is what its tag points to now."""
    return Container(
        name=definition.name,
        image=definition.image,
        digest=digest or images.digest(state, definition.image),
        container_id=state.chance.uuid(),
        runtime_id=f"{state.chance.hex_id()}-{state.chance.below(10**10)}",
        essential=definition.essential,
        health=health.UNKNOWN if definition.health_check is not None else None,
    )


def start_ready(state: State, task: Task) -> Task:
    """Start every container whose dependencies are met; those that end by themselves have their hour set."""
    drawn = work.definitions(state, task)
    begun = False
    while ready := ordering.startable(task, drawn):
        begun = True
        for container in ready:
            task = start(state, task, container)
            gives_up_at = ordering.gives_up_at(task.container(container.name), drawn)
            if gives_up_at is not None:
                state.agenda.add(gives_up_at, GIVE_UP, task.id, container.name)
    if begun:
        memory.plan(state, task)
    return task


def start(state: State, task: Task, container: Container) -> Task:
    """Start one container, for the first time or again."""
    drawn = work.definition(state, task, container)
    work_to_do = work.workload(state, container, drawn)
    ends_at = None if work_to_do.runs_for_ms is None else state.now + work_to_do.runs_for_ms
    started = container.replace(
        last_status="RUNNING",
        exit_code=None,
        reason=None,
        started_at=state.now,
        fails_checks_from=state.now if images.unwell(state, container.image) else None,
        leaks_from=None,
        leaks_kib_per_minute=0,
        exits_at=ends_at,
        exits_with=work_to_do.exit_code,
    )
    if ends_at is not None:
        state.agenda.add(ends_at, EXIT, task.id, container.name)
    log_driver.begin(state, task, container, drawn, work_to_do)
    if work_to_do.script is not None:
        application.begin(state, task, container, drawn, work_to_do.script)
    full_in = images.leaking(state, container.image)
    if full_in is not None:
        started = memory.leaks(state, task, started, full_in)
    return task.with_container(health.begin(state, task, started))


def restart(state: State, task: Task, container: Container) -> Task:
    """Start a container again that has exited."""
    task = start(state, task, container.replace(restarts=container.restarts + 1))
    memory.plan(state, task)
    return task


def restarts(policy: RestartPolicy | None, container: Container, exit_code: int, now: int) -> bool:
    """Whether a container that exits now with `exit_code` starts again instead.

    It must have run for the policy's period since it last started, so it starts again once a period at most.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-restart-policy.html
    """
    if policy is None or not policy.enabled or exit_code in policy.ignored_exit_codes:
        return False
    return now - (container.started_at or now) >= policy.restart_attempt_period * SECOND


def signal(state: State, task: Task) -> Task:
    """Send SIGTERM to the containers whose turn it is, and SIGKILL once they outlive their stop time-out.

    A container that others depend on gets it when those have stopped.
    """
    drawn = work.definitions(state, task)
    for container in ordering.stoppable(task, drawn):
        if container.signalled:
            continue
        profile = work.workload(state, container, drawn[container.name])
        patience = (drawn[container.name].stop_timeout or _STOP_TIMEOUT) * SECOND
        if profile.on_sigterm_ms is not None and profile.on_sigterm_ms <= patience:
            ends_at, exit_code = state.now + profile.on_sigterm_ms, profile.sigterm_exit_code
        else:
            ends_at, exit_code = state.now + patience, KILLED
        told = container.replace(signalled=True)
        if container.exits_at is None or container.exits_at > ends_at:
            told = told.replace(exits_at=ends_at, exits_with=exit_code)
            state.agenda.add(ends_at, EXIT, task.id, container.name)
        task = task.with_container(told)
    return task


def stopped(state: State, task: Task) -> Task:
    """The task with every container stopped; one that never ran has no exit code."""
    for container in running(task):
        application.end(state, task, container)
        log_driver.end(state, task, container, work.definition(state, task, container))
    return task.replace(
        containers=tuple(each.replace(last_status="STOPPED", exits_at=None) for each in task.containers)
    )


def running(task: Task) -> list[Container]:
    """The containers that run."""
    return [container for container in task.containers if container.last_status == "RUNNING"]
