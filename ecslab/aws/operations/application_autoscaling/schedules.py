"""Scheduled actions.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scheduled-scaling.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.application_autoscaling.common import pages, resource, service_of
from ecslab.aws.operations.instants import read_instant
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.records.scaling import ScheduledAction
from ecslab.engine.scaling import scheduled


def put_scheduled_action(
    call: Call,
    *,
    service_namespace: str,
    scheduled_action_name: str,
    resource_id: str,
    scalable_dimension: str,
    schedule: str | None = None,
    timezone: str | None = None,
    start_time: Any = None,
    end_time: Any = None,
    scalable_target_action: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Plan new bounds for a scalable target, or change what is planned."""
    key = service_of(service_namespace, resource_id, scalable_dimension) or ""
    bounds = scalable_target_action or {}
    wanted = scheduled.Wanted(
        name=scheduled_action_name,
        schedule=schedule,
        timezone=timezone,
        starts_at=None if start_time is None else read_instant(start_time, "StartTime"),
        ends_at=None if end_time is None else read_instant(end_time, "EndTime"),
        minimum=bounds.get("MinCapacity"),
        maximum=bounds.get("MaxCapacity"),
    )
    scheduled.put(call.state, key, wanted)
    return {}


def delete_scheduled_action(
    call: Call,
    *,
    service_namespace: str,
    scheduled_action_name: str,
    resource_id: str,
    scalable_dimension: str,
) -> dict[str, Any]:
    """Delete a scheduled action."""
    key = service_of(service_namespace, resource_id, scalable_dimension) or ""
    scheduled.delete(call.state, key, scheduled_action_name)
    return {}


def describe_scheduled_actions(
    call: Call,
    *,
    service_namespace: str,
    scheduled_action_names: Sequence[str] = (),
    resource_id: str | None = None,
    scalable_dimension: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The scheduled actions that are still to come."""
    key = service_of(service_namespace, resource_id, scalable_dimension)
    shown = [
        _show(call, action)
        for action in call.state.world.scheduled_actions.values()
        if key in (None, action.service)
        and (not scheduled_action_names or action.name in scheduled_action_names)
    ]
    filters = (tuple(scheduled_action_names), key)
    return pages("ScheduledActions", shown, filters, max_results, next_token)


def _show(call: Call, action: ScheduledAction) -> dict[str, Any]:
    rest = f"resource/ecs/service/{action.service}:scheduledActionName/{action.name}"
    bounds = {"MinCapacity": action.minimum, "MaxCapacity": action.maximum}
    shown = resource(action.service) | {
        "ScheduledActionName": action.name,
        "ScheduledActionARN": arn.scaling_part(call.state.settings, "scheduledAction", action.number, rest),
        "Schedule": action.schedule,
        "Timezone": action.timezone,
        "StartTime": None if action.starts_at is None else to_datetime(action.starts_at),
        "EndTime": None if action.ends_at is None else to_datetime(action.ends_at),
        "ScalableTargetAction": {name: value for name, value in bounds.items() if value is not None},
        "CreationTime": to_datetime(action.created_at),
    }
    return {name: value for name, value in shown.items() if value is not None}
