"""Writing to log streams from outside of containers.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.groups import find_group
from ecslab.engine.clock import DAY, HOUR
from ecslab.engine.errors import ApiError
from ecslab.engine.logs import streams
from ecslab.engine.platform.logs import LogStream

_NAME = re.compile(r"[^:*]{1,512}")
_OLDEST = 14 * DAY
_NEWEST = 2 * HOUR
_MOST = 10_000


def create_log_stream(call: Call, *, log_group_name: str, log_stream_name: str) -> dict[str, Any]:
    """Make an empty stream in a group."""
    world = call.state.world
    group = find_group(call.state, log_group_name, None)
    if not _NAME.fullmatch(log_stream_name):
        raise ApiError(
            "InvalidParameterException",
            f"1 validation error detected: Value '{log_stream_name}' at 'logStreamName' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [^:*]*",
        )
    stream = LogStream(group=group.name, name=log_stream_name, created_at=call.state.now)
    if stream.key in world.log_streams:
        raise ApiError("ResourceAlreadyExistsException", "The specified log stream already exists")
    world.log_streams.put(stream)
    return {}


def put_log_events(
    call: Call, *, log_group_name: str, log_stream_name: str, log_events: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """Write lines to a stream; those of more than two weeks ago, or of the future, are not taken."""
    state = call.state
    group = find_group(state, log_group_name, None)
    stream = state.world.log_streams.get(f"{group.name}:{log_stream_name}")
    if stream is None:
        raise ApiError("ResourceNotFoundException", "The specified log stream does not exist.")
    times = [event["timestamp"] for event in log_events]
    if times != sorted(times):
        raise ApiError(
            "InvalidParameterException",
            "Log events in a single PutLogEvents request must be in chronological order.",
        )
    if len(times) > _MOST or (times and times[-1] - times[0] > DAY):
        raise ApiError(
            "InvalidParameterException",
            f"A request may have at most {_MOST} log events, and they may span at most 24 hours.",
        )
    too_old = sum(at < state.now - _OLDEST for at in times)
    too_new = next((number for number, at in enumerate(times) if at > state.now + _NEWEST), len(times))
    taken = log_events[too_old:too_new]
    if taken:
        begins = taken[0]["timestamp"]
        lines = tuple(event["message"] for event in taken)
        streams.write(state, stream, lines, tuple(event["timestamp"] - begins for event in taken), begins)
    rejected = {"tooOldLogEventEndIndex": too_old} if too_old else {}
    if too_new < len(times):
        rejected["tooNewLogEventStartIndex"] = too_new
    return {"rejectedLogEventsInfo": rejected} if rejected else {}
