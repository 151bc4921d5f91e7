"""A Fargate task's way from PROVISIONING to STOPPED: a table of moves, and what happens on arrival.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from collections.abc import Callable
from typing import NamedTuple

from ecslab.engine import events, levels
from ecslab.engine.delays import Delays, InstanceDelays
from ecslab.engine.ecs.definitions import task_definition
from ecslab.engine.ecs.instances import instance
from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.tasks import containers, initialise, metering, ordering, pull, work
from ecslab.engine.ecs.tasks.failure import Failure
from ecslab.engine.ecs.traffic import target_health, targets
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

STEP = "task.step"
"""Agenda: the task of that id leaves that phase."""
PURGE = "task.purge"
"""Agenda: the stopped task of that id is forgotten."""


class Move(NamedTuple):
    """From one phase to the next, after a delay in milliseconds."""

    source: Phase
    target: Phase
    after: Callable[[State, Task], int]


LIFECYCLE = (
    Move(Phase.ATTACHING, Phase.WAITING, lambda state, task: _delays(state, task).attach),
    Move(
        Phase.WAITING,
        Phase.PULLING,
        lambda state, task: _delays(state, task).pull_wait + initialise.delay(state, task),
    ),
    Move(Phase.PULLING, Phase.STARTING, pull.duration),
    Move(Phase.STARTING, Phase.ORDERING, lambda state, task: _delays(state, task).start),
    Move(Phase.NOTIFIED, Phase.STOPPING, lambda state, _: state.delays.stop_notice),
    Move(Phase.DETACHING, Phase.STOPPED, lambda state, task: _delays(state, task).detach),
)
"""Every move that time makes. ORDERING ends when every container has started, RUNNING and STOPPING when
containers exit or somebody asks."""

_MOVES = {move.source: move for move in LIFECYCLE}

_PROBLEMS = {
    Phase.WAITING: initialise.problem,
    Phase.PULLING: pull.problem,
    Phase.STARTING: initialise.start_problem,
}
"""What can keep a task from leaving a phase: it fails there."""


def begin(state: State, task: Task) -> None:
    """Let a new task into the world and set it on its way."""
    state.world.tasks.put(task)
    events.task_changed(state, task)
    _plan(state, task)


def step(state: State, ids: tuple[str, ...]) -> None:
    """Make the move out of a phase, unless the task has left that phase already."""
    task = state.world.tasks.get(ids[0])
    if task is None or task.phase != ids[1]:
        return
    problem = _PROBLEMS[task.phase](state, task) if task.phase in _PROBLEMS else None
    if problem is not None:
        _fail(state, task, problem)
    else:
        _enter(state, task, _MOVES[task.phase].target)


def stop(state: State, task: Task, code: str, reason: str) -> Task:
    """Ask a task to stop. One that is stopping or stopped already is left as it is."""
    if not task.live:
        return task
    doomed = _doomed(state, task, code, reason)
    if task.phase is Phase.RUNNING and targets.registered(state, task):
        return _enter(state, doomed, Phase.DEACTIVATING)
    ran = task.phase in (Phase.ACTIVATING, Phase.RUNNING)
    return _enter(state, doomed, Phase.NOTIFIED if ran else Phase.STOPPING)


def lose(state: State, task: Task, code: str, reason: str) -> Task:
    """A task's machine is gone: it has stopped at once, without a signal and without exit codes."""
    if task.phase is Phase.STOPPED:
        return task
    if task.before_running and task.live:
        watch.failed_to_start(state, task.replace(stopped_reason=reason))
    lost = _doomed(state, task, code, reason) if task.live else task
    over = lost.execution_stopped_at or state.now
    return _enter(state, containers.stopped(state, lost).replace(execution_stopped_at=over), Phase.STOPPED)


def fail(state: State, task: Task, reason: str) -> Task:
    """End a task that cannot start, unless it was asked to stop already."""
    return _fail(state, task, Failure(reason)) if task.live and task.before_running else task


def activate(state: State, task: Task) -> Task:
    """A task whose containers run is in its target groups now: it is RUNNING."""
    return _enter(state, task, Phase.RUNNING) if task.phase is Phase.ACTIVATING else task


def release(state: State, task: Task) -> Task:
    """The target groups of a task that is to stop have let go of it: its containers get the signal."""
    return _enter(state, task, Phase.NOTIFIED) if task.phase is Phase.DEACTIVATING else task


def collapse(state: State, task: Task, reason: str) -> Task:
    """An essential container of a task has exited, and takes the task along."""
    doomed = _doomed(state, task, "EssentialContainerExited", reason)
    if task.before_running:
        watch.failed_to_start(state, doomed)
    return _enter(state, doomed.replace(execution_stopped_at=state.now), Phase.STOPPING)


def go_on(state: State, task: Task) -> Task:
    """Something about a task's containers has changed: others may start or stop now."""
    match task.phase:
        case Phase.STOPPING:
            return _enter(state, task, Phase.STOPPING)
        case Phase.ORDERING:
            return _order(state, task)
        case _:
            return _keep(state, task)


def purge(state: State, ids: tuple[str, ...]) -> None:
    """Forget a stopped task and its tags."""
    task = state.world.tasks[ids[0]]
    state.world.tasks.remove(task.id)
    if task.id in state.world.decisions:
        state.world.decisions.remove(task.id)
    arn = state.arn("task", task.cluster, task.id)
    if arn in state.world.tags:
        state.world.tags.remove(arn)


def _fail(state: State, task: Task, failure: Failure) -> Task:
    """End a task that cannot start."""
    if failure.container is not None:
        task = task.with_container(task.container(failure.container).replace(reason=failure.reason))
    failed = _doomed(state, task, "TaskFailedToStart", failure.stopped_reason)
    watch.failed_to_start(state, failed)
    return _enter(state, failed, Phase.STOPPING)


def _order(state: State, task: Task) -> Task:
    """Start every container that may start now; the task runs once each has started or never will."""
    task = containers.start_ready(state, task)
    drawn = work.definitions(state, task)
    while (lost := ordering.hopeless(task, drawn, state.now)) is not None:
        code = ordering.NEVER_STARTED
        task = task.with_container(
            lost.container.replace(last_status="STOPPED", exit_code=code, reason=lost.reason)
        )
        if lost.container.essential:
            return _fail(state, task, Failure(lost.reason, lost.container.name))
    if any(container.last_status == "PENDING" for container in task.containers):
        return _keep(state, task)
    return _enter(state, task, Phase.ACTIVATING if targets.uses(state, task) else Phase.RUNNING)


def _doomed(state: State, task: Task, code: str, reason: str) -> Task:
    return task.replace(
        desired_status="STOPPED", stop_code=code, stopped_reason=reason, stopping_at=state.now
    )


def _enter(state: State, task: Task, phase: Phase) -> Task:
    """Put `task` into `phase`, do what happens there, and plan the next move."""
    task = task.replace(phase=phase)
    match phase:
        case Phase.WAITING if task.connectivity_at is None:
            task = task.replace(connectivity_at=state.now)
        case Phase.PULLING:
            task = task.replace(pull_started_at=state.now)
        case Phase.STARTING:
            task = task.replace(pull_stopped_at=state.now)
            instance.remember_images(state, task)
        case Phase.ORDERING:
            return _order(state, instance.bind(state, task))
        case Phase.RUNNING:
            task = task.replace(started_at=state.now)
            watch.started(state, task)
        case Phase.STOPPING:
            if not containers.running(task):
                return _enter(state, task, Phase.DETACHING)
            task = containers.signal(state, task)
        case Phase.DETACHING:
            over = task.execution_stopped_at or state.now
            task = containers.stopped(state, task).replace(execution_stopped_at=over)
            if task.interface is None:
                return _enter(state, task, Phase.STOPPED)
        case Phase.STOPPED:
            return _end(state, task)
    task = _keep(state, task)
    _plan(state, task)
    return task


def _end(state: State, task: Task) -> Task:
    """A task has stopped: what it had is free, and it stays visible for a while."""
    task = task.replace(stopped_at=state.now)
    metering.close(state, task)
    state.after(state.delays.retention, PURGE, task.id)
    instance.release(state, task)
    if task.id in state.world.queued:
        state.world.queued.remove(task.id)
    task = _keep(state, task)
    task_definition.sweep(state, task.definition)
    return task


def _keep(state: State, task: Task) -> Task:
    """Let `task` succeed its last version, and tell its service."""
    kept = task.replace(version=task.version + 1)
    levels.task_changed(state, state.world.tasks.get(kept.id), kept)
    state.world.tasks.put(kept)
    events.task_changed(state, kept)
    target_health.look(state, kept)
    if kept.service is not None:
        watch.touch(state, kept.service)
    return kept


def _delays(state: State, task: Task) -> Delays | InstanceDelays:
    """The figures for where the task is."""
    return state.delays if task.instance is None else state.delays.instance


def _plan(state: State, task: Task) -> None:
    move = _MOVES.get(task.phase)
    if move is not None:
        state.after(state.delays.vary(move.after(state, task), state.chance), STEP, task.id, task.phase)
