"""Tags on scalable targets.

https://docs.aws.amazon.com/autoscaling/application/userguide/resource-tagging-support.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.scaling.scalable import target_arn
from ecslab.engine.state import State

_MOST = 50


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a scalable target."""
    _check(call.state, resource_arn)
    return {"Tags": _tags(call.state, resource_arn)}


def tag_resource(call: Call, *, resource_arn: str, tags: Mapping[str, str]) -> dict[str, Any]:
    """Add tags to a scalable target, or change those with the same key."""
    _check(call.state, resource_arn)
    keep_tags(call.state, resource_arn, tags)
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a scalable target."""
    _check(call.state, resource_arn)
    left = {key: value for key, value in _tags(call.state, resource_arn).items() if key not in tag_keys}
    _put(call.state, resource_arn, left)
    return {}


def keep_tags(state: State, arn: str, tags: Mapping[str, str]) -> None:
    """Put tags on a resource. Raises TooManyTagsException."""
    kept = _tags(state, arn) | dict(tags)
    if len(kept) > _MOST:
        raise ApiError("TooManyTagsException", f"A resource can have at most {_MOST} tags")
    if tags:
        _put(state, arn, kept)


def _tags(state: State, arn: str) -> dict[str, str]:
    kept = state.world.tags.get(arn)
    return {tag.key: tag.value for tag in (kept.tags if kept else ())}


def _put(state: State, arn: str, tags: Mapping[str, str]) -> None:
    state.world.tags.put(Tags(arn=arn, tags=tuple(Tag(key=key, value=value) for key, value in tags.items())))


def _check(state: State, arn: str) -> None:
    if all(target_arn(state, target) != arn for target in state.world.scalable_targets.values()):
        raise ApiError("ResourceNotFoundException", f"No resource found for the ARN {arn}")
