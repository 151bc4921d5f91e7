"""Roles and their trust policies.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.boundaries import check_boundary
from ecslab.aws.operations.iam.common import (
    Tagging,
    check_free,
    check_name,
    check_path,
    conflict,
    exceeded,
    find_role,
    invalid,
    listed,
    new_id,
    read_tags,
    show_tags,
    without,
)
from ecslab.aws.operations.iam.principals import is_principal
from ecslab.aws.operations.iam.shape import show_role
from ecslab.engine.iam.grammar import check_trust
from ecslab.engine.platform.identity import Role
from ecslab.engine.state import State

_LONGEST_TRUST = 2048
_SHORTEST_S, _LONGEST_S = 3600, 43_200


def create_role(
    call: Call,
    *,
    role_name: str,
    assume_role_policy_document: str,
    path: str = "/",
    description: str = "",
    max_session_duration: int = _SHORTEST_S,
    permissions_boundary: str | None = None,
    tags: Tagging = (),
) -> dict[str, Any]:
    """Make a role that those may assume whom its trust policy names; it may do nothing yet."""
    state = call.state
    check_name(role_name, "roleName")
    check_path(path)
    if path.startswith("/aws-service-role/"):
        raise invalid("The specified value for path is invalid. The prefix /aws-service-role/ is reserved.")
    _check_duration(max_session_duration)
    names = [each.name for each in state.world.roles.values()]
    check_free(role_name, names, f"Role with name {role_name} already exists.")
    _check_trust(state, assume_role_policy_document)
    if permissions_boundary is not None:
        check_boundary(state, permissions_boundary)
    role = Role(
        name=role_name,
        path=path,
        id=new_id(state, "AROA"),
        created_at=state.now,
        trust=assume_role_policy_document,
        description=description,
        longest_s=max_session_duration,
        boundary=permissions_boundary,
        tags=read_tags(tags),
    )
    state.world.roles.put(role)
    return {"Role": show_role(state, role)}


def get_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """A role."""
    return {"Role": show_role(call.state, find_role(call.state, role_name))}


def list_roles(
    call: Call, *, path_prefix: str = "/", marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """Roles whose path begins so."""
    roles = sorted(call.state.world.roles.values(), key=lambda role: role.name)
    found = [show_role(call.state, role, whole=False) for role in roles if role.path.startswith(path_prefix)]
    return listed("Roles", found, marker, max_items)


def update_role(
    call: Call, *, role_name: str, description: str | None = None, max_session_duration: int | None = None
) -> dict[str, Any]:
    """Change a role's description, or how long its sessions may last."""
    role = find_role(call.state, role_name, changing=True)
    if max_session_duration is not None:
        _check_duration(max_session_duration)
        role = role.replace(longest_s=max_session_duration)
    if description is not None:
        role = role.replace(description=description)
    call.state.world.roles.put(role)
    return {}


def update_role_description(call: Call, *, role_name: str, description: str) -> dict[str, Any]:
    """Change a role's description, the old way."""
    role = find_role(call.state, role_name, changing=True).replace(description=description)
    call.state.world.roles.put(role)
    return {"Role": show_role(call.state, role)}


def update_assume_role_policy(call: Call, *, role_name: str, policy_document: str) -> dict[str, Any]:
    """Change who may assume a role."""
    role = find_role(call.state, role_name, changing=True)
    _check_trust(call.state, policy_document)
    call.state.world.roles.put(role.replace(trust=policy_document))
    return {}


def delete_role(call: Call, *, role_name: str) -> dict[str, Any]:
    """Delete a role on which nothing hangs any more; what runs under it is refused from now on."""
    world = call.state.world
    role = find_role(call.state, role_name, changing=True)
    if any(profile.role == role_name for profile in world.instance_profiles.values()):
        raise conflict("Cannot delete entity, must remove roles from instance profile first.")
    if role.attached:
        raise conflict("Cannot delete entity, must detach all policies first.")
    if role.inline:
        raise conflict("Cannot delete entity, must delete policies first.")
    world.roles.remove(role_name)
    return {}


def tag_role(call: Call, *, role_name: str, tags: Tagging) -> dict[str, Any]:
    """Add tags, or change the values of those that are there."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(role.replace(tags=read_tags(tags, role.tags)))
    return {}


def untag_role(call: Call, *, role_name: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags away."""
    role = find_role(call.state, role_name, changing=True)
    call.state.world.roles.put(role.replace(tags=without(role.tags, tag_keys)))
    return {}


def list_role_tags(
    call: Call, *, role_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The tags of a role."""
    return listed("Tags", show_tags(find_role(call.state, role_name).tags), marker, max_items)


def _check_trust(state: State, document: str) -> None:
    check_trust(document, is_principal(state))
    if len("".join(document.split())) > _LONGEST_TRUST:
        raise exceeded(f"Cannot exceed quota for ACLSizePerRole: {_LONGEST_TRUST}")


def _check_duration(seconds: int) -> None:
    if not _SHORTEST_S <= seconds <= _LONGEST_S:
        bound, way = (_SHORTEST_S, "greater") if seconds < _SHORTEST_S else (_LONGEST_S, "less")
        raise invalid(
            f"1 validation error detected: Value '{seconds}' at 'maxSessionDuration' failed to satisfy "
            f"constraint: Member must have value {way} than or equal to {bound}"
        )
