"""Task sets: made, scaled, put first and deleted by an external controller; ECS keeps their tasks.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-external.html
"""

import math

from ecslab.engine.ecs.definitions import task_definition
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.ecs.services import load_balancer_rules, watch
from ecslab.engine.ecs.services.replica import View
from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.rollout import ServiceRevision
from ecslab.engine.records.service import Service
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.records.task_set import TaskSet
from ecslab.engine.state import State


class Draft(Record, frozen=True, kw_only=True):
    """What a task set is to be."""

    definition: TaskDefinition
    launch_type: str
    strategy: Strategy = ()
    platform_version: str = "LATEST"
    network: AwsVpcConfiguration | None = None
    load_balancers: tuple[ServiceLoadBalancer, ...] = ()
    scale: float = 0.0
    external_id: str | None = None
    started_by: str | None = None
    fingerprint: str = ""


def create(state: State, service: Service, draft: Draft, *, primary: bool = False) -> TaskSet:
    """Add a task set to a service; the same request with the same token gives the same task set."""
    check_scale(draft.scale)
    for known in state.world.task_sets.where("service", service.key):
        if draft.fingerprint and known.fingerprint == draft.fingerprint:
            return known
    load_balancer_rules.check(state, draft.load_balancers, draft.definition, controller=service.controller)
    name = f"ecs-svc/{state.chance.digits()}"
    deployment = Deployment(
        id=name,
        service=service.key,
        definition=draft.definition.key,
        primary=primary,
        desired=0,
        launch_type=draft.launch_type,
        strategy=draft.strategy,
        platform_version=draft.platform_version,
        network=draft.network,
        load_balancers=draft.load_balancers,
        targets=load_balancer_rules.uses(draft.load_balancers),
        rollout_reason="",
        created_at=state.now,
        updated_at=state.now,
    )
    state.world.deployments.put(deployment)
    # Its images are pinned as those of any other revision are.
    revision = ServiceRevision(service=service.key, deployment=deployment, created_at=state.now)
    state.world.revisions.put(revision)
    made = TaskSet(
        id=name,
        service=service.key,
        external_id=draft.external_id,
        started_by=draft.started_by,
        scale=draft.scale,
        steady_at=state.now,
        created_at=state.now,
        updated_at=state.now,
        fingerprint=draft.fingerprint,
    )
    state.world.task_sets.put(made)
    watch.touch(state, service.key)
    return made


def rescale(state: State, task_set: TaskSet, scale: float) -> TaskSet:
    """Have a task set keep another share of the desired count."""
    check_scale(scale)
    if task_set.draining:
        raise invalid("The task set is DRAINING: it can not be updated.")
    return _change(state, task_set.replace(scale=scale))


def put_first(state: State, task_set: TaskSet) -> TaskSet:
    """Make a task set the primary one: what it has becomes what its service has."""
    if task_set.draining:
        raise invalid("The task set is DRAINING: it can not be the primary one.")
    deployments = state.world.deployments
    for each in list(deployments.where("service", task_set.service)):
        if each.primary != (each.id == task_set.id):
            deployments.put(each.replace(primary=each.id == task_set.id, updated_at=state.now))
    first = deployments[task_set.id]
    service = state.world.services[task_set.service]
    state.world.services.put(
        service.replace(
            definition=first.definition,
            launch_type=first.launch_type,
            strategy=first.strategy,
            platform_version=first.platform_version,
            network=first.network,
            load_balancers=first.load_balancers,
        )
    )
    return _change(state, task_set)


def delete(state: State, task_set: TaskSet, *, force: bool) -> TaskSet:
    """Have a task set drained; `force` allows it while it has a scale above 0."""
    if task_set.scale and not force:
        raise invalid("The task set can not be deleted while it is scaled above 0.")
    first = state.world.deployments[task_set.id]
    if first.primary:
        state.world.deployments.put(first.replace(primary=False, updated_at=state.now))
    return _change(state, task_set.replace(scale=0.0, draining=True))


def find(state: State, service: Service, reference: str) -> TaskSet | None:
    """The task set of a service that an id or ARN means."""
    task_set = state.world.task_sets.get(f"ecs-svc/{reference.rsplit('/', 1)[-1]}")
    return task_set if task_set is not None and task_set.service == service.key else None


def status(state: State, task_set: TaskSet) -> str:
    """`PRIMARY`, `ACTIVE` or `DRAINING`."""
    if task_set.draining:
        return "DRAINING"
    return state.world.deployments[task_set.id].status


def compute(state: State, service: Service) -> list[tuple[Deployment, int]]:
    """How many tasks each task set should have now: its share of the desired count, rounded up."""
    wanted = []
    for task_set in list(state.world.task_sets.where("service", service.key)):
        count = share(service.desired, task_set.scale)
        if count != task_set.computed:
            state.world.task_sets.put(task_set.replace(computed=count))
            deployment = state.world.deployments[task_set.id]
            state.world.deployments.put(deployment.replace(desired=count, updated_at=state.now))
        wanted.append((state.world.deployments[task_set.id], count))
    return wanted


def share(desired: int, scale: float) -> int:
    """A percentage of the desired count, rounded up.

    >>> [share(10, 50.0), share(3, 40.0), share(5, 0.0), share(1, 0.1)]
    [5, 2, 0, 1]
    """
    # 0.1 percent steps and counts up to thousands: nine digits leave no trace of binary fractions.
    return math.ceil(round(desired * scale / 100, 9))


def settle(state: State, deployment: Deployment, view: View, *, gone: bool) -> None:
    """Note whether a task set is stable; a deleted one without tasks (`gone`) is forgotten."""
    task_set = state.world.task_sets[deployment.id]
    if task_set.draining and gone:
        forget(state, task_set)
        return
    well = all(task.running and task.healthy and not task.leaving for task in view.tasks)
    steady = well and len(view.tasks) == view.desired and not task_set.draining
    if steady != task_set.steady:
        state.world.task_sets.put(task_set.replace(steady=steady, steady_at=state.now))


def forget(state: State, task_set: TaskSet) -> None:
    """Forget a task set that has no tasks any more, and its tags."""
    deployment = state.world.deployments[task_set.id]
    drop(state, task_set)
    state.world.deployments.remove(deployment.id)
    task_definition.sweep(state, deployment.definition)


def drop(state: State, task_set: TaskSet) -> None:
    """Let a deployment be no task set any more; its tags go."""
    state.world.task_sets.remove(task_set.id)
    arn = state.arn("task-set", task_set.service, task_set.id)
    if arn in state.world.tags:
        state.world.tags.remove(arn)


def check_scale(scale: float) -> None:
    """Raise InvalidParameterException unless `scale` is a percentage."""
    if not 0 <= scale <= 100:
        raise invalid("The value of scale must be between 0 and 100.")


def _change(state: State, task_set: TaskSet) -> TaskSet:
    """Keep a task set that somebody has changed: it has to become stable anew."""
    changed = task_set.replace(steady=False, steady_at=state.now, updated_at=state.now)
    state.world.task_sets.put(changed)
    service = state.world.services[task_set.service]
    state.world.services.put(service.replace(steady=False))
    watch.touch(state, task_set.service)
    return changed
