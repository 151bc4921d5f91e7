"""Users and their access keys.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_users.html
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
    find_user,
    listed,
    missing,
    new_id,
    read_tags,
    show_tags,
    without,
)
from ecslab.aws.operations.iam.shape import show_user
from ecslab.engine.clock import to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.identity import AccessKey, User

_MOST_KEYS = 2


def create_user(
    call: Call,
    *,
    user_name: str,
    path: str = "/",
    permissions_boundary: str | None = None,
    tags: Tagging = (),
) -> dict[str, Any]:
    """Make a user without credentials or permissions."""
    state = call.state
    check_name(user_name, "userName")
    check_path(path)
    names = [each.name for each in state.world.users.values()]
    check_free(user_name, names, f"User with name {user_name} already exists.")
    if permissions_boundary is not None:
        check_boundary(state, permissions_boundary)
    user = User(
        name=user_name,
        path=path,
        id=new_id(state, "AIDA"),
        created_at=state.now,
        boundary=permissions_boundary,
        tags=read_tags(tags),
    )
    state.world.users.put(user)
    return {"User": show_user(state, user)}


def get_user(call: Call, *, user_name: str | None = None) -> dict[str, Any]:
    """A user; without a name, the one who calls."""
    return {"User": show_user(call.state, find_user(call, user_name))}


def list_users(
    call: Call, *, path_prefix: str = "/", marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """Users whose path begins so."""
    users = sorted(call.state.world.users.values(), key=lambda user: user.name)
    found = [
        show_user(call.state, user, with_tags=False) for user in users if user.path.startswith(path_prefix)
    ]
    return listed("Users", found, marker, max_items)


def update_user(
    call: Call, *, user_name: str, new_path: str | None = None, new_user_name: str | None = None
) -> dict[str, Any]:
    """Give a user another name or path; its ARN changes with them."""
    world = call.state.world
    user = find_user(call, user_name)
    if new_path is not None:
        check_path(new_path)
        user = user.replace(path=new_path)
    if new_user_name is not None and new_user_name != user_name:
        check_name(new_user_name, "newUserName")
        others = [each.name for each in world.users.values() if each.name != user_name]
        check_free(new_user_name, others, f"User with name {new_user_name} already exists.")
        user = user.replace(name=new_user_name)
        for key in list(world.access_keys.where("user", user_name)):
            world.access_keys.remove(key.id)
            world.access_keys.put(key.replace(user=new_user_name))
        world.users.remove(user_name)
    world.users.put(user)
    return {}


def delete_user(call: Call, *, user_name: str) -> dict[str, Any]:
    """Delete a user on whom nothing hangs any more."""
    world = call.state.world
    user = find_user(call, user_name)
    if user.attached:
        raise conflict("Cannot delete entity, must detach all policies first.")
    if user.inline:
        raise conflict("Cannot delete entity, must delete policies first.")
    if world.access_keys.count("user", user_name):
        raise conflict("Cannot delete entity, must delete access keys first.")
    if user.groups:
        raise conflict("Cannot delete entity, must remove users from group first.")
    world.users.remove(user_name)
    return {}


def tag_user(call: Call, *, user_name: str, tags: Tagging) -> dict[str, Any]:
    """Add tags, or change the values of those that are there."""
    user = find_user(call, user_name)
    call.state.world.users.put(user.replace(tags=read_tags(tags, user.tags)))
    return {}


def untag_user(call: Call, *, user_name: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags away."""
    user = find_user(call, user_name)
    call.state.world.users.put(user.replace(tags=without(user.tags, tag_keys)))
    return {}


def list_user_tags(
    call: Call, *, user_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The tags of a user."""
    return listed("Tags", show_tags(find_user(call, user_name).tags), marker, max_items)


def create_access_key(call: Call, *, user_name: str | None = None) -> dict[str, Any]:
    """Make long-term credentials; the secret is shown this once. They are good for this lab alone."""
    state = call.state
    user = find_user(call, user_name)
    if state.world.access_keys.count("user", user.name) >= _MOST_KEYS:
        raise exceeded(f"Cannot exceed quota for AccessKeysPerUser: {_MOST_KEYS}")
    key = AccessKey(
        id=f"AKIAECSLAB{state.chance.hex_id(10).upper()}",
        user=user.name,
        secret=f"not/a/real/secret/{state.chance.hex_id(22)}",
        created_at=state.now,
    )
    state.world.access_keys.put(key)
    return {"AccessKey": {**_show(key), "SecretAccessKey": key.secret}}


def list_access_keys(
    call: Call, *, user_name: str | None = None, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """A user's access keys, without their secrets."""
    user = find_user(call, user_name)
    keys = [_show(key) for key in call.state.world.access_keys.where("user", user.name)]
    return listed("AccessKeyMetadata", keys, marker, max_items)


def update_access_key(
    call: Call, *, access_key_id: str, status: str, user_name: str | None = None
) -> dict[str, Any]:
    """Switch an access key on or off."""
    key = _find(call, access_key_id, user_name)
    if status not in ("Active", "Inactive"):
        raise ApiError("InvalidInput", f"Status {status} is not supported.")
    call.state.world.access_keys.put(key.replace(active=status == "Active"))
    return {}


def delete_access_key(call: Call, *, access_key_id: str, user_name: str | None = None) -> dict[str, Any]:
    """Delete an access key: nobody can call with it any more."""
    call.state.world.access_keys.remove(_find(call, access_key_id, user_name).id)
    return {}


def get_access_key_last_used(call: Call, *, access_key_id: str) -> dict[str, Any]:
    """When and for what an access key was last used."""
    key = call.state.world.access_keys.get(access_key_id)
    if key is None:
        raise missing(f"The Access Key with id {access_key_id} cannot be found.")
    used: dict[str, Any] = {"ServiceName": key.used_for or "N/A", "Region": "N/A"}
    if key.used_at is not None:
        used |= {"LastUsedDate": to_datetime(key.used_at), "Region": call.state.settings.region}
    return {"UserName": key.user, "AccessKeyLastUsed": used}


def _find(call: Call, key_id: str, user_name: str | None) -> AccessKey:
    key = call.state.world.access_keys.get(key_id)
    if key is None or key.user != find_user(call, user_name).name:
        raise missing(f"The Access Key with id {key_id} cannot be found.")
    return key


def _show(key: AccessKey) -> dict[str, Any]:
    return {
        "UserName": key.user,
        "AccessKeyId": key.id,
        "Status": "Active" if key.active else "Inactive",
        "CreateDate": to_datetime(key.created_at),
    }
