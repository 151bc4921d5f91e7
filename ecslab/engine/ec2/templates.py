"""Launch templates: finding the version that somebody means, and checking what is to be launched.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-launch-templates.html
"""

import difflib
from typing import NamedTuple

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.autoscaling import LaunchTemplate, TemplateVersion
from ecslab.engine.platform.compute import AMI
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.state import State

_ALIAS = "resolve:ssm:/aws/service/ecs/optimized-ami/"


class Launchable(NamedTuple):
    """A version of a template that says what to launch."""

    image: str
    type: str
    version: TemplateVersion


def find(state: State, template_id: str | None, name: str | None) -> LaunchTemplate:
    """The launch template of that id or name. Raises InvalidLaunchTemplateId.NotFound or …Name.NotFound…."""
    if template_id is not None:
        found = state.world.templates.get(template_id)
        if found is None:
            raise ApiError(
                "InvalidLaunchTemplateId.NotFound",
                f"The specified launch template, with template ID {template_id}, does not exist.",
            )
        return found
    for template in state.world.templates.values():
        if template.name == name:
            return template
    raise ApiError(
        "InvalidLaunchTemplateName.NotFoundException",
        f"The specified launch template, with template name {name}, does not exist.",
    )


def version_of(state: State, template_id: str, which: str) -> TemplateVersion:
    """That version of a template. Raises InvalidLaunchTemplateId.VersionNotFound."""
    version = find(state, template_id, None).version(which)
    if version is None:
        raise ApiError(
            "InvalidLaunchTemplateId.VersionNotFound",
            f"Could not find the specified version {which} for the launch template with ID {template_id}.",
        )
    return version


def complete_version(state: State, template_id: str, which: str) -> Launchable:
    """That version of a template, from which a group can launch: it says image and type.

    Raises ValidationError for any other, in the words of Auto Scaling, and what `check_type` raises.
    """
    try:
        version = version_of(state, template_id, which)
    except ApiError as error:
        raise _not_fully_formed(error.message) from None
    if version.image is not None and version.type is not None:
        image = image_of(version.image)
        check_type(version.type, image)
        return Launchable(image, version.type, version)
    missing = "ImageId" if version.image is None else "InstanceType"
    raise _not_fully_formed(f"The request must contain the parameter {missing}")


def _not_fully_formed(why: str) -> ApiError:
    return ApiError("ValidationError", f"You must use a valid fully-formed launch template. {why}")


def image_of(reference: str) -> str:
    """The image that an id means, or the alias of the ECS-optimised one in the parameter store.

    Raises InvalidAMIID.NotFound for any other.
    """
    if reference.startswith(_ALIAS):
        return AMI["arm64" if "/arm64/" in reference else "x86_64"]
    if reference not in AMI.values():
        raise ApiError("InvalidAMIID.NotFound", f"The image id '[{reference}]' does not exist")
    return reference


def check_type(name: str, image: str) -> None:
    """Raise InvalidParameterValue unless that type exists and can run that image."""
    kind = TYPES.get(name)
    if kind is None:
        close = difflib.get_close_matches(name, TYPES, n=1)
        hint = f"; did you mean '{close[0]}'?" if close else ""
        raise ApiError("InvalidParameterValue", f"Invalid value '{name}' for InstanceType{hint}")
    built = next(architecture for architecture, each in AMI.items() if each == image)
    if built != kind.architecture:
        raise ApiError(
            "InvalidParameterValue",
            f"The architecture '{kind.architecture}' of the specified instance type does not match the "
            f"architecture '{built}' of the specified AMI. Specify an instance type and an AMI that have "
            "matching architectures, and try again.",
        )
