"""Capacity provider operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html#capacity-providers
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs.clusters import show as show_cluster
from ecslab.aws.operations.ecs.strategy_shape import read_strategy
from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs import association
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.errors import ApiError
from ecslab.engine.records.capacity import PREDEFINED
from ecslab.engine.state import State

_MOST_DESCRIBED = 100


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
    return {"cluster": show_cluster(call.state, changed, ("SETTINGS", "TAGS"))}


def describe_capacity_providers(
    call: Call,
    *,
    capacity_providers: Sequence[str] = (),
    include: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """Capacity providers by name or ARN, or all; unknown ones are failures, not errors."""
    state = call.state
    if len(capacity_providers) > _MOST_DESCRIBED:
        raise ApiError(
            "InvalidParameterException", f"capacityProviders can have at most {_MOST_DESCRIBED} items."
        )
    found, failures = [], []
    prefix = state.arn("capacity-provider", "")
    for reference in capacity_providers or PREDEFINED:
        name = reference.removeprefix(prefix)
        if name in PREDEFINED:
            found.append(_show(state, name, include))
        else:
            failures.append({"arn": prefix + name, "reason": "MISSING"})
    filters = ("capacity providers", *capacity_providers)
    answer = page(found, filters, max_results, next_token, 10).answer("capacityProviders")
    return answer | {"failures": failures}


def _show(state: State, name: str, include: Sequence[str]) -> dict[str, Any]:
    arn = state.arn("capacity-provider", name)
    return {
        "capacityProviderArn": arn,
        "name": name,
        "status": "ACTIVE",
        "type": name,
        "tags": tags_of(state, arn) if "TAGS" in include else [],
    }
