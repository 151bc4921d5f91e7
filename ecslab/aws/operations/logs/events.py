"""Reading what was written to log streams.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
"""

import hashlib
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.groups import find_group
from ecslab.aws.operations.paging import make_token, read_token
from ecslab.engine.errors import ApiError
from ecslab.engine.logs import streams
from ecslab.engine.logs.comparison import PatternError
from ecslab.engine.logs.patterns import Pattern, compile_pattern
from ecslab.engine.logs.reading import Fits, Line, Place, backward, behind, forward
from ecslab.engine.platform.logs import Output

_MOST = 10_000
_MOST_AT_ONCE = 10**8
"""More lines than a group has at one instant: a token has the instant and the lines passed in one number."""
_TOKEN = re.compile(r"([fb])/(\d{15})(\d{8})")


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
    outputs = streams.outputs_in(state, stream)
    since, until = max(start_time, group.readable_since(state.now)), _until(state.now, end_time)
    direction, place = _place(next_token) if next_token is not None else (None, None)
    if direction == "f" or (direction is None and start_from_head):
        start = place if place is not None and place.at >= since else Place(since)
        read = list(islice(forward(outputs, start, until, _all), limit))
        end = behind(read, start)
    else:
        before = place if place is not None and place.at <= until else Place(until)
        read = list(islice(backward(outputs, before, since, _all), limit))[::-1]
        start, end = _around(outputs, read, before, place or Place(since))
    return {
        "events": [
            {"timestamp": line.at, "message": line.message, "ingestionTime": line.at} for line in read
        ],
        "nextForwardToken": _token("f", end),
        "nextBackwardToken": _token("b", start),
    }


def _around(outputs: Sequence[Output], read: list[Line], before: Place, empty: Place) -> tuple[Place, Place]:
    """The places in front of and behind lines that were read backward from `before`."""
    if not read:
        return empty, empty
    first, last = read[0].at, read[-1].at

    def until_there(at: int) -> int:
        """How many lines of an instant there are, up to `before`."""
        if at == before.at:
            return before.passed
        return sum(1 for _ in forward(outputs, Place(at), at + 1, _all))

    return Place(first, until_there(first) - sum(line.at == first for line in read)), Place(
        last, until_there(last)
    )


def _all(_line: str) -> bool:
    return True


def _place(token: str) -> tuple[str, Place]:
    """The direction and the place of a token of GetLogEvents."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        raise ApiError("InvalidParameterException", "The specified nextToken is invalid.")
    return match[1], Place(int(match[2]), int(match[3]))


def _token(direction: str, place: Place) -> str:
    return f"{direction}/{max(0, place.at):015}{place.passed:08}"


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
    names = (group.name, list(log_stream_names), log_stream_name_prefix)
    filters = ("log events", *names, filter_pattern, start_time, end_time)
    since, until = max(start_time, group.readable_since(state.now)), _until(state.now, end_time)
    place = Place(*divmod(read_token(next_token, filters), _MOST_AT_ONCE)) if next_token else Place(since)
    start = place if place.at >= since else Place(since)
    outputs = (
        output
        for output in streams.outputs_of(state, group.name, start.at, until)
        if (name := output.stream_name).startswith(log_stream_name_prefix)
        and (not log_stream_names or name in log_stream_names)
    )
    found = forward(outputs, start, until, _fits(filter_pattern))
    read = list(islice(found, limit))
    answer: dict[str, Any] = {"events": [_show(line) for line in read], "searchedLogStreams": []}
    if next(found, None) is not None:
        end = behind(read, start)
        answer["nextToken"] = make_token(end.at * _MOST_AT_ONCE + end.passed, filters)
    return answer


def _show(line: Line) -> dict[str, Any]:
    name = line.stream.partition(":")[2]
    return {
        "logStreamName": name,
        "timestamp": line.at,
        "message": line.message,
        "ingestionTime": line.at,
        "eventId": _event_id(name, line),
    }


def _fits(pattern: str) -> Fits:
    """Whether a line matches a pattern; equal lines, of which there are many, are asked about once."""
    matches = read_pattern(pattern)
    known: dict[str, bool] = {}

    def fits(line: str) -> bool:
        if line not in known:
            known[line] = matches(line) is not None
        return known[line]

    return fits


def test_metric_filter(
    call: Call,  # noqa: ARG001  # a pattern means the same in every lab
    *,
    filter_pattern: str,
    log_event_messages: Sequence[str],
) -> dict[str, Any]:
    """Which of some lines a pattern matches, and what it takes out of them."""
    matches = read_pattern(filter_pattern)
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


def _event_id(stream: str, line: Line) -> str:
    digest = hashlib.sha256(f"{stream} {line.output} {line.place} {line.at}".encode()).hexdigest()
    return f"{line.at:019}{int(digest[:30], 16):037}"


def read_pattern(text: str, otherwise: str = "Invalid filter pattern") -> Pattern:
    """What a filter pattern means. Raises ApiError with the message `otherwise`."""
    try:
        return compile_pattern(text)
    except PatternError:
        raise ApiError("InvalidParameterException", otherwise) from None
