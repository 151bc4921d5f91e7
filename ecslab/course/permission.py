"""What a role may do, as a goal writes it: `s3:PutObject on arn:aws:s3:::reports/* when key=value`."""

import re
from collections.abc import Mapping
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Line

_FORM = re.compile(r"(?P<action>[\w-]+:\w+)(?: on (?P<resource>\S+))?(?: when (?P<context>\S.*))?")
_PAIR = re.compile(r"(?P<key>[\w:/.-]+)=(?P<value>[^,\s]+)")


class Permission(NamedTuple):
    """An action on a resource, in a request with these condition keys."""

    action: str
    resource: str
    context: Mapping[str, str]


def read_permission(text: str) -> Permission:
    """The permission that a text means. Raises ValueError."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(text)
    context = {}
    for part in (found["context"] or "").split(",") if found["context"] else ():
        pair = _PAIR.fullmatch(part.strip())
        if pair is None:
            raise ValueError(text)
        context[pair["key"]] = pair["value"]
    return Permission(found["action"], found["resource"] or "*", context)


def _checked(text: str) -> str:
    try:
        read_permission(text)
    except ValueError:
        raise PydanticCustomError(
            "permission",
            "an action such as s3:PutObject, and a resource: s3:PutObject on arn:aws:s3:::reports/*",
        ) from None
    return text


Permitted = Annotated[
    Line, AfterValidator(_checked), WithJsonSchema({"type": "string", "pattern": r"^[\w-]+:\w+"})
]
"""A permission as text."""
