"""Tags on parameters.

https://docs.aws.amazon.com/systems-manager/latest/userguide/tagging-parameters.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ssm.changes import too_many_tags
from ecslab.aws.operations.ssm.common import arn_of, own
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, read_tags, show_tags, tags_of
from ecslab.engine.errors import ApiError, NotSimulated


def add_tags_to_resource(
    call: Call, *, resource_type: str, resource_id: str, tags: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Add tags to a parameter, or change those with the same keys."""
    add_tags(call.state, _arn(call, resource_type, resource_id), read_tags(tags), too_many_tags())
    return {}


def list_tags_for_resource(call: Call, *, resource_type: str, resource_id: str) -> dict[str, Any]:
    """The tags of a parameter."""
    return {"TagList": show_tags(tags_of(call.state, _arn(call, resource_type, resource_id)))}


def remove_tags_from_resource(
    call: Call, *, resource_type: str, resource_id: str, tag_keys: Sequence[str]
) -> dict[str, Any]:
    """Take tags off a parameter."""
    drop_tags(call.state, _arn(call, resource_type, resource_id), tag_keys)
    return {}


def _arn(call: Call, kind: str, name: str) -> str:
    if kind != "Parameter":
        raise NotSimulated(
            "Of Systems Manager, ecslab simulates parameters only; use ResourceType Parameter."
        )
    try:
        return arn_of(call.state, own(call.state, name).name)
    except ApiError:
        raise ApiError(
            "InvalidResourceId",
            "The resource ID is not valid. Verify that you entered the correct ID and try again.",
        ) from None
