"""How long a group keeps what was written: older lines can no longer be read.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.groups import find_group
from ecslab.engine.errors import ApiError

_DAYS = (
    *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
    *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
)


def put_retention_policy(call: Call, *, log_group_name: str, retention_in_days: int) -> dict[str, Any]:
    """Let a group keep its lines for so many days, one of the numbers that AWS allows."""
    group = find_group(call.state, log_group_name, None)
    if retention_in_days not in _DAYS:
        raise ApiError(
            "InvalidParameterException",
            f"1 validation error detected: Value '{retention_in_days}' at 'retentionInDays' failed to "
            f"satisfy constraint: Member must satisfy enum value set: [{', '.join(map(str, _DAYS))}]",
        )
    call.state.world.log_groups.put(group.replace(retention_days=retention_in_days))
    return {}


def delete_retention_policy(call: Call, *, log_group_name: str) -> dict[str, Any]:
    """Let a group keep its lines for ever."""
    group = find_group(call.state, log_group_name, None)
    call.state.world.log_groups.put(group.replace(retention_days=None))
    return {}
