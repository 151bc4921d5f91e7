"""Capacity providers and strategies: where tasks may run, and in what proportion, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html#capacity-providers
"""

from typing import Literal

from ecslab.engine.record import Record, Shape

FARGATE = "FARGATE"
FARGATE_SPOT = "FARGATE_SPOT"
PREDEFINED = (FARGATE, FARGATE_SPOT)
"""The capacity providers that every account has."""

Switch = Literal["ENABLED", "DISABLED"]


class StrategyItem(Shape, frozen=True, kw_only=True):
    """One capacity provider of a strategy, how many tasks it gets first, and its share of the rest."""

    capacity_provider: str
    weight: int = 0
    base: int = 0


Strategy = tuple[StrategyItem, ...]


class Shortage(Record, frozen=True, kw_only=True):
    """That FARGATE or FARGATE_SPOT has no capacity for new tasks until `ends_at`, or for good."""

    provider: str
    ends_at: int | None = None
