"""The service scheduler: looks at a service, decides by a pure function, and does what it decided.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from collections.abc import Iterable, Sequence

from ecslab.engine.ecs import (
    healthy,
    launch,
    lifecycle,
    load_balancing,
    protection,
    provision,
    replica,
    rollout,
    task_definition,
    watch,
)
from ecslab.engine.ecs import instance as instances
from ecslab.engine.ecs.healthy import Health
from ecslab.engine.ecs.placement import words as placement_words
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


def tick(state: State, ids: tuple[str, ...]) -> None:
    """Look at a service, unless the look was moved to another time."""
    key = ids[0]
    service = state.world.services.get(key)
    if service is None or service.tick_at != state.now:
        return
    state.world.services.put(service.replace(tick_at=None))
    load_balancing.reconcile(state, key)
    service = state.world.services[key]
    if service.status == "DRAINING":
        _drain(state, key)
        return
    if service.status != "ACTIVE":
        return
    _prove(state, list(state.world.tasks.where("current service", key)))
    before = rollout.primary_of(state, key)
    primary = rollout.judge(state, key)
    if primary.id != before.id:
        # What it went back to is looked at the next time.
        return
    plan = replica.plan(view(state, state.world.services[key], primary))
    if plan.start:
        _start(state, key, primary, plan.start, plan.replaced)
    if plan.stop:
        _stop(state, key, plan.stop)
    if plan.blocked:
        watch.complain(state, key, _STUCK)
    if plan.protected:
        watch.complain(state, key, protection.blocked(primary.id, plan.protected))
    _finish(state, key)
    _look_again(state, key)


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a deleted service, unless one of its name was made again."""
    service = state.world.services.get(ids[0])
    if service is not None and service.status == "INACTIVE" and str(service.created_at) == ids[1]:
        state.world.services.remove(service.key)
        rollout.forget(state, service.key)
        tags = state.arn("service", service.cluster, service.name)
        if tags in state.world.tags:
            state.world.tags.remove(tags)


def view(state: State, service: Service, primary: Deployment) -> replica.View:
    """The service as the scheduling function sees it."""
    tasks = [
        replica.TaskView(
            id=task.id,
            current=task.deployment == primary.id,
            running=task.phase is Phase.RUNNING,
            healthy=(judged := healthy.health(state, task)) is Health.HEALTHY,
            zone=task.zone,
            created_at=task.created_at,
            unhealthy=judged is Health.UNHEALTHY,
            protected=protection.is_protected(state, task),
            instance=task.instance or "",
            provider=task.capacity_provider or "",
        )
        for task in state.world.tasks.where("current service", service.key)
        if task.live
    ]
    held = primary.rollout_state == "FAILED" or (
        primary.retry_at is not None and state.now < primary.retry_at
    )
    return replica.View(
        service.desired, service.floor, service.ceiling, held, tasks, strategy=primary.strategy
    )


def _start(state: State, key: str, primary: Deployment, count: int, replaced: int = 0) -> None:
    service = state.world.services[key]
    definition = state.world.definitions[primary.definition]
    refused = launch.refusal(state, definition)
    if refused is not None:
        watch.complain(state, key, f"failed to launch a task with (error {refused}).")
        watch.look_at(state, key, state.now + 60_000)
        return
    order = launch.Order(
        cluster=service.cluster,
        definition=definition,
        network=primary.network,
        launch_type=primary.launch_type,
        constraints=service.constraints,
        strategies=service.strategies,
        group=f"service:{service.name}",
        service=key,
        deployment=primary.id,
        started_by=primary.id,
        digests=rollout.pin(state, primary, definition),
    )
    current = [
        task for task in state.world.tasks.where("current service", key) if task.deployment == primary.id
    ]
    present = provision.counts(task for task in current if task.live)
    done = provision.provision(state, order, primary.strategy, count, present)
    if done.tasks:
        names = _names(task.id for task in done.tasks)
        why = f" Amazon ECS replaced {replaced} tasks due to an unhealthy status." if replaced else ""
        watch.report(state, key, f"has started {len(done.tasks)} tasks: {names}.{why}")
        _unsettle(state, key)
    instances.wait_for_room(state, key, waits=done.unplaced is not None)
    if done.unplaced is not None:
        in_provider = bool(primary.strategy)
        watch.complain(state, key, placement_words.report(done.unplaced, in_provider=in_provider))
        return
    for reason in dict.fromkeys(failure.reason for failure in done.failures):
        full = reason == provision.QUEUE_FULL
        watch.complain(state, key, reason if full else f"was unable to place a task. Reason: {reason}.")
        watch.look_at(state, key, state.now + 60_000)


def _stop(state: State, key: str, tasks: Sequence[replica.TaskView]) -> None:
    for view in tasks:
        task = state.world.tasks[view.id]
        ailment = healthy.ailment(state, task) if view.unhealthy else None
        if ailment is None:
            _stop_task(state, task)
        else:
            _remove(state, key, task, ailment)
    running = [view.id for view in tasks if view.running]
    if running:
        watch.report(state, key, f"has stopped {len(running)} running tasks: {_names(running)}.")
    if len(running) < len(tasks):
        watch.report(state, key, f"stopped {len(tasks) - len(running)} pending tasks.")
    _unsettle(state, key)


def _stop_task(state: State, task: Task) -> None:
    reason = f"Scaling activity initiated by (deployment {task.deployment})"
    lifecycle.stop(state, task, "ServiceSchedulerInitiated", reason)


def _remove(state: State, key: str, task: Task, ailment: healthy.Ailment) -> None:
    """Stop a task that its health checks fail; the circuit breaker takes note."""
    watch.report(state, key, ailment.event)
    deployment = state.world.deployments.get(task.deployment or "")
    if deployment is not None:
        counted = watch.counted(state, deployment, "turned unhealthy")
        state.world.deployments.put(counted.replace(failed_tasks=counted.failed_tasks + 1))
    lifecycle.stop(state, task, "ServiceSchedulerInitiated", ailment.stopped_reason)


def _prove(state: State, tasks: Iterable[Task]) -> None:
    """Note which tasks have turned healthy: that speaks for their deployment."""
    for task in tasks:
        if task.proven or not healthy.is_healthy(state, task):
            continue
        state.world.tasks.put(task.replace(proven=True))
        deployment = state.world.deployments.get(task.deployment or "")
        if deployment is not None and (deployment.breaker_failures or deployment.failed_tasks):
            counted = watch.counted(state, deployment, "turned healthy")
            state.world.deployments.put(counted.replace(failed_tasks=0))


def _finish(state: State, key: str) -> None:
    """Tell of what is done: an old deployment is gone, the primary complete, the service steady."""
    primary = rollout.primary_of(state, key)
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in _PRESENT]
    tasks = state.world.tasks.where("current service", key)
    busy = {task.deployment for task in tasks if task.phase in _PRESENT or task.phase is Phase.DEACTIVATING}
    for old in list(state.world.deployments.where("service", key)):
        if not old.primary and old.id not in busy:
            state.world.deployments.remove(old.id)
            task_definition.sweep(state, old.definition)
    service = state.world.services[key]
    alone = all(task.deployment == primary.id and task.live for task in present)
    alone = alone and busy <= {primary.id} and not load_balancing.leaving(state, key)
    well = sum(healthy.is_healthy(state, task) for task in present)
    running = sum(task.phase is Phase.RUNNING for task in present)
    done = primary.rollout_state == "COMPLETED"
    if primary.rollout_state == "IN_PROGRESS" and alone and well == len(present) == service.desired:
        done = rollout.complete(state, key)
    settled = done and alone and running == len(present) == service.desired
    settled = settled and load_balancing.all_healthy(state, present)
    if settled and (not service.steady or _quiet_for_long(state, service)):
        watch.report(state, key, watch.STEADY)
        state.world.services.put(state.world.services[key].replace(steady=True))


def _look_again(state: State, key: str) -> None:
    """Plan the next look for what comes with time alone."""
    service, primary = state.world.services[key], rollout.primary_of(state, key)
    if primary.retry_at is not None and primary.retry_at > state.now:
        watch.look_at(state, key, primary.retry_at)
    if primary.bakes_until is not None and primary.bakes_until > state.now:
        watch.look_at(state, key, primary.bakes_until)
    if service.steady:
        watch.look_at(state, key, state.now + state.delays.repeat)
        return
    for task in state.world.tasks.where("current service", key):
        change = healthy.changes_at(state, task)
        if change is not None:
            watch.look_at(state, key, change)


def _drain(state: State, key: str) -> None:
    """A deleted service stops its tasks and turns INACTIVE when none of them runs any more."""
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in _PRESENT]
    for task in present:
        _stop_task(state, task)
    if present or load_balancing.draining(state, key):
        return
    service = state.world.services[key]
    rollout.abandon(state, service, "Service deployment stopped because the service was deleted.")
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
