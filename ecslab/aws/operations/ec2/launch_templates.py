"""Launch templates.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ec2.launching import check_data, profile_of
from ecslab.aws.operations.ec2.selecting import Filters, answer, select
from ecslab.aws.operations.ec2.tags import read_tags, show_tags
from ecslab.engine.clock import to_datetime
from ecslab.engine.ec2 import autoscaling, templates
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.autoscaling import LaunchTemplate, TemplateVersion


def create_launch_template(
    call: Call,
    *,
    launch_template_name: str,
    launch_template_data: Mapping[str, Any],
    version_description: str = "",
) -> dict[str, Any]:
    """Make a launch template with its first version."""
    state = call.state
    if any(each.name == launch_template_name for each in state.world.templates.values()):
        raise ApiError(
            "InvalidLaunchTemplateName.AlreadyExistsException",
            f"Launch template name already in use: {launch_template_name}",
        )
    version = _version(call, 1, launch_template_data, version_description)
    template = LaunchTemplate(
        id=f"lt-0{state.chance.hex_id(16)}",
        name=launch_template_name,
        versions=(version,),
        created_at=state.now,
        created_by=call.caller,
    )
    state.world.templates.put(template)
    return {"LaunchTemplate": _show(template)}


def create_launch_template_version(
    call: Call,
    *,
    launch_template_data: Mapping[str, Any],
    launch_template_id: str | None = None,
    launch_template_name: str | None = None,
    source_version: str | None = None,
    version_description: str = "",
) -> dict[str, Any]:
    """Make the next version of a launch template, on the ground of another if one is named."""
    state = call.state
    template = templates.find(state, launch_template_id, launch_template_name)
    number = template.latest + 1
    version = _version(call, number, launch_template_data, version_description)
    if source_version is not None:
        source = templates.version_of(state, template.id, source_version)
        version = version.replace(
            image=version.image or source.image,
            type=version.type or source.type,
            user_data=version.user_data or source.user_data,
            profile=version.profile or source.profile,
            security_groups=version.security_groups or source.security_groups,
            tags=version.tags or source.tags,
        )
    state.world.templates.put(template.replace(versions=(*template.versions, version)))
    autoscaling.retry(state, template.id)
    return {"LaunchTemplateVersion": _show_version(template, version)}


def modify_launch_template(
    call: Call,
    *,
    launch_template_id: str | None = None,
    launch_template_name: str | None = None,
    default_version: str | None = None,
) -> dict[str, Any]:
    """Choose a launch template's default version."""
    template = templates.find(call.state, launch_template_id, launch_template_name)
    if default_version is not None:
        number = templates.version_of(call.state, template.id, default_version).number
        template = template.replace(default=number)
        call.state.world.templates.put(template)
        autoscaling.retry(call.state, template.id)
    return {"LaunchTemplate": _show(template)}


def describe_launch_templates(
    call: Call,
    *,
    launch_template_ids: Sequence[str] = (),
    launch_template_names: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Launch templates by id or name, or all of them."""
    state = call.state
    ids = [*launch_template_ids, *(templates.find(state, None, name).id for name in launch_template_names)]
    for wanted in ids:
        templates.find(state, wanted, None)
    properties: dict[str, Callable[[LaunchTemplate], str | None]] = {
        "launch-template-name": lambda template: template.name
    }
    found = select(
        state.world.templates.values(),
        ids,
        filters,
        properties,
        "InvalidLaunchTemplateId.NotFound",
        "template",
    )
    shown = [_show(template) for template in found]
    return answer("LaunchTemplates", shown, (ids, filters), max_results, next_token)


def describe_launch_template_versions(
    call: Call,
    *,
    launch_template_id: str | None = None,
    launch_template_name: str | None = None,
    versions: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The versions of a launch template, newest first."""
    template = templates.find(call.state, launch_template_id, launch_template_name)
    chosen = [templates.version_of(call.state, template.id, which) for which in versions]
    shown = [_show_version(template, version) for version in chosen or reversed(template.versions)]
    return answer("LaunchTemplateVersions", shown, (template.id, versions), max_results, next_token)


def delete_launch_template(
    call: Call, *, launch_template_id: str | None = None, launch_template_name: str | None = None
) -> dict[str, Any]:
    """Delete a launch template; a group that uses it can launch nothing more."""
    template = templates.find(call.state, launch_template_id, launch_template_name)
    call.state.world.templates.remove(template.id)
    return {"LaunchTemplate": _show(template)}


def _version(call: Call, number: int, data: Mapping[str, Any], description: str) -> TemplateVersion:
    state = call.state
    check_data(state, data)
    return TemplateVersion(
        number=number,
        image=data.get("ImageId"),
        type=data.get("InstanceType"),
        user_data=data.get("UserData", ""),
        profile=profile_of(state, data.get("IamInstanceProfile")),
        security_groups=tuple(data.get("SecurityGroupIds", ())),
        tags=read_tags(data.get("TagSpecifications", ()), "instance"),
        description=description,
        created_at=state.now,
        created_by=call.caller,
    )


def _show(template: LaunchTemplate) -> dict[str, Any]:
    return {
        "LaunchTemplateId": template.id,
        "LaunchTemplateName": template.name,
        "CreateTime": to_datetime(template.created_at),
        "CreatedBy": template.created_by,
        "DefaultVersionNumber": template.default,
        "LatestVersionNumber": template.latest,
        "Tags": [],
    }


def _show_version(template: LaunchTemplate, version: TemplateVersion) -> dict[str, Any]:
    data: dict[str, Any] = {
        "ImageId": version.image,
        "InstanceType": version.type,
        "UserData": version.user_data or None,
        "IamInstanceProfile": {"Name": version.profile} if version.profile else None,
        "SecurityGroupIds": list(version.security_groups) or None,
        "TagSpecifications": (
            [{"ResourceType": "instance", "Tags": show_tags(version.tags)}] if version.tags else None
        ),
    }
    return {
        "LaunchTemplateId": template.id,
        "LaunchTemplateName": template.name,
        "VersionNumber": version.number,
        "VersionDescription": version.description,
        "CreateTime": to_datetime(version.created_at),
        "CreatedBy": version.created_by,
        "DefaultVersion": version.number == template.default,
        "LaunchTemplateData": {key: value for key, value in data.items() if value is not None},
    }
