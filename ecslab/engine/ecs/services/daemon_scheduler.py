"""The service scheduler for DAEMON services: looks at every instance, decides by a pure function, acts.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.instances import instance
from ecslab.engine.ecs.placement import constraints, filters, words
from ecslab.engine.ecs.placement.place import Rejection, Unplaced, rejection
from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.ecs.services import daemon, rollout, service_tasks, task_tags, watch
from ecslab.engine.ecs.services.replica import TaskView, View
from ecslab.engine.ecs.tasks import launch, lifecycle
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Phase
from ecslab.engine.state import State

_MISPLACED = "Task stopped because it does not satisfy the placement constraints of its service."


def act(state: State, key: str, primary: Deployment, seen: View) -> None:
    """Start and stop tasks so that one current task comes to run on each eligible instance."""
    service = state.world.services[key]
    request = launch.request_of(state, service_tasks.order_of(state, key, primary))
    plan = daemon.plan(
        hosts(state, service, request, seen.tasks),
        service.configuration.minimum_healthy_percent,
        held=seen.held,
        kept=0 if seen.kept_held else seen.kept,
    )
    _count(state, service, plan.desired)
    _start(state, key, primary, request, plan.start)
    kept = rollout.keeper(state, service)
    if kept is not None and plan.again:
        wanted = launch.request_of(state, service_tasks.order_of(state, key, kept))
        _start(state, key, kept, wanted, plan.again)
    stop = [task for task in plan.stop if task not in plan.misplaced]
    if stop:
        service_tasks.stop(state, key, stop)
    if plan.misplaced:
        _stop_misplaced(state, key, plan.misplaced)
    # Whatever changes about the cluster's instances concerns a daemon.
    instance.wait_for_room(state, key, waits=True)


def hosts(state: State, service: Service, request: Request, tasks: Sequence[TaskView]) -> list[daemon.Host]:
    """The cluster's instances as the daemon's scheduling sees them."""
    by_instance: dict[str, list[TaskView]] = {}
    for task in tasks:
        by_instance.setdefault(task.instance, []).append(task)
    leaving = {
        task.instance for task in state.world.tasks.where("current service", service.key) if not task.live
    }
    return [
        daemon.Host(
            id=each.id,
            eligible=eligible(state, request, each),
            emptied=each.status == "DRAINING" and _only_daemons(state, each),
            draining=each.status == "DRAINING",
            tasks=tuple(by_instance.get(each.id, ())),
            leaving=each.id in leaving,
        )
        for each in state.world.instances.where("cluster", service.cluster)
    ]


def eligible(state: State, request: Request, candidate: ContainerInstance) -> bool:
    """Whether a task of the daemon belongs on an instance, be there room for it or not."""
    if not candidate.takes_tasks:
        return False
    if filters.attributes(request, candidate) or filters.location(request, candidate):
        return False
    return constraints.violated(state, request, candidate) is None


def _start(state: State, key: str, primary: Deployment, request: Request, instances: tuple[str, ...]) -> None:
    if not instances:
        return
    refused = launch.refusal(state, state.world.definitions[primary.definition])
    if refused is not None:
        service_tasks.refuse(state, key, primary, refused)
        return
    rollout.pin(state, primary, state.world.definitions[primary.definition])
    order = service_tasks.order_of(state, key, primary)
    started: list[str] = []
    rejections: list[Rejection] = []
    for each in instances:
        host = state.world.instances[each]
        rejected = rejection(state, request, host)
        if rejected is None:
            task = launch.launch_on(state, order, host)
            task_tags.mark(state, state.world.services[key], [task])
            started.append(task.id)
        else:
            rejections.append(rejected)
    if started:
        named = service_tasks.names(started)
        watch.report(state, key, f"has started {len(started)} tasks: {named}.")
        service_tasks.unsettle(state, key)
    if rejections:
        watch.complain(state, key, words.report(Unplaced(tuple(rejections)), in_provider=False))
        watch.failed_to_launch(state, primary.id)


def _stop_misplaced(state: State, key: str, tasks: tuple[TaskView, ...]) -> None:
    for view in tasks:
        task = state.world.tasks[view.id]
        lifecycle.stop(state, task, "ServiceSchedulerInitiated", _MISPLACED)
    named = service_tasks.names(task.id for task in tasks)
    text = f"has stopped {len(tasks)} running tasks that do not satisfy the placement constraints: {named}."
    watch.report(state, key, text)
    service_tasks.unsettle(state, key)


def _count(state: State, service: Service, desired: int) -> None:
    """The desired count of a daemon follows from the instances."""
    if service.desired != desired:
        state.world.services.put(service.replace(desired=desired, steady=False))
    current = rollout.primary_of(state, service.key)
    if current.desired != desired:
        state.world.deployments.put(current.replace(desired=desired, updated_at=state.now))


def _only_daemons(state: State, host: ContainerInstance) -> bool:
    """Whether no task but daemons' runs on an instance any more."""
    services = state.world.services
    for task in state.world.tasks.where("live instance", host.id):
        owner = services.get(task.service) if task.service is not None else None
        if task.phase is not Phase.STOPPED and (owner is None or not owner.daemon):
            return False
    return True
