"""Scaling policies.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.application_autoscaling.common import pages, resource, service_of
from ecslab.aws.operations.ecs.reading import read, write
from ecslab.engine import arn
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.records.scaling import ScalingPolicy, StepScaling, TargetTracking
from ecslab.engine.scaling import policies


def put_scaling_policy(
    call: Call,
    *,
    policy_name: str,
    service_namespace: str,
    resource_id: str,
    scalable_dimension: str,
    policy_type: str = "StepScaling",
    step_scaling_policy_configuration: Mapping[str, Any] | None = None,
    target_tracking_scaling_policy_configuration: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Make a scaling policy, or change it."""
    key = service_of(service_namespace, resource_id, scalable_dimension) or ""
    if policy_type == "PredictiveScaling":
        raise NotSimulated("ecslab does not simulate predictive scaling; use TargetTrackingScaling.")
    tracking = step = None
    if policy_type == "TargetTrackingScaling":
        given = target_tracking_scaling_policy_configuration
        if not given:
            raise ApiError("ValidationException", "TargetTrackingScalingPolicyConfiguration is required")
        if given.get("CustomizedMetricSpecification"):
            raise NotSimulated(
                "ecslab does not simulate CustomizedMetricSpecification; use PredefinedMetricSpecification."
            )
        tracking = read(TargetTracking, given, "TargetTrackingScalingPolicyConfiguration")
    else:
        if not step_scaling_policy_configuration:
            raise ApiError("ValidationException", "StepScalingPolicyConfiguration is required")
        step = read(StepScaling, step_scaling_policy_configuration, "StepScalingPolicyConfiguration")
    policy = policies.put(call.state, key, policy_name, tracking, step)
    return {"PolicyARN": _policy_arn(call, policy), "Alarms": _alarms(call, policy)}


def delete_scaling_policy(
    call: Call, *, policy_name: str, service_namespace: str, resource_id: str, scalable_dimension: str
) -> dict[str, Any]:
    """Delete a scaling policy."""
    key = service_of(service_namespace, resource_id, scalable_dimension) or ""
    policies.delete(call.state, key, policy_name)
    return {}


def describe_scaling_policies(
    call: Call,
    *,
    service_namespace: str,
    policy_names: Sequence[str] = (),
    resource_id: str | None = None,
    scalable_dimension: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Scaling policies with the alarms that watch their metrics."""
    key = service_of(service_namespace, resource_id, scalable_dimension)
    shown = [
        _show(call, policy)
        for policy in call.state.world.scaling_policies.values()
        if key in (None, policy.service) and (not policy_names or policy.name in policy_names)
    ]
    return pages("ScalingPolicies", shown, (tuple(policy_names), key), max_results, next_token)


def _show(call: Call, policy: ScalingPolicy) -> dict[str, Any]:
    shown = resource(policy.service) | {
        "PolicyARN": _policy_arn(call, policy),
        "PolicyName": policy.name,
        "PolicyType": "TargetTrackingScaling" if policy.tracking is not None else "StepScaling",
        "Alarms": _alarms(call, policy),
        "CreationTime": to_datetime(policy.created_at),
    }
    if policy.tracking is not None:
        shown["TargetTrackingScalingPolicyConfiguration"] = write(policy.tracking)
    if policy.step is not None:
        steps = [
            write(each) | {"ScalingAdjustment": each.scaling_adjustment}
            for each in policy.step.step_adjustments
        ]
        shown["StepScalingPolicyConfiguration"] = write(policy.step) | {"StepAdjustments": steps}
    return shown


def _policy_arn(call: Call, policy: ScalingPolicy) -> str:
    return policies.policy_arn(call.state, policy)


def _alarms(call: Call, policy: ScalingPolicy) -> list[dict[str, str]]:
    """The alarms of a policy: its own, or those that people made for it."""
    names = policy.alarms
    if policy.step is not None:
        wanted = _policy_arn(call, policy)
        alarms = call.state.world.alarms.values()
        names = tuple(alarm.name for alarm in alarms if wanted in alarm.actions.all)
    return [{"AlarmName": name, "AlarmARN": arn.alarm(call.state.settings, name)} for name in names]
