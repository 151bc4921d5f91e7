"""All of an account's identities at once.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.attached import show_attached
from ecslab.aws.operations.iam.common import listed
from ecslab.aws.operations.iam.shape import (
    holders,
    show_aws_policy,
    show_group,
    show_policy,
    show_profile,
    show_role,
    show_user,
    show_version,
)
from ecslab.engine.clock import to_datetime
from ecslab.engine.iam import managed
from ecslab.engine.platform.identity import Entity, Group, ManagedPolicy, Role, User
from ecslab.engine.state import State

_LISTS = {
    "User": "UserDetailList",
    "Group": "GroupDetailList",
    "Role": "RoleDetailList",
    "LocalManagedPolicy": "Policies",
    "AWSManagedPolicy": "Policies",
}


def get_account_authorization_details(
    call: Call,
    *,
    filter: Sequence[str] = (),  # noqa: A002  # the parameter's name
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """Users, groups, roles and policies with all that hangs on them; of AWS's policies those in use."""
    state = call.state
    found = [each for each in _everything(state) if not filter or each[0] in filter]
    page = listed("found", found, marker, max_items)
    answer: dict[str, Any] = {name: [] for name in dict.fromkeys(_LISTS.values())}
    for kind, shown in page.pop("found"):
        answer[_LISTS[kind]].append(shown)
    return answer | page


def get_account_summary(call: Call) -> dict[str, Any]:
    """How many of everything there are, and the quotas."""
    world = call.state.world
    return {
        "SummaryMap": {
            "AccessKeysPerUserQuota": 2,
            "AssumeRolePolicySizeQuota": 2048,
            "AttachedPoliciesPerGroupQuota": 10,
            "AttachedPoliciesPerRoleQuota": 10,
            "AttachedPoliciesPerUserQuota": 10,
            "GroupPolicySizeQuota": 5120,
            "Groups": len(world.iam_groups),
            "GroupsPerUserQuota": 10,
            "InstanceProfiles": len(world.instance_profiles),
            "Policies": len(world.policies),
            "PolicySizeQuota": 6144,
            "RolePolicySizeQuota": 10_240,
            "Roles": len(world.roles),
            "UserPolicySizeQuota": 2048,
            "Users": len(world.users),
            "VersionsPerPolicyQuota": 5,
        }
    }


def _everything(state: State) -> list[tuple[str, dict[str, Any]]]:
    world = state.world
    found = [("User", _user(state, user)) for user in world.users.values()]
    found += [("Group", _group(state, group)) for group in world.iam_groups.values()]
    found += [("Role", _role(state, role)) for role in world.roles.values()]
    found += [("LocalManagedPolicy", _policy(state, policy)) for policy in world.policies.values()]
    found += [
        ("AWSManagedPolicy", _in_use(state, aws))
        for aws in managed.policies().values()
        if holders(state, aws.arn)
    ]
    return found


def _user(state: State, user: User) -> dict[str, Any]:
    lists = {"UserPolicyList": _inline(user.inline), "GroupList": list(user.groups)}
    return show_user(state, user) | lists | _managed(user)


def _group(state: State, group: Group) -> dict[str, Any]:
    return show_group(state, group) | {"GroupPolicyList": _inline(group.inline)} | _managed(group)


def _role(state: State, role: Role) -> dict[str, Any]:
    shown = show_role(state, role)
    for name in ("MaxSessionDuration", "Description"):
        shown.pop(name, None)
    profiles = [each for each in state.world.instance_profiles.values() if each.role == role.name]
    lists = {
        "RolePolicyList": _inline(role.inline),
        "InstanceProfileList": [show_profile(state, each) for each in profiles],
    }
    return shown | lists | _managed(role)


def _policy(state: State, policy: ManagedPolicy) -> dict[str, Any]:
    shown = show_policy(state, policy)
    shown.pop("Tags", None)
    return shown | {"PolicyVersionList": [show_version(policy, each) for each in reversed(policy.versions)]}


def _in_use(state: State, policy: managed.AwsManagedPolicy) -> dict[str, Any]:
    version = {
        "Document": managed.document(policy.arn),
        "VersionId": policy.version,
        "IsDefaultVersion": True,
        "CreateDate": to_datetime(policy.updated_at),
    }
    return show_aws_policy(state, policy) | {"PolicyVersionList": [version]}


def _inline(policies: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"PolicyName": name, "PolicyDocument": text} for name, text in policies.items()]


def _managed(entity: Entity) -> dict[str, Any]:
    return {"AttachedManagedPolicies": show_attached(entity)}
