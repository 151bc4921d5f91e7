"""Looking up events in the event history, newest first.

https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudtrail import kinds
from ecslab.aws.operations.cloudtrail.record import access_key, event_id, record, user_name
from ecslab.aws.operations.cloudtrail.resources import Resource, named_by
from ecslab.aws.operations.instants import read_instant
from ecslab.aws.operations.paging import page
from ecslab.engine.clock import DAY, SECOND, to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.records.api_call import ApiCall
from ecslab.engine.state import State

_MOST = 50
_DAYS = 90

Instant = datetime | float | str


def lookup_events(
    call: Call,
    *,
    lookup_attributes: Sequence[Mapping[str, str]] = (),
    start_time: Instant | None = None,
    end_time: Instant | None = None,
    max_results: int = _MOST,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Management events of the last 90 days, newest first, by at most one attribute."""
    state = call.state
    if len(lookup_attributes) > 1:
        raise ApiError("InvalidLookupAttributesException", "You can only specify one lookup attribute.")
    if not 1 <= max_results <= _MOST:
        raise ApiError("InvalidMaxResultsException", f"Max results must be between 1 and {_MOST}.")
    since, until = _times(state, start_time, end_time)
    fits = _test(state, lookup_attributes[0]) if lookup_attributes else _anything
    found = [
        made
        for made in _newest_first(state)
        if since <= made.at < until and kinds.is_management_event(made) and fits(made)
    ]
    if next_token is None:
        top = found[0].number if found else 0
        token = None
    else:
        # Calls made since the first page (looking up events is one) do not move the pages that follow.
        first, _, token = next_token.partition(".")
        if not (first.isdecimal() and token):
            raise _bad_token()
        top = int(first)
    found = [made for made in found if made.number <= top]
    filters = ("events", list(lookup_attributes), str(start_time), str(end_time), top)
    try:
        shown = page(found, filters, None, token, max_results)
    except ApiError:
        raise _bad_token() from None
    answer: dict[str, Any] = {"Events": [_show(state, made) for made in shown.items]}
    return answer | ({"NextToken": f"{top}.{shown.token}"} if shown.token else {})


def _bad_token() -> ApiError:
    return ApiError("InvalidNextTokenException", "Invalid token.")


def _times(state: State, start: Instant | None, end: Instant | None) -> tuple[int, int]:
    """From when to before when, in milliseconds: events are timed to the second, and both ends count."""
    try:
        since = read_instant(start, "StartTime") if start is not None else 0
        until = read_instant(end, "EndTime") if end is not None else state.now
    except ApiError as error:
        raise ApiError("InvalidTimeRangeException", error.message) from None
    if since > until:
        raise ApiError("InvalidTimeRangeException", "Start time cannot be later than end time.")
    return max(since // SECOND * SECOND, state.now - _DAYS * DAY), until // SECOND * SECOND + SECOND


def _newest_first(state: State) -> Iterator[ApiCall]:
    return reversed(list(state.world.api_calls.values()))


def _test(state: State, attribute: Mapping[str, str]) -> Callable[[ApiCall], bool]:
    """Whether an event has the value that an attribute asks for."""
    value = attribute["AttributeValue"]
    match attribute["AttributeKey"]:
        case "EventName":
            return lambda made: kinds.name(made) == value
        case "EventSource":
            return lambda made: kinds.source(made.service) == value
        case "Username":
            return lambda made: user_name(made) == value
        case "AccessKeyId":
            return lambda made: access_key(made) == value
        case "ReadOnly":
            return lambda made: str(kinds.only_reads(made)).lower() == value
        case "EventId":
            return lambda made: event_id(state, made) == value
        case "ResourceType":
            return lambda made: any(each.type == value for each in _resources(made))
        case _:
            return lambda made: any(each.name == value for each in _resources(made))


def _anything(made: ApiCall) -> bool:  # noqa: ARG001  # no attribute asks for anything
    return True


def _resources(made: ApiCall) -> list[Resource]:
    return list(named_by(made.service, json.loads(made.request)))


def _show(state: State, made: ApiCall) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "EventId": event_id(state, made),
        "EventName": kinds.name(made),
        "ReadOnly": str(kinds.only_reads(made)).lower(),
        "EventTime": to_datetime(made.at // SECOND * SECOND),
        "EventSource": kinds.source(made.service),
        "Resources": [{"ResourceType": each.type, "ResourceName": each.name} for each in _resources(made)],
        "CloudTrailEvent": json.dumps(record(state, made), separators=(",", ":")),
    }
    if (key := access_key(made)) is not None:
        shown["AccessKeyId"] = key
    if (name := user_name(made)) is not None:
        shown["Username"] = name
    return shown
