"""Resource policies of an account's logs: which services may write to them.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
"""

import json
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.logs import LogPolicy

_MOST = 10
_LARGEST = 5120
_PAGE = 50


def put_resource_policy(
    call: Call, *, policy_name: str | None = None, policy_document: str | None = None
) -> dict[str, Any]:
    """Make a resource policy of the account's logs, or change the one of that name."""
    world = call.state.world
    if not policy_name or not policy_document:
        raise ApiError("InvalidParameterException", "policyName and policyDocument must be specified.")
    try:
        document = json.loads(policy_document)
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict) or "Statement" not in document or len(policy_document) > _LARGEST:
        raise ApiError("InvalidParameterException", "Invalid resource policy document.")
    if policy_name not in world.log_policies and len(world.log_policies) >= _MOST:
        raise ApiError("LimitExceededException", "Resource limit exceeded.")
    policy = LogPolicy(name=policy_name, document=policy_document, changed_at=call.state.now)
    world.log_policies.put(policy)
    return {"resourcePolicy": _show(policy)}


def describe_resource_policies(
    call: Call, *, next_token: str | None = None, limit: int = _PAGE
) -> dict[str, Any]:
    """The resource policies of the account's logs."""
    found = list(call.state.world.log_policies.values())
    chosen = page(found, ("log policies",), limit, next_token, _PAGE)
    return chosen._replace(items=[_show(each) for each in chosen.items]).answer("resourcePolicies")


def delete_resource_policy(call: Call, *, policy_name: str | None = None) -> dict[str, Any]:
    """Delete a resource policy. Raises ResourceNotFoundException."""
    if policy_name is None or policy_name not in call.state.world.log_policies:
        raise ApiError("ResourceNotFoundException", f"Policy with name [{policy_name}] does not exist")
    call.state.world.log_policies.remove(policy_name)
    return {}


def _show(policy: LogPolicy) -> dict[str, Any]:
    return {
        "policyName": policy.name,
        "policyDocument": policy.document,
        "lastUpdatedTime": policy.changed_at,
        "policyScope": "ACCOUNT",
    }
