"""Scale-in protection: tasks that neither scaling in nor a deployment may stop for a while.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-scale-in-protection.html
"""

from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.services import watch
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

EXPIRE = "task.unprotect"
"""Agenda: the protection of the task of that id ends."""

DEFAULT_MINUTES, LONGEST_MINUTES = 120, 2_880


def is_protected(state: State, task: Task) -> bool:
    """Whether the scheduler must let `task` run."""
    return task.protected_until is not None and task.protected_until > state.now


def may_be_protected(task: Task) -> bool:
    """Only running tasks of services can be protected."""
    return task.service is not None and task.live and task.phase is Phase.RUNNING


def protect(state: State, task: Task, minutes: int | None) -> Task:
    """Protect a task for `minutes` from now; None ends its protection."""
    until = None if minutes is None else state.now + minutes * MINUTE
    changed = task.replace(protected_until=until)
    state.world.tasks.put(changed)
    if until is not None:
        state.agenda.add(until, EXPIRE, task.id)
    if task.service is not None:
        watch.touch(state, task.service)
    return changed


def expire(state: State, ids: tuple[str, ...]) -> None:
    """End a protection, unless it was prolonged or ended before."""
    task = state.world.tasks.get(ids[0])
    if task is None or task.protected_until != state.now:
        return
    state.world.tasks.put(task.replace(protected_until=None))
    if task.service is not None:
        watch.touch(state, task.service)


def blocked(deployment: str, count: int, *, moving: bool = False) -> str:
    """What a service says when protected tasks keep it from scaling in, or from `moving` them."""
    what = "AZ Rebalance" if moving else "reach steady state"
    return (
        f"was unable to {what} because (taskSet {deployment}) was unable to scale in due to "
        f"(reason {count} tasks under protection)"
    )
