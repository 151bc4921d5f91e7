"""Filters on parameters.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_ParameterStringFilter.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations.ssm.common import KEY, arn_of
from ecslab.aws.operations.tag_lists import tags_of
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.parameters import SECURE, Parameter
from ecslab.engine.state import State

_OPTIONS: Mapping[str, tuple[str, ...]] = {
    "Name": ("BeginsWith", "Equals", "Contains"),
    "Path": ("OneLevel", "Recursive"),
    "Type": ("Equals", "BeginsWith"),
    "KeyId": ("Equals", "BeginsWith"),
    "Tier": ("Equals",),
    "DataType": ("Equals",),
    "Label": ("Equals",),
}
"""The options of each key; the first is meant when none is given."""

_TAG = "tag:"


def check(filters: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Raise InvalidFilterKey, InvalidFilterOption or InvalidFilterValue for a filter that means nothing."""
    for each in filters:
        key = each["Key"]
        if key not in keys and not (key.startswith(_TAG) and _TAG in keys):
            raise ApiError(
                "InvalidFilterKey",
                f"The following filter key is not valid: {key}. "
                f"Valid filter keys include: [{', '.join(keys)}].",
            )
        options = _OPTIONS.get(key, ("Equals",))
        if each.get("Option", options[0]) not in options:
            raise ApiError(
                "InvalidFilterOption",
                f"The following filter option is not valid: {each['Option']}. "
                f"Valid options include: [{', '.join(options)}].",
            )
        if not each.get("Values") and not key.startswith(_TAG):
            raise ApiError(
                "InvalidFilterValue", f"The following filter values are missing : null for filter key {key}"
            )


def fits(state: State, parameter: Parameter, filters: Sequence[Mapping[str, Any]]) -> bool:
    """Whether a parameter fits every filter."""
    return all(_fits(state, parameter, each) for each in filters)


def _fits(state: State, parameter: Parameter, wanted: Mapping[str, Any]) -> bool:
    key, values = wanted["Key"], wanted.get("Values", ())
    option = wanted.get("Option", _OPTIONS.get(key, ("Equals",))[0])
    latest = parameter.latest
    if key.startswith(_TAG):
        found = tags_of(state, arn_of(state, parameter.name)).get(key.removeprefix(_TAG))
        return found is not None and (not values or found in values)
    if key == "Path":
        return any(_below(parameter.name, path.rstrip("/") + "/", option) for path in values)
    if key == "Label":
        return any(value in version.labels for version in parameter.versions for value in values)
    text = {
        "Name": parameter.name,
        "Type": latest.type,
        "KeyId": KEY if latest.type == SECURE else "",
        "Tier": latest.tier,
        "DataType": "text",
    }[key]
    match option:
        case "BeginsWith":
            return any(text.startswith(value) for value in values)
        case "Contains":
            return any(value in text for value in values)
        case _:
            return text in values


def _below(name: str, root: str, option: str) -> bool:
    return name.startswith(root) and (option == "Recursive" or "/" not in name[len(root) :])
