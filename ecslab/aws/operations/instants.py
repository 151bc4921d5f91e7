"""Reading instants as requests give them: an ISO date, seconds since the epoch, or a datetime."""

from datetime import UTC, datetime

from ecslab.engine.clock import SECOND
from ecslab.engine.errors import ApiError


def read_instant(value: datetime | float | str, name: str) -> int:
    """`value` in milliseconds since the epoch; without a time zone it is UTC. `name` is its parameter.

    Raises InvalidParameterException for what is no instant.
    """
    try:
        if isinstance(value, str):
            value = float(value) if value.replace(".", "", 1).isdecimal() else datetime.fromisoformat(value)
        if isinstance(value, datetime):
            value = (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        return round(value * SECOND)
    except (ValueError, OverflowError):
        raise ApiError("InvalidParameterException", f"Invalid value for {name}: no instant.") from None
