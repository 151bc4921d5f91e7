"""Whether a task counts as healthy: the one answer that everything in the service scheduler goes by.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html
"""

from enum import StrEnum
from typing import NamedTuple

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.traffic import targets
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State


class Health(StrEnum):
    """What a service thinks of a task."""

    UNPROVEN = "unproven"
    """it does not run yet, or has not shown yet that it is well"""
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"
    """a health check failed and nothing excuses it: it is to be replaced"""


class Ailment(NamedTuple):
    """A failed health check in AWS's words."""

    stopped_reason: str
    event: str


def health(state: State, task: Task) -> Health:
    """What `task` counts as.

    With a load balancer its target must be healthy, with container health checks those must pass (ECS shows
    such a task as UNKNOWN while another essential container has no check, and waits for no more of it);
    with neither it must have been RUNNING for 40 seconds. Within the service's grace period nothing
    counts against it.
    """
    if task.phase is not Phase.RUNNING or task.started_at is None:
        return Health.UNPROVEN
    if ailment(state, task) is not None:
        return Health.UNPROVEN if state.now < _grace_ends(state, task) else Health.UNHEALTHY
    behind = targets.health(state, task)
    if behind is None and not task.health_checked:
        proven = state.now >= task.started_at + state.delays.healthy
    else:
        proven = behind in (None, "healthy") and task.passes_checks
    return Health.HEALTHY if proven else Health.UNPROVEN


def is_healthy(state: State, task: Task) -> bool:
    """Whether `task` counts towards the minimum healthy percentage."""
    return health(state, task) is Health.HEALTHY


def ailment(state: State, task: Task) -> Ailment | None:
    """Which health check of a running task fails, if any."""
    failure = targets.failure(state, task)
    if failure is not None:
        return Ailment(failure.stopped_reason, failure.event)
    if task.health_checked and task.health == "UNHEALTHY":
        return Ailment(
            "Task failed container health checks", f"(task {task.id}) failed container health checks."
        )
    return None


def changes_at(state: State, task: Task) -> int | None:
    """When time alone will change what a task counts as; None when it will not."""
    if task.phase is not Phase.RUNNING or task.started_at is None:
        return None
    if ailment(state, task) is not None:
        return _later(state, _grace_ends(state, task))
    checked = task.health_checked or targets.health(state, task) is not None
    return None if checked else _later(state, task.started_at + state.delays.healthy)


def _grace_ends(state: State, task: Task) -> int:
    service = state.world.services.get(task.service) if task.service is not None else None
    grace = service.grace_seconds if service is not None else None
    return (task.started_at or state.now) + (grace or 0) * SECOND


def _later(state: State, at_ms: int) -> int | None:
    return at_ms if at_ms > state.now else None
