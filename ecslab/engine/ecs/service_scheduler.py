"""The service scheduler: looks at a service, decides by a pure function, and does what it decided.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from collections.abc import Iterable, Sequence

from ecslab.engine.ecs import launch, lifecycle, replica, task_definition, watch
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import BEFORE_RUNNING, Phase, Task
from ecslab.engine.state import State

FORGET = "service.forget"
"""Agenda: the deleted service of that key is forgotten."""

_PRESENT = frozenset({*BEFORE_RUNNING, Phase.RUNNING, Phase.NOTIFIED})
"""The phases of tasks that a deployment still has."""

_STUCK = (
    "was unable to stop or start tasks during a deployment because of the service deployment configuration. "
    "Update the minimumHealthyPercent or maximumPercent value and try again."
)
_NO_INSTANCES = (
    "was unable to place a task because no container instance met all of its requirements. Reason: No "
    "Container Instances were found in your cluster. For more information, see the Troubleshooting section "
    "of the Amazon ECS Developer Guide."
)


def tick(state: State, ids: tuple[str, ...]) -> None:
    """Look at a service, unless the look was moved to another time."""
    key = ids[0]
    service = state.world.services.get(key)
    if service is None or service.tick_at != state.now:
        return
    state.world.services.put(service.replace(tick_at=None))
    if service.status == "DRAINING":
        _drain(state, key)
        return
    if service.status != "ACTIVE":
        return
    primary = primary_of(state, key)
    plan = replica.plan(view(state, service, primary))
    if plan.start:
        _start(state, key, primary, plan.start)
    if plan.stop:
        _stop(state, key, plan.stop)
    if plan.blocked:
        watch.complain(state, key, _STUCK)
    _finish(state, key)
    _look_again(state, key)


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a deleted service, unless one of its name was made again."""
    service = state.world.services.get(ids[0])
    if service is not None and service.status == "INACTIVE" and str(service.created_at) == ids[1]:
        state.world.services.remove(service.key)
        tags = state.arn("service", service.cluster, service.name)
        if tags in state.world.tags:
            state.world.tags.remove(tags)


def primary_of(state: State, key: str) -> Deployment:
    """The service's primary deployment."""
    return next(each for each in state.world.deployments.where("service", key) if each.primary)


def is_healthy(state: State, task: Task) -> bool:
    """Whether a task without a health check counts as healthy: RUNNING for 40 seconds."""
    ran_since = task.started_at if task.phase is Phase.RUNNING else None
    return ran_since is not None and state.now - ran_since >= state.delays.healthy


def view(state: State, service: Service, primary: Deployment) -> replica.View:
    """The service as the scheduling function sees it."""
    tasks = [
        replica.TaskView(
            id=task.id,
            current=task.deployment == primary.id,
            running=task.phase is Phase.RUNNING,
            healthy=is_healthy(state, task),
            zone=task.zone,
            created_at=task.created_at,
        )
        for task in state.world.tasks.where("current service", service.key)
        if task.live
    ]
    held = primary.retry_at is not None and state.now < primary.retry_at
    return replica.View(service.desired, service.floor, service.ceiling, held, tasks)


def _start(state: State, key: str, primary: Deployment, count: int) -> None:
    service = state.world.services[key]
    definition = state.world.definitions[primary.definition]
    if primary.launch_type != "FARGATE" or primary.network is None:
        watch.complain(state, key, _NO_INSTANCES)
        return
    refused = launch.refusal(state, definition)
    if refused is not None:
        watch.complain(state, key, f"failed to launch a task with (error {refused}).")
        watch.look_at(state, key, state.now + 60_000)
        return
    order = launch.Order(
        cluster=service.cluster,
        definition=definition,
        network=primary.network,
        group=f"service:{service.name}",
        service=key,
        deployment=primary.id,
        started_by=primary.id,
    )
    started = [launch.launch(state, order) for _ in range(count)]
    watch.report(state, key, f"has started {count} tasks: {_names(task.id for task in started)}.")
    _unsettle(state, key)


def _stop(state: State, key: str, tasks: Sequence[replica.TaskView]) -> None:
    for view in tasks:
        _stop_task(state, state.world.tasks[view.id])
    running = [view.id for view in tasks if view.running]
    if running:
        watch.report(state, key, f"has stopped {len(running)} running tasks: {_names(running)}.")
    if len(running) < len(tasks):
        watch.report(state, key, f"stopped {len(tasks) - len(running)} pending tasks.")
    _unsettle(state, key)


def _stop_task(state: State, task: Task) -> None:
    reason = f"Scaling activity initiated by (deployment {task.deployment})"
    lifecycle.stop(state, task, "ServiceSchedulerInitiated", reason)


def _finish(state: State, key: str) -> None:
    """Tell of what is done: an old deployment is gone, the primary complete, the service steady."""
    primary = primary_of(state, key)
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in _PRESENT]
    busy = {task.deployment for task in present}
    for old in list(state.world.deployments.where("service", key)):
        if not old.primary and old.id not in busy:
            state.world.deployments.remove(old.id)
            task_definition.sweep(state, old.definition)
    service = state.world.services[key]
    alone = all(task.deployment == primary.id and task.live for task in present)
    healthy = sum(is_healthy(state, task) for task in present)
    running = sum(task.phase is Phase.RUNNING for task in present)
    if primary.rollout_state == "IN_PROGRESS" and alone and healthy == len(present) == service.desired:
        primary = primary.replace(
            rollout_state="COMPLETED",
            rollout_reason=f"ECS deployment {primary.id} completed.",
            updated_at=state.now,
        )
        state.world.deployments.put(primary)
        state.world.services.put(state.world.services[key].replace(completed=primary.id))
        watch.report(state, key, "deployment completed.", inside=f") (deployment {primary.id}")
    settled = primary.rollout_state == "COMPLETED" and alone and running == len(present) == service.desired
    if settled and (not service.steady or _quiet_for_long(state, service)):
        watch.report(state, key, watch.STEADY)
        state.world.services.put(state.world.services[key].replace(steady=True))


def _look_again(state: State, key: str) -> None:
    """Plan the next look for what comes with time alone."""
    service, primary = state.world.services[key], primary_of(state, key)
    if primary.retry_at is not None and primary.retry_at > state.now:
        watch.look_at(state, key, primary.retry_at)
    if service.steady:
        watch.look_at(state, key, state.now + state.delays.repeat)
        return
    for task in state.world.tasks.where("current service", key):
        if task.phase is Phase.RUNNING and task.started_at is not None and not is_healthy(state, task):
            watch.look_at(state, key, task.started_at + state.delays.healthy)


def _drain(state: State, key: str) -> None:
    """A deleted service stops its tasks and turns INACTIVE when none of them runs any more."""
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in _PRESENT]
    for task in present:
        _stop_task(state, task)
    if present:
        return
    service = state.world.services[key]
    state.world.services.put(service.replace(status="INACTIVE", tick_at=None))
    for deployment in list(state.world.deployments.where("service", key)):
        state.world.deployments.remove(deployment.id)
        task_definition.sweep(state, deployment.definition)
    state.after(state.delays.retention, FORGET, key, str(service.created_at))


def _unsettle(state: State, key: str) -> None:
    state.world.services.put(state.world.services[key].replace(steady=False))


def _quiet_for_long(state: State, service: Service) -> bool:
    return not service.events or state.now - service.events[0].at >= state.delays.repeat


def _names(ids: Iterable[str]) -> str:
    return " ".join(f"(task {each})" for each in ids)
