"""Which capacity providers a cluster has, and where its tasks go by default.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
"""

from collections.abc import Iterable, Sequence

from ecslab.engine import levels
from ecslab.engine.ecs.capacity_providers import providers, strategy
from ecslab.engine.ecs.instances import provisioning
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import CapacityProvider, Strategy
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.state import State

MOST_PROVIDERS = 20
"""The quota on a cluster's capacity providers."""


def associate(
    state: State, cluster: Cluster, references: Sequence[str], default_strategy: Strategy
) -> Cluster:
    """Give a cluster exactly these providers and this default strategy.

    Raises InvalidParameterException for what no cluster can have, ResourceInUseException for a provider
    left out that tasks or services still use, UpdateInProgressException while an earlier change goes on.
    """
    found = (providers.find_active(state, reference) for reference in references)
    # Managed instances belong to their cluster for good: this call neither brings nor removes them.
    own = (name for name in cluster.capacity_providers if _is_managed(state, name))
    names = tuple(dict.fromkeys((*found, *own)))
    if any(_is_managed(state, name) and name not in cluster.capacity_providers for name in names):
        raise ApiError(
            "InvalidParameterException",
            "A capacity provider of Amazon ECS Managed Instances can be used only in the cluster that it was "
            "created for.",
        )
    if len(names) > MOST_PROVIDERS:
        raise ApiError(
            "InvalidParameterException", f"A cluster can have at most {MOST_PROVIDERS} capacity providers."
        )
    strategy.check(state, names, default_strategy)
    if state.now < cluster.busy_until:
        raise ApiError(
            "UpdateInProgressException",
            "The specified cluster is in a busy state. Cluster attachments must be in UPDATE_COMPLETE or "
            "UPDATE_FAILED state before they can be updated.",
        )
    left = [name for name in cluster.capacity_providers if name not in names]
    if any(_in_use(state, cluster, name) for name in left):
        raise ApiError(
            "ResourceInUseException", "The specified capacity provider is in use and cannot be removed."
        )
    come = list(_own(state, (name for name in names if name not in cluster.capacity_providers)))
    gone = list(_own(state, left))
    for provider in come:
        _check_free(state, provider)
    busy_until = state.now + state.delays.provider_update if come or gone else cluster.busy_until
    associated = cluster.replace(
        capacity_providers=names, default_strategy=default_strategy, busy_until=busy_until
    )
    state.world.clusters.put(associated)
    for provider in gone:
        _attach(state, associated, provider, attached=False)
    for provider in come:
        _attach(state, associated, provider, attached=True)
    return associated


def release(state: State, cluster: Cluster) -> Cluster:
    """Take every provider from a cluster that is being deleted."""
    for provider in list(_own(state, cluster.capacity_providers)):
        _attach(state, cluster, provider, attached=False)
    return cluster.replace(capacity_providers=(), default_strategy=())


def _attach(state: State, cluster: Cluster, provider: CapacityProvider, *, attached: bool) -> None:
    """Let the provider's group, and its instances that are in the cluster already, know each other."""
    providers.hold(state, provider, associated=attached)
    state.world.providers.put(provider.replace(reservation=None, low_minutes=0))
    if not attached:
        levels.put(state, levels.provider(cluster.name, provider.name), ())
    for instance in list(state.world.instances.where("cluster", cluster.name)):
        machine = state.world.machines.get(instance.ec2)
        if machine is not None and machine.group == provider.group:
            name = provider.name if attached else None
            state.world.instances.put(instance.replace(capacity_provider=name, version=instance.version + 1))
    provisioning.touch(state, provider.name)


def _own(state: State, names: Iterable[str]) -> Iterable[CapacityProvider]:
    """The providers among `names` that use an Auto Scaling group."""
    found = (state.world.providers.get(name) for name in names)
    return (provider for provider in found if provider is not None and provider.managed is None)


def _is_managed(state: State, name: str) -> bool:
    provider = state.world.providers.get(name)
    return provider is not None and provider.managed is not None


def _check_free(state: State, provider: CapacityProvider) -> None:
    """Refuse a provider whose group ECS scales for another cluster."""
    if provider.scales and providers.cluster_of(state, provider) is not None:
        raise ApiError(
            "InvalidParameterException",
            "The specified capacity provider is associated with another cluster. A capacity provider with "
            "managed scaling can be associated with one cluster only.",
        )


def _in_use(state: State, cluster: Cluster, name: str) -> bool:
    """Whether a task of the cluster runs on the provider, or a service of it would start one there."""
    if state.world.tasks.count("live provider", f"{cluster.name}/{name}"):
        return True
    return any(
        item.capacity_provider == name
        for service in state.world.services.where("cluster", cluster.name)
        if service.status == "ACTIVE"
        for item in service.strategy
    )
