"""What tasks read before they start: secrets, parameters and files of variables.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
"""

import json
from typing import NamedTuple

from ecslab.engine.record import Record
from ecslab.engine.table import Table


class SecretVersion(Record, frozen=True, kw_only=True):
    """A value that a secret has or had."""

    id: str
    text: str | None = None
    binary: bytes | None = None
    stages: tuple[str, ...] = ()
    created_at: int
    accessed_on: int | None = None
    """The start of the day on which it was last read."""


class Secret(Record, frozen=True, kw_only=True):
    """A secret of Secrets Manager."""

    name: str
    arn: str
    description: str = ""
    versions: tuple[SecretVersion, ...] = ()
    """Oldest first; those that lost their last stage are kept until they are too many."""
    policy: str | None = None
    """The resource policy, as JSON."""
    created_at: int
    changed_at: int
    deleted_at: int | None = None
    """Since when it waits for its deletion."""
    ends_at: int | None = None
    """When it is deleted for good."""

    def at_stage(self, stage: str) -> SecretVersion | None:
        """The version that has a staging label, or None."""
        return next((each for each in self.versions if stage in each.stages), None)

    def version(self, number: str) -> SecretVersion | None:
        """The version with that id, or None."""
        return next((each for each in self.versions if each.id == number), None)


class Reference(NamedTuple):
    """What a `valueFrom` names: a secret's ARN, or a parameter's name."""

    secret: str | None = None
    parameter: str | None = None
    json_key: str | None = None
    stage: str | None = None
    """The staging label of the secret's version that is meant."""
    version: str | None = None
    """The id of the secret's version that is meant."""


_SECRET = "secretsmanager"  # noqa: S105  # the name of a service, no secret
_ARN_PARTS = 7
"""How many parts the ARN of a secret has between its colons; JSON key, stage and version follow."""
_SUFFIX = 7
"""The dash and six characters with which Secrets Manager ends a secret's ARN."""


def parse(value_from: str) -> Reference:
    """Read a `valueFrom`."""
    parts = value_from.split(":")
    if value_from.startswith("arn:") and len(parts) >= _ARN_PARTS and parts[2] == _SECRET:
        key, stage, version, *_ = *parts[_ARN_PARTS:], "", "", ""
        return Reference(":".join(parts[:_ARN_PARTS]), None, key or None, stage or None, version or None)
    if value_from.startswith("arn:"):
        # A parameter's version or label follows its name after one more colon.
        name = ":".join(parts[5:]).removeprefix("parameter")
        return Reference(None, name if name.count("/") > 1 else name.removeprefix("/"))
    return Reference(None, value_from)


def find_secret(secrets: Table[Secret], arn: str) -> Secret | None:
    """The secret that an ARN names, with or without the six characters at its end."""
    name = arn.split(":")[-1]
    for candidate in (name, name[:-_SUFFIX]):
        found = secrets.get(candidate)
        if found is not None and arn in (found.arn, found.arn[:-_SUFFIX]):
            return found
    return None


def find_by_id(secrets: Table[Secret], secret_id: str) -> Secret | None:
    """The secret that an id means: its name or its ARN, complete or without its last six characters."""
    return find_secret(secrets, secret_id) if secret_id.startswith("arn:") else secrets.get(secret_id)


def json_value(text: str, key: str) -> str | None:
    """What `key` is in a secret that is a JSON object; None when it has no such key."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    if not isinstance(value, dict) or key not in value:
        return None
    found = value[key]
    return found if isinstance(found, str) else json.dumps(found)


def variables(text: str) -> dict[str, str]:
    """The variables of a file of `NAME=value` lines; lines that begin with # are comments."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and name and not name.startswith("#"):
            found[name] = value
    return found
