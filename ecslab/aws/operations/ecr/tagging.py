"""Tags on repositories.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecr.common import arn_of, find
from ecslab.aws.operations.tag_lists import MOST, add_tags, drop_tags, read_tags, show_tags, tags_of
from ecslab.engine.errors import ApiError


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a repository, or change those with the same keys."""
    add_tags(call.state, _arn(call, resource_arn), read_tags(tags), too_many_tags())
    return {}


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a repository."""
    return {"tags": show_tags(tags_of(call.state, _arn(call, resource_arn)))}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a repository."""
    drop_tags(call.state, _arn(call, resource_arn), tag_keys)
    return {}


def too_many_tags() -> ApiError:
    """What ECR says of more tags than a repository can have."""
    return ApiError("TooManyTagsException", f"A repository can have at most {MOST} tags.")


def _arn(call: Call, arn: str) -> str:
    name = arn.partition(":repository/")[2]
    if arn != arn_of(call.state, name) or not name:
        raise ApiError(
            "InvalidParameterException",
            "Invalid parameter at 'resourceArn' failed to satisfy constraint: 'Invalid ARN'",
        )
    find(call.state, name, None)
    return arn
