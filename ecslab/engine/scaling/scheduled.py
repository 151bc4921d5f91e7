"""Scheduled actions: made, changed and deleted.

https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScheduledAction.html
"""

import re

from ecslab.engine.errors import ApiError
from ecslab.engine.record import Record
from ecslab.engine.records.scaling import ScheduledAction
from ecslab.engine.scaling import minute, scalable, schedule
from ecslab.engine.state import State

_NAME = re.compile(r"(?! )[^\x00-\x1f\x7f-\x9f:/|]{1,256}(?<! )")
_MOST = 200


class Wanted(Record, frozen=True, kw_only=True):
    """What PutScheduledAction asks for; None leaves a thing as it is."""

    name: str
    schedule: str | None
    timezone: str | None
    starts_at: int | None
    ends_at: int | None
    minimum: int | None
    maximum: int | None


def put(state: State, key: str, wanted: Wanted) -> None:
    """Make a scheduled action or change it. Raises ObjectNotFoundException, ValidationException."""
    scalable.find(state, key)
    if not _NAME.fullmatch(wanted.name):
        raise _invalid(f"Invalid scheduled action name: {wanted.name}")
    before = state.world.scheduled_actions.get(f"{key} {wanted.name}")
    if before is None and state.world.scheduled_actions.count("service", key) >= _MOST:
        raise ApiError(
            "LimitExceededException", "The limit of scheduled actions for the scalable target is reached"
        )
    expression = wanted.schedule or (before.schedule if before is not None else None)
    if expression is None:
        raise _invalid("Schedule is required when creating a scheduled action")
    action = before or ScheduledAction(
        name=wanted.name, service=key, schedule=expression, number=state.chance.uuid(), created_at=state.now
    )
    action = action.replace(
        schedule=expression,
        timezone=wanted.timezone or action.timezone,
        starts_at=action.starts_at if wanted.starts_at is None else wanted.starts_at,
        ends_at=action.ends_at if wanted.ends_at is None else wanted.ends_at,
        minimum=action.minimum if wanted.minimum is None else wanted.minimum,
        maximum=action.maximum if wanted.maximum is None else wanted.maximum,
    )
    if action.minimum is None and action.maximum is None:
        raise _invalid("A scheduled action needs a minimum or a maximum capacity")
    scalable.check_bounds(
        action.minimum or 0, (action.minimum or 0) if action.maximum is None else action.maximum
    )
    if action.starts_at is not None and action.ends_at is not None and action.starts_at >= action.ends_at:
        raise _invalid("Start time must be before end time")
    if (
        schedule.next_due(expression, action.timezone, state.now, action.starts_at or action.created_at)
        is None
    ):
        raise _invalid("The specified schedule lies in the past")
    state.world.scheduled_actions.put(action)
    minute.plan(state, action.key)


def delete(state: State, key: str, name: str) -> None:
    """Delete a scheduled action. Raises ObjectNotFoundException."""
    if f"{key} {name}" not in state.world.scheduled_actions:
        raise ApiError(
            "ObjectNotFoundException",
            f"No scheduled action found for service namespace: ecs, resource ID: service/{key}, "
            f"scalable dimension: {scalable.DIMENSION}, scheduled action name: {name}",
        )
    state.world.scheduled_actions.remove(f"{key} {name}")


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationException", message)
