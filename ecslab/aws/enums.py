"""Enumerations: the check that AWS makes on its side and botocore leaves to it."""

import re
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape

from ecslab.aws.constraints import CHECKED
from ecslab.engine.errors import ApiError

_CODES = {
    "application-autoscaling": "ValidationException",
    "autoscaling": "ValidationError",
    "cloudtrail": "InvalidLookupAttributesException",
    "ec2": "InvalidParameterValue",
    "dynamodb": "ValidationException",
    "elbv2": "ValidationError",
    "events": "ValidationException",
    "iam": "ValidationError",
    "lambda": "ValidationException",
    "secretsmanager": "ValidationException",
    "ssm": "ValidationException",
    "sts": "ValidationError",
    "s3api": "InvalidArgument",
}


_LEFT_TO_SERVICES = frozenset(
    {"MessageSystemAttributeName", "QueueAttributeName", "TaskDefinitionPlacementConstraintType"}
)
"""Enumerations that a service refuses in words of its own."""


_NAMING_THE_VALUE = frozenset({"ListAccountSettingsRequest", "PutAccountSettingRequest"})
"""Requests of ECS whose refusal names what was given, where others name the member."""


def check_enums(service: str, shape: Shape, value: Any) -> None:
    """Raise, in AWS's words, for the first string in `value` that is none of its enumeration's.

    Services whose every constraint is checked in one form are left to that check.
    """
    if service in CHECKED:
        return
    for place, wrong, allowed in _violations(shape, value, ""):
        if service == "ecs":
            words = _in_words(place) if shape.name not in _NAMING_THE_VALUE else wrong
            raise ApiError("InvalidParameterException", f"{words} should be one of [{','.join(allowed)}]")
        raise ApiError(
            _CODES.get(service, "InvalidParameterException"),
            f"1 validation error detected: Value '{wrong}' at '{place}' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(allowed)}]",
        )


def _in_words(place: str) -> str:
    """The member at `place` as ECS speaks of it: "launch type" for "launchType"."""
    member = next(part for part in reversed(place.split(".")) if part != "member" and not part.isdigit())
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", member).lower()


def _violations(shape: Shape, value: Any, place: str) -> Any:
    match shape:
        case StructureShape() if isinstance(value, Mapping):
            for name, member in shape.members.items():
                if name in value:
                    yield from _violations(member, value[name], f"{place}.{name}".lstrip("."))
        case ListShape() if isinstance(value, (list, tuple)):
            for number, item in enumerate(value, start=1):
                yield from _violations(shape.member, item, f"{place}.{number}.member")
        case MapShape() if isinstance(value, Mapping):
            for key, item in value.items():
                yield from _violations(shape.value, item, f"{place}.{key}.member")
        case _:
            allowed = None if shape.name in _LEFT_TO_SERVICES else getattr(shape, "enum", None)
            if allowed and value not in allowed:
                yield place, value, allowed
