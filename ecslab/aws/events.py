"""Events of ECS as EventBridge delivers them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
"""

import hashlib
from datetime import datetime
from typing import Any

from ecslab.aws.operations.ecs import instance_shape, task_shape
from ecslab.engine.clock import to_datetime
from ecslab.engine.records.event import DETAIL_TYPES, SOURCE, Event
from ecslab.engine.records.task import Task
from ecslab.engine.records.traffic_shift import PausedHook
from ecslab.engine.state import State


def envelope(state: State, event: Event) -> dict[str, Any]:
    """`event` as a rule's target gets it, in plain JSON values."""
    resource, detail = _detail(state, event)
    return {
        "version": "0",
        "id": _id(state, event),
        "detail-type": DETAIL_TYPES[event.kind],
        "source": SOURCE,
        "account": state.settings.account,
        "time": f"{to_datetime(event.at):%Y-%m-%dT%H:%M:%SZ}",
        "region": state.settings.region,
        "resources": [resource],
        "detail": detail,
    }


def _detail(state: State, event: Event) -> tuple[str, dict[str, Any]]:
    """The ARN that the event is about, and what it says."""
    if event.task is not None:
        detail = _task(state, event.task, event.at)
        return detail["taskArn"], detail
    if event.instance is not None:
        shown: dict[str, Any] = _plain(instance_shape.show(state, event.instance))
        del shown["tags"]
        return shown["containerInstanceArn"], shown | {"updatedAt": _time(to_datetime(event.at))}
    cluster, _, name = (event.service or "").partition("/")
    if event.hook is not None:
        return _hook(state, event, event.hook)
    detail = {
        "eventType": event.level,
        "eventName": event.name,
        "clusterArn": state.arn("cluster", cluster),
    }
    if event.deployment is not None:
        del detail["clusterArn"]
        detail |= {
            "deploymentId": event.deployment.id,
            "updatedAt": _time(to_datetime(event.at)),
            "reason": event.reason or "",
        }
    else:
        detail["createdAt"] = _time(to_datetime(event.at))
        if event.reason is not None:
            detail["reason"] = event.reason
    return state.arn("service", cluster, name), detail


def _hook(state: State, event: Event, hook: PausedHook) -> tuple[str, dict[str, Any]]:
    """A pause of a deployment."""
    key = event.service or ""
    cluster, _, name = key.partition("/")
    rollout = state.arn("service-deployment", key, event.rollout or "")
    detail = {
        "eventType": event.level,
        "eventName": event.name,
        "hookId": hook.id,
        "hookType": "PAUSE",
        "expiresAt": _time(to_datetime(hook.expires_at)),
        "lifecycleStage": str(hook.stage),
        "clusterArn": state.arn("cluster", cluster),
        "serviceArn": state.arn("service", cluster, name),
        "serviceDeploymentArn": rollout,
        "updatedAt": _time(to_datetime(event.at)),
    }
    return rollout, detail


def _task(state: State, task: Task, at_ms: int) -> dict[str, Any]:
    """A task as events show it: as DescribeTasks does, but for the name of its network interface's type."""
    shown: dict[str, Any] = _plain(task_shape.show(state, task))
    del shown["tags"]
    for attachment in shown["attachments"]:
        if attachment["type"] == "ElasticNetworkInterface":
            attachment["type"] = "eni"
    return shown | {"updatedAt": _time(to_datetime(at_ms))}


def _plain(value: Any) -> Any:
    """`value` with every instant as text."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    return _time(value) if isinstance(value, datetime) else value


def _time(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}.{instant.microsecond // 1000:03}Z"


def _id(state: State, event: Event) -> str:
    """A UUID that follows from the lab and the event's number, so that telling an event draws no chance."""
    digits = hashlib.sha256(f"{state.settings.seed} event {event.number}".encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
