"""Capacity providers as AWS shows them, and what a cluster shows of those that it has.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProvider.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from ecslab.aws.operations.ecs.reading import read, write
from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.engine.records.capacity import CapacityProvider, GroupSettings, ManagedScaling
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.state import State

_DRAINING_HOOK = "ecs-managed-draining-termination-hook"


def read_settings(given: Mapping[str, Any], before: GroupSettings) -> GroupSettings:
    """The settings that a request gives; what it leaves out stays as it was."""
    name = "autoScalingGroupProvider"
    read(GroupSettings, given, name)
    scaling = _spelled(before.managed_scaling) | dict(given.get("managedScaling") or {})
    return read(GroupSettings, _spelled(before) | dict(given) | {"managedScaling": scaling}, name)


def show_provider(state: State, provider: CapacityProvider, *, with_tags: bool = False) -> dict[str, Any]:
    """A provider of the account's own in AWS's shape."""
    arn = state.arn("capacity-provider", provider.name)
    shown: dict[str, Any] = {
        "capacityProviderArn": arn,
        "name": provider.name,
        "status": provider.status,
        "type": "EC2_AUTOSCALING" if provider.managed is None else "MANAGED_INSTANCES",
        "cluster": provider.cluster,
        "updateStatus": provider.update_status,
        "tags": tags_of(state, arn) if with_tags else [],
    }
    if provider.managed is None:
        group = {"autoScalingGroupArn": provider.group_arn} | _spelled(provider.settings)
        shown["autoScalingGroupProvider"] = group
    else:
        shown["managedInstancesProvider"] = write(provider.managed)
    return {key: value for key, value in shown.items() if value is not None}


def show_predefined(state: State, name: str, *, with_tags: bool = False) -> dict[str, Any]:
    """FARGATE or FARGATE_SPOT in AWS's shape."""
    arn = state.arn("capacity-provider", name)
    tags = tags_of(state, arn) if with_tags else []
    return {"capacityProviderArn": arn, "name": name, "status": "ACTIVE", "type": name, "tags": tags}


def show_attachments(state: State, cluster: Cluster) -> dict[str, Any]:
    """What ECS has made in Auto Scaling for the providers of a cluster."""
    attachments: list[dict[str, Any]] = []
    busy = state.now < cluster.busy_until
    for name in cluster.capacity_providers:
        provider = state.world.providers.get(name)
        if provider is None or provider.managed is not None:
            continue
        policy, hook = provider.attachments
        if provider.scales:
            named = ("scalingPolicyName", f"ECSManagedAutoScalingPolicy-{provider.policy}")
            attachments.append(_attachment(policy, "as_policy", provider, named, busy=busy))
        if provider.settings.managed_draining == "ENABLED":
            named = ("autoScalingLifecycleHookName", _DRAINING_HOOK)
            attachments.append(_attachment(hook, "managed_draining", provider, named, busy=busy))
    if not attachments and not cluster.busy_until:
        return {"attachments": []}
    return {
        "attachments": attachments,
        "attachmentsStatus": "UPDATE_IN_PROGRESS" if busy else "UPDATE_COMPLETE",
    }


def _attachment(
    attachment_id: str, kind: str, provider: CapacityProvider, named: tuple[str, str], *, busy: bool
) -> dict[str, Any]:
    details: Sequence[tuple[str, str]] = (("capacityProviderName", provider.name), named)
    return {
        "id": attachment_id,
        "type": kind,
        "status": "PRECREATED" if busy else "CREATED",
        "details": [{"name": key, "value": value} for key, value in details],
    }


def _spelled(settings: GroupSettings | ManagedScaling) -> dict[str, Any]:
    """Settings in AWS's spelling, defaults included."""
    spelled: dict[str, Any] = {}
    for field in msgspec.structs.fields(settings):
        value = getattr(settings, field.name)
        spelled[field.encode_name] = _spelled(value) if isinstance(value, ManagedScaling) else value
    return spelled
