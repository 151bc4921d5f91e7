"""Capacity provider operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html#capacity-providers
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.clusters import show as show_cluster
from ecslab.aws.operations.ecs.provider_shape import read_settings, show_predefined, show_provider
from ecslab.aws.operations.ecs.reading import read
from ecslab.aws.operations.ecs.strategy_shape import read_strategy
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.capacity_providers import association, managed_providers, providers
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import PREDEFINED, CapacityProvider, GroupSettings
from ecslab.engine.records.managed_instances import ManagedInstances
from ecslab.engine.state import State

_DETAILS_REQUIRED = (
    "The Amazon ECS Managed Instances provider details are required. Specify valid details and try again."
)
_MOST_DESCRIBED = 100
_PAGE = 10


def create_capacity_provider(
    call: Call,
    *,
    name: str,
    auto_scaling_group_provider: Mapping[str, Any] | None = None,
    managed_instances_provider: Mapping[str, Any] | None = None,
    cluster: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a capacity provider of an Auto Scaling group, or of instances that ECS manages for a cluster."""
    check_tags(tags)
    provider = _create(call.state, name, cluster, auto_scaling_group_provider, managed_instances_provider)
    put_tags(call.state, call.state.arn("capacity-provider", name), tags)
    return {"capacityProvider": show_provider(call.state, provider, with_tags=True)}


def update_capacity_provider(
    call: Call,
    *,
    name: str,
    cluster: str | None = None,
    auto_scaling_group_provider: Mapping[str, Any] | None = None,
    managed_instances_provider: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Change what ECS does with a provider's instances; it takes effect a moment later."""
    state = call.state
    provider = _find(state, name, cluster)
    if provider.managed is not None:
        if managed_instances_provider is None:
            raise invalid(_DETAILS_REQUIRED)
        managed = read(ManagedInstances, managed_instances_provider, "managedInstancesProvider")
        changing = managed_providers.update(state, provider, managed)
    elif managed_instances_provider is not None:
        raise invalid("Capacity provider is not Amazon ECS Managed Instances capacity provider.")
    else:
        settings = read_settings(auto_scaling_group_provider or {}, provider.pending or provider.settings)
        changing = providers.update(state, provider, settings)
    return {"capacityProvider": show_provider(state, changing)}


def delete_capacity_provider(
    call: Call, *, capacity_provider: str, cluster: str | None = None
) -> dict[str, Any]:
    """Delete a provider that no cluster has, or one of managed instances that nothing uses."""
    provider = _find(call.state, capacity_provider, cluster)
    delete = providers.delete if provider.managed is None else managed_providers.delete
    return {"capacityProvider": show_provider(call.state, delete(call.state, provider))}


def put_cluster_capacity_providers(
    call: Call,
    *,
    cluster: str,
    capacity_providers: Sequence[str],
    default_capacity_provider_strategy: Sequence[Mapping[str, Any]],
) -> dict[str, Any]:
    """Give a cluster exactly these capacity providers and this default strategy."""
    found = find_cluster(call.state, cluster)
    strategy = read_strategy(default_capacity_provider_strategy)
    changed = association.associate(call.state, found, capacity_providers, strategy)
    return {"cluster": show_cluster(call.state, changed, ("SETTINGS", "TAGS", "ATTACHMENTS"))}


def describe_capacity_providers(
    call: Call,
    *,
    capacity_providers: Sequence[str] = (),
    cluster: str | None = None,
    include: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Capacity providers by name or ARN, or all, or a cluster's; unknown ones are failures, not errors."""
    state = call.state
    if len(capacity_providers) > _MOST_DESCRIBED:
        raise invalid(f"capacityProviders can have at most {_MOST_DESCRIBED} items.")
    if max_results is not None and not 1 <= max_results <= _PAGE:
        raise invalid(f"maxResults must be between 1 and {_PAGE}.")
    names = [*(each.name for each in state.world.providers.values()), *PREDEFINED]
    if cluster is not None:
        associated = find_cluster(state, cluster).capacity_providers
        names = [name for name in names if name in associated]
    wanted = [providers.name_of(state, each) for each in capacity_providers] or names
    found = [_show(state, name, with_tags="TAGS" in include) for name in wanted if name in names]
    failures = [
        {"arn": state.arn("capacity-provider", name), "reason": "MISSING"}
        for name in wanted
        if name not in names
    ]
    filters = ("capacity providers", cluster, *capacity_providers)
    answer = page(found, filters, max_results, next_token, _PAGE).answer("capacityProviders")
    return answer | {"failures": failures}


def _show(state: State, name: str, *, with_tags: bool) -> dict[str, Any]:
    provider = state.world.providers.get(name)
    if provider is None:
        return show_predefined(state, name, with_tags=with_tags)
    return show_provider(state, provider, with_tags=with_tags)


def _create(
    state: State,
    name: str,
    cluster: str | None,
    group_provider: Mapping[str, Any] | None,
    managed_provider: Mapping[str, Any] | None,
) -> CapacityProvider:
    if (group_provider is None) == (managed_provider is None):
        raise invalid("Specify either an Auto Scaling group provider or a Managed Instances provider.")
    if group_provider is not None:
        given = dict(group_provider)
        group = given.pop("autoScalingGroupArn")
        return providers.create(state, name, group, read_settings(given, GroupSettings()))
    if cluster is None:
        raise invalid("Amazon ECS Managed Instances Provider is not supported without a Cluster Name.")
    managed = read(ManagedInstances, managed_provider or {}, "managedInstancesProvider")
    return managed_providers.create(state, find_cluster(state, cluster), name, managed)


def _find(state: State, reference: str, cluster: str | None) -> CapacityProvider:
    """An active provider of the account's own. Raises ClientException or InvalidParameterException."""
    name = providers.name_of(state, reference)
    if name in PREDEFINED:
        raise ApiError(
            "ClientException",
            f"The specified capacity provider {name} is reserved and can not be changed or deleted.",
        )
    provider = state.world.providers.get(providers.find_active(state, reference))
    if provider is None:
        raise KeyError(name)
    if provider.cluster is not None and cluster is None:
        raise invalid(
            "The specified capacity provider already exists with cluster scope. Specify its cluster and try "
            "again."
        )
    if cluster is not None and find_cluster(state, cluster).name != provider.cluster:
        raise invalid("Capacity provider active cluster name does not match the cluster name in the request.")
    return provider
