"""Parameters put and deleted.

https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ssm.common import arn_of, own
from ecslab.aws.operations.tag_lists import MOST, add_tags, forget_tags, read_tags
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.parameters import MOST_VERSIONS, Parameter, ParameterVersion
from ecslab.engine.state import State

_NAME = re.compile(r"[A-Za-z0-9_.\-/]+")
_STANDARD, _ADVANCED = 4096, 8192
_DEEPEST = 15


def put_parameter(
    call: Call,
    *,
    name: str,
    value: str,
    type: str | None = None,  # noqa: A002  # the name that the API has
    description: str | None = None,
    overwrite: bool = False,
    allowed_pattern: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    tier: str = "Standard",
    data_type: str = "text",
) -> dict[str, Any]:
    """Make a parameter, or with `overwrite` a new version of one."""
    state = call.state
    _check_name(name)
    if data_type != "text":
        raise NotSimulated("ecslab does not simulate the data type of a parameter; leave DataType out.")
    before = state.world.parameters.get(name)
    if before is not None and not overwrite:
        raise ApiError(
            "ParameterAlreadyExists",
            "The parameter already exists. To overwrite this value, set the overwrite option in the request "
            "to true.",
        )
    wanted = read_tags(tags)
    if overwrite and wanted:
        raise ApiError(
            "ValidationException",
            "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, "
            "please remove overwrite flag. To update tags for an existing parameter, please use "
            "AddTagsToResource or RemoveTagsFromResource.",
        )
    if len(wanted) > MOST:
        raise too_many_tags()
    kind = _type(before, type)
    if allowed_pattern is None and before is not None:
        allowed_pattern = before.latest.allowed_pattern
    _check_value(value, allowed_pattern)
    tier = _tier(before, tier, value)
    version = ParameterVersion(
        number=before.latest.number + 1 if before is not None else 1,
        value=value,
        type=kind,
        description=description or "",
        allowed_pattern=allowed_pattern,
        tier=tier,
        modified_at=state.now,
        modified_by=call.caller,
    )
    versions = (*(before.versions if before is not None else ()), version)
    state.world.parameters.put(Parameter(name=name, versions=_kept(name, versions)))
    add_tags(state, arn_of(state, name), wanted, too_many_tags())
    return {"Version": version.number, "Tier": tier}


def delete_parameter(call: Call, *, name: str) -> dict[str, Any]:
    """Delete a parameter with all its versions."""
    _delete(call.state, own(call.state, name))
    return {}


def delete_parameters(call: Call, *, names: Sequence[str]) -> dict[str, Any]:
    """Delete parameters; what is none is told."""
    deleted, invalid = [], []
    for name in names:
        try:
            _delete(call.state, own(call.state, name))
        except ApiError:
            invalid.append(name)
        else:
            deleted.append(name)
    answer = {"DeletedParameters": deleted, "InvalidParameters": invalid}
    return {name: names for name, names in answer.items() if names}


def too_many_tags() -> ApiError:
    """What Parameter Store says of more tags than a parameter can have."""
    return ApiError("TooManyTagsError", f"A parameter can have at most {MOST} tags.")


def _delete(state: State, parameter: Parameter) -> None:
    state.world.parameters.remove(parameter.name)
    forget_tags(state, arn_of(state, parameter.name))


def _check_name(name: str) -> None:
    first = name.lstrip("/").split("/")[0].lower()
    if name.startswith("/aws") and first == "aws":
        raise ApiError("AccessDeniedException", f"No access to reserved parameter name: {name}.")
    if "/" in name and not name.startswith("/"):
        raise ApiError("ValidationException", "Parameter name must be a fully qualified name.")
    if not _NAME.fullmatch(name) or "//" in name or name.endswith("/") or first.startswith(("aws", "ssm")):
        raise ApiError(
            "ValidationException",
            'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive). If formed as a path, '
            "it can consist of sub-paths divided by slash symbol; each sub-path can be formed as a mix of "
            "letters, numbers and the following 3 symbols .-_",
        )
    if name.count("/") > _DEEPEST:
        raise ApiError(
            "HierarchyLevelLimitExceededException",
            f"A hierarchy can have a maximum of {_DEEPEST} levels.",
        )


def _type(before: Parameter | None, given: str | None) -> str:
    if before is None and given is None:
        raise ApiError("ValidationException", "A parameter type is required when you create a parameter.")
    if before is not None and given not in (None, before.latest.type):
        raise ApiError(
            "HierarchyTypeMismatchException",
            "Parameter Store doesn't support changing a parameter type in a hierarchy. For example, you "
            "can't change a parameter from a String type to a SecureString type. You must create a new, "
            "unique parameter.",
        )
    return given or (before.latest.type if before is not None else "")


def _check_value(value: str, pattern: str | None) -> None:
    if not value:
        raise ApiError(
            "ValidationException",
            "1 validation error detected: Value '' at 'value' failed to satisfy constraint: Member must have "
            "length greater than or equal to 1.",
        )
    if pattern is None:
        return
    try:
        fits = re.fullmatch(pattern, value)
    except re.error:
        raise ApiError(
            "InvalidAllowedPatternException", "The request does not meet the regular expression requirement."
        ) from None
    if not fits:
        raise ApiError(
            "ParameterPatternMismatchException",
            f"Parameter value, cannot be validated against allowedPattern: {pattern}",
        )


def _tier(before: Parameter | None, asked: str, value: str) -> str:
    """The tier that a value is kept in; an advanced parameter never becomes a standard one again."""
    size = len(value.encode())
    advanced = asked == "Advanced" or (asked == "Intelligent-Tiering" and size > _STANDARD)
    if before is not None and before.latest.tier == "Advanced":
        if asked == "Standard":
            raise ApiError(
                "ValidationException",
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
                "advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the "
                "advanced parameter and recreate it as a standard parameter.",
            )
        advanced = True
    if not advanced and size > _STANDARD:
        raise ApiError(
            "ValidationException",
            f"Standard tier parameters support a maximum parameter value of {_STANDARD} characters. To "
            "create a larger parameter value, upgrade the parameter to use the advanced-parameter tier. For "
            "more information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/"
            "parameter-store-advanced-parameters.html",
        )
    if size > _ADVANCED:
        raise ApiError(
            "ValidationException",
            f"Advanced tier parameters support a maximum parameter value of {_ADVANCED} characters.",
        )
    return "Advanced" if advanced else "Standard"


def _kept(name: str, versions: tuple[ParameterVersion, ...]) -> tuple[ParameterVersion, ...]:
    """The newest versions; one with a label is not thrown away."""
    if len(versions) <= MOST_VERSIONS:
        return versions
    if versions[0].labels:
        raise ApiError(
            "ParameterMaxVersionLimitExceeded",
            f"You attempted to create a new version of {name} by calling the PutParameter API with the "
            f"overwrite flag. Version {versions[0].number}, the oldest version, can't be deleted because it "
            "has a label associated with it. Move the label to another version of the parameter, and try "
            "again.",
        )
    return versions[1:]
