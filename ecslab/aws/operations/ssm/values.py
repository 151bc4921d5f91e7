"""Reading the values of parameters.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.ssm.common import KEY, PAGES, Chosen, choose, own, readable, show_value
from ecslab.aws.operations.ssm.filters import check, fits
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.parameters import SECURE, Parameter, public

_MOST_BY_PATH = 10
_MOST_VERSIONS = 50


def get_parameter(call: Call, *, name: str, with_decryption: bool = False) -> dict[str, Any]:
    """A parameter's value: the latest, or that of the version or label after a colon."""
    return {"Parameter": show_value(call.state, choose(call.state, name), decrypt=with_decryption)}


def get_parameters(call: Call, *, names: Sequence[str], with_decryption: bool = False) -> dict[str, Any]:
    """The values of several parameters; what is none is told."""
    found, invalid = [], []
    for name in names:
        try:
            chosen = choose(call.state, name)
        except ApiError:
            invalid.append(name)
        else:
            found.append(show_value(call.state, chosen, decrypt=with_decryption))
    return {"Parameters": found, "InvalidParameters": invalid}


def get_parameters_by_path(
    call: Call,
    *,
    path: str,
    recursive: bool = False,
    parameter_filters: Sequence[Mapping[str, Any]] = (),
    with_decryption: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The parameters below a path, those of deeper levels too if asked for."""
    if not path.startswith("/"):
        raise ApiError(
            "ValidationException",
            "The parameter doesn't meet the parameter name requirements. The parameter name must begin with "
            'a forward slash "/". It can\'t be prefixed with "aws" or "ssm" (case-insensitive). It must use '
            "only letters, numbers, or the following symbols: . (period), - (hyphen), _ (underscore).",
        )
    check(parameter_filters, ("Type", "KeyId", "Label"))
    state, root = call.state, path.rstrip("/") + "/"
    chosen = [
        _labelled(parameter, parameter_filters)
        for parameter in sorted(
            (*state.world.parameters.values(), *public().values()), key=lambda each: each.name
        )
        if parameter.name.startswith(root)
        and (recursive or "/" not in parameter.name[len(root) :])
        and fits(state, parameter, parameter_filters)
    ]
    filters = ("parameters by path", path, recursive, list(parameter_filters))
    shown = page(chosen, filters, max_results, next_token, _MOST_BY_PATH, PAGES)
    more = {"NextToken": shown.token} if shown.token else {}
    return {"Parameters": [show_value(state, each, decrypt=with_decryption) for each in shown.items]} | more


def get_parameter_history(
    call: Call,
    *,
    name: str,
    with_decryption: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The versions of a parameter, the oldest first."""
    parameter = own(call.state, name)
    chosen = page(parameter.versions, ("history", name), max_results, next_token, _MOST_VERSIONS, PAGES)
    shown = []
    for version in chosen.items:
        told = {
            "Name": parameter.name,
            "Type": version.type,
            "LastModifiedDate": to_datetime(version.modified_at),
            "LastModifiedUser": version.modified_by,
            "Description": version.description,
            "Value": readable(parameter, version, decrypt=with_decryption),
            "Version": version.number,
            "Tier": version.tier,
            "Policies": [],
            "DataType": "text",
        }
        if version.labels:
            told["Labels"] = list(version.labels)
        if version.type == SECURE:
            told["KeyId"] = KEY
        if version.allowed_pattern is not None:
            told["AllowedPattern"] = version.allowed_pattern
        shown.append(told)
    return {"Parameters": shown} | ({"NextToken": chosen.token} if chosen.token else {})


def _labelled(parameter: Parameter, filters: Sequence[Mapping[str, Any]]) -> Chosen:
    """The version that a filter by label means, else the latest."""
    wanted = [value for each in filters if each["Key"] == "Label" for value in each.get("Values", ())]
    for label in wanted:
        version = parameter.selected(label)
        if version is not None and label in version.labels:
            return Chosen(parameter, version, f":{label}")
    return Chosen(parameter, parameter.latest, "")
