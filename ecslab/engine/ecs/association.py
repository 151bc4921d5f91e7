"""Which capacity providers a cluster has, and where its tasks go by default.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PutClusterCapacityProviders.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs import providers, strategy
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.state import State

MOST_PROVIDERS = 20
"""The quota on a cluster's capacity providers."""


def associate(
    state: State, cluster: Cluster, references: Sequence[str], default_strategy: Strategy
) -> Cluster:
    """Give a cluster exactly these providers and this default strategy.

    Raises InvalidParameterException for what no cluster can have, ResourceInUseException for a provider
    left out that tasks or services still use.
    """
    names = tuple(providers.find_active(state, reference) for reference in dict.fromkeys(references))
    if len(names) > MOST_PROVIDERS:
        raise ApiError(
            "InvalidParameterException", f"A cluster can have at most {MOST_PROVIDERS} capacity providers."
        )
    strategy.check(state, names, default_strategy)
    for name in cluster.capacity_providers:
        if name not in names and _in_use(state, cluster, name):
            raise ApiError(
                "ResourceInUseException", "The specified capacity provider is in use and cannot be removed."
            )
    associated = cluster.replace(capacity_providers=names, default_strategy=default_strategy)
    state.world.clusters.put(associated)
    return associated


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
