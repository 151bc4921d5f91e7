"""Groups, and who is in them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import (
    check_free,
    check_name,
    check_path,
    conflict,
    exceeded,
    find_group,
    find_user,
    listed,
    missing,
    new_id,
)
from ecslab.aws.operations.iam.shape import show_group, show_user
from ecslab.engine.platform.identity import Group, User
from ecslab.engine.state import State

_MOST_GROUPS = 10


def create_group(call: Call, *, group_name: str, path: str = "/") -> dict[str, Any]:
    """Make a group."""
    state = call.state
    check_name(group_name, "groupName", 128)
    check_path(path)
    names = [each.name for each in state.world.iam_groups.values()]
    check_free(group_name, names, f"Group with name {group_name} already exists.")
    group = Group(name=group_name, path=path, id=new_id(state, "AGPA"), created_at=state.now)
    state.world.iam_groups.put(group)
    return {"Group": show_group(state, group)}


def get_group(
    call: Call, *, group_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """A group and the users in it."""
    state = call.state
    group = find_group(state, group_name)
    users = [show_user(state, user, with_tags=False) for user in members(state, group_name)]
    return {"Group": show_group(state, group), **listed("Users", users, marker, max_items)}


def list_groups(
    call: Call, *, path_prefix: str = "/", marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """Groups whose path begins so."""
    groups = sorted(call.state.world.iam_groups.values(), key=lambda group: group.name)
    found = [show_group(call.state, group) for group in groups if group.path.startswith(path_prefix)]
    return listed("Groups", found, marker, max_items)


def list_groups_for_user(
    call: Call, *, user_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The groups that a user is in."""
    user = find_user(call, user_name)
    found = [show_group(call.state, find_group(call.state, name)) for name in user.groups]
    return listed("Groups", found, marker, max_items)


def delete_group(call: Call, *, group_name: str) -> dict[str, Any]:
    """Delete a group without users and policies."""
    state = call.state
    group = find_group(state, group_name)
    if members(state, group_name):
        raise conflict("Cannot delete entity, must remove users from group first.")
    if group.attached:
        raise conflict("Cannot delete entity, must detach all policies first.")
    if group.inline:
        raise conflict("Cannot delete entity, must delete policies first.")
    state.world.iam_groups.remove(group_name)
    return {}


def add_user_to_group(call: Call, *, group_name: str, user_name: str) -> dict[str, Any]:
    """Put a user into a group: what the group may do, the user may do."""
    group, user = find_group(call.state, group_name), find_user(call, user_name)
    if group.name in user.groups:
        return {}
    if len(user.groups) >= _MOST_GROUPS:
        raise exceeded(f"Cannot exceed quota for GroupsPerUser: {_MOST_GROUPS}")
    call.state.world.users.put(user.replace(groups=(*user.groups, group.name)))
    return {}


def remove_user_from_group(call: Call, *, group_name: str, user_name: str) -> dict[str, Any]:
    """Take a user out of a group."""
    group, user = find_group(call.state, group_name), find_user(call, user_name)
    if group.name not in user.groups:
        raise missing(f"User {user_name} not in group {group_name}")
    left = tuple(name for name in user.groups if name != group.name)
    call.state.world.users.put(user.replace(groups=left))
    return {}


def members(state: State, group_name: str) -> list[User]:
    """The users in a group."""
    return [user for user in state.world.users.values() if group_name in user.groups]
