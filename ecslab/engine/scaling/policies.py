"""Scaling policies: made, changed and deleted.

https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
"""

from itertools import pairwise

from ecslab.engine import arn
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.records.scaling import ScalingPolicy, StepScaling, TargetTracking
from ecslab.engine.scaling import scalable
from ecslab.engine.scaling.minute import METRICS
from ecslab.engine.state import State

_MOST = 50
_MOST_STEPS = 20
_SIMULATED_LABEL = "targetgroup/"


def put(
    state: State, key: str, name: str, tracking: TargetTracking | None, step: StepScaling | None
) -> ScalingPolicy:
    """Make a policy of a scalable target or change it.

    Raises ObjectNotFoundException without such a target, and ValidationException for what means nothing.
    """
    scalable.find(state, key)
    before = state.world.scaling_policies.get(f"{key} {name}")
    if tracking is not None:
        _check_tracking(state, key, tracking)
    if step is not None:
        _check_step(step)
    if before is not None and (before.tracking is None) != (tracking is None):
        raise _invalid("The policy type of an existing scaling policy cannot be changed")
    if before is None and state.world.scaling_policies.count("service", key) >= _MOST:
        raise ApiError(
            "LimitExceededException", "The limit of scaling policies for the scalable target is reached"
        )
    policy = before or ScalingPolicy(
        name=name,
        service=key,
        number=state.chance.uuid(),
        alarms=_alarm_names(state, key) if tracking is not None else (),
        created_at=state.now,
    )
    state.world.scaling_policies.put(policy.replace(tracking=tracking, step=step, high=0, low=0))
    scalable.watch(state, key)
    return state.world.scaling_policies[policy.key]


def delete(state: State, key: str, name: str) -> None:
    """Delete a policy and its alarms. Raises ObjectNotFoundException."""
    if f"{key} {name}" not in state.world.scaling_policies:
        raise ApiError(
            "ObjectNotFoundException",
            f"No scaling policy found for service namespace: ecs, resource ID: service/{key}, "
            f"scalable dimension: {scalable.DIMENSION}, policy name: {name}",
        )
    state.world.scaling_policies.remove(f"{key} {name}")


def policy_arn(state: State, policy: ScalingPolicy) -> str:
    """The ARN of a policy."""
    rest = f"resource/ecs/service/{policy.service}:policyName/{policy.name}"
    return arn.scaling_part(state.settings, "scalingPolicy", policy.number, rest)


def by_arn(state: State, wanted: str) -> ScalingPolicy | None:
    """The policy that an ARN means; None when there is none."""
    service, _, name = wanted.partition(":resource/ecs/service/")[2].partition(":policyName/")
    policy = state.world.scaling_policies.get(f"{service} {name}")
    return policy if policy is not None and policy_arn(state, policy) == wanted else None


def _check_tracking(state: State, key: str, tracking: TargetTracking) -> None:
    metric = tracking.predefined_metric_specification
    if metric is None:
        raise _invalid("A target tracking scaling policy needs a metric specification")
    if metric.predefined_metric_type not in METRICS:
        known = ", ".join(METRICS)
        raise NotSimulated(
            f"ecslab does not simulate the metric {metric.predefined_metric_type} for services; use {known}."
        )
    if tracking.target_value <= 0:
        raise _invalid("TargetValue must be greater than 0")
    for seconds in (tracking.scale_out_cooldown, tracking.scale_in_cooldown):
        if seconds is not None and seconds < 0:
            raise _invalid("Cooldown must be greater than or equal to 0")
    by_requests = metric.predefined_metric_type == "ALBRequestCountPerTarget"
    if by_requests != (metric.resource_label is not None):
        raise _invalid(
            "ResourceLabel must be specified for ALBRequestCountPerTarget"
            if by_requests
            else "ResourceLabel can only be specified for ALBRequestCountPerTarget"
        )
    if metric.resource_label is not None:
        _check_label(state, key, metric.resource_label)


def _check_label(state: State, key: str, label: str) -> None:
    """The label names a load balancer and a target group that the service is in."""
    balancer, separator, group = label.partition(f"/{_SIMULATED_LABEL}")
    groups = [each.target_group_arn or "" for each in state.world.services[key].load_balancers]
    fits = any(arn.endswith(f":{_SIMULATED_LABEL}{group}") for arn in groups)
    if not separator or not balancer.startswith("app/") or not fits:
        raise _invalid(f"The resource label {label} does not match a target group of the ECS service")


def _check_step(step: StepScaling) -> None:
    if step.adjustment_type is None:
        raise _invalid("AdjustmentType is required for a step scaling policy")
    if not 1 <= len(step.step_adjustments) <= _MOST_STEPS:
        raise _invalid(f"A step scaling policy must have 1 to {_MOST_STEPS} step adjustments")
    spans = sorted(
        (
            float("-inf") if each.metric_interval_lower_bound is None else each.metric_interval_lower_bound,
            float("inf") if each.metric_interval_upper_bound is None else each.metric_interval_upper_bound,
        )
        for each in step.step_adjustments
    )
    for low, high in spans:
        if low >= high:
            raise _invalid("The upper bound of a step adjustment must be greater than its lower bound")
    for (_, high), (low, _) in pairwise(spans):
        if low < high:
            raise _invalid("Step adjustment intervals can't overlap")
        if low > high:
            raise _invalid("Step adjustment intervals can't have a gap between them")


def _alarm_names(state: State, key: str) -> tuple[str, ...]:
    return tuple(
        f"TargetTracking-service/{key}-Alarm{which}-{state.chance.uuid()}" for which in ("High", "Low")
    )


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationException", message)
