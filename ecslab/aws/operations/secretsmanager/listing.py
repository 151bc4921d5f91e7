"""Secrets described and listed, without their values.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_search-secret.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.aws.operations.secretsmanager.common import find
from ecslab.aws.operations.tag_lists import show_tags, tags_of
from ecslab.engine.clock import to_datetime
from ecslab.engine.platform.secrets import Secret
from ecslab.engine.state import State

_MOST = 100
_ANY_CASE = frozenset(("all", "description"))


def describe_secret(call: Call, *, secret_id: str) -> dict[str, Any]:
    """All about a secret but its values."""
    secret = find(call.state, secret_id, deleted=True)
    return _show(call.state, secret) | {"VersionIdsToStages": _stages(secret)}


def list_secrets(
    call: Call,
    *,
    include_planned_deletion: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
    filters: Sequence[Mapping[str, Any]] = (),
    sort_order: str = "asc",
    sort_by: str = "created-date",
) -> dict[str, Any]:
    """The secrets, without those that are marked for deletion unless they are asked for."""
    found = [
        secret
        for secret in matching(call.state, filters)
        if include_planned_deletion or secret.deleted_at is None
    ]
    keys: dict[str, Any] = {
        "name": lambda secret: secret.name,
        "last-changed-date": lambda secret: secret.changed_at,
        "last-accessed-date": lambda secret: _accessed_on(secret) or 0,
        "created-date": lambda secret: secret.created_at,
    }
    found.sort(key=keys[sort_by], reverse=sort_order == "desc")
    listing = ("secrets", list(filters), include_planned_deletion, sort_order, sort_by)
    chosen = page(found, listing, max_results, next_token, _MOST)
    shown = [
        _show(call.state, secret) | {"SecretVersionsToStages": _stages(secret)} for secret in chosen.items
    ]
    return {"SecretList": shown} | ({"NextToken": chosen.token} if chosen.token else {})


def list_secret_version_ids(
    call: Call,
    *,
    secret_id: str,
    max_results: int | None = None,
    next_token: str | None = None,
    include_deprecated: bool = False,
) -> dict[str, Any]:
    """The versions of a secret, those without a staging label only when they are asked for."""
    secret = find(call.state, secret_id, deleted=True)
    versions = [each for each in secret.versions if each.stages or include_deprecated]
    listing = ("secret versions", secret.arn, include_deprecated)
    chosen = page(versions, listing, max_results, next_token, _MOST)
    shown = [
        {
            "VersionId": each.id,
            "CreatedDate": to_datetime(each.created_at),
            "KmsKeyIds": ["DefaultEncryptionKey"],
        }
        | ({"VersionStages": list(each.stages)} if each.stages else {})
        | ({"LastAccessedDate": to_datetime(each.accessed_on)} if each.accessed_on is not None else {})
        for each in chosen.items
    ]
    more = {"NextToken": chosen.token} if chosen.token else {}
    return {"ARN": secret.arn, "Name": secret.name, "Versions": shown} | more


def matching(state: State, filters: Sequence[Mapping[str, Any]]) -> list[Secret]:
    """The secrets that fit every filter, the oldest first."""
    return [
        secret
        for secret in state.world.secrets.values()
        if all(_fits(state, secret, each.get("Key", "all"), each.get("Values", ())) for each in filters)
    ]


def _fits(state: State, secret: Secret, key: str, values: Sequence[str]) -> bool:
    """Whether one of the values begins what the secret has there; with `!`, whether it does not."""
    tags = tags_of(state, secret.arn)
    places: dict[str, list[str]] = {
        "name": [secret.name],
        "description": [secret.description],
        "tag-key": list(tags),
        "tag-value": list(tags.values()),
        "primary-region": [state.settings.region],
        "owning-service": [],
    }
    texts = [text for place in places.values() for text in place] if key == "all" else places[key]
    return any(_begins(texts, value, key) for value in values)


def _begins(texts: Sequence[str], value: str, key: str) -> bool:
    unwanted, wanted = value.startswith("!"), value.removeprefix("!")
    words = wanted.split() if key in _ANY_CASE else [wanted]
    if key in _ANY_CASE:
        texts, words = [text.lower() for text in texts], [word.lower() for word in words]
    parts = [part for text in texts for part in (text.split() if key in _ANY_CASE else [text])]
    return unwanted != any(part.startswith(word) for word in words for part in parts)


def _accessed_on(secret: Secret) -> int | None:
    return max((each.accessed_on for each in secret.versions if each.accessed_on is not None), default=None)


def _stages(secret: Secret) -> dict[str, list[str]]:
    return {each.id: list(each.stages) for each in secret.versions if each.stages}


def _show(state: State, secret: Secret) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "ARN": secret.arn,
        "Name": secret.name,
        "LastChangedDate": to_datetime(secret.changed_at),
        "CreatedDate": to_datetime(secret.created_at),
        "Tags": show_tags(tags_of(state, secret.arn)),
    }
    if secret.description:
        shown["Description"] = secret.description
    if (read := _accessed_on(secret)) is not None:
        shown["LastAccessedDate"] = to_datetime(read)
    if secret.ends_at is not None:
        shown["DeletedDate"] = to_datetime(secret.ends_at)
    return shown
