"""Virtual time: integer milliseconds since the Unix epoch, and durations as people write them."""

import re
from datetime import UTC, datetime
from typing import Final

from ecslab.engine.errors import Problem

SECOND: Final = 1_000
MINUTE: Final = 60 * SECOND
HOUR: Final = 60 * MINUTE
DAY: Final = 24 * HOUR

LAB_START: Final = 1_767_603_600_000
"""When a lab's clock starts unless its scene says otherwise: Monday 2026-01-05T09:00:00Z."""

_UNITS: Final = {"d": DAY, "h": HOUR, "m": MINUTE, "s": SECOND, "ms": 1}
_PART: Final = re.compile(r"(\d+)(ms|[dhms])")


def parse_duration(text: str) -> int:
    """`text` in milliseconds: `90m`, `1h30m`, `45s`, `2d`, `500ms`.

    Raises Problem when `text` is no such duration.
    """
    compact = text.replace(" ", "")
    parts = _PART.findall(compact)
    if not parts or "".join(number + unit for number, unit in parts) != compact:
        raise Problem("not-a-duration", text=text)
    return sum(int(number) * _UNITS[unit] for number, unit in parts)


def format_duration(duration_ms: int) -> str:
    """`duration_ms` as `parse_duration` reads it, in its largest units: `1h30m`, `45s`."""
    words = []
    rest = duration_ms
    for unit, size in _UNITS.items():
        count, rest = divmod(rest, size)
        if count:
            words.append(f"{count}{unit}")
    return "".join(words) or "0s"


def to_datetime(at_ms: int) -> datetime:
    """The instant `at_ms` as an aware datetime in UTC."""
    return datetime.fromtimestamp(at_ms / 1_000, UTC)


def from_datetime(instant: datetime) -> int:
    """The aware `instant` in milliseconds since the Unix epoch."""
    return round(instant.timestamp() * 1_000)
