"""Tags on log groups.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/Working-with-log-groups-and-streams.html#log-group-tagging
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.logs.groups import arn_of, find_group, too_many_tags
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, tags_of


def tag_resource(call: Call, *, resource_arn: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """Add tags to a group, or change those with the same keys."""
    add_tags(call.state, _arn(call, resource_arn), tags, too_many_tags())
    return {}


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a group."""
    return {"tags": tags_of(call.state, _arn(call, resource_arn))}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a group."""
    drop_tags(call.state, _arn(call, resource_arn), tag_keys)
    return {}


def _arn(call: Call, arn: str) -> str:
    """The ARN under which a group's tags are kept: without the `:*` that AWS shows of it too."""
    return arn_of(call.state, find_group(call.state, None, arn).name)
