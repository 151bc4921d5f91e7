"""Clusters: the logical groups that services and tasks live in.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html
"""

import re
from collections.abc import Sequence

from ecslab.engine.ecs import limits
from ecslab.engine.ecs.capacity_providers import association
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.state import State

AGENTS = "agent.retry"
"""Agenda: agents that looked for the cluster of that name in vain find it now."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,254}")


def check_name(name: str, kind: str) -> None:
    """Raise InvalidParameterException unless `name` is one that ECS allows for a cluster or service."""
    if not _NAME.fullmatch(name):
        raise ApiError(
            "InvalidParameterException",
            f"Invalid {kind} name: {name!r} must be up to 255 letters (uppercase and lowercase), numbers, "
            "underscores, and hyphens.",
        )


def find_cluster(state: State, reference: str | None, *, active: bool = True) -> Cluster:
    """The cluster that a name or ARN means; None means the cluster `default`.

    Raises ClusterNotFoundException when there is none, or when it is deleted and must be `active`.
    """
    name = (reference or "default").rsplit("/", 1)[-1]
    cluster = state.world.clusters.get(name)
    if cluster is None or (
        reference and reference.startswith("arn:") and reference != state.arn("cluster", name)
    ):
        raise ApiError("ClusterNotFoundException", "Cluster not found.")
    if active and cluster.status != "ACTIVE":
        raise ApiError("ClusterNotFoundException", "The referenced cluster was inactive.")
    return cluster


def create_cluster(
    state: State,
    name: str,
    container_insights: str,
    capacity_providers: Sequence[str] = (),
    default_strategy: Strategy = (),
) -> Cluster:
    """Make a cluster, or give back the active one of that name: creating twice is no error.

    Raises InvalidParameterException for providers and strategies that no cluster can have, or that the
    active one does not have.
    """
    check_name(name, "cluster")
    existing = state.world.clusters.get(name)
    if existing is not None and existing.status == "ACTIVE":
        asked = (tuple(capacity_providers), default_strategy)
        if any(asked) and asked != (existing.capacity_providers, existing.default_strategy):
            raise ApiError(
                "InvalidParameterException",
                "Arguments on this idempotent request are inconsistent with arguments used in previous "
                "request(s).",
            )
        return existing
    limits.check_clusters(state)
    cluster = Cluster(name=name, container_insights=container_insights, created_at=state.now)
    if len(state.world.machines):
        state.after(0, AGENTS, name)
    return association.associate(state, cluster, capacity_providers, default_strategy)


def delete_cluster(state: State, cluster: Cluster) -> Cluster:
    """Delete an empty cluster: it turns INACTIVE.

    Raises ClusterContainsServicesException, ClusterContainsTasksException or
    ClusterContainsContainerInstancesException while it is in use.
    """
    world = state.world
    if any(service.status != "INACTIVE" for service in world.services.where("cluster", cluster.name)):
        raise ApiError(
            "ClusterContainsServicesException", "The Cluster cannot be deleted while Services are active."
        )
    if world.tasks.count("live cluster", cluster.name):
        raise ApiError(
            "ClusterContainsTasksException", "The Cluster cannot be deleted while Tasks are active."
        )
    if world.instances.count("cluster", cluster.name):
        raise ApiError(
            "ClusterContainsContainerInstancesException",
            "The Cluster cannot be deleted while Container Instances are active or draining.",
        )
    if any(provider.status != "INACTIVE" for provider in world.providers.where("cluster", cluster.name)):
        raise ApiError(
            "ClusterContainsCapacityProviderException",
            "The Cluster cannot be deleted while Capacity Providers of Amazon ECS Managed Instances are "
            "active.",
        )
    deleted = association.release(state, cluster).replace(status="INACTIVE")
    world.clusters.put(deleted)
    return deleted
