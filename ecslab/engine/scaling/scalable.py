"""Scalable targets: services that may be scaled, and how a desired count is set for them.

https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
"""

from ecslab.engine import arn
from ecslab.engine.ecs.services import service_changes
from ecslab.engine.errors import ApiError
from ecslab.engine.load import whole_minute
from ecslab.engine.records.scaling import MOST_ACTIVITIES, Activity, NotScaled, ScalableTarget, Suspended
from ecslab.engine.records.service import Service
from ecslab.engine.state import State

DIMENSION = "ecs:service:DesiredCount"
"""The one dimension of a service that can be scaled."""
MINUTE_OVER = "scaling.minute"
"""Agenda: a minute of the scalable target of that service is over."""


def register(
    state: State,
    key: str,
    minimum: int | None,
    maximum: int | None,
    role_arn: str | None,
    suspended: Suspended | None,
) -> ScalableTarget:
    """Make a service a scalable target, or change its bounds; a desired count outside of them follows.

    Raises ValidationException when there is no such service, or for bounds that mean nothing.
    """
    before = state.world.scalable_targets.get(key)
    if _active(state, key) is None:
        raise ApiError("ValidationException", f"ECS service doesn't exist: service/{key}")
    if before is None and (minimum is None or maximum is None):
        raise ApiError(
            "ValidationException",
            "Minimum capacity and maximum capacity are required when registering a new scalable target",
        )
    least = minimum if minimum is not None else before.minimum if before is not None else 0
    most = maximum if maximum is not None else before.maximum if before is not None else 0
    check_bounds(least, most)
    if before is None:
        before = ScalableTarget(
            service=key,
            minimum=least,
            maximum=most,
            role_arn=role_arn or service_role(state),
            created_at=state.now,
            number=state.chance.hex_id(32),
        )
    target = before.replace(
        minimum=least,
        maximum=most,
        role_arn=role_arn or before.role_arn,
        suspended=suspended or before.suspended,
    )
    state.world.scalable_targets.put(target)
    keep_within(state, key)
    return state.world.scalable_targets[key]


def deregister(state: State, key: str) -> None:
    """Let a service be; its policies and scheduled actions go with its being a target."""
    find(state, key)
    state.world.scalable_targets.remove(key)
    for policy in list(state.world.scaling_policies.where("service", key)):
        state.world.scaling_policies.remove(policy.key)
    for action in list(state.world.scheduled_actions.where("service", key)):
        state.world.scheduled_actions.remove(action.key)


def find(state: State, key: str) -> ScalableTarget:
    """The scalable target of a service. Raises ObjectNotFoundException."""
    target = state.world.scalable_targets.get(key)
    if target is None:
        raise ApiError(
            "ObjectNotFoundException",
            f"No scalable target registered for service namespace: ecs, resource ID: service/{key}, "
            f"scalable dimension: {DIMENSION}",
        )
    return target


def watch(state: State, key: str) -> None:
    """Have the metrics of a target looked at at the end of each minute, as long as it has policies."""
    target = state.world.scalable_targets.get(key)
    if (
        target is None
        or target.minute_at is not None
        or not state.world.scaling_policies.count("service", key)
    ):
        return
    at_ms = whole_minute(state.now)
    state.world.scalable_targets.put(target.replace(minute_at=at_ms))
    state.agenda.add(at_ms, MINUTE_OVER, key, str(at_ms))


def check_bounds(minimum: int, maximum: int) -> None:
    """Raise ValidationException unless a target can have these bounds."""
    if minimum < 0 or maximum < 0:
        raise ApiError(
            "ValidationException", "Minimum and maximum capacity must be greater than or equal to 0"
        )
    if minimum > maximum:
        raise ApiError("ValidationException", "Maximum capacity cannot be less than minimum capacity")


def keep_within(state: State, key: str) -> None:
    """Bring a desired count that lies outside of its target's bounds to the nearer one."""
    target, service = state.world.scalable_targets[key], _active(state, key)
    if service is None:
        return
    if service.desired < target.minimum:
        set_desired(state, key, target.minimum, f"minimum capacity was set to {target.minimum}")
    elif service.desired > target.maximum:
        set_desired(state, key, target.maximum, f"maximum capacity was set to {target.maximum}")


def set_desired(state: State, key: str, desired: int, cause: str) -> None:
    """Set a service's desired count and keep a record of why."""
    service = _active(state, key)
    if service is None:
        return
    try:
        service_changes.update(state, service, service_changes.Change(desired=desired))
    except ApiError as refused:
        # What ECS refuses is an activity that failed; nobody is there to be told otherwise.
        message = f"Failed to set desired count to {desired}. Reason: {refused.message}"
        record(state, key, f"Setting desired count to {desired}.", cause, message, status="Failed")
        return
    target = state.world.scalable_targets[key]
    out = desired > service.desired
    state.world.scalable_targets.put(
        target.replace(
            scaled_out_at=state.now if out else target.scaled_out_at,
            scaled_in_at=target.scaled_in_at if out else state.now,
        )
    )
    record(
        state,
        key,
        f"Setting desired count to {desired}.",
        cause,
        f"Successfully set desired count to {desired}. Change successfully fulfilled by ecs.",
    )


def record(
    state: State,
    key: str,
    description: str,
    cause: str,
    message: str | None,
    not_scaled: NotScaled | None = None,
    *,
    status: str = "Successful",
) -> None:
    """Keep a record of an activity; one that changed nothing stands once for as long as its reason holds."""
    target = state.world.scalable_targets[key]
    newest = target.activities[0] if target.activities else None
    if (
        not_scaled is not None
        and newest is not None
        and newest.not_scaled == not_scaled
        and newest.cause == cause
    ):
        return
    activity = Activity(
        id=state.chance.uuid(),
        at=state.now,
        description=description,
        cause=cause,
        status=status,
        message=message,
        not_scaled=not_scaled,
    )
    state.world.scalable_targets.put(
        target.replace(activities=(activity, *target.activities)[:MOST_ACTIVITIES])
    )


def target_arn(state: State, target: ScalableTarget) -> str:
    """The ARN of a scalable target."""
    return arn.scaling(state.settings, f"scalable-target/{target.number}")


def service_role(state: State) -> str:
    """The service-linked role under which services are scaled."""
    return arn.iam(
        state.settings,
        "role",
        "aws-service-role/ecs.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_ECSService",
    )


def _active(state: State, key: str) -> Service | None:
    service = state.world.services.get(key)
    return service if service is not None and service.status == "ACTIVE" else None
