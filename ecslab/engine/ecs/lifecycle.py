"""A Fargate task's way from PROVISIONING to STOPPED: a table of moves, and what happens on arrival.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from collections.abc import Callable
from typing import NamedTuple

from ecslab.engine.ecs import containers, pull, task_definition, watch
from ecslab.engine.records.task import Container, Phase, Task
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
    Move(Phase.ATTACHING, Phase.WAITING, lambda state, _: state.delays.attach),
    Move(Phase.WAITING, Phase.PULLING, lambda state, _: state.delays.pull_wait),
    Move(Phase.PULLING, Phase.STARTING, pull.duration),
    Move(Phase.STARTING, Phase.RUNNING, lambda state, _: state.delays.start),
    Move(Phase.NOTIFIED, Phase.STOPPING, lambda state, _: state.delays.stop_notice),
    Move(Phase.DETACHING, Phase.STOPPED, lambda state, _: state.delays.detach),
)
"""Every move that time makes. RUNNING and STOPPING end when containers exit or somebody asks."""

_MOVES = {move.source: move for move in LIFECYCLE}


def begin(state: State, task: Task) -> None:
    """Let a new task into the world and set it on its way."""
    state.world.tasks.put(task)
    _plan(state, task)


def step(state: State, ids: tuple[str, ...]) -> None:
    """Make the move out of a phase, unless the task has left that phase already."""
    task = state.world.tasks.get(ids[0])
    if task is None or task.phase != ids[1]:
        return
    problem = pull.problem(state, task) if task.phase is Phase.PULLING else None
    if problem is not None:
        _fail(state, task, problem)
    else:
        _enter(state, task, _MOVES[task.phase].target)


def stop(state: State, task: Task, code: str, reason: str) -> Task:
    """Ask a task to stop. One that is stopping or stopped already is left as it is."""
    if not task.live:
        return task
    ran = task.phase is Phase.RUNNING
    return _enter(state, _doomed(state, task, code, reason), Phase.NOTIFIED if ran else Phase.DETACHING)


def end_container(state: State, task: Task, container: Container, exit_code: int) -> Task:
    """A running container has exited: an essential one takes its task along, the last one ends it."""
    task = task.with_container(container.replace(last_status="STOPPED", exit_code=exit_code, exits_at=None))
    if container.essential and task.live:
        task = _doomed(state, task, "EssentialContainerExited", "Essential container in task exited")
        return _enter(state, task.replace(execution_stopped_at=state.now), Phase.STOPPING)
    if task.phase is Phase.STOPPING and not containers.running(task):
        return _enter(state, task, Phase.DETACHING)
    return _keep(state, task)


def exit_container(state: State, ids: tuple[str, ...]) -> None:
    """A container exits by itself, unless its hour was moved or it has stopped already."""
    task = state.world.tasks.get(ids[0])
    if task is None:
        return
    container = task.container(ids[1])
    if container.last_status == "RUNNING" and container.exits_at == state.now:
        end_container(state, task, container, container.exits_with)


def purge(state: State, ids: tuple[str, ...]) -> None:
    """Forget a stopped task and its tags."""
    task = state.world.tasks[ids[0]]
    state.world.tasks.remove(task.id)
    arn = state.arn("task", task.cluster, task.id)
    if arn in state.world.tags:
        state.world.tags.remove(arn)


def _fail(state: State, task: Task, reason: str) -> None:
    """End a task that cannot start."""
    failed = _doomed(state, task, "TaskFailedToStart", reason).replace(execution_stopped_at=state.now)
    watch.failed_to_start(state, failed)
    _enter(state, failed, Phase.DETACHING)


def _doomed(state: State, task: Task, code: str, reason: str) -> Task:
    return task.replace(
        desired_status="STOPPED", stop_code=code, stopped_reason=reason, stopping_at=state.now
    )


def _enter(state: State, task: Task, phase: Phase) -> Task:
    """Put `task` into `phase`, do what happens there, and plan the next move."""
    task = task.replace(phase=phase)
    match phase:
        case Phase.WAITING:
            task = task.replace(connectivity_at=state.now)
        case Phase.PULLING:
            task = task.replace(pull_started_at=state.now)
        case Phase.STARTING:
            task = task.replace(pull_stopped_at=state.now)
        case Phase.RUNNING:
            task = containers.start(state, task.replace(started_at=state.now))
            watch.started(state, task)
        case Phase.STOPPING:
            if not containers.running(task):
                return _enter(state, task, Phase.DETACHING)
            task = containers.signal(state, task)
        case Phase.DETACHING:
            over = task.execution_stopped_at or state.now
            task = containers.stopped(task).replace(execution_stopped_at=over)
        case Phase.STOPPED:
            task = task.replace(stopped_at=state.now)
            state.after(state.delays.retention, PURGE, task.id)
    task = _keep(state, task)
    if phase is Phase.STOPPED:
        task_definition.sweep(state, task.definition)
    _plan(state, task)
    return task


def _keep(state: State, task: Task) -> Task:
    """Let `task` succeed its last version, and tell its service."""
    kept = task.replace(version=task.version + 1)
    state.world.tasks.put(kept)
    if kept.service is not None:
        watch.touch(state, kept.service)
    return kept


def _plan(state: State, task: Task) -> None:
    move = _MOVES.get(task.phase)
    if move is not None:
        state.after(state.delays.vary(move.after(state, task), state.chance), STEP, task.id, task.phase)
