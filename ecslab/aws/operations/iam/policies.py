"""Managed policies and their versions.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-versioning.html
"""

import re
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
    find_policy,
    invalid,
    listed,
    missing,
    new_id,
    read_tags,
    show_tags,
    without,
)
from ecslab.aws.operations.iam.shape import bounded, holders, show_aws_policy, show_policy, show_version
from ecslab.engine.clock import to_datetime
from ecslab.engine.iam import managed
from ecslab.engine.iam.grammar import check_identity
from ecslab.engine.platform.identity import ManagedPolicy, PolicyVersion

_MOST_VERSIONS = 5
_LONGEST = 6144
_VERSION = re.compile(r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?")


def create_policy(
    call: Call,
    *,
    policy_name: str,
    policy_document: str,
    path: str = "/",
    description: str = "",
    tags: Tagging = (),
) -> dict[str, Any]:
    """Make a customer managed policy, its first version in force."""
    state = call.state
    check_name(policy_name, "policyName", 128)
    check_path(path)
    names = [each.name for each in state.world.policies.values()]
    message = f"A policy called {policy_name} already exists. Duplicate names are not allowed."
    check_free(policy_name, names, message)
    _check(policy_document)
    policy = ManagedPolicy(
        name=policy_name,
        path=path,
        id=new_id(state, "ANPA"),
        created_at=state.now,
        updated_at=state.now,
        description=description,
        versions=(PolicyVersion(id="v1", document=policy_document, created_at=state.now),),
        tags=read_tags(tags),
    )
    state.world.policies.put(policy)
    return {"Policy": show_policy(state, policy)}


def get_policy(call: Call, *, policy_arn: str) -> dict[str, Any]:
    """A managed policy, AWS's own too."""
    aws = managed.policies().get(policy_arn)
    if aws is not None:
        return {"Policy": show_aws_policy(call.state, aws)}
    return {"Policy": show_policy(call.state, find_policy(call.state, policy_arn))}


def list_policies(
    call: Call,
    *,
    scope: str = "All",
    only_attached: bool = False,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """Managed policies: the customer's (`Local`), AWS's (`AWS`), or all."""
    state = call.state
    found: list[dict[str, Any]] = []
    if scope in ("All", "Local"):
        own = sorted(state.world.policies.values(), key=lambda policy: policy.name)
        found += [show_policy(state, policy, whole=False) for policy in own]
    if scope in ("All", "AWS"):
        found += [show_aws_policy(state, policy) for policy in managed.policies().values()]
    uses = {"PermissionsPolicy": "AttachmentCount", "PermissionsBoundary": "PermissionsBoundaryUsageCount"}
    count = uses.get(policy_usage_filter or "")
    chosen = [
        each
        for each in found
        if each["Path"].startswith(path_prefix)
        and (not only_attached or each["AttachmentCount"])
        and (count is None or each[count])
    ]
    return listed("Policies", chosen, marker, max_items)


def delete_policy(call: Call, *, policy_arn: str) -> dict[str, Any]:
    """Delete a policy that nobody has and of which only the version in force is left."""
    policy = find_policy(call.state, policy_arn)
    if holders(call.state, policy_arn) or bounded(call.state, policy_arn):
        raise conflict("Cannot delete a policy attached to entities.")
    if len(policy.versions) > 1:
        raise conflict(
            "This policy has more than one version. Before you delete a policy, you must delete the policy's "
            "versions. The default version is deleted with the policy."
        )
    call.state.world.policies.remove(policy.name)
    return {}


def create_policy_version(
    call: Call, *, policy_arn: str, policy_document: str, set_as_default: bool = False
) -> dict[str, Any]:
    """Add a version; it is in force at once only when asked to be."""
    policy = find_policy(call.state, policy_arn)
    _check(policy_document)
    if len(policy.versions) >= _MOST_VERSIONS:
        raise exceeded(
            f"A managed policy can have up to {_MOST_VERSIONS} versions. Before you create a new version, "
            "you must delete an existing version."
        )
    now = call.state.now
    version = PolicyVersion(id=f"v{policy.made + 1}", document=policy_document, created_at=now)
    policy = policy.replace(versions=(*policy.versions, version), made=policy.made + 1, updated_at=now)
    if set_as_default:
        policy = policy.replace(default=version.id)
    call.state.world.policies.put(policy)
    return {"PolicyVersion": show_version(policy, version, with_document=False)}


def get_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """A version with its document."""
    _check_version(version_id)
    aws = managed.policies().get(policy_arn)
    if aws is not None:
        if version_id != aws.version:
            raise missing(f"Policy {policy_arn} version {version_id} does not exist or is not attachable.")
        return {"PolicyVersion": {"Document": managed.document(policy_arn), **_show_aws(aws)}}
    policy = find_policy(call.state, policy_arn)
    return {"PolicyVersion": show_version(policy, _find(policy, policy_arn, version_id))}


def list_policy_versions(
    call: Call, *, policy_arn: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """A policy's versions, newest first; of AWS's policies the lab has the present one."""
    aws = managed.policies().get(policy_arn)
    if aws is not None:
        return listed("Versions", [_show_aws(aws)], marker, max_items)
    policy = find_policy(call.state, policy_arn)
    found = [show_version(policy, version, with_document=False) for version in reversed(policy.versions)]
    return listed("Versions", found, marker, max_items)


def set_default_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """Put a version in force, for everybody who has the policy."""
    _check_version(version_id)
    policy = find_policy(call.state, policy_arn)
    version = _find(policy, policy_arn, version_id)
    call.state.world.policies.put(policy.replace(default=version.id, updated_at=call.state.now))
    return {}


def delete_policy_version(call: Call, *, policy_arn: str, version_id: str) -> dict[str, Any]:
    """Delete a version that is not in force."""
    _check_version(version_id)
    policy = find_policy(call.state, policy_arn)
    gone = _find(policy, policy_arn, version_id)
    if gone.id == policy.default:
        raise conflict("Cannot delete the default version of a policy.")
    left = tuple(version for version in policy.versions if version.id != gone.id)
    call.state.world.policies.put(policy.replace(versions=left))
    return {}


def list_entities_for_policy(
    call: Call,
    *,
    policy_arn: str,
    entity_filter: str | None = None,
    path_prefix: str = "/",
    policy_usage_filter: str | None = None,
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """Whoever has a policy, as its own or as its boundary."""
    state = call.state
    if policy_arn not in managed.policies():
        find_policy(state, policy_arn)
    having = [] if policy_usage_filter == "PermissionsBoundary" else list(holders(state, policy_arn))
    if policy_usage_filter != "PermissionsPolicy":
        having += [each for each in bounded(state, policy_arn) if each not in having]
    wanted = {"User": "user", "Role": "role", "Group": "group"}.get(entity_filter or "")
    kinds = [] if entity_filter in ("LocalManagedPolicy", "AWSManagedPolicy") else ["group", "user", "role"]
    found = [
        (kind, each)
        for kind, each in having
        if kind in kinds and wanted in (None, kind) and each.path.startswith(path_prefix)
    ]
    page = listed("found", found, marker, max_items)
    answer: dict[str, Any] = {"PolicyGroups": [], "PolicyUsers": [], "PolicyRoles": []}
    for kind, each in page.pop("found"):
        name = kind.capitalize()
        answer[f"Policy{name}s"].append({f"{name}Name": each.name, f"{name}Id": each.id})
    return answer | page


def tag_policy(call: Call, *, policy_arn: str, tags: Tagging) -> dict[str, Any]:
    """Add tags, or change the values of those that are there."""
    policy = find_policy(call.state, policy_arn)
    call.state.world.policies.put(policy.replace(tags=read_tags(tags, policy.tags)))
    return {}


def untag_policy(call: Call, *, policy_arn: str, tag_keys: Sequence[str]) -> dict[str, Any]:
    """Take tags away."""
    policy = find_policy(call.state, policy_arn)
    call.state.world.policies.put(policy.replace(tags=without(policy.tags, tag_keys)))
    return {}


def list_policy_tags(
    call: Call, *, policy_arn: str, marker: str | None = None, max_items: int | None = None
) -> dict[str, Any]:
    """The tags of a policy."""
    return listed("Tags", show_tags(find_policy(call.state, policy_arn).tags), marker, max_items)


def _check(document: str) -> None:
    check_identity(document)
    if len("".join(document.split())) > _LONGEST:
        raise exceeded(f"Cannot exceed quota for PolicySize: {_LONGEST}")


def _check_version(version_id: str) -> None:
    if not _VERSION.fullmatch(version_id):
        raise invalid(
            f"Value '{version_id}' at 'versionId' failed to satisfy constraint: Member must satisfy regular "
            f"expression pattern: {_VERSION.pattern}"
        )


def _find(policy: ManagedPolicy, arn: str, version_id: str) -> PolicyVersion:
    found = next((version for version in policy.versions if version.id == version_id), None)
    if found is None:
        raise missing(f"Policy {arn} version {version_id} does not exist or is not attachable.")
    return found


def _show_aws(policy: managed.AwsManagedPolicy) -> dict[str, Any]:
    return {
        "VersionId": policy.version,
        "IsDefaultVersion": True,
        "CreateDate": to_datetime(policy.updated_at),
    }
