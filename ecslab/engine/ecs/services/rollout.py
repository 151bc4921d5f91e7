"""Roll-outs: a deployment begins, is completed, fails, and may lead back to the last that was completed.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-alarm-failure.html
"""

import hashlib
from typing import NamedTuple

from ecslab.engine import events
from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.services import circuit_breaker, watch
from ecslab.engine.ecs.tasks import images
from ecslab.engine.ecs.traffic import traffic_start
from ecslab.engine.errors import ApiError
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.rollout import PinnedImage, Rollback, ServiceDeployment, ServiceRevision
from ecslab.engine.records.service import Service
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_ALARM_BAKE = 5 * MINUTE
"""How long a deployment with alarms is watched when nobody says: AWS goes by the alarms' own periods."""

_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def begin(state: State, service: Service) -> Deployment:
    """Start a deployment of what the service asks for now; the primary until now becomes an old one."""
    sources = []
    for old in list(state.world.deployments.where("service", service.key)):
        sources.append(old.revision)
        if old.primary:
            state.world.deployments.put(old.replace(primary=False, updated_at=state.now))
    number = state.chance.digits()
    deployment = Deployment(
        id=f"ecs-svc/{number}",
        service=service.key,
        definition=service.definition,
        desired=service.desired,
        launch_type=service.launch_type,
        strategy=service.strategy,
        platform_version=service.platform_version,
        network=service.network,
        load_balancers=service.load_balancers,
        targets=traffic_start.target_groups(state, service),
        rollout_reason=_in_progress(f"ecs-svc/{number}"),
        created_at=state.now,
        updated_at=state.now,
    )
    _roll(state, deployment)
    state.world.revisions.put(
        ServiceRevision(service=service.key, deployment=deployment, created_at=state.now)
    )
    _record(state, service, deployment, tuple(sources))
    watch.touch(state, service.key)
    return deployment


def pin(state: State, deployment: Deployment, definition: TaskDefinition) -> None:
    """Keep for all tasks of a deployment what the tags of its images point to at its first one.

    A tag that points to nothing yet is looked up again for the next task.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-container-image-stability.html
    """
    revision = state.world.revisions[deployment.revision]
    if revision.images:
        return
    found = _resolved(state, definition)
    if not any(images.known(state, each.image, each.digest).missing for each in found):
        state.world.revisions.put(revision.replace(images=found))


def digests(state: State, deployment: Deployment, definition: TaskDefinition) -> dict[str, str]:
    """The digests of a deployment's images by container: pinned ones, or what a task would get now."""
    chosen = state.world.revisions[deployment.revision].images or _resolved(state, definition)
    pinned = {each.name for each in definition.containers if each.version_consistency == "enabled"}
    return {each.container: each.digest for each in chosen if each.container in pinned}


def _resolved(state: State, definition: TaskDefinition) -> tuple[PinnedImage, ...]:
    return tuple(
        PinnedImage(container=each.name, image=each.image, digest=images.digest(state, each.image))
        for each in definition.containers
    )


def judge(state: State, key: str) -> Deployment:
    """The service's primary deployment, once the circuit breaker, alarms and requests have had their say."""
    service, primary = state.world.services[key], primary_of(state, key)
    record = under_way(state, service)
    if record is not None and record.status == "PENDING":
        _amend(state, record.replace(status="IN_PROGRESS", started_at=state.now))
    if primary.rollout_state != "IN_PROGRESS":
        return primary
    breaker, alarms = service.configuration.deployment_circuit_breaker, service.configuration.alarms
    count = circuit_breaker.Count(primary.breaker_failures, primary.ran)
    # What a roll-back puts in place worked before: an alarm that still rings does not end it.
    watched = record is not None and record.watches_alarms and record.rollback is None
    ringing = ringing_alarms(state, service) if watched else ()
    if record is not None and record.status == "ROLLBACK_REQUESTED":
        _fail(state, service, primary, _STOPPED_BY_USER, rollback=True)
    elif circuit_breaker.tripped(count, breaker, service.desired):
        if record is not None:
            _amend(state, record.replace(breaker_tripped=True, failures=count.failures))
        _fail(state, service, primary, _BREAKER, rollback=breaker.rollback)
    elif ringing:
        if record is not None:
            _amend(state, record.replace(triggered_alarms=ringing))
        _fail(state, service, primary, _ALARM, rollback=alarms.rollback)
    return primary_of(state, key)


def complete(state: State, key: str) -> bool:
    """Take note that everything of the primary deployment is in place.

    False while it bakes: alarms and a bake time keep a deployment under watch for a while longer.
    """
    service, primary = state.world.services[key], primary_of(state, key)
    record = under_way(state, service)
    bakes = _bakes(service) if record is None or record.rollback is None else 0
    if bakes and primary.bakes_until is None:
        primary = primary.replace(bakes_until=state.now + bakes, updated_at=state.now)
        state.world.deployments.put(primary)
    if primary.bakes_until is not None and primary.bakes_until > state.now:
        return False
    _roll(
        state,
        primary.replace(
            rollout_state="COMPLETED",
            rollout_reason=f"ECS deployment {primary.id} completed.",
            updated_at=state.now,
        ),
    )
    if record is not None:
        back = record.rollback is not None
        status = "ROLLBACK_SUCCESSFUL" if back else "SUCCESSFUL"
        _amend(state, record.replace(status=status, finished_at=state.now))
    service = service.replace(completed=primary.id, service_deployment=None)
    state.world.services.put(service)
    watch.report(state, key, "deployment completed.", inside=f") (deployment {primary.id}")
    return True


def request_rollback(state: State, record: ServiceDeployment) -> None:
    """Have a deployment that is under way stopped and gone back from.

    Raises ConflictException for one that is not under way, and ClientException without a way back.
    """
    if record.status not in ("PENDING", "IN_PROGRESS"):
        raise ApiError(
            "ConflictException",
            f"The service deployment is {record.status}: only one in progress can be stopped.",
        )
    service, primary = state.world.services[record.service], primary_of(state, record.service)
    if goal(state, service, primary) is None:
        raise ApiError("ClientException", "The service has no completed deployment to roll back to.")
    started_at = state.now if record.started_at is None else record.started_at
    _amend(state, record.replace(status="ROLLBACK_REQUESTED", started_at=started_at))
    watch.touch(state, record.service)


def break_off(state: State, key: str, why: str) -> None:
    """The deployment under way cannot go on, `why` in the words of its status reason: it goes back."""
    service, primary = state.world.services[key], primary_of(state, key)
    said = f"Service deployment rolled back because {why}"
    state_words = f"ECS deployment {primary.id} failed: {why}"
    failure = _Failure(said, state_words, "ECS deployment: rolling back to deploymentId", why)
    _fail(state, service, primary, failure, rollback=True)


def abandon(state: State, service: Service, reason: str) -> None:
    """End the record of what is under way, for something else takes its place."""
    record = under_way(state, service)
    if record is not None:
        ended = record.replace(status="STOPPED", status_reason=reason)
        _amend(state, ended.replace(stopped_at=state.now, finished_at=state.now))
        state.world.services.put(state.world.services[service.key].replace(service_deployment=None))


def forget(state: State, key: str) -> None:
    """Forget the history of a service that is gone."""
    for record in list(state.world.service_deployments.where("service", key)):
        state.world.service_deployments.remove(record.id)
    for revision in list(state.world.revisions.where("service", key)):
        state.world.revisions.remove(revision.id)


def is_under_way(state: State, key: str) -> bool:
    """Whether a service is being deployed: what scales it waits for that."""
    if state.world.services[key].in_sets:
        return any(not each.steady for each in state.world.task_sets.where("service", key))
    return primary_of(state, key).rollout_state == "IN_PROGRESS"


def primary_of(state: State, key: str) -> Deployment:
    """The service's primary deployment."""
    return next(each for each in state.world.deployments.where("service", key) if each.primary)


def keeper(state: State, service: Service) -> Deployment | None:
    """The deployment that is kept up, for another one is being rolled out: the last that was completed.

    Its `desired` is what it still is to have: less with every task that had to make room for a new one.
    One that failed since, when the service was to go back to it, is kept up no more.
    """
    completed = state.world.deployments.get(service.completed or "")
    if completed is None or completed.primary or completed.rollout_state == "FAILED":
        return None
    return completed


def under_way(state: State, service: Service) -> ServiceDeployment | None:
    """The service deployment that has not ended."""
    return state.world.service_deployments.get(service.service_deployment or "")


def goal(state: State, service: Service, failing: Deployment) -> ServiceRevision | None:
    """The revision that a failed deployment goes back to: the last completed, if it still can run."""
    number = (service.completed or "").rpartition("/")[2]
    revision = state.world.revisions.get(number)
    if revision is None or number == failing.revision:
        return None
    return revision if revision.deployment.definition in state.world.definitions else None


def ringing_alarms(state: State, service: Service) -> tuple[str, ...]:
    """The alarms of the service's deployments that are in ALARM."""
    alarms = service.configuration.alarms
    if not alarms.enable:
        return ()
    found = [state.world.alarms.get(name) for name in alarms.alarm_names]
    return tuple(alarm.name for alarm in found if alarm is not None and alarm.state == "ALARM")


class _Failure(NamedTuple):
    """Why a deployment fails, in the words of each place where AWS tells of it."""

    event: str | None
    state: str
    back: str
    record: str


_BREAKER = _Failure(
    "tasks failed to start.",
    "ECS deployment circuit breaker: tasks failed to start.",
    "ECS deployment circuit breaker: rolling back to deploymentId",
    "the circuit breaker threshold was exceeded.",
)
_ALARM = _Failure(
    "alarm detected.",
    "ECS deployment alarm: alarm detected.",
    "ECS deployment alarm: rolling back to deploymentId",
    "an alarm was detected.",
)
_STOPPED_BY_USER = _Failure(
    None,
    "ECS deployment stopped by user.",
    "ECS deployment stopped by user: rolling back to deploymentId",
    "it was stopped by the user.",
)


def _roll(state: State, deployment: Deployment) -> None:
    """Put a deployment whose roll-out has begun, completed or failed, and tell the event bus."""
    state.world.deployments.put(deployment)
    events.deployment_changed(state, deployment)


def _fail(state: State, service: Service, failing: Deployment, why: _Failure, *, rollback: bool) -> None:
    """A deployment has failed: nothing is launched for it any more, and the service may go back."""
    key, world = service.key, state.world
    _roll(state, failing.replace(rollout_state="FAILED", rollout_reason=why.state, updated_at=state.now))
    if why.event is not None:
        watch.report(state, key, f"deployment failed: {why.event}", inside=f") (deployment {failing.id}")
    revision = goal(state, service, failing) if rollback else None
    record = under_way(state, service)
    if revision is None:
        _end_failed(state, service, record, why)
        return
    target = world.deployments.get(revision.deployment.id) or revision.deployment
    world.deployments.put(world.deployments[failing.id].replace(primary=False))
    _roll(
        state,
        target.replace(
            primary=True,
            desired=service.desired,
            rollout_state="IN_PROGRESS",
            rollout_reason=f"{why.back} {target.id}.",
            failed_tasks=0,
            well=False,
            start_failures=0,
            breaker_failures=0,
            ran=False,
            bakes_until=None,
            retry_at=None,
            recount_at=None,
            updated_at=state.now,
        ),
    )
    world.services.put(
        world.services[key].replace(
            definition=target.definition,
            launch_type=target.launch_type,
            strategy=target.strategy,
            platform_version=target.platform_version,
            network=target.network,
            load_balancers=target.load_balancers,
            steady=False,
        )
    )
    if record is not None:
        reason = f"Service deployment rolled back because {why.record}"
        back = Rollback(reason=reason, started_at=state.now, revision=target.revision)
        _amend(state, record.replace(status="ROLLBACK_IN_PROGRESS", status_reason=reason, rollback=back))
    watch.report(state, key, f"rolling back to deployment {target.id}.")
    watch.touch(state, key)


def _end_failed(state: State, service: Service, record: ServiceDeployment | None, why: _Failure) -> None:
    if record is None:
        return
    status = "ROLLBACK_FAILED" if record.rollback is not None else "STOPPED"
    reason = f"Service deployment stopped because {why.record}"
    ended = record.replace(status=status, status_reason=reason, finished_at=state.now, stopped_at=state.now)
    _amend(state, ended)
    state.world.services.put(state.world.services[service.key].replace(service_deployment=None))


def _record(state: State, service: Service, deployment: Deployment, sources: tuple[str, ...]) -> None:
    """Begin the record of a roll-out; one that is under way ends."""
    abandon(state, service, "Service deployment stopped because a new service deployment was started.")
    alarms = service.configuration.alarms
    record = ServiceDeployment(
        id=_identifier(deployment.id, state.now),
        service=service.key,
        configuration=service.configuration,
        target=deployment.revision,
        sources=sources,
        shift=traffic_start.first(state, service, sources),
        threshold=circuit_breaker.threshold(
            service.configuration.deployment_circuit_breaker.rule, service.desired
        ),
        # AWS does not look at alarms during a deployment that begins while one of them rings, so that
        # what mends the cause can be deployed.
        watches_alarms=alarms.enable and not ringing_alarms(state, service),
        created_at=state.now,
        updated_at=state.now,
    )
    state.world.service_deployments.put(record)
    for hook in record.shift.hooks if record.shift is not None else ():
        events.hook_changed(state, service.key, record.id, hook)
    state.world.services.put(
        state.world.services[service.key].replace(service_deployment=record.id, steady=False)
    )


def _amend(state: State, record: ServiceDeployment) -> None:
    state.world.service_deployments.put(record.replace(updated_at=state.now))


def _bakes(service: Service) -> int:
    if service.configuration.shifts:
        # It has baked before its old tasks were stopped.
        return 0
    minutes = service.configuration.bake_time_in_minutes
    return minutes * MINUTE or (_ALARM_BAKE if service.configuration.alarms.enable else 0)


def _in_progress(deployment_id: str) -> str:
    return f"ECS deployment {deployment_id} in progress."


def _identifier(deployment_id: str, at_ms: int) -> str:
    """The id of a service deployment: letters and digits that follow from what it deploys."""
    number = int.from_bytes(
        hashlib.blake2b(f"{deployment_id}:{at_ms}".encode(), digest_size=16).digest(), "big"
    )
    letters = []
    for _ in range(21):
        number, digit = divmod(number, len(_LETTERS))
        letters.append(_LETTERS[digit])
    return "".join(letters)
