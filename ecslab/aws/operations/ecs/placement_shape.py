"""Placement constraints and strategies as AWS spells them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PlacementStrategy.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations.ecs.reading import read
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

Given = Sequence[Mapping[str, Any]]


def read_constraints(constraints: Given) -> tuple[PlacementConstraint, ...]:
    """What `placementConstraints` says."""
    return tuple(
        read(PlacementConstraint, constraint, f"placementConstraints[{number}]")
        for number, constraint in enumerate(constraints)
    )


def read_strategies(strategies: Given) -> tuple[PlacementStrategy, ...]:
    """What `placementStrategy` says."""
    return tuple(
        read(PlacementStrategy, strategy, f"placementStrategy[{number}]")
        for number, strategy in enumerate(strategies)
    )


def show_constraints(constraints: Sequence[PlacementConstraint]) -> list[dict[str, str]]:
    """Constraints as AWS shows them."""
    return [
        {"type": each.type} | ({"expression": each.expression} if each.expression is not None else {})
        for each in constraints
    ]


def show_strategies(strategies: Sequence[PlacementStrategy]) -> list[dict[str, str]]:
    """Strategies as AWS shows them."""
    return [
        {"type": each.type} | ({"field": _field(each.field)} if each.field is not None else {})
        for each in strategies
    ]


def _field(field: str) -> str:
    """`instanceId` and `host` mean the same; AWS shows the resources of binpack in capitals."""
    return {"host": "instanceId", "cpu": "CPU", "memory": "MEMORY"}.get(field, field)
