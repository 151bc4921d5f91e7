"""What the service scheduler is told: something changed, a task started, a task could not start.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html
"""

from ecslab.engine import events
from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.ecs.services import circuit_breaker
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import MOST_EVENTS, Service, ServiceEvent
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

TICK = "service.tick"
"""Agenda: the service scheduler looks at the service of that key."""

STEADY = "has reached a steady state."

_PATIENCE = 3
_FIRST_BACK_OFF = 10 * SECOND
_LONGEST_BACK_OFF = 27 * 60 * SECOND


def touch(state: State, key: str) -> None:
    """Have the scheduler look at a service after its usual delay."""
    look_at(state, key, state.now + state.delays.scheduler)


def look_at(state: State, key: str, at_ms: int) -> None:
    """Have the scheduler look at a service at `at_ms`, unless it will look earlier anyway."""
    service = state.world.services.get(key)
    if service is None or (service.tick_at is not None and service.tick_at <= at_ms):
        return
    state.world.services.put(service.replace(tick_at=at_ms))
    state.agenda.add(at_ms, TICK, key)


def zones_changed(state: State, cluster: str | None = None) -> None:
    """A zone has room that it had not: services of one cluster, or of all, may move tasks there."""
    services = state.world.services
    for service in list(services.values() if cluster is None else services.where("cluster", cluster)):
        if service.rebalancing == "ENABLED" and service.status == "ACTIVE":
            touch(state, service.key)


def started(state: State, task: Task) -> None:
    """A task runs: its deployment's starts are no longer in doubt."""
    deployment = state.world.deployments.get(task.deployment) if task.deployment else None
    if deployment is None or (deployment.ran and not deployment.start_failures):
        return
    # What failed health checks since another task ran stays counted until a task is well.
    failed = deployment.failed_tasks if deployment.ran else 0
    deployment = counted(state, deployment, "ran")
    state.world.deployments.put(
        deployment.replace(failed_tasks=failed, start_failures=0, retry_at=None, recount_at=None)
    )


def failed_to_start(state: State, task: Task) -> None:
    """A task could not start: its service says why, and from the third in a row on starts are held back.

    AWS documents the longest delay, 27 minutes, and not the curve: here it doubles from 10 seconds.
    """
    deployment = state.world.deployments.get(task.deployment) if task.deployment else None
    if deployment is None:
        return
    complain(state, deployment.service, f"was unable to place a task. Reason: {task.stopped_reason}.")
    deployment = _start_failed(state, deployment)
    hold = _back_off(deployment.start_failures)
    state.world.deployments.put(deployment.replace(retry_at=state.now + hold if hold else None))


def failed_to_launch(state: State, deployment_id: str) -> None:
    """There is no place for a task of the deployment: a failed start, told by whoever found it out.

    The scheduler tries again whenever there may be room. So that this does not depend on how busy the
    cluster is, a further failure counts a minute later at the earliest, and after the usual back-off.
    https://repost.aws/knowledge-center/ecs-troubleshoot-deployment-failures
    """
    deployment = state.world.deployments[deployment_id]
    if deployment.recount_at is None or state.now >= deployment.recount_at:
        deployment = _start_failed(state, deployment)
        wait = max(MINUTE, _back_off(deployment.start_failures))
        deployment = deployment.replace(recount_at=state.now + wait)
        state.world.deployments.put(deployment)
        # The circuit breaker may have something to say to it.
        touch(state, deployment.service)
    look_at(state, deployment.service, deployment.recount_at or state.now)


def _start_failed(state: State, deployment: Deployment) -> Deployment:
    """The deployment after one more failed start; its service tells when there are many."""
    failures = deployment.start_failures + 1
    if failures >= _PATIENCE:
        complain(state, deployment.service, "is unable to consistently start tasks successfully.")
    failed = failing(counted(state, deployment, "failed to start"))
    return failed.replace(start_failures=failures)


def failing(deployment: Deployment) -> Deployment:
    """The deployment with one more failed task, if it still counts them."""
    return deployment if deployment.well else deployment.replace(failed_tasks=deployment.failed_tasks + 1)


def _back_off(failures: int) -> int:
    """How long starts are held back after so many failures in a row, in milliseconds."""
    if failures < _PATIENCE:
        return 0
    return min(_LONGEST_BACK_OFF, _FIRST_BACK_OFF << min(failures - _PATIENCE, 10))


def counted(state: State, deployment: Deployment, outcome: circuit_breaker.Outcome) -> Deployment:
    """The deployment once the circuit breaker has taken note of what happened to a task of it."""
    service = state.world.services.get(deployment.service)
    if service is None:
        return deployment
    breaker = service.configuration.deployment_circuit_breaker
    before = circuit_breaker.Count(deployment.breaker_failures, deployment.ran)
    now = circuit_breaker.after(before, outcome, breaker)
    return deployment.replace(breaker_failures=now.failures, ran=now.ran)


def report(state: State, key: str, text: str, *, inside: str = "") -> None:
    """Add an event to a service. `inside` goes into its first parentheses: `(service web, taskSet …) …`."""
    service = state.world.services.get(key)
    if service is None:
        return
    message = f"(service {service.name}{inside}) {text}"
    events.service_said(state, key, text)
    event = ServiceEvent(id=state.chance.uuid(), at=state.now, message=message)
    state.world.services.put(service.replace(events=(event, *service.events)[:MOST_EVENTS]))


def complain(state: State, key: str, text: str) -> None:
    """Add an event about a trouble, unless it stands there already and neither passed nor grew six hours old.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages.html
    """
    service = state.world.services.get(key)
    if service is not None and not _complained(state, service, text):
        report(state, key, text)


def _complained(state: State, service: Service, text: str) -> bool:
    for event in service.events:
        if event.message.endswith(STEADY) or state.now - event.at >= state.delays.repeat:
            return False
        if event.message.endswith(text):
            return True
    return False
