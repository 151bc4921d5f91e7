"""The event bus: what ECS tells EventBridge of tasks, container instances, services and deployments.

Events are told here and nowhere else, each kind from one place of the engine. Rules of the default bus hear
them, and the newest are kept to be looked at; their shape is the aws layer's.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html
"""

import re
from typing import NamedTuple

from ecslab.engine.eventbridge import bus
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.event import Event
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.task import Task
from ecslab.engine.records.traffic_shift import PausedHook
from ecslab.engine.state import State

MOST = 300
"""How many events are kept."""


class Action(NamedTuple):
    """The service action that a service's message stands for."""

    said: re.Pattern[str]
    level: str
    name: str
    reason: str | None = None


def _action(said: str, level: str, name: str, reason: str | None = None) -> Action:
    return Action(re.compile(said), level, name, reason)


_UNPLACED = "SERVICE_TASK_PLACEMENT_FAILURE"

ACTIONS = (
    _action("has reached a steady state", "INFO", "SERVICE_STEADY_STATE"),
    _action("has stopped .* running tasks", "INFO", "TASKS_STOPPED"),
    _action("unable to consistently start tasks", "WARN", "SERVICE_TASK_START_IMPAIRED"),
    _action("unable to place a task.*Capacity is unavailable", "ERROR", _UNPLACED, "RESOURCE:FARGATE"),
    _action("unable to place a task.*insufficient CPU", "ERROR", _UNPLACED, "RESOURCE:CPU"),
    _action("unable to place a task.*insufficient memory", "ERROR", _UNPLACED, "RESOURCE:MEMORY"),
    _action("unable to place a task.*insufficient GPU", "ERROR", _UNPLACED, "RESOURCE:GPU"),
    _action("unable to place a task.*using a port", "ERROR", _UNPLACED, "RESOURCE:PORTS"),
    _action("unable to place a task.*RESOURCE:ENI", "ERROR", _UNPLACED, "RESOURCE:ENI"),
    _action("unable to place a task.*missing an attribute", "ERROR", _UNPLACED, "ATTRIBUTE"),
    _action('unable to place a task.*"AGENT"', "ERROR", _UNPLACED, "AGENT"),
    _action("unable to place a task because", "ERROR", _UNPLACED, "RESOURCE:*"),
    _action("failed to launch a task with", "ERROR", "SERVICE_TASK_CONFIGURATION_FAILURE"),
    _action("operations are being throttled", "ERROR", "ECS_OPERATION_THROTTLED"),
)
"""Which of a service's messages EventBridge hears of, and as what; the first that fits."""


def task_changed(state: State, task: Task) -> None:
    """A task or one of its containers has changed its state."""
    _tell(state, Event(number=_next(state), at=state.now, kind="task", task=task))


def instance_changed(state: State, instance: ContainerInstance) -> None:
    """A container instance was registered, or something about it has changed."""
    _tell(state, Event(number=_next(state), at=state.now, kind="instance", instance=instance))


def service_said(state: State, service: str, message: str) -> None:
    """The service scheduler reports `message`; some reports are service actions."""
    for action in ACTIONS:
        if action.said.search(message):
            event = Event(
                number=_next(state),
                at=state.now,
                kind="service",
                service=service,
                level=action.level,
                name=action.name,
                reason=action.reason,
            )
            _tell(state, event)
            return


def deployment_changed(state: State, deployment: Deployment) -> None:
    """A deployment has begun, completed or failed."""
    failed = deployment.rollout_state == "FAILED"
    event = Event(
        number=_next(state),
        at=state.now,
        kind="deployment",
        service=deployment.service,
        deployment=deployment,
        level="ERROR" if failed else "INFO",
        name=f"SERVICE_DEPLOYMENT_{deployment.rollout_state}",
        reason=deployment.rollout_reason,
    )
    _tell(state, event)


def hook_changed(state: State, service: str, rollout: str, hook: PausedHook) -> None:
    """A deployment pauses at a lifecycle hook, or the pause is over.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/pause-lifecycle-hooks.html
    """
    event = Event(
        number=_next(state),
        at=state.now,
        kind="hook",
        service=service,
        rollout=rollout,
        hook=hook,
        level="ERROR" if hook.status in ("FAILED", "TIMED_OUT") else "INFO",
        name=f"HOOK_{hook.status}",
    )
    _tell(state, event)


def _next(state: State) -> int:
    last = state.world.events.last()
    return last.number + 1 if last is not None else 1


def _tell(state: State, event: Event) -> None:
    state.world.events.put(event)
    outdated = str(event.number - MOST)
    if outdated in state.world.events:
        state.world.events.remove(outdated)
    bus.hear(state, event)
