"""PutEvents: events of one's own.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.events.testing import read_json_object
from ecslab.aws.operations.instants import read_instant
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.eventbridge import bus
from ecslab.engine.platform.eventbridge import DEFAULT

_LARGEST = 256 * 1024
_NEEDED = ("Source", "DetailType", "Detail")
_TIME_SIZE = 14
"""Bytes that AWS counts for an entry's time."""


def put_events(call: Call, *, entries: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Send events to buses; what is wrong with one of them is said in its entry of the answer."""
    if sum(map(_size, entries)) > _LARGEST:
        raise ApiError("ValidationException", "Total size of the entries in the request is over the limit.")
    if any("TraceHeader" in entry for entry in entries):
        raise NotSimulated("ecslab does not simulate TraceHeader of an event; leave it out.")
    answers = [_put(call, entry, number) for number, entry in enumerate(entries)]
    failed = sum("ErrorCode" in answer for answer in answers)
    return {"FailedEntryCount": failed, "Entries": answers}


def _put(call: Call, entry: Mapping[str, Any], number: int) -> dict[str, str]:
    state = call.state
    for name in _NEEDED:
        if not entry.get(name):
            reason = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": reason}
    detail = read_json_object(entry["Detail"])
    if detail is None:
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    if entry["Source"].startswith("aws."):
        reason = "Not authorized for the source."
        return {"ErrorCode": "NotAuthorizedForSourceException", "ErrorMessage": reason}
    at = read_instant(entry["Time"], "Time") if "Time" in entry else state.now
    last = state.world.api_calls.last()
    call_number = last.number if last is not None else 0
    event = {
        "version": "0",
        "id": _id(f"{state.settings.seed} put {state.now} {call_number} {number}"),
        "detail-type": entry["DetailType"],
        "source": entry["Source"],
        "account": state.settings.account,
        "time": f"{to_datetime(at):%Y-%m-%dT%H:%M:%SZ}",
        "region": state.settings.region,
        "resources": list(entry.get("Resources", ())),
        "detail": detail,
    }
    name = entry.get("EventBusName", DEFAULT).rsplit(":event-bus/", 1)[-1]
    # AWS takes events for a bus that does not exist, and drops them.
    if name in state.world.event_buses:
        bus.publish(state, name, event)
    return {"EventId": event["id"]}


def _size(entry: Mapping[str, Any]) -> int:
    """What AWS counts of an entry, in bytes.

    https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevent-size.html
    """
    texts = [entry.get(name, "") for name in _NEEDED]
    texts += entry.get("Resources", ())
    size = sum(len(text.encode(errors="surrogatepass")) for text in texts)
    return size + (_TIME_SIZE if "Time" in entry else 0)


def _id(what: str) -> str:
    """A UUID that follows from the lab and the call, so that an event draws no chance."""
    digits = hashlib.sha256(what.encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:32]}"
