"""Reading a container's secrets and files of variables, once, before it starts.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html
"""

from ecslab.engine.platform import parameters, secrets
from ecslab.engine.platform.secrets import Reference, Secret
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.sensitive_data import SecretReference
from ecslab.engine.s3 import objects
from ecslab.engine.state import State

_S3 = "arn:aws:s3:::"


def references(drawn: ContainerDefinition) -> tuple[SecretReference, ...]:
    """Every secret that a container, its log driver or its registry needs."""
    logs, registry = drawn.log_configuration, drawn.repository_credentials
    needed = (*drawn.secrets, *(logs.secret_options if logs is not None else ()))
    if registry is None:
        return needed
    return (*needed, SecretReference(name="", value_from=registry.credentials_parameter))


def environment(state: State, drawn: ContainerDefinition) -> dict[str, str]:
    """A container's variables: its definition wins over its files, and a file over the next one."""
    found: dict[str, str] = {}
    for file in drawn.environment_files:
        content = _content(state, file.value) or b""
        for name, text in secrets.variables(content.decode(errors="replace")).items():
            found.setdefault(name, text)
    found |= {reference.name: value(state, reference) or "" for reference in drawn.secrets}
    return found | {pair.name: pair.value for pair in drawn.environment}


def value(state: State, wanted: SecretReference) -> str | None:
    """What a reference stands for; None when `trouble` has something to say about it."""
    parsed = secrets.parse(wanted.value_from)
    if parsed.secret is None:
        return parameters.value_of(state.world.parameters, parsed.parameter or "")
    secret = secrets.find_secret(state.world.secrets, parsed.secret)
    text = _text(secret, parsed) if secret is not None and secret.deleted_at is None else None
    if text is None:
        return None
    return secrets.json_value(text, parsed.json_key) if parsed.json_key else text


def trouble(state: State, wanted: SecretReference) -> str | None:
    """What Secrets Manager or Systems Manager says of a reference; None when it gives the value."""
    parsed = secrets.parse(wanted.value_from)
    if parsed.secret is None:
        known = parameters.value_of(state.world.parameters, parsed.parameter or "")
        return None if known is not None else f"invalid ssm parameters: {parsed.parameter}"
    secret = secrets.find_secret(state.world.secrets, parsed.secret)
    if secret is None:
        return "ResourceNotFoundException: Secrets Manager can't find the specified secret."
    if secret.deleted_at is not None:
        return (
            "InvalidRequestException: You can't perform this operation on the secret because it was marked "
            "for deletion."
        )
    text = _text(secret, parsed)
    if text is None:
        which = f"VersionId: {parsed.version}" if parsed.version else f"staging label: {_stage(parsed)}"
        return (
            f"ResourceNotFoundException: Secrets Manager can't find the specified secret value for {which}."
        )
    if parsed.json_key and secrets.json_value(text, parsed.json_key) is None:
        return f"retrieved secret from Secrets Manager did not contain json key {parsed.json_key}"
    return None


def _text(secret: Secret, wanted: Reference) -> str | None:
    """The text of the version that is meant: the current one unless another is named."""
    version = secret.version(wanted.version) if wanted.version else secret.at_stage(_stage(wanted))
    return version.text if version is not None else None


def _stage(wanted: Reference) -> str:
    return wanted.stage or "AWSCURRENT"


def missing_file(state: State, drawn: ContainerDefinition) -> str | None:
    """The first file of variables that is not there, as `bucket/path`."""
    files = [file.value for file in drawn.environment_files]
    return next((file.removeprefix(_S3) for file in files if _content(state, file) is None), None)


def _content(state: State, file: str) -> bytes | None:
    """What the object with that ARN holds; None when it is not there."""
    bucket, _, key = file.removeprefix(_S3).partition("/")
    found = objects.latest(state, bucket, key)
    return None if found is None or found.marker else found.content
