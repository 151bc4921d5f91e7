"""Log groups and their streams.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html
"""

import re
from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.tag_lists import MOST as MOST_TAGS
from ecslab.aws.operations.tag_lists import add_tags, forget_tags
from ecslab.engine.errors import ApiError
from ecslab.engine.logs import metric_filters, streams
from ecslab.engine.platform.logs import LogGroup, LogStream, Written
from ecslab.engine.state import State

_NAME = re.compile(r"[.\-_/#A-Za-z0-9]{1,512}")
_MOST = 50


def create_log_group(
    call: Call, *, log_group_name: str, tags: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Make a log group."""
    if not _NAME.fullmatch(log_group_name):
        raise ApiError(
            "InvalidParameterException",
            f"1 validation error detected: Value '{log_group_name}' at 'logGroupName' failed to satisfy "
            r"constraint: Member must satisfy regular expression pattern: [\.\-_/#A-Za-z0-9]+",
        )
    if log_group_name in call.state.world.log_groups:
        raise ApiError("ResourceAlreadyExistsException", "The specified log group already exists")
    if len(tags or {}) > MOST_TAGS:
        raise too_many_tags()
    call.state.world.log_groups.put(LogGroup(name=log_group_name, created_at=call.state.now))
    add_tags(call.state, arn_of(call.state, log_group_name), tags or {}, too_many_tags())
    return {}


def delete_log_group(call: Call, *, log_group_name: str) -> dict[str, Any]:
    """Delete a log group with everything that was written to it."""
    group = find_group(call.state, log_group_name, None)
    metric_filters.forget_group(call.state, group.name)
    for stream in list(call.state.world.log_streams.where("group", group.name)):
        streams.forget(call.state, stream)
    call.state.world.log_groups.remove(group.name)
    forget_tags(call.state, arn_of(call.state, group.name))
    return {}


def delete_log_stream(call: Call, *, log_group_name: str, log_stream_name: str) -> dict[str, Any]:
    """Delete a stream with everything that was written to it."""
    group = find_group(call.state, log_group_name, None)
    key = f"{group.name}:{log_stream_name}"
    if key not in call.state.world.log_streams:
        raise ApiError("ResourceNotFoundException", "The specified log stream does not exist.")
    metric_filters.forget_stream(call.state, call.state.world.log_streams[key])
    streams.forget(call.state, call.state.world.log_streams[key])
    return {}


def too_many_tags() -> ApiError:
    """What CloudWatch Logs says of more tags than a group can have."""
    return ApiError("TooManyTagsException", f"A log group can have at most {MOST_TAGS} tags.")


def describe_log_groups(
    call: Call,
    *,
    log_group_name_prefix: str = "",
    log_group_name_pattern: str = "",
    limit: int = _MOST,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Log groups by name; the pattern is a part of the name, whatever its case."""
    names = sorted(
        group.name
        for group in call.state.world.log_groups.values()
        if group.name.startswith(log_group_name_prefix)
        and log_group_name_pattern.lower() in group.name.lower()
    )
    filters = ("log groups", log_group_name_prefix, log_group_name_pattern)
    found = page(names, filters, None, next_token, _limit(limit, _MOST))
    shown = [_show_group(call.state, call.state.world.log_groups[name]) for name in found.items]
    return found._replace(items=shown).answer("logGroups")


def describe_log_streams(
    call: Call,
    *,
    log_group_name: str | None = None,
    log_group_identifier: str | None = None,
    log_stream_name_prefix: str = "",
    order_by: str = "LogStreamName",
    descending: bool = False,
    limit: int = _MOST,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The streams of a group, by name or by when something was last written."""
    state = call.state
    group = find_group(state, log_group_name, log_group_identifier)
    if order_by == "LastEventTime" and log_stream_name_prefix:
        raise ApiError(
            "InvalidParameterException", "Cannot order by LastEventTime with a logStreamNamePrefix."
        )
    shown = [
        _show_stream(state, stream)
        for stream in state.world.log_streams.where("group", group.name)
        if stream.name.startswith(log_stream_name_prefix)
    ]
    by_time = order_by == "LastEventTime"
    shown.sort(
        key=lambda stream: (stream.get("lastEventTimestamp", 0) if by_time else 0, stream["logStreamName"]),
        reverse=descending,
    )
    filters = ("log streams", group.name, log_stream_name_prefix, order_by, descending)
    return page(shown, filters, None, next_token, _limit(limit, _MOST)).answer("logStreams")


def find_group(state: State, name: str | None, identifier: str | None) -> LogGroup:
    """The group of that name, or the one that an identifier (its name or ARN) means."""
    if (name is None) == (identifier is None):
        raise ApiError(
            "InvalidParameterException", "Specify either logGroupName or logGroupIdentifier, and not both."
        )
    known = (name or identifier or "").split(":log-group:")[-1].removesuffix(":*")
    group = state.world.log_groups.get(known)
    if group is None:
        raise ApiError("ResourceNotFoundException", "The specified log group does not exist.")
    return group


def arn_of(state: State, *path: str) -> str:
    """The ARN of a group, or with more parts of something in it."""
    settings = state.settings
    return ":".join(("arn:aws:logs", settings.region, settings.account, "log-group", *path))


def _limit(limit: int, most: int) -> int:
    if not 1 <= limit <= most:
        raise ApiError("InvalidParameterException", f"limit must be between 1 and {most}.")
    return limit


def _show_group(state: State, group: LogGroup) -> dict[str, Any]:
    found = (_written(state, stream) for stream in state.world.log_streams.where("group", group.name))
    stored = sum(written.size for written in found if written is not None)
    shown = {
        "logGroupName": group.name,
        "creationTime": group.created_at,
        "metricFilterCount": state.world.metric_filters.count("group", group.name),
        "arn": arn_of(state, group.name, "*"),
        "storedBytes": stored,
        "logGroupClass": "STANDARD",
        "logGroupArn": arn_of(state, group.name),
    }
    return shown | ({"retentionInDays": group.retention_days} if group.retention_days is not None else {})


def _show_stream(state: State, stream: LogStream) -> dict[str, Any]:
    shown = {
        "logStreamName": stream.name,
        "creationTime": stream.created_at,
        "arn": arn_of(state, stream.group, "log-stream", stream.name),
        "storedBytes": 0,
    }
    written = _written(state, stream)
    if written is not None:
        shown |= {
            "firstEventTimestamp": written.first_at,
            "lastEventTimestamp": written.last_at,
            "lastIngestionTime": written.last_at,
        }
    return shown


def _written(state: State, stream: LogStream) -> Written | None:
    since = state.world.log_groups[stream.group].readable_since(state.now)
    return streams.amount(state, stream, since, state.now + 1)
