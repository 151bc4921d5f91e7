"""Reading what was written to log streams.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.groups import find_group
from ecslab.aws.operations.paging import page
from ecslab.engine.errors import ApiError
from ecslab.engine.logs import streams
from ecslab.engine.logs.comparison import PatternError
from ecslab.engine.logs.patterns import Pattern, compile_pattern
from ecslab.engine.platform.logs import LogEvent

_MOST = 10_000
_TOKEN = re.compile(r"([fb])/(\d{1,12})")


def get_log_events(
    call: Call,
    *,
    log_stream_name: str,
    log_group_name: str | None = None,
    log_group_identifier: str | None = None,
    start_time: int = 0,
    end_time: int | None = None,
    next_token: str | None = None,
    limit: int = _MOST,
    start_from_head: bool = False,
) -> dict[str, Any]:
    """The lines of one stream, the newest unless `startFromHead`; tokens lead on in both directions."""
    state = call.state
    group = find_group(state, log_group_name, log_group_identifier)
    stream = state.world.log_streams.get(f"{group.name}:{log_stream_name}")
    if stream is None:
        raise ApiError("ResourceNotFoundException", "The specified log stream does not exist.")
    _check_limit(limit)
    written = list(
        streams.read(
            state, stream, max(start_time, group.readable_since(state.now)), _until(state.now, end_time)
        )
    )
    if next_token is None:
        first = 0 if start_from_head else max(0, len(written) - limit)
        last = first + limit
    else:
        match = _TOKEN.fullmatch(next_token)
        if match is None:
            raise ApiError("InvalidParameterException", "The specified nextToken is invalid.")
        at = min(int(match[2]), len(written))
        first, last = (at, at + limit) if match[1] == "f" else (max(0, at - limit), at)
    chosen = written[first:last]
    return {
        "events": [
            {"timestamp": event.at, "message": event.message, "ingestionTime": event.at} for event in chosen
        ],
        "nextForwardToken": f"f/{first + len(chosen):012}",
        "nextBackwardToken": f"b/{first:012}",
    }


def filter_log_events(
    call: Call,
    *,
    log_group_name: str | None = None,
    log_group_identifier: str | None = None,
    log_stream_names: Sequence[str] = (),
    log_stream_name_prefix: str = "",
    start_time: int = 0,
    end_time: int | None = None,
    filter_pattern: str = "",
    next_token: str | None = None,
    limit: int = _MOST,
    interleaved: bool = True,  # noqa: ARG001  # AWS ignores it: they always are
) -> dict[str, Any]:
    """The lines of a group's streams that match a pattern, oldest first."""
    state = call.state
    group = find_group(state, log_group_name, log_group_identifier)
    if log_stream_names and log_stream_name_prefix:
        raise ApiError(
            "InvalidParameterException", "Specify either logStreamNames or logStreamNamePrefix, not both."
        )
    _check_limit(limit)
    matches = _pattern(filter_pattern)
    found = [
        (event, stream.name)
        for stream in state.world.log_streams.where("group", group.name)
        if stream.name.startswith(log_stream_name_prefix)
        and (not log_stream_names or stream.name in log_stream_names)
        for event in streams.read(
            state, stream, max(start_time, group.readable_since(state.now)), _until(state.now, end_time)
        )
        if matches(event.message) is not None
    ]
    found.sort(key=lambda pair: pair[0].at)
    shown = [
        {
            "logStreamName": name,
            "timestamp": event.at,
            "message": event.message,
            "ingestionTime": event.at,
            "eventId": _event_id(name, event),
        }
        for event, name in found
    ]
    filters = ("log events", group.name, list(log_stream_names), log_stream_name_prefix, filter_pattern)
    chosen = page(shown, (*filters, start_time, end_time), None, next_token, limit)
    return chosen.answer("events") | {"searchedLogStreams": []}


def test_metric_filter(
    call: Call,  # noqa: ARG001  # a pattern means the same in every lab
    *,
    filter_pattern: str,
    log_event_messages: Sequence[str],
) -> dict[str, Any]:
    """Which of some lines a pattern matches, and what it takes out of them."""
    matches = _pattern(filter_pattern)
    found = [(number, line, matches(line)) for number, line in enumerate(log_event_messages, start=1)]
    return {
        "matches": [
            {"eventNumber": number, "eventMessage": line, "extractedValues": dict(values)}
            for number, line, values in found
            if values is not None
        ]
    }


def _until(now: int, end_time: int | None) -> int:
    """The end of the time asked for; what has not been written yet cannot be read."""
    return now + 1 if end_time is None else min(end_time, now + 1)


def _check_limit(limit: int) -> None:
    if not 1 <= limit <= _MOST:
        raise ApiError("InvalidParameterException", f"limit must be between 1 and {_MOST}.")


def _event_id(stream: str, event: LogEvent) -> str:
    digest = hashlib.sha256(f"{stream} {event.at} {event.message}".encode()).hexdigest()
    return f"{event.at:019}{int(digest[:30], 16):037}"


def _pattern(text: str) -> Pattern:
    try:
        return compile_pattern(text)
    except PatternError:
        raise ApiError("InvalidParameterException", "Invalid filter pattern") from None
