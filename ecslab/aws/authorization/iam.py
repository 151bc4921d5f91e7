"""What IAM's own operations need of it.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

from ecslab.aws.authorization.acting import Params, given, on
from ecslab.aws.authorization.needs import Need, NeedsOf, Values
from ecslab.aws.authorization.passing import pass_roles
from ecslab.aws.authorization.tagging import of_resource, requested
from ecslab.aws.operations import Call
from ecslab.engine.iam.principal import identify, tags_of
from ecslab.engine.state import State

_FIELDS = {
    "user": "UserName",
    "group": "GroupName",
    "role": "RoleName",
    "instance-profile": "InstanceProfileName",
}


def _on(operation: str, kind: str) -> NeedsOf:
    """An operation on the user, the group, the role or the instance profile that the request names."""

    def needs(call: Call, params: Params) -> Iterable[Need]:
        arn = _arn(call, params, kind)
        context = _context(call, params, kind, operation)
        yield Need(f"iam:{operation}", (arn,), context)
        if operation.startswith("Create") and params.get("Tags"):
            yield Need(f"iam:Tag{operation.removeprefix('Create')}", (arn,), requested(params["Tags"]))

    return needs


def _arn(call: Call, params: Params, kind: str) -> str:
    state, name = call.state, params.get(_FIELDS[kind])
    if name is None:
        return call.caller if kind == "user" and ":user/" in call.caller else _iam(state, kind, "/", "*")
    tables: dict[str, Any] = {
        "user": state.world.users,
        "group": state.world.iam_groups,
        "role": state.world.roles,
        "instance-profile": state.world.instance_profiles,
    }
    found = tables[kind].get(name)
    return _iam(state, kind, found.path if found is not None else params.get("Path", "/"), name)


def _iam(state: State, kind: str, path: str, name: str) -> str:
    return f"arn:aws:iam::{state.settings.account}:{kind}{path}{name}"


def _context(call: Call, params: Params, kind: str, operation: str) -> dict[str, Values]:
    context: dict[str, Values] = requested(params.get("Tags", ()))
    if "PolicyArn" in params:
        context["iam:PolicyARN"] = params["PolicyArn"]
    entity = None
    if kind in ("user", "role"):
        entity = identify(call.state, _arn(call, params, kind)).entity
    if entity is not None and not operation.startswith("Create"):
        tags = tags_of(identify(call.state, _arn(call, params, kind)))
        context |= of_resource(tags.items(), "iam")
    boundary = params.get("PermissionsBoundary") or (entity.boundary if entity is not None else None)
    if boundary is not None:
        context["iam:PermissionsBoundary"] = boundary
    return context


def _policy(call: Call, params: Params) -> str:
    return params.get("PolicyArn") or _iam(
        call.state, "policy", params.get("Path", "/"), params["PolicyName"]
    )


def add_role_to_instance_profile(call: Call, params: Params) -> Iterable[Need]:
    """Whoever puts a role into a profile passes it to EC2."""
    yield Need("iam:AddRoleToInstanceProfile", (_arn(call, params, "instance-profile"),))
    yield from pass_roles("ec2.amazonaws.com", (_arn(call, params, "role"),))


def create_service_linked_role(call: Call, params: Params) -> Iterable[Need]:
    """A service's role."""
    service = params["AWSServiceName"]
    arn = _iam(call.state, "role", f"/aws-service-role/{service}/", "*")
    yield Need("iam:CreateServiceLinkedRole", (arn,), {"iam:AWSServiceName": service})


_OF_USERS = [
    "AttachUserPolicy",
    "CreateAccessKey",
    "CreateUser",
    "DeleteAccessKey",
    "DeleteUser",
    "DeleteUserPermissionsBoundary",
    "DeleteUserPolicy",
    "DetachUserPolicy",
    "GetUser",
    "GetUserPolicy",
    "ListAccessKeys",
    "ListAttachedUserPolicies",
    "ListGroupsForUser",
    "ListUserPolicies",
    "ListUserTags",
    "PutUserPermissionsBoundary",
    "PutUserPolicy",
    "TagUser",
    "UntagUser",
    "UpdateAccessKey",
    "UpdateUser",
]
_OF_GROUPS = [
    "AddUserToGroup",
    "AttachGroupPolicy",
    "CreateGroup",
    "DeleteGroup",
    "DeleteGroupPolicy",
    "DetachGroupPolicy",
    "GetGroup",
    "GetGroupPolicy",
    "ListAttachedGroupPolicies",
    "ListGroupPolicies",
    "PutGroupPolicy",
    "RemoveUserFromGroup",
]
_OF_ROLES = [
    "AttachRolePolicy",
    "CreateRole",
    "DeleteRole",
    "DeleteRolePermissionsBoundary",
    "DeleteRolePolicy",
    "DeleteServiceLinkedRole",
    "DetachRolePolicy",
    "GetRole",
    "GetRolePolicy",
    "ListAttachedRolePolicies",
    "ListInstanceProfilesForRole",
    "ListRolePolicies",
    "ListRoleTags",
    "PutRolePermissionsBoundary",
    "PutRolePolicy",
    "TagRole",
    "UntagRole",
    "UpdateAssumeRolePolicy",
    "UpdateRole",
    "UpdateRoleDescription",
]
_OF_PROFILES = [
    "CreateInstanceProfile",
    "DeleteInstanceProfile",
    "GetInstanceProfile",
    "ListInstanceProfileTags",
    "RemoveRoleFromInstanceProfile",
    "TagInstanceProfile",
    "UntagInstanceProfile",
]
_OF_POLICIES = [
    "CreatePolicy",
    "CreatePolicyVersion",
    "DeletePolicy",
    "DeletePolicyVersion",
    "GetPolicy",
    "GetPolicyVersion",
    "ListEntitiesForPolicy",
    "ListPolicyTags",
    "ListPolicyVersions",
    "SetDefaultPolicyVersion",
    "TagPolicy",
    "UntagPolicy",
]

NEEDS: Mapping[str, NeedsOf] = {
    **{name: _on(name, "user") for name in _OF_USERS},
    **{name: _on(name, "group") for name in _OF_GROUPS},
    **{name: _on(name, "role") for name in _OF_ROLES},
    **{name: _on(name, "instance-profile") for name in _OF_PROFILES},
    **on("iam", _OF_POLICIES, _policy),
    **on("iam", ("SimulatePrincipalPolicy", "GetContextKeysForPrincipalPolicy"), given("PolicySourceArn")),
    "AddRoleToInstanceProfile": add_role_to_instance_profile,
    "CreateServiceLinkedRole": create_service_linked_role,
}
