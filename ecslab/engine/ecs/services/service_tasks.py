"""What the service scheduler does to tasks: starts them, stops them, removes the unhealthy, and tells of it.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html
"""

from collections.abc import Iterable, Sequence

from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.capacity_providers import provision
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.placement import words as placement_words
from ecslab.engine.ecs.services import healthy, replica, rollout, task_tags, watch
from ecslab.engine.ecs.tasks import launch, lifecycle
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.task import BEFORE_RUNNING, Phase, Task
from ecslab.engine.state import State

_UNMET = "no container instance met all of its requirements."

PRESENT = frozenset({*BEFORE_RUNNING, Phase.RUNNING, Phase.NOTIFIED})
"""The phases of tasks that a deployment still has."""


def start(
    state: State,
    key: str,
    primary: Deployment,
    count: int,
    replaced: int = 0,
    *,
    zone: str | None = None,
    leaving: str | None = None,
) -> None:
    """Start tasks of a deployment; `replaced` of them take the place of unhealthy ones.

    `zone`: where they must go, for they are moved there; `leaving`: the task that goes for it, whose
    capacity provider's turn it is then.
    """
    definition = state.world.definitions[primary.definition]
    refused = launch.refusal(state, definition)
    if refused is not None:
        refuse(state, key, primary, refused)
        return
    rollout.pin(state, primary, definition)
    order = order_of(state, key, primary).replace(zone=zone)
    current = [
        task for task in state.world.tasks.where("current service", key) if task.deployment == primary.id
    ]
    present = provision.counts(task for task in current if task.live and task.id != leaving)
    done = provision.provision(state, order, primary.strategy, count, present)
    task_tags.mark(state, state.world.services[key], done.tasks)
    if done.tasks:
        started = names(task.id for task in done.tasks)
        why = f" Amazon ECS replaced {replaced} tasks due to an unhealthy status." if replaced else ""
        where = f" in {zone} to AZ Rebalance" if zone is not None else ""
        watch.report(state, key, f"has started {len(done.tasks)} tasks{where}: {started}.{why}")
        unsettle(state, key)
    instances.wait_for_room(state, key, waits=done.unplaced is not None)
    if done.unplaced is not None and zone is not None:
        watch.complain(state, key, f"is unable to place a task in {zone} because {_UNMET}")
        return
    if done.unplaced is not None:
        in_provider = bool(primary.strategy)
        watch.complain(state, key, placement_words.report(done.unplaced, in_provider=in_provider))
        watch.failed_to_launch(state, primary.id)
        return
    for reason in dict.fromkeys(failure.reason for failure in done.failures):
        full = reason == provision.QUEUE_FULL
        watch.complain(state, key, reason if full else f"was unable to place a task. Reason: {reason}.")
    if done.failures:
        watch.failed_to_launch(state, primary.id)
        watch.look_at(state, key, state.now + MINUTE)


def refuse(state: State, key: str, deployment: Deployment, refusal: str) -> None:
    """Tell that ECS cannot launch any task of a deployment, in AWS's words; it tries again every minute."""
    watch.complain(state, key, f"failed to launch a task with (error {refusal}).")
    watch.failed_to_launch(state, deployment.id)
    watch.look_at(state, key, state.now + MINUTE)


def order_of(state: State, key: str, primary: Deployment) -> launch.Order:
    """What to launch for a deployment of a service."""
    service, definition = state.world.services[key], state.world.definitions[primary.definition]
    return launch.Order(
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
        command_execution=service.command_execution,
        digests=rollout.digests(state, primary, definition),
    )


def stop(state: State, key: str, tasks: Sequence[replica.TaskView], *, moved: bool = False) -> None:
    """Stop tasks: those that their health checks fail for that reason, the others to scale in.

    `moved`: they have been moved to another zone.
    """
    for view in tasks:
        task = state.world.tasks[view.id]
        ailment = healthy.ailment(state, task) if view.unhealthy else None
        if ailment is None:
            stop_task(state, task)
        else:
            remove(state, key, task, ailment)
    _scale_in_kept(state, key, sum(view.kept and not view.unhealthy and not view.leaving for view in tasks))
    running = [view.id for view in tasks if view.running]
    if moved and running:
        zone = next(view.zone for view in tasks if view.running)
        text = f"has stopped {len(running)} running tasks in {zone} due to AZ rebalancing: {names(running)}."
        watch.report(state, key, text)
    elif running:
        watch.report(state, key, f"has stopped {len(running)} running tasks: {names(running)}.")
    if len(running) < len(tasks):
        watch.report(state, key, f"stopped {len(tasks) - len(running)} pending tasks.")
    unsettle(state, key)


def _scale_in_kept(state: State, key: str, count: int) -> None:
    """The deployment that is kept up needs the tasks no more that were stopped for new ones."""
    kept = rollout.keeper(state, state.world.services[key])
    if kept is not None and count:
        state.world.deployments.put(kept.replace(desired=max(0, kept.desired - count)))


def stop_task(state: State, task: Task) -> None:
    """Stop a task that its deployment does not need any more."""
    reason = f"Scaling activity initiated by (deployment {task.deployment})"
    lifecycle.stop(state, task, "ServiceSchedulerInitiated", reason)


def remove(state: State, key: str, task: Task, ailment: healthy.Ailment) -> None:
    """Stop a task that its health checks fail; the circuit breaker takes note."""
    watch.report(state, key, ailment.event)
    deployment = state.world.deployments.get(task.deployment or "")
    if deployment is not None:
        counted = watch.counted(state, deployment, "turned unhealthy")
        state.world.deployments.put(watch.failing(counted))
    lifecycle.stop(state, task, "ServiceSchedulerInitiated", ailment.stopped_reason)


def prove(state: State, tasks: Iterable[Task]) -> None:
    """Note which tasks have turned healthy: that speaks for their deployment."""
    for task in tasks:
        if task.proven or not healthy.is_healthy(state, task):
            continue
        state.world.tasks.put(task.replace(proven=True))
        deployment = state.world.deployments.get(task.deployment or "")
        if deployment is not None and (deployment.breaker_failures or not deployment.well):
            counted = watch.counted(state, deployment, "turned healthy")
            state.world.deployments.put(counted.replace(failed_tasks=0, well=True))


def unsettle(state: State, key: str) -> None:
    """The service has done something: it is not steady until it says so again."""
    state.world.services.put(state.world.services[key].replace(steady=False))


def names(ids: Iterable[str]) -> str:
    """Tasks as events name them."""
    return " ".join(f"(task {each})" for each in ids)
