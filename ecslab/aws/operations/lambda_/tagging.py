"""Tags of functions.

https://docs.aws.amazon.com/lambda/latest/dg/configuration-tags.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.lambda_.common import find
from ecslab.aws.operations.lambda_.functions import TOO_MANY_TAGS
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, tags_of
from ecslab.engine import arn


def tag_resource(call: Call, *, resource: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """Put tags on a function."""
    add_tags(call.state, _arn(call, resource), tags, TOO_MANY_TAGS)
    return {}


def untag_resource(call: Call, *, resource: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a function."""
    drop_tags(call.state, _arn(call, resource), tag_keys)
    return {}


def list_tags(call: Call, *, resource: str) -> dict[str, Any]:
    """The tags of a function."""
    return {"Tags": tags_of(call.state, _arn(call, resource))}


def _arn(call: Call, resource: str) -> str:
    return arn.function(call.state.settings, find(call.state, resource).name)
