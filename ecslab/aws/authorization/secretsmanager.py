"""What calls of Secrets Manager need.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecretsmanager.html
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ecslab.aws.authorization.acting import Params, making
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.tagging import kept, of_request
from ecslab.engine.platform.secrets import find_by_id

if TYPE_CHECKING:
    from ecslab.aws.operations import Call


def _on_secret(operation: str) -> NeedsOf:
    return lambda call, params: (_need(call, f"secretsmanager:{operation}", params["SecretId"], params),)


def _create(call: "Call", params: Params) -> Iterable[Need]:
    """A new secret's ARN ends in six characters that are not known yet."""
    made = _arn(call, f"{params['Name']}-??????")
    context = {"secretsmanager:Name": params["Name"]}
    action, tagging = "secretsmanager:CreateSecret", "secretsmanager:TagResource"
    return making(action, tagging, made, params.get("Tags", ()), context)


def _batch(call: "Call", params: Params) -> Iterable[Need]:
    yield Need("secretsmanager:BatchGetSecretValue")
    for secret_id in params.get("SecretIdList", ()):
        yield _need(call, "secretsmanager:GetSecretValue", secret_id, {})


def _need(call: "Call", action: str, secret_id: str, params: Params) -> Need:
    secret = find_by_id(call.state.world.secrets, secret_id)
    if secret is None:
        return Need(action, (secret_id if secret_id.startswith("arn:") else _arn(call, secret_id),))
    context: dict[str, Values] = {"secretsmanager:SecretId": secret.arn}
    context |= kept(call.state, secret.arn, "secretsmanager")
    context |= of_request(params)
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
        operation: _on_secret(operation)
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
