"""What calls of Secrets Manager need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ecslab.aws.authorization.needs import Need, NeedsOf
from ecslab.aws.operations.tag_lists import read_tags
from ecslab.engine.platform.secrets import find_by_id

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _on_secret(action: str) -> NeedsOf:
    def needs(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
        return (_need(call, action, params["SecretId"], params),)

    return needs


def _create(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    """A new secret's ARN ends in six characters that are not known yet."""
    context: dict[str, str | tuple[str, ...]] = {"secretsmanager:Name": params["Name"]}
    tags = read_tags(params.get("Tags", ()))
    context |= {f"aws:RequestTag/{key}": value for key, value in tags.items()}
    if tags:
        context["aws:TagKeys"] = tuple(tags)
    resource = _arn(call, f"{params['Name']}-??????")
    yield Need("secretsmanager:CreateSecret", (resource,), context)
    if tags:
        yield Need("secretsmanager:TagResource", (resource,), context)


def _batch(call: "Call", params: Mapping[str, Any]) -> Iterable[Need]:
    yield Need("secretsmanager:BatchGetSecretValue")
    for secret_id in params.get("SecretIdList", ()):
        yield _need(call, "secretsmanager:GetSecretValue", secret_id, {})


def _need(call: "Call", action: str, secret_id: str, params: Mapping[str, Any]) -> Need:
    secret = find_by_id(call.state.world.secrets, secret_id)
    if secret is None:
        return Need(action, (secret_id if secret_id.startswith("arn:") else _arn(call, secret_id),))
    context: dict[str, str | tuple[str, ...]] = {"secretsmanager:SecretId": secret.arn}
    tags = call.state.world.tags.get(secret.arn)
    for tag in tags.tags if tags is not None else ():
        context[f"aws:ResourceTag/{tag.key}"] = tag.value
        context[f"secretsmanager:ResourceTag/{tag.key}"] = tag.value
    if action == "secretsmanager:GetSecretValue":
        context["secretsmanager:VersionStage"] = params.get("VersionStage", "AWSCURRENT")
    return Need(action, (secret.arn,), context, secret.policy)


def _arn(call: "Call", name: str) -> str:
    settings = call.state.settings
    return f"arn:aws:secretsmanager:{settings.region}:{settings.account}:secret:{name}"


NEEDS: Mapping[str, NeedsOf] = {
    "BatchGetSecretValue": _batch,
    "CreateSecret": _create,
    **{
        operation: _on_secret(f"secretsmanager:{operation}")
        for operation in (
            "DeleteResourcePolicy",
            "DeleteSecret",
            "DescribeSecret",
            "GetResourcePolicy",
            "GetSecretValue",
            "ListSecretVersionIds",
            "PutResourcePolicy",
            "PutSecretValue",
            "RestoreSecret",
            "TagResource",
            "UntagResource",
            "UpdateSecret",
            "UpdateSecretVersionStage",
        )
    },
}
