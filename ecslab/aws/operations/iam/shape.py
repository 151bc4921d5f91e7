"""IAM's records in AWS's shapes."""

from typing import Any

from ecslab.aws.operations.iam.common import arn_of, policy_arn, show_tags
from ecslab.engine.clock import to_datetime
from ecslab.engine.iam.managed import AwsManagedPolicy
from ecslab.engine.platform.identity import Group, InstanceProfile, ManagedPolicy, PolicyVersion, Role, User
from ecslab.engine.state import State


def show_user(state: State, user: User, *, with_tags: bool = True) -> dict[str, Any]:
    """A user."""
    return {
        "Path": user.path,
        "UserName": user.name,
        "UserId": user.id,
        "Arn": arn_of(state, "user", user),
        "CreateDate": to_datetime(user.created_at),
        **_boundary(user.boundary),
        **({"Tags": show_tags(user.tags)} if with_tags and user.tags else {}),
    }


def show_group(state: State, group: Group) -> dict[str, Any]:
    """A group."""
    return {
        "Path": group.path,
        "GroupName": group.name,
        "GroupId": group.id,
        "Arn": arn_of(state, "group", group),
        "CreateDate": to_datetime(group.created_at),
    }


def show_role(state: State, role: Role, *, whole: bool = True) -> dict[str, Any]:
    """A role; in a list it has neither tags nor boundary."""
    shown = {
        "Path": role.path,
        "RoleName": role.name,
        "RoleId": role.id,
        "Arn": arn_of(state, "role", role),
        "CreateDate": to_datetime(role.created_at),
        "AssumeRolePolicyDocument": role.trust,
        "MaxSessionDuration": role.longest_s,
        **({"Description": role.description} if role.description else {}),
    }
    if whole:
        shown |= _boundary(role.boundary)
        if role.tags:
            shown["Tags"] = show_tags(role.tags)
    return shown


def show_policy(state: State, policy: ManagedPolicy, *, whole: bool = True) -> dict[str, Any]:
    """A customer managed policy."""
    arn = policy_arn(state, policy)
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": arn,
        "Path": policy.path,
        "DefaultVersionId": policy.default,
        "CreateDate": to_datetime(policy.created_at),
        "UpdateDate": to_datetime(policy.updated_at),
        **_uses(state, arn),
        **({"Description": policy.description} if whole and policy.description else {}),
        **({"Tags": show_tags(policy.tags)} if whole and policy.tags else {}),
    }


def show_aws_policy(state: State, policy: AwsManagedPolicy) -> dict[str, Any]:
    """A policy that AWS manages."""
    return {
        "PolicyName": policy.name,
        "PolicyId": policy.id,
        "Arn": policy.arn,
        "Path": policy.path,
        "DefaultVersionId": policy.version,
        "CreateDate": to_datetime(policy.created_at),
        "UpdateDate": to_datetime(policy.updated_at),
        **_uses(state, policy.arn),
    }


def show_version(
    policy: ManagedPolicy, version: PolicyVersion, *, with_document: bool = True
) -> dict[str, Any]:
    """A version of a customer managed policy."""
    return {
        **({"Document": version.document} if with_document else {}),
        "VersionId": version.id,
        "IsDefaultVersion": version.id == policy.default,
        "CreateDate": to_datetime(version.created_at),
    }


def show_profile(state: State, profile: InstanceProfile) -> dict[str, Any]:
    """An instance profile, with its role in full."""
    role = state.world.roles.get(profile.role) if profile.role is not None else None
    return {
        "Path": profile.path,
        "InstanceProfileName": profile.name,
        "InstanceProfileId": profile.id,
        "Arn": arn_of(state, "instance-profile", profile),
        "CreateDate": to_datetime(profile.created_at),
        "Roles": [show_role(state, role, whole=False)] if role is not None else [],
        **({"Tags": show_tags(profile.tags)} if profile.tags else {}),
    }


def holders(state: State, arn: str) -> list[tuple[str, User | Group | Role]]:
    """Whoever a managed policy is attached to, each with its kind."""
    world = state.world
    tables = (("user", world.users), ("group", world.iam_groups), ("role", world.roles))
    return [(kind, each) for kind, table in tables for each in table.values() if arn in each.attached]


def bounded(state: State, arn: str) -> list[tuple[str, User | Role]]:
    """Whose permissions boundary a managed policy is, each with its kind."""
    tables = (("user", state.world.users), ("role", state.world.roles))
    return [(kind, each) for kind, table in tables for each in table.values() if each.boundary == arn]


def _uses(state: State, arn: str) -> dict[str, Any]:
    return {
        "AttachmentCount": len(holders(state, arn)),
        "PermissionsBoundaryUsageCount": len(bounded(state, arn)),
        "IsAttachable": "/aws-service-role/" not in arn,
    }


def _boundary(arn: str | None) -> dict[str, Any]:
    if arn is None:
        return {}
    return {"PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": arn}}
