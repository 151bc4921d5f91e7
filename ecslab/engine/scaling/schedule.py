"""When a scheduled action is due: at(), rate() and cron() expressions.

https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

from ecslab.engine.errors import ApiError
from ecslab.engine.schedule.expressions import (
    SCALING,
    BadExpression,
    Rate,
    UnknownZone,
    next_after,
    parse,
    zone,
)


def next_due(schedule: str, timezone: str | None, after: int, since: int) -> int | None:
    """The first moment later than `after` at which `schedule` is due; None when there is none any more.

    A rate counts from `since`, its first firing one period later. Raises ValidationException for what is no
    schedule or no time zone.
    """
    try:
        where = zone(timezone or "UTC")
    except UnknownZone as unknown:
        raise ApiError("ValidationException", f"Invalid timezone: {timezone}", problem=unknown) from None
    try:
        expression = parse(schedule, SCALING)
    except BadExpression as bad:
        message = f"Invalid schedule expression: {schedule}"
        raise ApiError("ValidationException", message, problem=bad) from None
    if isinstance(expression, Rate):
        return next_after(expression, where, max(after, since), since)
    return next_after(expression, where, after)
