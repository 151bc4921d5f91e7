"""Capacity providers of managed instances: making, changing and deleting them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedInstancesProvider.html
"""

import re

from ecslab.engine.ec2 import machines
from ecslab.engine.ecs.capacity_providers import providers
from ecslab.engine.ecs.capacity_providers.managed_instances import patience_of, types_of
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import CapacityProvider
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.managed_instances import ManagedInstances
from ecslab.engine.state import State

CREATED = "capacity.created"
"""Agenda: the capacity provider of that name can be used."""

_ROLE = re.compile(r"arn:aws:iam::\d{12}:role/.+")
_PROFILE = re.compile(r"arn:aws:iam::\d{12}:instance-profile/.+")


def create(state: State, cluster: Cluster, name: str, managed: ManagedInstances) -> CapacityProvider:
    """Make a provider of managed instances, for this cluster alone; it can be used a moment later.

    Raises InvalidParameterException or ClientException, in AWS's words where they are known.
    """
    providers.check_name(state, name)
    check(state, managed)
    provider = CapacityProvider(
        name=name,
        managed=managed,
        cluster=cluster.name,
        status="PROVISIONING",
        update_status="CREATE_IN_PROGRESS",
        created_at=state.now,
    )
    providers.add(state, provider)
    state.world.clusters.put(cluster.replace(capacity_providers=(*cluster.capacity_providers, name)))
    state.after(state.delays.provider_update, CREATED, name)
    return provider


def created(state: State, ids: tuple[str, ...]) -> None:
    """Let a new provider be used."""
    provider = state.world.providers.get(ids[0])
    if provider is not None and provider.update_status == "CREATE_IN_PROGRESS":
        state.world.providers.put(provider.replace(status="ACTIVE", update_status="CREATE_COMPLETE"))


def update(state: State, provider: CapacityProvider, managed: ManagedInstances) -> CapacityProvider:
    """Begin to change a provider; the new settings count for instances that are launched afterwards."""
    check(state, managed)
    return providers.begin_update(state, provider.replace(pending_managed=managed))


def delete(state: State, provider: CapacityProvider) -> CapacityProvider:
    """Begin to delete a provider that nothing uses: its instances are terminated."""
    cluster = state.world.clusters[provider.cluster or ""]
    services = state.world.services.where("cluster", cluster.name)
    used = any(
        item.capacity_provider == provider.name
        for service in services
        if service.status == "ACTIVE"
        for item in service.strategy
    )
    if used or state.world.tasks.count("live provider", f"{cluster.name}/{provider.name}"):
        raise ApiError("ClientException", "The specified capacity provider is in use and cannot be removed.")
    leaving = provider.replace(status="DEPROVISIONING", update_status="DELETE_IN_PROGRESS")
    state.world.providers.put(leaving)
    kept = tuple(name for name in cluster.capacity_providers if name != provider.name)
    default = tuple(item for item in cluster.default_strategy if item.capacity_provider != provider.name)
    state.world.clusters.put(cluster.replace(capacity_providers=kept, default_strategy=default))
    for machine in list(state.world.machines.where("provider", provider.name)):
        machines.terminate(state, machine, "Client.UserInitiatedShutdown")
    state.after(state.delays.provider_update, providers.DELETED, provider.name)
    return leaving


def check(state: State, managed: ManagedInstances) -> None:
    """Raise InvalidParameterException for what no provider of managed instances can be."""
    template = managed.instance_launch_template
    network = template.network_configuration
    if not _ROLE.fullmatch(managed.infrastructure_role_arn):
        raise invalid("The specified infrastructure role arn is invalid.")
    if not _PROFILE.fullmatch(template.ec2_instance_profile_arn):
        raise invalid("The specified instance profile role arn is invalid.")
    if not network.subnets:
        raise invalid(
            "Amazon ECS Managed Instances capacity provider must specify a Network Configuration with non "
            "empty subnets."
        )
    if any(subnet not in state.world.subnets for subnet in network.subnets):
        raise invalid("The specified subnet id is invalid.")
    if any(group not in state.world.security_groups for group in network.security_groups):
        raise invalid("The specified security group id is invalid.")
    if not types_of(managed):
        raise invalid(
            "No instance types satisfy the instance requirements specified in the Amazon ECS Managed "
            "Instances capacity provider."
        )
    if not -1 <= patience_of(managed) <= 3600:
        raise invalid("scaleInAfter must be -1, or between 0 and 3600 seconds.")
