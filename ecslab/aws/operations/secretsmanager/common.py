"""What the operations of Secrets Manager share: finding a secret, and putting a value into one."""

import base64
import binascii

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.secrets import Secret, SecretVersion, find_by_id
from ecslab.engine.state import State

CURRENT, PREVIOUS = "AWSCURRENT", "AWSPREVIOUS"
_MOST_VERSIONS = 100
_MOST_STAGES = 20

Binary = bytes | str
"""Bytes, or base64 where a request was written as JSON."""


def find(state: State, secret_id: str, *, deleted: bool = False) -> Secret:
    """The secret that an id means. Raises what AWS says of none, and of one that is marked for deletion."""
    secret = find_by_id(state.world.secrets, secret_id)
    if secret is None:
        raise ApiError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")
    if secret.deleted_at is not None and not deleted:
        raise ApiError(
            "InvalidRequestException",
            "You can't perform this operation on the secret because it was marked for deletion.",
        )
    return secret


def new_version(
    state: State, token: str | None, text: str | None, binary: Binary | None
) -> SecretVersion | None:
    """A version with that value; None when there is no value. Raises InvalidParameterException for two."""
    if text is None and binary is None:
        return None
    if text is not None and binary is not None:
        raise ApiError(
            "InvalidParameterException",
            "You can't specify both a binary secret value and a string secret value in the same secret.",
        )
    return SecretVersion(
        id=token or state.chance.uuid(), text=text, binary=_bytes(binary), created_at=state.now
    )


def with_version(state: State, secret: Secret, version: SecretVersion, stages: tuple[str, ...]) -> Secret:
    """The secret with a version more (or the same one again), which takes over the staging labels.

    Raises ResourceExistsException when the version's id stands for another value already.
    """
    before = secret.version(version.id)
    if before is not None:
        if (before.text, before.binary) != (version.text, version.binary):
            raise ApiError(
                "ResourceExistsException",
                "You can't modify an existing version, you can only create a new version.",
            )
        return secret
    grown = secret.replace(versions=(*secret.versions, version), changed_at=state.now)
    for stage in stages:
        grown = move_stage(grown, stage, version.id)
    return grown.replace(versions=_kept(grown.versions))


def move_stage(secret: Secret, stage: str, to: str | None) -> Secret:
    """The secret with a staging label on that version alone; what was current becomes the previous one."""
    holder = secret.at_stage(stage)
    versions = []
    for each in secret.versions:
        stages = [name for name in each.stages if name != stage]
        if each.id == to:
            stages.append(stage)
        versions.append(each.replace(stages=tuple(stages)))
    moved = secret.replace(versions=tuple(versions))
    if stage == CURRENT and holder is not None and holder.id != to:
        return move_stage(moved, PREVIOUS, holder.id)
    return moved


def check_stages(secret: Secret) -> None:
    """Raise LimitExceededException when a version has more staging labels than AWS allows."""
    if any(len(each.stages) > _MOST_STAGES for each in secret.versions):
        raise ApiError(
            "LimitExceededException",
            f"You can't attach more than {_MOST_STAGES} staging labels to a version.",
        )


def _kept(versions: tuple[SecretVersion, ...]) -> tuple[SecretVersion, ...]:
    """All versions that have a staging label, and the newest of the others."""
    spare = len(versions) - _MOST_VERSIONS
    kept = []
    for each in versions:
        if spare > 0 and not each.stages:
            spare -= 1
        else:
            kept.append(each)
    return tuple(kept)


def _bytes(value: Binary | None) -> bytes | None:
    if not isinstance(value, str):
        return value
    try:
        return base64.b64decode(value, validate=True)
    except binascii.Error:
        raise ApiError("InvalidParameterException", "SecretBinary is not valid base64.") from None
