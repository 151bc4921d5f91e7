"""Permissions boundaries of users and roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import find_role, find_user, missing
from ecslab.engine.errors import ApiError
from ecslab.engine.iam.principal import document_of
from ecslab.engine.state import State


def check_boundary(state: State, arn: str) -> None:
    """Raise unless a policy of this ARN is there."""
    if not arn.startswith("arn:aws:iam::") or ":policy/" not in arn:
        raise ApiError("InvalidInput", f"ARN {arn} is not valid.")
    if document_of(state, arn) is None:
        raise missing(f"Policy {arn} does not exist or is not attachable.")


def put_user_permissions_boundary(call: Call, *, user_name: str, permissions_boundary: str) -> dict[str, Any]:
    """Limit what a user may ever do to what this policy allows."""
    user = find_user(call, user_name)
    check_boundary(call.state, permissions_boundary)
    call.state.world.users.put(user.replace(boundary=permissions_boundary))
    return {}


def delete_user_permissions_boundary(call: Call, *, user_name: str) -> dict[str, Any]:
    """Take a user's boundary away."""
    user = find_user(call, user_name)
    if user.boundary is None:
        raise missing(f"No permissions boundary is set for user {user_name}.")
    call.state.world.users.put(user.replace(boundary=None))
    return {}


def put_role_permissions_boundary(call: Call, *, role_name: str, permissions_boundary: str) -> dict[str, Any]:
    """Limit what a role may ever do to what this policy allows."""
    role = find_role(call.state, role_name, changing=True)
    check_boundary(call.state, permissions_boundary)
    call.state.world.roles.put(role.replace(boundary=permissions_boundary))
    return {}


def delete_role_permissions_boundary(call: Call, *, role_name: str) -> dict[str, Any]:
    """Take a role's boundary away."""
    role = find_role(call.state, role_name, changing=True)
    if role.boundary is None:
        raise missing(f"No permissions boundary is set for role {role_name}.")
    call.state.world.roles.put(role.replace(boundary=None))
    return {}
