"""Capacity provider strategies as AWS spells them."""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations.ecs.reading import read
from ecslab.engine.records.capacity import Strategy, StrategyItem


def read_strategy(items: Sequence[Mapping[str, Any]]) -> Strategy:
    """A strategy as a request gives it."""
    return tuple(
        read(StrategyItem, item, f"capacityProviderStrategy[{number}]") for number, item in enumerate(items)
    )


def show_strategy(strategy: Strategy) -> list[dict[str, Any]]:
    """The strategy as AWS shows it: with every weight and base."""
    return [
        {"capacityProvider": item.capacity_provider, "weight": item.weight, "base": item.base}
        for item in strategy
    ]
