"""Managed policies attached to users, groups and roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_manage-attach-detach.html
"""

from typing import Any, TypeVar

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import exceeded, find_group, find_role, find_user, listed, missing
from ecslab.engine.errors import ApiError
from ecslab.engine.iam import managed
from ecslab.engine.iam.principal import document_of
from ecslab.engine.platform.identity import Entity
from ecslab.engine.state import State

_MOST = 10
E = TypeVar("E", bound=Entity)


def attach_user_policy(call: Call, *, user_name: str, policy_arn: str) -> dict[str, Any]:
    """Attach a managed policy to a user."""
    call.state.world.users.put(_with(call.state, find_user(call, user_name), policy_arn, "User"))
    return {}


def attach_group_policy(call: Call, *, group_name: str, policy_arn: str) -> dict[str, Any]:
    """Attach a managed policy to a group."""
    group = find_group(call.state, group_name)
    call.state.world.iam_groups.put(_with(call.state, group, policy_arn, "Group"))
    return {}


def attach_role_policy(call: Call, *, role_name: str, policy_arn: str) -> dict[str, Any]:
    """Attach a managed policy to a role."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(_with(call.state, role, policy_arn, "Role"))
    return {}


def detach_user_policy(call: Call, *, user_name: str, policy_arn: str) -> dict[str, Any]:
    """Take a managed policy from a user."""
    call.state.world.users.put(_without(find_user(call, user_name), policy_arn))
    return {}


def detach_group_policy(call: Call, *, group_name: str, policy_arn: str) -> dict[str, Any]:
    """Take a managed policy from a group."""
    call.state.world.iam_groups.put(_without(find_group(call.state, group_name), policy_arn))
    return {}


def detach_role_policy(call: Call, *, role_name: str, policy_arn: str) -> dict[str, Any]:
    """Take a managed policy from a role."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(_without(role, policy_arn))
    return {}


def list_attached_user_policies(
    call: Call,
    *,
    user_name: str,
    path_prefix: str = "/",
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """The managed policies of a user."""
    return listed(
        "AttachedPolicies", show_attached(find_user(call, user_name), path_prefix), marker, max_items
    )


def list_attached_group_policies(
    call: Call,
    *,
    group_name: str,
    path_prefix: str = "/",
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """The managed policies of a group."""
    found = show_attached(find_group(call.state, group_name), path_prefix)
    return listed("AttachedPolicies", found, marker, max_items)


def list_attached_role_policies(
    call: Call,
    *,
    role_name: str,
    path_prefix: str = "/",
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """The managed policies of a role."""
    found = show_attached(find_role(call.state, role_name), path_prefix)
    return listed("AttachedPolicies", found, marker, max_items)


def show_attached(entity: Entity, path_prefix: str = "/") -> list[dict[str, str]]:
    """The managed policies of somebody, those whose path begins so."""
    return [
        {"PolicyName": arn.rsplit("/", 1)[-1], "PolicyArn": arn}
        for arn in entity.attached
        if _path(arn).startswith(path_prefix)
    ]


def _path(arn: str) -> str:
    path, _, _ = arn.partition(":policy")[2].rpartition("/")
    return f"{path}/"


def _with(state: State, entity: E, arn: str, kind: str) -> E:
    if not arn.startswith("arn:"):
        raise ApiError("InvalidInput", f"ARN {arn} is not valid.")
    if document_of(state, arn) is None:
        raise missing(f"Policy {arn} does not exist or is not attachable.")
    if arn.startswith(f"{managed.ARN}/aws-service-role/"):
        raise ApiError("PolicyNotAttachable", "Cannot attach a Service Role Policy to a Customer Role.")
    if arn in entity.attached:
        return entity
    if len(entity.attached) >= _MOST:
        raise exceeded(f"Cannot exceed quota for PoliciesPer{kind}: {_MOST}")
    return entity.replace(attached=(*entity.attached, arn))


def _without(entity: E, arn: str) -> E:
    if arn not in entity.attached:
        raise missing(f"Policy {arn} was not found.")
    return entity.replace(attached=tuple(each for each in entity.attached if each != arn))
