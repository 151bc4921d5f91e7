"""Tags of tables.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Tagging.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, read_tags, show_tags, tags_of
from ecslab.engine import arn
from ecslab.engine.dynamodb import tables
from ecslab.engine.dynamodb.values import invalid
from ecslab.engine.errors import ApiError


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a table."""
    too_many = invalid("Too many tags: a table has 50 at most.")
    add_tags(call.state, _arn(call, resource_arn), read_tags(tags), too_many)
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a table."""
    drop_tags(call.state, _arn(call, resource_arn), tag_keys)
    return {}


def list_tags_of_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a table."""
    return {"Tags": show_tags(tags_of(call.state, _arn(call, resource_arn)))}


def _arn(call: Call, given: str) -> str:
    if not given.startswith("arn:") or tables.lookup(call.state, given) is None:
        raise ApiError(
            "ResourceNotFoundException", f"Requested resource not found: ResourcArn: {given} not found"
        )
    return arn.dynamodb(call.state.settings, tables.find(call.state, given).name)
