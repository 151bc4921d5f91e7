"""Scalable targets and their activities.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-scaling-activities.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.application_autoscaling.common import pages, resource, service_of
from ecslab.aws.operations.application_autoscaling.tagging import keep_tags
from ecslab.aws.operations.ecs.reading import read
from ecslab.engine.clock import to_datetime
from ecslab.engine.records.scaling import Activity, ScalableTarget, Suspended
from ecslab.engine.scaling import scalable


def register_scalable_target(
    call: Call,
    *,
    service_namespace: str,
    resource_id: str,
    scalable_dimension: str,
    min_capacity: int | None = None,
    max_capacity: int | None = None,
    role_arn: str | None = None,
    suspended_state: Mapping[str, bool] | None = None,
    tags: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Let a service be scaled between two bounds, or change them."""
    key = service_of(service_namespace, resource_id, scalable_dimension) or ""
    suspended = None if suspended_state is None else read(Suspended, suspended_state, "SuspendedState")
    target = scalable.register(call.state, key, min_capacity, max_capacity, role_arn, suspended)
    arn = scalable.target_arn(call.state, target)
    keep_tags(call.state, arn, tags or {})
    return {"ScalableTargetARN": arn}


def deregister_scalable_target(
    call: Call, *, service_namespace: str, resource_id: str, scalable_dimension: str
) -> dict[str, Any]:
    """Let a service be; its policies and scheduled actions are deleted."""
    scalable.deregister(call.state, service_of(service_namespace, resource_id, scalable_dimension) or "")
    return {}


def describe_scalable_targets(
    call: Call,
    *,
    service_namespace: str,
    resource_ids: Sequence[str] = (),
    scalable_dimension: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Scalable targets, those of the given resources or all."""
    service_of(service_namespace, None, scalable_dimension)
    wanted = {service_of(service_namespace, each, scalable_dimension) for each in resource_ids}
    shown = [
        _show(call, target)
        for target in call.state.world.scalable_targets.values()
        if not wanted or target.service in wanted
    ]
    return pages("ScalableTargets", shown, (tuple(resource_ids), scalable_dimension), max_results, next_token)


def describe_scaling_activities(
    call: Call,
    *,
    service_namespace: str,
    resource_id: str | None = None,
    scalable_dimension: str | None = None,
    include_not_scaled_activities: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """What scaling has done, newest first; on request also what it has not, and why."""
    key = service_of(service_namespace, resource_id, scalable_dimension)
    found = [
        (activity.at, _show_activity(target, activity))
        for target in call.state.world.scalable_targets.values()
        if key in (None, target.service)
        for activity in target.activities
        if include_not_scaled_activities or activity.not_scaled is None
    ]
    shown = [activity for _, activity in sorted(found, key=lambda pair: -pair[0])]
    filters = (key, include_not_scaled_activities)
    return pages("ScalingActivities", shown, filters, max_results, next_token)


def _show(call: Call, target: ScalableTarget) -> dict[str, Any]:
    suspended = target.suspended
    return resource(target.service) | {
        "MinCapacity": target.minimum,
        "MaxCapacity": target.maximum,
        "RoleARN": target.role_arn,
        "CreationTime": to_datetime(target.created_at),
        "SuspendedState": {
            "DynamicScalingInSuspended": suspended.dynamic_scaling_in_suspended,
            "DynamicScalingOutSuspended": suspended.dynamic_scaling_out_suspended,
            "ScheduledScalingSuspended": suspended.scheduled_scaling_suspended,
        },
        "ScalableTargetARN": scalable.target_arn(call.state, target),
    }


def _show_activity(target: ScalableTarget, activity: Activity) -> dict[str, Any]:
    shown = resource(target.service) | {
        "ActivityId": activity.id,
        "Description": activity.description,
        "Cause": activity.cause,
        "StartTime": to_datetime(activity.at),
        "EndTime": to_datetime(activity.at),
        "StatusCode": activity.status,
    }
    if activity.message is not None:
        shown["StatusMessage"] = activity.message
    if activity.not_scaled is not None:
        reason: dict[str, Any] = {
            "Code": activity.not_scaled.code,
            "CurrentCapacity": activity.not_scaled.current,
        }
        at_most = activity.not_scaled.code == "AlreadyAtMaxCapacity"
        reason["MaxCapacity" if at_most else "MinCapacity"] = target.maximum if at_most else target.minimum
        shown["NotScaledReasons"] = [reason]
    return shown
