"""Tags of ECS resources.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-using-tags.html
"""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.state import State

_MOST = 50


def tag_resource(call: Call, *, resource_arn: str, tags: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """Add tags to a resource; a key that is there gets the new value."""
    _check_resource(call.state, resource_arn, unknown="ResourceNotFoundException")
    put_tags(call.state, resource_arn, tags)
    return {}


def untag_resource(call: Call, *, resource_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off a resource; keys that are not there are no error."""
    _check_resource(call.state, resource_arn)
    kept = tuple(tag for tag in _tags(call.state, resource_arn) if tag.key not in tag_keys)
    _keep(call.state, resource_arn, kept)
    return {}


def list_tags_for_resource(call: Call, *, resource_arn: str) -> dict[str, Any]:
    """The tags of a resource."""
    _check_resource(call.state, resource_arn)
    return {"tags": tags_of(call.state, resource_arn)}


def put_tags(state: State, arn: str, tags: Sequence[Mapping[str, str]], *, by_aws: bool = False) -> None:
    """Give the resource `arn` more tags. Raises InvalidParameterException for tags that AWS refuses.

    Only AWS itself (`by_aws`) may add tags whose keys begin with `aws:`.
    """
    if not by_aws:
        check_tags(tags)
    merged = {tag.key: tag for tag in _tags(state, arn)}
    merged |= {tag["key"]: Tag(key=tag["key"], value=tag.get("value", "")) for tag in tags if "key" in tag}
    if len(merged) > _MOST:
        raise ApiError("InvalidParameterException", f"Tag list can not have more than {_MOST} items.")
    _keep(state, arn, tuple(merged.values()))


def check_tags(tags: Sequence[Mapping[str, str]]) -> None:
    """Raise InvalidParameterException for a tag without a key, or with one that only AWS may use."""
    for tag in tags:
        key = tag.get("key", "")
        if not key:
            raise ApiError("InvalidParameterException", "Tag key can not be empty.")
        if key.lower().startswith("aws:"):
            raise ApiError("InvalidParameterException", "Tag keys can not start with 'aws:'.")
        if len(key) > 128 or len(tag.get("value", "")) > 256:
            raise ApiError(
                "InvalidParameterException", "A tag key has at most 128 characters, a tag value at most 256."
            )


def tags_of(state: State, arn: str) -> list[dict[str, str]]:
    """The tags of the resource `arn` as AWS shows them."""
    return [{"key": tag.key, "value": tag.value} for tag in _tags(state, arn)]


def _key(kind: str, path: str) -> str:
    """What of its ARN's path is the key of a resource."""
    last = path.rsplit("/", 1)[-1]
    match kind:
        case "task" | "container-instance":
            return last
        case "task-set":
            return f"ecs-svc/{last}"
    return path


def _tags(state: State, arn: str) -> tuple[Tag, ...]:
    entry = state.world.tags.get(arn)
    return entry.tags if entry is not None else ()


def _keep(state: State, arn: str, tags: tuple[Tag, ...]) -> None:
    if tags:
        state.world.tags.put(Tags(arn=arn, tags=tags))
    elif arn in state.world.tags:
        state.world.tags.remove(arn)


def _check_resource(state: State, arn: str, *, unknown: str = "InvalidParameterException") -> None:
    """Raise unless `arn` is that of a resource of this lab; `unknown` is the code for one that is not."""
    prefix = state.arn("", "")[:-2]
    if not arn.startswith(prefix + ":") or "/" not in arn:
        raise ApiError("InvalidParameterException", "The ARN provided is invalid.")
    kind, _, path = arn.removeprefix(prefix + ":").partition("/")
    world = state.world
    tables: dict[str, Container[str]] = {
        "capacity-provider": world.providers,
        "cluster": world.clusters,
        "service": world.services,
        "task": world.tasks,
        "container-instance": world.instances,
        "task-definition": world.definitions,
        "task-set": world.task_sets,
    }
    if kind not in tables:
        raise ApiError("InvalidParameterException", "The ARN provided is invalid.")
    key = _key(kind, path)
    if key not in tables[kind]:
        raise ApiError(unknown, f"The specified {kind} could not be found: {arn}")
