"""What the service scheduler does with load balancers each time it looks at a service.

It registers tasks whose containers run, takes those out that are to stop or have stopped, and lets a task
stop once its connections are over. The order of the events is the one measured on the real service:
stopped, deregistered, draining.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

from collections.abc import Iterable

from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.tasks import lifecycle
from ecslab.engine.ecs.traffic import targets
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State


def reconcile(state: State, key: str) -> bool:
    """Bring the target groups of a service to what its tasks are; True when something was done."""
    tasks = list(state.world.tasks.where("current service", key))
    came = [task for task in tasks if task.phase is Phase.ACTIVATING and task.live]
    # A task may have stopped before anybody looked: those that are over count too.
    going = targets.ended(state, key)
    due = [task for task in going if _due(state, task)]
    _register(state, key, came)
    _deregister(state, key, due)
    for task in tasks:
        if task.phase is Phase.DEACTIVATING and not targets.present(state, task):
            lifecycle.release(state, task)
    for task in going:
        if not _due(state, task):
            watch.look_at(state, key, _due_at(state, task))
    return bool(came or due)


def leaving(state: State, key: str) -> bool:
    """Whether a target group still sends requests to a task of the service that is to stop."""
    return bool(targets.ended(state, key))


def all_healthy(state: State, tasks: Iterable[Task]) -> bool:
    """Whether no target group finds anything wrong with any of the tasks."""
    return all(targets.health(state, task) in (None, "healthy") for task in tasks)


def draining(state: State, key: str) -> bool:
    """Whether a task of the service waits for its connections to be over."""
    tasks = state.world.tasks.where("current service", key)
    return any(task.phase is Phase.DEACTIVATING for task in tasks)


def _register(state: State, key: str, tasks: list[Task]) -> None:
    groups = [group for task in tasks for group in targets.register(state, task)]
    for group, count in targets.counted(groups).items():
        watch.report(state, key, f"registered {count} targets in (target-group {group})")
    for task in tasks:
        lifecycle.activate(state, task)


def _deregister(state: State, key: str, tasks: list[Task]) -> None:
    groups = [group for task in tasks for group in targets.deregister(state, task)]
    for group, count in targets.counted(groups).items():
        watch.report(state, key, f"deregistered {count} targets in (target-group {group})")
    deployments = targets.counted(task.deployment for task in tasks if task.deployment is not None)
    for deployment, count in deployments.items():
        watch.report(
            state, key, f"has begun draining connections on {count} tasks.", inside=f", taskSet {deployment}"
        )


def _due(state: State, task: Task) -> bool:
    return _due_at(state, task) <= state.now


def _due_at(state: State, task: Task) -> int:
    """When a task that is to stop leaves its target groups: one that died by itself at once."""
    asked_at = task.stopping_at or state.now
    return asked_at + state.delays.deregister if task.phase is Phase.DEACTIVATING else asked_at
