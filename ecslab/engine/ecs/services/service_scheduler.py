"""The service scheduler: looks at a service, decides by a pure function, and does what it decided.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from ecslab.engine.ecs.definitions import task_definition
from ecslab.engine.ecs.services import (
    daemon_scheduler,
    healthy,
    load_balancing,
    protection,
    rebalancing,
    replica,
    rollout,
    service_tasks,
    service_view,
    task_sets,
    watch,
)
from ecslab.engine.ecs.services.service_tasks import PRESENT
from ecslab.engine.ecs.traffic import traffic_shift
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Phase
from ecslab.engine.state import State

FORGET = "service.forget"
"""Agenda: the deleted service of that key is forgotten."""

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
    service_tasks.prove(state, list(state.world.tasks.where("current service", key)))
    if service.in_sets:
        _keep_task_sets(state, key)
        _look_again(state, key)
        return
    before = rollout.primary_of(state, key)
    primary = rollout.judge(state, key)
    if primary.id != before.id:
        # What it went back to is looked at the next time.
        return
    traffic_shift.advance(state, key)
    if rollout.primary_of(state, key).id != primary.id:
        return
    sides = traffic_shift.sides(state, key, primary)
    if service.daemon:
        seen = service_view.view(state, state.world.services[key], primary)
        daemon_scheduler.act(state, key, primary, seen)
    elif sides is None:
        seen = service_view.view(state, state.world.services[key], primary)
        plan = replica.plan(seen)
        _act(state, key, primary, plan)
        if not plan.start and not plan.again and not plan.stop:
            rebalancing.step(state, key, primary, seen)
    else:
        for side, wanted in sides:
            _act(
                state,
                key,
                side,
                replica.plan(service_view.alone(state, state.world.services[key], side, wanted)),
            )
    _finish(state, key)
    _look_again(state, key)


def _keep_task_sets(state: State, key: str) -> None:
    """Bring every task set of a service to its share of the desired count."""
    service = state.world.services[key]
    for deployment, wanted in task_sets.compute(state, service):
        seen = service_view.alone(state, service, deployment, wanted)
        _act(state, key, deployment, replica.plan(seen))
        after = service_view.alone(state, service, deployment, wanted)
        present = state.world.tasks.where("current service", key)
        busy = any(task.deployment == deployment.id for task in present)
        task_sets.settle(state, deployment, after, gone=not busy)
    service = state.world.services[key]
    sets = list(state.world.task_sets.where("service", key))
    settled = bool(sets) and all(each.steady for each in sets) and not load_balancing.leaving(state, key)
    if settled and (not service.steady or _quiet_for_long(state, service)):
        watch.report(state, key, watch.STEADY)
        state.world.services.put(state.world.services[key].replace(steady=True))


def _act(state: State, key: str, deployment: Deployment, plan: replica.Plan) -> None:
    """Do what was planned for a deployment's tasks."""
    if plan.start:
        service_tasks.start(state, key, deployment, plan.start, plan.replaced)
    if plan.again:
        _start_again(state, key, plan.again)
    if plan.stop:
        moved = state.world.services[key].moving and deployment.rollout_state == "COMPLETED"
        service_tasks.stop(state, key, plan.stop, moved=moved)
    if plan.blocked:
        watch.complain(state, key, _STUCK)
    if plan.protected:
        moving = state.world.services[key].moving
        watch.complain(state, key, protection.blocked(deployment.id, plan.protected, moving=moving))


def _start_again(state: State, key: str, count: int) -> None:
    """Replace dead tasks of the deployment that is kept up by others of the same revision."""
    kept = rollout.keeper(state, state.world.services[key])
    if kept is not None:
        service_tasks.start(state, key, kept, count)


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a deleted service, unless one of its name was made again."""
    service = state.world.services.get(ids[0])
    if service is not None and service.status == "INACTIVE" and str(service.created_at) == ids[1]:
        state.world.services.remove(service.key)
        rollout.forget(state, service.key)
        tags = state.arn("service", service.cluster, service.name)
        if tags in state.world.tags:
            state.world.tags.remove(tags)


def _finish(state: State, key: str) -> None:
    """Tell of what is done: an old deployment is gone, the primary complete, the service steady."""
    primary = rollout.primary_of(state, key)
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in PRESENT]
    tasks = state.world.tasks.where("current service", key)
    busy = {task.deployment for task in tasks if task.phase in PRESENT or task.phase is Phase.DEACTIVATING}
    service = state.world.services[key]
    alone = all(task.deployment == primary.id and task.live for task in present)
    alone = alone and busy <= {primary.id} and not load_balancing.leaving(state, key)
    alone = alone and traffic_shift.over(state, key)
    well = sum(healthy.is_healthy(state, task) for task in present)
    running = sum(task.phase is Phase.RUNNING for task in present)
    done = primary.rollout_state == "COMPLETED"
    complete = alone and well == len(present) == service.desired
    early = service.configuration.early_success_criteria
    if early.enable and (alone or early.defers):
        proven = [task for task in present if task.deployment == primary.id]
        complete = sum(healthy.is_healthy(state, task) for task in proven) >= early.needed(service.desired)
    if primary.rollout_state == "IN_PROGRESS" and complete:
        done = rollout.complete(state, key)
    _forget_old(state, key, busy)
    settled = done and alone and running == len(present) == service.desired
    settled = settled and load_balancing.all_healthy(state, present)
    if settled and (not service.steady or _quiet_for_long(state, service)):
        watch.report(state, key, watch.STEADY)
        state.world.services.put(state.world.services[key].replace(steady=True))


def _forget_old(state: State, key: str, busy: set[str | None]) -> None:
    """Forget old deployments that have no tasks and need none any more."""
    kept = rollout.keeper(state, state.world.services[key])
    needed = kept.id if kept is not None and kept.desired else None
    for old in list(state.world.deployments.where("service", key)):
        if not old.primary and old.id not in (*busy, needed, traffic_shift.keeps(state, key)):
            state.world.deployments.remove(old.id)
            task_definition.sweep(state, old.definition)


def _look_again(state: State, key: str) -> None:
    """Plan the next look for what comes with time alone."""
    service = state.world.services[key]
    for deployment in list(state.world.deployments.where("service", key)):
        looked_at = deployment.primary or service.in_sets or deployment.id == service.completed
        for at_ms in (deployment.retry_at, deployment.bakes_until):
            if at_ms is not None and at_ms > state.now and looked_at:
                watch.look_at(state, key, at_ms)
    if service.steady:
        watch.look_at(state, key, state.now + state.delays.repeat)
        return
    for task in state.world.tasks.where("current service", key):
        change = healthy.changes_at(state, task)
        if change is not None:
            watch.look_at(state, key, change)


def _drain(state: State, key: str) -> None:
    """A deleted service stops its tasks and turns INACTIVE when none of them runs any more."""
    present = [task for task in state.world.tasks.where("current service", key) if task.phase in PRESENT]
    for task in present:
        service_tasks.stop_task(state, task)
    if present or load_balancing.draining(state, key):
        return
    service = state.world.services[key]
    rollout.abandon(state, service, "Service deployment stopped because the service was deleted.")
    for task_set in list(state.world.task_sets.where("service", key)):
        task_sets.forget(state, task_set)
    service = state.world.services[key]
    state.world.services.put(service.replace(status="INACTIVE", tick_at=None))
    for deployment in list(state.world.deployments.where("service", key)):
        state.world.deployments.remove(deployment.id)
        task_definition.sweep(state, deployment.definition)
    state.after(state.delays.retention, FORGET, key, str(service.created_at))


def _quiet_for_long(state: State, service: Service) -> bool:
    return not service.events or state.now - service.events[0].at >= state.delays.repeat
