"""Tags on schedule groups: schedules have none.

https://docs.aws.amazon.com/scheduler/latest/APIReference/API_TagResource.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.tag_lists import add_tags, drop_tags, read_tags, show_tags, tags_of
from ecslab.engine.errors import ApiError
from ecslab.engine.schedule import groups
from ecslab.engine.state import State


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a group; a key that is there gets the new value."""
    _check(call.state, resource_arn)
    add_tags(call.state, resource_arn, read_tags(tags), too_many_tags())
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a group; keys that are not there are no error."""
    _check(call.state, resource_arn)
    drop_tags(call.state, resource_arn, tag_keys)
    return {}


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a group."""
    _check(call.state, resource_arn)
    return {"Tags": show_tags(tags_of(call.state, resource_arn))}


def too_many_tags() -> ApiError:
    """What Scheduler says to the 51st tag."""
    return ApiError("ValidationException", "A resource can have at most 50 tags.")


def _check(state: State, resource_arn: str) -> None:
    """Raise ResourceNotFoundException unless `resource_arn` is that of a group of this lab."""
    name = resource_arn.rsplit("/", 1)[-1]
    group = groups.find(state, name)
    if groups.arn_of(state, group.name) != resource_arn:
        raise ApiError("ResourceNotFoundException", f"Schedule group {name} does not exist.", status=404)
