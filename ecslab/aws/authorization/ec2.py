"""What EC2's operations need of IAM.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.acting import Params, on
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.passing import pass_roles
from ecslab.aws.authorization.tagging import of_resource, requested
from ecslab.aws.operations import Call
from ecslab.engine import arn
from ecslab.engine.iam.decide import role_arn
from ecslab.engine.state import State


def run_instances(call: Call, params: Params) -> Iterable[Need]:
    """Instances: what is made and what is used for it, their tags, and the role that they get."""
    state = call.state
    params = _filled(state, params)
    context: dict[str, Values] = {}
    if params.get("LaunchTemplate"):
        context["ec2:LaunchTemplate"] = _template(state, params["LaunchTemplate"])
    if params.get("InstanceType"):
        context["ec2:InstanceType"] = params["InstanceType"]
    for specification in params.get("TagSpecifications", ()):
        context |= requested(specification.get("Tags", ()))
    yield Need("ec2:RunInstances", tuple(_used(state, params)), context)
    if params.get("TagSpecifications"):
        made = (arn.ec2(state.settings, "instance", "*"),)
        yield Need("ec2:CreateTags", made, {**context, "ec2:CreateAction": "RunInstances"})
    yield from pass_roles("ec2.amazonaws.com", _roles(state, params.get("IamInstanceProfile")))


def _filled(state: State, params: Params) -> Params:
    """A request with what its launch template says where it does not say it itself."""
    given = params.get("LaunchTemplate")
    if not given:
        return params
    template = state.world.templates.get(_template(state, given).rsplit("/", 1)[-1])
    version = template.version(given.get("Version", "$Default")) if template is not None else None
    if version is None:
        return params
    said: dict[str, Any] = {
        "ImageId": version.image,
        "InstanceType": version.type,
        "SecurityGroupIds": version.security_groups,
        "IamInstanceProfile": {"Name": version.profile} if version.profile is not None else None,
    }
    if version.tags:
        tags = [{"Key": tag.key, "Value": tag.value} for tag in version.tags]
        said["TagSpecifications"] = [{"ResourceType": "instance", "Tags": tags}]
    return {**{name: value for name, value in said.items() if value}, **params}


def _used(state: State, params: Params) -> Iterable[str]:
    settings = state.settings
    for kind in ("instance", "network-interface", "volume"):
        yield arn.ec2(settings, kind, "*")
    if params.get("ImageId", "").startswith("ami-"):
        yield f"arn:aws:ec2:{settings.region}::image/{params['ImageId']}"
    yield arn.ec2(settings, "subnet", params.get("SubnetId") or "*")
    for group in params.get("SecurityGroupIds", ()):
        yield arn.ec2(settings, "security-group", group)
    template = params.get("LaunchTemplate") or {}
    if template:
        yield _template(state, template)


def _roles(state: State, profile: Mapping[str, str] | None) -> Iterable[str]:
    if not profile:
        return
    name = (profile.get("Name") or profile.get("Arn", "")).rsplit("/", 1)[-1]
    found = state.world.instance_profiles.get(name)
    role = state.world.roles.get(found.role) if found is not None and found.role is not None else None
    if role is not None:
        yield role_arn(state, role)


def _template(state: State, params: Params) -> str:
    """A launch template, by its id or by its name."""
    name = params.get("LaunchTemplateName")
    templates = state.world.templates.values()
    known = next((each.id for each in templates if name is not None and each.name == name), "*")
    return arn.ec2(state.settings, "launch-template", params.get("LaunchTemplateId") or known)


def _instances(call: Call, params: Params) -> Iterable[str]:
    return [arn.ec2(call.state.settings, "instance", each) for each in params["InstanceIds"]]


def _tags(call: Call, _params: Params, resource: str) -> Mapping[str, Values]:
    machine = call.state.world.machines.get(resource.rsplit("/", 1)[-1])
    return of_resource(((tag.key, tag.value) for tag in machine.tags), "ec2") if machine is not None else {}


def create_launch_template(call: Call, params: Params) -> Iterable[Need]:
    """A template; whoever puts a profile into it passes no role: whoever launches from it does."""
    context: dict[str, Values] = {}
    for specification in params.get("TagSpecifications", ()):
        context |= requested(specification.get("Tags", ()))
    resource = arn.ec2(call.state.settings, "launch-template", "*")
    yield Need("ec2:CreateLaunchTemplate", (resource,), context)


_ON_INSTANCES = ("StartInstances", "StopInstances", "TerminateInstances")
_ON_TEMPLATES = ("CreateLaunchTemplateVersion", "DeleteLaunchTemplate", "ModifyLaunchTemplate")

NEEDS: Mapping[str, NeedsOf] = {
    "RunInstances": run_instances,
    "CreateLaunchTemplate": create_launch_template,
    **on("ec2", _ON_INSTANCES, _instances, _tags),
    **on("ec2", _ON_TEMPLATES, lambda call, params: _template(call.state, params)),
}
