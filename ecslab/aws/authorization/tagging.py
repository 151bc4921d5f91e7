"""The condition keys about tags, which many services share.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.needs import Values
from ecslab.engine.state import State


def pairs(tags: Mapping[str, str] | None) -> Iterable[Mapping[str, str]]:
    """Tags that a request gives as a map, as the list that other services get."""
    return [{"Key": key, "Value": value} for key, value in (tags or {}).items()]


def requested(tags: Iterable[Mapping[str, str]]) -> dict[str, Values]:
    """`aws:RequestTag/…` and `aws:TagKeys` of the tags in a request, spelled `key` or `Key`."""
    given = {str(tag.get("key", tag.get("Key"))): str(tag.get("value", tag.get("Value", ""))) for tag in tags}
    if not given:
        return {}
    found: dict[str, Values] = {f"aws:RequestTag/{key}": value for key, value in given.items()}
    return found | {"aws:TagKeys": tuple(given)}


def of_request(params: Mapping[str, Any]) -> dict[str, Values]:
    """What a request says of tags: those that it gives, as a list or as a map, or the keys that it takes."""
    given = params.get("Tags") or params.get("tags") or ()
    keys = params.get("TagKeys") or params.get("tagKeys")
    found = requested(pairs(given) if isinstance(given, Mapping) else given)
    return found | ({"aws:TagKeys": tuple(keys)} if keys else {})


def of_resource(tags: Iterable[tuple[str, str]], *prefixes: str) -> dict[str, Values]:
    """`aws:ResourceTag/…`, and the service's own key of that kind where it has one, of a resource's tags."""
    names = ("aws", *prefixes)
    return {f"{name}:ResourceTag/{key}": value for key, value in tags for name in names}


def kept(state: State, arn: str, *prefixes: str) -> dict[str, Values]:
    """The same of the tags that the lab keeps for an ARN."""
    found = state.world.tags.get(arn)
    return of_resource(((tag.key, tag.value) for tag in found.tags), *prefixes) if found is not None else {}
