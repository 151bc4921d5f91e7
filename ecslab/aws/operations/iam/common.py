"""What IAM's operations share: finding things and saying that they are not there, names, tags and pages."""

import base64
import binascii
import re
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from ecslab.aws.operations import Call
from ecslab.engine.errors import ApiError
from ecslab.engine.iam import managed
from ecslab.engine.platform.identity import Entity, Group, InstanceProfile, ManagedPolicy, Role, User
from ecslab.engine.state import State

T = TypeVar("T")
Tagging = Sequence[Mapping[str, str]]

_NAME = re.compile(r"[\w+=,.@-]+")
_PATH = re.compile(r"/|/[\x21-\x7e]+/")
_MOST_TAGS = 50


def missing(message: str) -> ApiError:
    """What IAM says when something is not there."""
    return ApiError("NoSuchEntity", message, status=404)


def taken(message: str) -> ApiError:
    """What IAM says when a name is in use."""
    return ApiError("EntityAlreadyExists", message, status=409)


def conflict(message: str) -> ApiError:
    """What IAM says when something cannot go because of what hangs on it."""
    return ApiError("DeleteConflict", message, status=409)


def exceeded(message: str) -> ApiError:
    """What IAM says at a quota."""
    return ApiError("LimitExceeded", message, status=409)


def invalid(message: str) -> ApiError:
    """What IAM says of a parameter of the wrong form."""
    return ApiError("ValidationError", message)


def find_user(call: Call, name: str | None) -> User:
    """The user of that name; without one, the user who calls. Raises NoSuchEntity."""
    if name is None:
        if ":user/" not in call.caller:
            raise invalid("Must specify userName when calling with non-User credentials")
        name = call.caller.rsplit("/", 1)[-1]
    found = call.state.world.users.get(name)
    if found is None:
        raise missing(f"The user with name {name} cannot be found.")
    return found


def find_group(state: State, name: str) -> Group:
    """The group of that name. Raises NoSuchEntity."""
    found = state.world.iam_groups.get(name)
    if found is None:
        raise missing(f"The group with name {name} cannot be found.")
    return found


def find_role(state: State, name: str, *, changing: bool = False) -> Role:
    """The role of that name. Raises NoSuchEntity, and UnmodifiableEntity for a service's own role."""
    found = state.world.roles.get(name)
    if found is None:
        raise missing(f"The role with name {name} cannot be found.")
    if changing and found.service_linked:
        raise ApiError(
            "UnmodifiableEntity",
            f"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by "
            "AWS",
        )
    return found


def find_profile(state: State, name: str) -> InstanceProfile:
    """The instance profile of that name. Raises NoSuchEntity."""
    found = state.world.instance_profiles.get(name)
    if found is None:
        raise missing(f"Instance Profile {name} cannot be found.")
    return found


def find_policy(state: State, arn: str) -> ManagedPolicy:
    """The customer managed policy of that ARN. Raises NoSuchEntity, and AccessDenied for one of AWS's."""
    if arn in managed.policies():
        raise ApiError("AccessDenied", f"Cannot modify the AWS managed policy {arn}.", status=403)
    found = state.world.policies.get(arn.rsplit("/", 1)[-1])
    if found is None or policy_arn(state, found) != arn:
        raise missing(f"Policy {arn} was not found.")
    return found


def policy_arn(state: State, policy: ManagedPolicy) -> str:
    """The ARN of a customer managed policy."""
    return arn_of(state, "policy", policy)


def arn_of(state: State, kind: str, entity: Entity | ManagedPolicy | InstanceProfile) -> str:
    """The ARN of a user, a group, a role, a policy or an instance profile."""
    return f"arn:aws:iam::{state.settings.account}:{kind}{entity.path}{entity.name}"


def check_name(name: str, what: str, most: int = 64) -> None:
    """Raise ValidationError for a name that IAM does not allow."""
    if not _NAME.fullmatch(name):
        raise invalid(
            f"The specified value for {what} is invalid. It must contain only alphanumeric characters and/or "
            "the following: +=,.@_-"
        )
    if len(name) > most:
        raise invalid(
            f"1 validation error detected: Value '{name}' at '{what}' failed to satisfy constraint: Member "
            f"must have length less than or equal to {most}"
        )


def check_path(path: str) -> None:
    """Raise ValidationError for a path that does not begin and end with a slash."""
    if not _PATH.fullmatch(path):
        raise invalid(
            "The specified value for path is invalid. It must begin and end with / and contain only "
            "alphanumeric characters and/or / characters."
        )


def check_free(name: str, taken_names: Mapping[str, Any] | Sequence[str], message: str) -> None:
    """Raise EntityAlreadyExists for a name that differs from one in use by case alone, or not at all."""
    lower = name.lower()
    if any(each.lower() == lower for each in taken_names):
        raise taken(message)


def new_id(state: State, prefix: str) -> str:
    """An identifier as IAM gives them: its first letters tell of what kind it is."""
    return prefix + state.chance.hex_id(17).upper()


def read_tags(given: Tagging, before: Mapping[str, str] | None = None) -> dict[str, str]:
    """The tags after `given` has been added. Raises InvalidInput, ValidationError or LimitExceeded."""
    keys = [tag["Key"].lower() for tag in given]
    if len(set(keys)) != len(keys):
        raise ApiError(
            "InvalidInput", "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        )
    tags = dict(before or {})
    for tag in given:
        if tag["Key"].lower().startswith("aws:"):
            raise ApiError("InvalidInput", "System tag creation is not allowed.")
        same = next((key for key in tags if key.lower() == tag["Key"].lower()), tag["Key"])
        tags.pop(same, None)
        tags[tag["Key"]] = tag["Value"]
    if len(tags) > _MOST_TAGS:
        raise exceeded(f"Cannot exceed quota for TagsPerResource: {_MOST_TAGS}")
    return tags


def show_tags(tags: Mapping[str, str]) -> list[dict[str, str]]:
    """Tags as IAM shows them."""
    return [{"Key": key, "Value": value} for key, value in tags.items()]


def without(tags: Mapping[str, str], keys: Sequence[str]) -> dict[str, str]:
    """The tags but those of these keys."""
    gone = {key.lower() for key in keys}
    return {key: value for key, value in tags.items() if key.lower() not in gone}


def listed(name: str, items: Sequence[T], marker: str | None, max_items: int | None) -> dict[str, Any]:
    """A page of a listing, as IAM pages: Marker, MaxItems, IsTruncated. Raises ValidationError."""
    start = 0
    if marker is not None:
        try:
            found, _, count = base64.urlsafe_b64decode(marker.encode()).decode().partition(":")
            start = int(count) if found == name else -1
        except (binascii.Error, ValueError):
            start = -1
        if start < 0:
            raise invalid("Invalid Marker.")
    end = start + (max_items or 100)
    if end >= len(items):
        return {name: list(items[start:]), "IsTruncated": False}
    more = base64.urlsafe_b64encode(f"{name}:{end}".encode()).decode()
    return {name: list(items[start:end]), "IsTruncated": True, "Marker": more}
