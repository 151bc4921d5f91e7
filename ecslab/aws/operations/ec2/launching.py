"""What is to be launched, as EC2 spells it: in RunInstances and in launch templates."""

import difflib
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.engine.ec2 import templates
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.state import State

_LONGEST_USER_DATA = 25_600
_SIMULATED = (
    "ImageId",
    "InstanceType",
    "UserData",
    "IamInstanceProfile",
    "SecurityGroupIds",
    "TagSpecifications",
)


def check_data(state: State, data: Mapping[str, Any]) -> None:
    """Raise unless everything in a launch template's data is there, and simulated."""
    for name, value in data.items():
        if name not in _SIMULATED and value:
            near = difflib.get_close_matches(name, _SIMULATED, n=1)
            hint = f" (near to it: {near[0]})" if near else ""
            raise NotSimulated(f"ecslab does not simulate LaunchTemplateData.{name}{hint}; leave it out.")
    if data.get("ImageId"):
        image = templates.image_of(data["ImageId"])
        if data.get("InstanceType"):
            templates.check_type(data["InstanceType"], image)
    profile_of(state, data.get("IamInstanceProfile"))
    check_groups(state, data.get("SecurityGroupIds", ()))
    check_user_data(data.get("UserData"))


def profile_of(state: State, given: Mapping[str, str] | None) -> str | None:
    """The name of the instance profile. Raises InvalidParameterValue for one that there is not."""
    if not given:
        return None
    name = given.get("Name") or given.get("Arn", "").rsplit("/", 1)[-1]
    if name not in state.world.instance_profiles:
        field = "name" if given.get("Name") else "arn"
        raise ApiError(
            "InvalidParameterValue",
            f"Value ({given.get('Name') or given.get('Arn')}) for parameter iamInstanceProfile.{field} is "
            f"invalid. Invalid IAM Instance Profile {'name' if field == 'name' else 'ARN'}",
        )
    return name


def check_groups(state: State, groups: Sequence[str]) -> None:
    """Raise InvalidGroup.NotFound for a security group that there is not."""
    for group in groups:
        if group not in state.world.security_groups:
            raise ApiError("InvalidGroup.NotFound", f"The security group '{group}' does not exist")


def check_user_data(user_data: str | None) -> None:
    """Raise InvalidUserData.Malformed for user data that is too long."""
    if user_data and len(user_data) > _LONGEST_USER_DATA:
        raise ApiError("InvalidParameterValue", "User data is limited to 16384 bytes")
