"""Instance profiles.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-ec2_instance-profiles.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import (
    Tagging,
    check_free,
    check_name,
    check_path,
    conflict,
    exceeded,
    find_profile,
    find_role,
    listed,
    missing,
    new_id,
    read_tags,
    show_tags,
    without,
)
from ecslab.aws.operations.iam.shape import show_profile
from ecslab.engine.platform.identity import InstanceProfile


def create_instance_profile(
    call: Call, *, instance_profile_name: str, path: str = "/", tags: Tagging = ()
) -> dict[str, Any]:
    """Make an instance profile without a role."""
    state = call.state
    check_name(instance_profile_name, "instanceProfileName", 128)
    check_path(path)
    names = [each.name for each in state.world.instance_profiles.values()]
    check_free(instance_profile_name, names, f"Instance Profile {instance_profile_name} already exists.")
    profile = InstanceProfile(
        name=instance_profile_name,
        path=path,
        id=new_id(state, "AIPA"),
        created_at=state.now,
        tags=read_tags(tags),
    )
    state.world.instance_profiles.put(profile)
    return {"InstanceProfile": show_profile(state, profile)}


def get_instance_profile(call: Call, *, instance_profile_name: str) -> dict[str, Any]:
    """An instance profile and its role."""
    return {"InstanceProfile": show_profile(call.state, find_profile(call.state, instance_profile_name))}


def list_instance_profiles(
    call: Call, *, path_prefix: str = "/", marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """Instance profiles whose path begins so."""
    profiles = sorted(call.state.world.instance_profiles.values(), key=lambda profile: profile.name)
    found = [show_profile(call.state, each) for each in profiles if each.path.startswith(path_prefix)]
    return listed("InstanceProfiles", found, marker, max_items)


def list_instance_profiles_for_role(
    call: Call, *, role_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The instance profiles that give out a role."""
    role = find_role(call.state, role_name)
    profiles = call.state.world.instance_profiles.values()
    found = [show_profile(call.state, each) for each in profiles if each.role == role.name]
    return listed("InstanceProfiles", found, marker, max_items)


def add_role_to_instance_profile(call: Call, *, instance_profile_name: str, role_name: str) -> dict[str, Any]:
    """Give an instance profile its one role."""
    profile = find_profile(call.state, instance_profile_name)
    role = find_role(call.state, role_name, changing=True)
    if profile.role is not None:
        raise exceeded("Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1")
    call.state.world.instance_profiles.put(profile.replace(role=role.name))
    return {}


def remove_role_from_instance_profile(
    call: Call, *, instance_profile_name: str, role_name: str
) -> dict[str, Any]:
    """Take the role from an instance profile; instances that have the profile lose it at once."""
    profile = find_profile(call.state, instance_profile_name)
    if profile.role != role_name:
        raise missing(f"The role with name {role_name} cannot be found.")
    call.state.world.instance_profiles.put(profile.replace(role=None))
    return {}


def delete_instance_profile(call: Call, *, instance_profile_name: str) -> dict[str, Any]:
    """Delete an instance profile without a role."""
    profile = find_profile(call.state, instance_profile_name)
    if profile.role is not None:
        raise conflict("Cannot delete entity, must remove roles from instance profile first.")
    call.state.world.instance_profiles.remove(profile.name)
    return {}


def tag_instance_profile(call: Call, *, instance_profile_name: str, tags: Tagging) -> dict[str, Any]:
    """Add tags, or change the values of those that are there."""
    profile = find_profile(call.state, instance_profile_name)
    call.state.world.instance_profiles.put(profile.replace(tags=read_tags(tags, profile.tags)))
    return {}


def untag_instance_profile(
    call: Call, *, instance_profile_name: str, tag_keys: Sequence[str]
) -> dict[str, Any]:
    """Take tags away."""
    profile = find_profile(call.state, instance_profile_name)
    call.state.world.instance_profiles.put(profile.replace(tags=without(profile.tags, tag_keys)))
    return {}


def list_instance_profile_tags(
    call: Call, *, instance_profile_name: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The tags of an instance profile."""
    profile = find_profile(call.state, instance_profile_name)
    return listed("Tags", show_tags(profile.tags), marker, max_items)
