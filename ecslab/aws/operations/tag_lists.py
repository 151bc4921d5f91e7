"""Tags as most services have them: lists of `Key` and `Value`, kept by the ARN of what they are on.

https://docs.aws.amazon.com/tag-editor/latest/userguide/tagging.html
"""

from collections.abc import Iterable, Mapping, Sequence

from ecslab.engine.errors import ApiError
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.state import State

MOST = 50
"""How many tags a resource can have."""


def tags_of(state: State, arn: str) -> dict[str, str]:
    """The tags of a resource."""
    kept = state.world.tags.get(arn)
    return {tag.key: tag.value for tag in (kept.tags if kept is not None else ())}


def add_tags(state: State, arn: str, tags: Mapping[str, str], too_many: ApiError) -> None:
    """Put tags on a resource, or change those with the same keys. Raises `too_many` above the quota."""
    kept = tags_of(state, arn) | dict(tags)
    if len(kept) > MOST:
        raise too_many
    if tags:
        state.world.tags.put(_record(arn, kept))


def drop_tags(state: State, arn: str, keys: Iterable[str]) -> None:
    """Take the tags with those keys off a resource."""
    unwanted = frozenset(keys)
    left = {key: value for key, value in tags_of(state, arn).items() if key not in unwanted}
    if left:
        state.world.tags.put(_record(arn, left))
    else:
        forget_tags(state, arn)


def forget_tags(state: State, arn: str) -> None:
    """Take all tags off a resource that is gone."""
    if arn in state.world.tags:
        state.world.tags.remove(arn)


def read_tags(tags: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """Tags as a request gives them. Raises InvalidParameterException for one without a key."""
    if not all(tag.get("Key") for tag in tags):
        raise ApiError("InvalidParameterException", "A tag must have a key.")
    return {tag.get("Key", ""): tag.get("Value", "") for tag in tags}


def show_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as an answer gives them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def _record(arn: str, tags: Mapping[str, str]) -> Tags:
    return Tags(arn=arn, tags=tuple(Tag(key=key, value=value) for key, value in tags.items()))
