"""Reading the values of secrets.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/retrieving-secrets.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.secretsmanager.common import CURRENT, find
from ecslab.aws.operations.secretsmanager.listing import matching
from ecslab.engine.clock import DAY, to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.secrets import Secret, SecretVersion
from ecslab.engine.state import State

_MOST = 20


def get_secret_value(
    call: Call, *, secret_id: str, version_id: str | None = None, version_stage: str | None = None
) -> dict[str, Any]:
    """The value of a secret's current version, or of the one that a staging label or an id names."""
    secret = find(call.state, secret_id)
    version = _version(secret, version_id, version_stage)
    _note_access(call.state, secret, version)
    return _show(secret, version)


def batch_get_secret_value(
    call: Call,
    *,
    secret_id_list: Sequence[str] = (),
    filters: Sequence[Mapping[str, Any]] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The current values of several secrets, by their ids or by filters; what is wrong with one is told."""
    state = call.state
    if bool(secret_id_list) == bool(filters):
        raise ApiError(
            "InvalidParameterException",
            "Either 'SecretIdList' or 'Filters' must be provided, but not both.",
        )
    if secret_id_list and max_results is not None:
        raise ApiError(
            "InvalidParameterException",
            "'Filters' not specified. 'Filters' must also be specified when 'MaxResults' is provided.",
        )
    wanted = list(secret_id_list) or [
        secret.arn for secret in matching(state, filters) if secret.deleted_at is None
    ]
    listing = ("secret values", list(secret_id_list), list(filters))
    chosen = page(wanted, listing, max_results, next_token, _MOST)
    values, errors = [], []
    for secret_id in chosen.items:
        try:
            secret = find(state, secret_id)
            version = _version(secret, None, None)
        except ApiError as error:
            errors.append({"SecretId": secret_id, "ErrorCode": error.code, "Message": error.message})
        else:
            _note_access(state, secret, version)
            values.append(_show(secret, version))
    more = {"NextToken": chosen.token} if chosen.token else {}
    return {"SecretValues": values, "Errors": errors} | more


def _version(secret: Secret, number: str | None, stage: str | None) -> SecretVersion:
    if number is None:
        wanted = stage or CURRENT
        version = secret.at_stage(wanted)
        missing = f"staging label: {wanted}"
    else:
        version, missing = secret.version(number), f"VersionId: {number}"
    if version is None:
        raise ApiError(
            "ResourceNotFoundException",
            f"Secrets Manager can't find the specified secret value for {missing}",
        )
    if stage is not None and stage not in version.stages:
        raise ApiError(
            "InvalidRequestException",
            "You provided a VersionStage that is not associated to the provided VersionId.",
        )
    return version


def _note_access(state: State, secret: Secret, read: SecretVersion) -> None:
    """Secrets Manager keeps the day on which a secret was last read, not the time."""
    today = state.now // DAY * DAY
    if read.accessed_on != today:
        versions = tuple(
            each.replace(accessed_on=today) if each.id == read.id else each for each in secret.versions
        )
        state.world.secrets.put(secret.replace(versions=versions))


def _show(secret: Secret, version: SecretVersion) -> dict[str, Any]:
    value = {"SecretString": version.text} if version.binary is None else {"SecretBinary": version.binary}
    return {
        "ARN": secret.arn,
        "Name": secret.name,
        "VersionId": version.id,
        **value,
        "VersionStages": list(version.stages),
        "CreatedDate": to_datetime(version.created_at),
    }
