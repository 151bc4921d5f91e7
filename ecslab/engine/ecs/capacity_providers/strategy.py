"""Which capacity a request means: a launch type, a strategy of its own, or the cluster's default one.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecslab.engine.ecs.capacity_providers import providers
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.records.capacity import Strategy, StrategyItem
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.service import Service
from ecslab.engine.state import State

_MOST_ITEMS = 20
_HEAVIEST = 1_000
_LARGEST_BASE = 100_000


class Choice(NamedTuple):
    """What tasks run on, and the strategy that shares them out, if there is one."""

    launch_type: str
    strategy: Strategy = ()


def choose(
    state: State, cluster: Cluster, launch_type: str | None, strategy: Sequence[StrategyItem]
) -> Choice:
    """The capacity for a service or a run of tasks.

    Raises InvalidParameterException, in AWS's words, for a strategy that cannot be followed.
    """
    if launch_type is not None and strategy:
        raise invalid("Specify either Launch Type or Capacity Provider Strategy, but not both.")
    if launch_type is not None:
        return Choice(launch_type)
    chosen = tuple(strategy) or cluster.default_strategy
    if not chosen:
        return Choice("EC2")
    check_usable(state, cluster, chosen, default=not strategy)
    return Choice(launch_type_of(state, chosen), chosen)


def change(state: State, cluster: Cluster, service: Service, strategy: Strategy) -> Choice:
    """The capacity for a service that exists; an empty strategy gives up the one that it has.

    It then goes back to its launch type, or, made without one, to the cluster's default strategy.
    Raises InvalidParameterException, in AWS's words, where neither is there, and as `choose` does.
    """
    if strategy:
        check_usable(state, cluster, strategy)
        return Choice(launch_type_of(state, strategy), strategy)
    if service.fallback is not None:
        return Choice(service.fallback)
    if not cluster.default_strategy:
        raise invalid(
            "No launch type to fall back to for empty capacity provider strategy. Your service was not "
            "created with a launch type."
        )
    return choose(state, cluster, None, ())


def check_usable(
    state: State, cluster: Cluster, strategy: Sequence[StrategyItem], *, default: bool = False
) -> None:
    """Raise InvalidParameterException unless tasks in `cluster` can follow `strategy`."""
    check(state, cluster.capacity_providers, strategy)
    _check_weights(strategy, default=default)


def launch_type_of(state: State, strategy: Strategy) -> str:
    """What the providers of a strategy give tasks to run on."""
    return providers.launch_type(state, strategy[0].capacity_provider)


def check(state: State, associated: Sequence[str], strategy: Sequence[StrategyItem]) -> None:
    """Raise InvalidParameterException unless a cluster with these providers can have `strategy`."""
    if len(strategy) > _MOST_ITEMS:
        raise invalid(
            f"A capacity provider strategy can contain a maximum of {_MOST_ITEMS} capacity providers."
        )
    names = [item.capacity_provider for item in strategy]
    for name in names:
        providers.find_active(state, name)
    if any(name not in associated for name in names):
        raise invalid(
            "The specified capacity provider strategy cannot contain a capacity provider that is not "
            "associated with the cluster. Associate the capacity provider with the cluster or specify a "
            "valid capacity provider and try again."
        )
    if len({providers.launch_type(state, name) for name in names}) > 1:
        raise invalid(
            "A capacity provider strategy cannot contain a mix of capacity providers using Auto Scaling "
            "groups and Fargate providers. Specify one or the other and try again."
        )
    if len(set(names)) < len(names):
        raise invalid("The specified capacity provider strategy cannot contain a capacity provider twice.")
    for item in strategy:
        if not 0 <= item.weight <= _HEAVIEST:
            raise invalid(f"The weight of a capacity provider must be between 0 and {_HEAVIEST}.")
        if not 0 <= item.base <= _LARGEST_BASE:
            raise invalid(f"The base of a capacity provider must be between 0 and {_LARGEST_BASE}.")
    if sum(item.base > 0 for item in strategy) > 1:
        raise invalid(
            "There are multiple capacity providers in the specified capacity provider strategy with a base "
            "value defined. Only one capacity provider in a strategy can have a base value defined."
        )


def _check_weights(strategy: Sequence[StrategyItem], *, default: bool) -> None:
    """Refuse to follow a strategy without any weight; a cluster may have one as its default all the same.

    AWS refuses it even where there is one provider alone:
    https://github.com/terraform-aws-modules/terraform-aws-ecs/issues/27
    """
    if any(item.weight for item in strategy):
        return
    where, update = (
        ("default ", "Update the cluster's default capacity provider strategy or s") if default else ("", "S")
    )
    raise invalid(
        "There are no capacity providers with a weight value greater than zero defined in the "
        f"{where}capacity provider strategy. At least one capacity provider must have a weight value greater "
        f"than zero specified. {update}pecify a valid capacity provider strategy and try again."
    )
