"""What tasks read before they start: secrets, parameters and files of variables.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-ssm-paramstore.html
"""

import json
from typing import NamedTuple

from ecslab.engine.record import Record
from ecslab.engine.table import Table


class Secret(Record, frozen=True, kw_only=True):
    """A secret of Secrets Manager."""

    name: str
    arn: str
    value: str | None = None
    """None until it is given one."""
    deleted_at: int | None = None
    """Since when it waits for its deletion."""


class Parameter(Record, frozen=True, kw_only=True):
    """A parameter of Systems Manager's Parameter Store."""

    name: str
    value: str


class StoredFile(Record, frozen=True, kw_only=True):
    """A text file in S3."""

    bucket: str
    path: str
    text: str

    @property
    def key(self) -> str:
        """`bucket/path`."""
        return f"{self.bucket}/{self.path}"


class Reference(NamedTuple):
    """What a `valueFrom` names: a secret's ARN, or a parameter's name."""

    secret: str | None
    parameter: str | None
    json_key: str | None


_SECRET = "secretsmanager"  # noqa: S105  # the name of a service, no secret
_ARN_PARTS = 7
"""How many parts the ARN of a secret has between its colons; JSON key, stage and version follow."""
_SUFFIX = 7
"""The dash and six characters with which Secrets Manager ends a secret's ARN."""


def parse(value_from: str) -> Reference:
    """Read a `valueFrom`."""
    parts = value_from.split(":")
    if value_from.startswith("arn:") and len(parts) >= _ARN_PARTS and parts[2] == _SECRET:
        rest = parts[_ARN_PARTS:]
        return Reference(":".join(parts[:_ARN_PARTS]), None, rest[0] or None if rest else None)
    if value_from.startswith("arn:"):
        name = parts[-1].removeprefix("parameter")
        return Reference(None, name if name.count("/") > 1 else name.removeprefix("/"), None)
    return Reference(None, value_from, None)


def find_secret(secrets: Table[Secret], arn: str) -> Secret | None:
    """The secret that an ARN names, with or without the six characters at its end."""
    name = arn.split(":")[-1]
    for candidate in (name, name[:-_SUFFIX]):
        found = secrets.get(candidate)
        if found is not None and arn in (found.arn, found.arn[:-_SUFFIX]):
            return found
    return None


def find_parameter(parameters: Table[Parameter], name: str) -> Parameter | None:
    """The parameter of that name; an ARN does not say whether a name begins with a slash."""
    return parameters.get(name) or parameters.get(f"/{name}")


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
