"""Tags on what Elastic Load Balancing keeps.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddTags.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.elb import balancers, groups, routing
from ecslab.engine.errors import ApiError
from ecslab.engine.records.tags import Tag, Tags
from ecslab.engine.state import State

_MOST = 50


def add_tags(
    call: Call, *, resource_arns: Sequence[str], tags: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Add tags to resources, or change those with the same key."""
    for resource in resource_arns:
        _check_resource(call.state, resource)
        _merged(call.state, resource, tags)
    for resource in resource_arns:
        keep_tags(call.state, resource, tags)
    return {}


def describe_tags(call: Call, *, resource_arns: Sequence[str]) -> dict[str, Any]:
    """The tags of resources."""
    shown = []
    for resource in resource_arns:
        _check_resource(call.state, resource)
        kept = call.state.world.tags.get(resource)
        pairs = [{"Key": tag.key, "Value": tag.value} for tag in (kept.tags if kept else ())]
        shown.append({"ResourceArn": resource, "Tags": pairs})
    return {"TagDescriptions": shown}


def remove_tags(call: Call, *, resource_arns: Sequence[str], tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags off resources."""
    for resource in resource_arns:
        _check_resource(call.state, resource)
    for resource in resource_arns:
        kept = call.state.world.tags.get(resource)
        if kept is not None:
            left = tuple(tag for tag in kept.tags if tag.key not in tag_keys)
            call.state.world.tags.put(kept.replace(tags=left))
    return {}


def keep_tags(state: State, resource: str, given: Sequence[Mapping[str, str]]) -> None:
    """Put tags on a resource. Raises DuplicateTagKeys or TooManyTags."""
    if given:
        state.world.tags.put(Tags(arn=resource, tags=_merged(state, resource, given)))


def check_tags(state: State, given: Sequence[Mapping[str, str]]) -> None:
    """Raise DuplicateTagKeys or TooManyTags unless a new resource can have these tags."""
    _merged(state, "", given)


def _merged(state: State, resource: str, given: Sequence[Mapping[str, str]]) -> tuple[Tag, ...]:
    keys = [tag["Key"] for tag in given]
    for key in keys:
        if keys.count(key) > 1:
            raise ApiError("DuplicateTagKeys", f"Tag key '{key}' was specified more than once")
    kept = state.world.tags.get(resource)
    tags = {tag.key: tag for tag in (kept.tags if kept else ())}
    tags |= {tag["Key"]: Tag(key=tag["Key"], value=tag.get("Value", "")) for tag in given}
    if len(tags) > _MOST:
        raise ApiError("TooManyTags", "The maximum number of tags has been reached")
    return tuple(tags.values())


def _check_resource(state: State, resource: str) -> None:
    match resource.split(":", 5)[-1].split("/", 1)[0]:
        case "loadbalancer":
            balancers.find(state, resource)
        case "targetgroup":
            groups.find(state, resource)
        case "listener":
            routing.find_listener(state, resource)
        case "listener-rule":
            routing.find_rule(state, resource)
        case _:
            raise ApiError("ValidationError", f"'{resource}' is not a valid ARN of this service")
