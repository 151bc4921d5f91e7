"""TestEventPattern: whether an event fits a pattern, without a rule.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_TestEventPattern.html
"""

import json
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import pattern
from ecslab.engine.eventbridge.tokens import DEEPEST

_NEEDED = ("id", "account", "source", "time", "region", "detail-type")


def test_event_pattern(call: Call, *, event_pattern: str, event: str) -> dict[str, Any]:  # noqa: ARG001  # it needs no lab
    """Whether the event fits."""
    asked = pattern.read(event_pattern)
    found = read_json_object(event)
    if found is None or any(name not in found for name in _NEEDED):
        raise ApiError("ValidationException", "Parameter Event is not valid.")
    return {"Result": asked.fits(pattern.fields(found))}


def read_json_object(text: str) -> dict[str, Any] | None:
    """What `text` says, if that is a JSON object; None for anything else, and for one nested too deeply."""
    try:
        found = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and not _too_deep(found) else None


def _refuse(word: str) -> None:
    """NaN and the infinities, which Python reads and JSON does not have."""
    raise ValueError(word)


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return False
    return True
