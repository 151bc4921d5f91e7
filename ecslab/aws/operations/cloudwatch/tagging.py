"""Tags on alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_TagResource.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.cloudwatch.common import tags_in
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, show_tags, tags_of
from ecslab.engine.errors import ApiError


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of an alarm."""
    _check(call, resource_arn)
    return {"Tags": show_tags(tags_of(call.state, resource_arn))}


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to an alarm, or change those with the same key."""
    _check(call, resource_arn)
    too_many = ApiError("InvalidParameterValue", "A resource can have at most 50 tags.")
    add_tags(call.state, resource_arn, tags_in(tags), too_many)
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off an alarm."""
    _check(call, resource_arn)
    drop_tags(call.state, resource_arn, tag_keys)
    return {}


def _check(call: Call, resource_arn: str) -> None:
    settings = call.state.settings
    start = f"arn:aws:cloudwatch:{settings.region}:{settings.account}:alarm:"
    name = resource_arn.removeprefix(start)
    if not resource_arn.startswith(start) or name not in call.state.world.alarms:
        raise ApiError("ResourceNotFoundException", "Unknown", status=404)
