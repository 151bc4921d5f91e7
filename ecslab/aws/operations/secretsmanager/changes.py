"""Secrets made, changed and deleted.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/managing-secrets.html
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.secretsmanager.common import CURRENT, Binary, find, new_version, with_version
from ecslab.aws.operations.tag_lists import MOST, add_tags, read_tags
from ecslab.engine.clock import DAY, to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.secrets import Secret
from ecslab.engine.secrets import lifetime
from ecslab.engine.state import State

_NAME = re.compile(r"[A-Za-z0-9/_+=.@-]{1,512}")
_SUFFIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
_WINDOW = range(7, 31)
_DAYS = 30


def create_secret(
    call: Call,
    *,
    name: str,
    client_request_token: str | None = None,
    description: str = "",
    secret_string: str | None = None,
    secret_binary: Binary | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a secret; without a value it has no version."""
    state = call.state
    if not _NAME.fullmatch(name):
        raise ApiError(
            "ValidationException",
            "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: "
            "-/_+=.@!",
        )
    before = state.world.secrets.get(name)
    if before is not None and before.deleted_at is not None:
        raise ApiError(
            "InvalidRequestException",
            "You can't create this secret because a secret with this name is already scheduled for deletion.",
        )
    given = [each for each in (secret_string, secret_binary) if each is not None]
    if before is not None:
        version = before.version(client_request_token or "")
        if version is None or [each for each in (version.text, version.binary) if each is not None] != given:
            raise ApiError(
                "ResourceExistsException", f"The operation failed because the secret {name} already exists."
            )
        return _named(before, version.id)
    wanted = read_tags(tags)
    if len(wanted) > MOST:
        raise too_many_tags()
    made = new_version(state, client_request_token, secret_string, secret_binary)
    secret = Secret(
        name=name, arn=_arn(state, name), description=description, created_at=state.now, changed_at=state.now
    )
    if made is not None:
        secret = with_version(state, secret, made, (CURRENT,))
    state.world.secrets.put(secret)
    add_tags(state, secret.arn, wanted, too_many_tags())
    return _named(secret, made.id if made is not None else None)


def update_secret(
    call: Call,
    *,
    secret_id: str,
    client_request_token: str | None = None,
    description: str | None = None,
    secret_string: str | None = None,
    secret_binary: Binary | None = None,
) -> dict[str, Any]:
    """Change a secret's description, or give it a new current value."""
    state, secret = call.state, find(call.state, secret_id)
    made = new_version(state, client_request_token, secret_string, secret_binary)
    if made is not None:
        secret = with_version(state, secret, made, (CURRENT,))
    if description is not None:
        secret = secret.replace(description=description, changed_at=state.now)
    state.world.secrets.put(secret)
    return _named(secret, made.id if made is not None else None)


def put_secret_value(
    call: Call,
    *,
    secret_id: str,
    client_request_token: str | None = None,
    secret_string: str | None = None,
    secret_binary: Binary | None = None,
    version_stages: Sequence[str] = (CURRENT,),
) -> dict[str, Any]:
    """Give a secret a new version; the first one is the current one whatever else it is."""
    state, secret = call.state, find(call.state, secret_id)
    made = new_version(state, client_request_token, secret_string, secret_binary)
    if made is None:
        raise ApiError("InvalidRequestException", "You must provide either SecretString or SecretBinary.")
    stages = tuple(dict.fromkeys(version_stages))
    if not secret.versions and CURRENT not in stages:
        stages = (*stages, CURRENT)
    secret = with_version(state, secret, made, stages)
    state.world.secrets.put(secret)
    version = secret.version(made.id)
    return _named(secret, made.id) | {"VersionStages": list(version.stages if version is not None else ())}


def delete_secret(
    call: Call,
    *,
    secret_id: str,
    recovery_window_in_days: int | None = None,
    force_delete_without_recovery: bool = False,
) -> dict[str, Any]:
    """Mark a secret for deletion, or delete it at once."""
    state = call.state
    if force_delete_without_recovery and recovery_window_in_days is not None:
        raise ApiError(
            "InvalidParameterException",
            "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.",
        )
    if recovery_window_in_days is not None and recovery_window_in_days not in _WINDOW:
        raise ApiError(
            "InvalidParameterException",
            "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).",
        )
    secret = find(state, secret_id, deleted=force_delete_without_recovery)
    if force_delete_without_recovery:
        lifetime.remove(state, secret)
        ends_at = state.now
    else:
        ends_at = state.now + (recovery_window_in_days or _DAYS) * DAY
        lifetime.mark(state, secret, ends_at - state.now)
    return {"ARN": secret.arn, "Name": secret.name, "DeletionDate": to_datetime(ends_at)}


def restore_secret(call: Call, *, secret_id: str) -> dict[str, Any]:
    """Take a secret's mark for deletion off."""
    secret = lifetime.restore(call.state, find(call.state, secret_id, deleted=True))
    return {"ARN": secret.arn, "Name": secret.name}


def too_many_tags() -> ApiError:
    """What Secrets Manager says of more tags than a secret can have."""
    return ApiError("InvalidRequestException", f"You can't attach more than {MOST} tags to a secret.")


def _arn(state: State, name: str) -> str:
    settings = state.settings
    suffix = "".join(_SUFFIX[state.chance.below(len(_SUFFIX))] for _ in range(6))
    return f"arn:aws:secretsmanager:{settings.region}:{settings.account}:secret:{name}-{suffix}"


def _named(secret: Secret, version: str | None) -> dict[str, Any]:
    return {"ARN": secret.arn, "Name": secret.name} | ({"VersionId": version} if version else {})
