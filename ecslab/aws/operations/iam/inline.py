"""Inline policies of users, groups and roles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
"""

from typing import Any, TypeVar

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import (
    check_name,
    exceeded,
    find_group,
    find_role,
    find_user,
    listed,
    missing,
)
from ecslab.engine.iam.grammar import check_identity
from ecslab.engine.platform.identity import Entity

_LONGEST = {"user": 2048, "group": 5120, "role": 10_240}
E = TypeVar("E", bound=Entity)


def put_user_policy(call: Call, *, user_name: str, policy_name: str, policy_document: str) -> dict[str, Any]:
    """Give a user an inline policy, or change it."""
    user = find_user(call, user_name)
    call.state.world.users.put(_with(user, "user", policy_name, policy_document))
    return {}


def put_group_policy(
    call: Call, *, group_name: str, policy_name: str, policy_document: str
) -> dict[str, Any]:
    """Give a group an inline policy, or change it."""
    group = find_group(call.state, group_name)
    call.state.world.iam_groups.put(_with(group, "group", policy_name, policy_document))
    return {}


def put_role_policy(call: Call, *, role_name: str, policy_name: str, policy_document: str) -> dict[str, Any]:
    """Give a role an inline policy, or change it."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(_with(role, "role", policy_name, policy_document))
    return {}


def get_user_policy(call: Call, *, user_name: str, policy_name: str) -> dict[str, Any]:
    """An inline policy of a user."""
    return {"UserName": user_name, **_show(find_user(call, user_name), "user", policy_name)}


def get_group_policy(call: Call, *, group_name: str, policy_name: str) -> dict[str, Any]:
    """An inline policy of a group."""
    return {"GroupName": group_name, **_show(find_group(call.state, group_name), "group", policy_name)}


def get_role_policy(call: Call, *, role_name: str, policy_name: str) -> dict[str, Any]:
    """An inline policy of a role."""
    return {"RoleName": role_name, **_show(find_role(call.state, role_name), "role", policy_name)}


def list_user_policies(
    call: Call, *, user_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The names of a user's inline policies."""
    return listed("PolicyNames", list(find_user(call, user_name).inline), marker, max_items)


def list_group_policies(
    call: Call, *, group_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The names of a group's inline policies."""
    return listed("PolicyNames", list(find_group(call.state, group_name).inline), marker, max_items)


def list_role_policies(
    call: Call, *, role_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The names of a role's inline policies."""
    return listed("PolicyNames", list(find_role(call.state, role_name).inline), marker, max_items)


def delete_user_policy(call: Call, *, user_name: str, policy_name: str) -> dict[str, Any]:
    """Delete an inline policy of a user."""
    call.state.world.users.put(_without(find_user(call, user_name), "user", policy_name))
    return {}


def delete_group_policy(call: Call, *, group_name: str, policy_name: str) -> dict[str, Any]:
    """Delete an inline policy of a group."""
    call.state.world.iam_groups.put(_without(find_group(call.state, group_name), "group", policy_name))
    return {}


def delete_role_policy(call: Call, *, role_name: str, policy_name: str) -> dict[str, Any]:
    """Delete an inline policy of a role."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(_without(role, "role", policy_name))
    return {}


def _with(entity: E, kind: str, name: str, document: str) -> E:
    check_name(name, "policyName", 128)
    check_identity(document)
    inline = {**entity.inline, name: document}
    if sum(len("".join(text.split())) for text in inline.values()) > _LONGEST[kind]:
        raise exceeded(f"Maximum policy size of {_LONGEST[kind]} bytes exceeded for {kind} {entity.name}")
    return entity.replace(inline=inline)


def _without(entity: E, kind: str, name: str) -> E:
    _find(entity, kind, name)
    return entity.replace(inline={key: text for key, text in entity.inline.items() if key != name})


def _show(entity: Entity, kind: str, name: str) -> dict[str, Any]:
    return {"PolicyName": name, "PolicyDocument": _find(entity, kind, name)}


def _find(entity: Entity, kind: str, name: str) -> str:
    found = entity.inline.get(name)
    if found is None:
        raise missing(f"The {kind} policy with name {name} cannot be found.")
    return found
