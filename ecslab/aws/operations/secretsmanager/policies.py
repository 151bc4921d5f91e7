"""The resource policy of a secret.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_resource-policies.html
"""

import json
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.secretsmanager.common import find
from ecslab.engine.errors import ApiError


def put_resource_policy(call: Call, *, secret_id: str, resource_policy: str) -> dict[str, Any]:
    """Give a secret a resource policy."""
    secret = find(call.state, secret_id)
    try:
        document = json.loads(resource_policy)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or "Statement" not in document:
        raise ApiError(
            "MalformedPolicyDocumentException", "This resource policy contains invalid Json: Syntax Error"
        )
    call.state.world.secrets.put(secret.replace(policy=resource_policy))
    return {"ARN": secret.arn, "Name": secret.name}


def get_resource_policy(call: Call, *, secret_id: str) -> dict[str, Any]:
    """The resource policy of a secret, if it has one."""
    secret = find(call.state, secret_id)
    shown = {"ARN": secret.arn, "Name": secret.name}
    return shown | ({"ResourcePolicy": secret.policy} if secret.policy is not None else {})


def delete_resource_policy(call: Call, *, secret_id: str) -> dict[str, Any]:
    """Take a secret's resource policy away."""
    secret = find(call.state, secret_id)
    call.state.world.secrets.put(secret.replace(policy=None))
    return {"ARN": secret.arn, "Name": secret.name}
