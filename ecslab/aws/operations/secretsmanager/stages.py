"""Staging labels moved between the versions of a secret.

https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UpdateSecretVersionStage.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.secretsmanager.common import CURRENT, check_stages, find, move_stage
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.secrets import Secret


def update_secret_version_stage(
    call: Call,
    *,
    secret_id: str,
    version_stage: str,
    remove_from_version_id: str | None = None,
    move_to_version_id: str | None = None,
) -> dict[str, Any]:
    """Move a staging label to a version, or take it off one."""
    secret = find(call.state, secret_id)
    for number in (remove_from_version_id, move_to_version_id):
        _check_version(secret, number)
    holder = secret.at_stage(version_stage)
    held_by = holder.id if holder is not None else None
    if held_by not in (remove_from_version_id, move_to_version_id, None) or (
        remove_from_version_id is not None and held_by != remove_from_version_id
    ):
        raise ApiError(
            "InvalidParameterException",
            f"The parameter RemoveFromVersionId can't be empty. Staging label {version_stage} is currently "
            f"attached to version {held_by}, so you must explicitly reference that version in "
            "RemoveFromVersionId.",
        )
    if move_to_version_id is None and version_stage == CURRENT:
        raise ApiError(
            "InvalidParameterException",
            f"You can only move staging label {CURRENT} to a different secret version. It can't be "
            "completely removed.",
        )
    moved = move_stage(secret, version_stage, move_to_version_id)
    check_stages(moved)
    call.state.world.secrets.put(moved.replace(changed_at=call.state.now))
    return {"ARN": secret.arn, "Name": secret.name}


def _check_version(secret: Secret, number: str | None) -> None:
    if number is not None and secret.version(number) is None:
        raise ApiError(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret version: {number}.",
        )
