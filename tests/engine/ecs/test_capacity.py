"""Base and weight: https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CapacityProviderStrategyItem.html"""

from collections import Counter
from math import ceil, floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.capacity_providers.capacity import split, surplus
from ecslab.engine.records.capacity import StrategyItem


def item(provider, weight=0, base=0):
    return StrategyItem(capacity_provider=provider, weight=weight, base=base)


@st.composite
def strategies(draw):
    """A strategy as ECS accepts it: one base at most, and some weight."""
    weights = draw(st.lists(st.integers(0, 9), min_size=1, max_size=5).filter(any))
    base_at = draw(st.integers(0, len(weights) - 1))
    base = draw(st.integers(0, 12))
    return tuple(
        item(f"p{number}", weight, base if number == base_at else 0) for number, weight in enumerate(weights)
    )


@pytest.mark.parametrize(
    ("count", "strategy", "expected"),
    [
        (10, [item("A", 1), item("B", 1)], {"A": 5, "B": 5}),
        (10, [item("A", 1), item("B", 4)], {"A": 2, "B": 8}),
        (5, [item("A", 1, base=2), item("B", 1)], {"A": 4, "B": 1}),
        (10, [item("FARGATE", 1, base=2), item("FARGATE_SPOT", 4)], {"FARGATE": 3, "FARGATE_SPOT": 7}),
        (3, [item("FARGATE_SPOT", 1)], {"FARGATE_SPOT": 3}),
        (4, [item("A", 0, base=1), item("B", 1)], {"A": 1, "B": 3}),
    ],
)
def test_worked_examples(count, strategy, expected):
    """The table of section 6.2; the last is the documentation's on a weight of 0 (13.16)."""
    assert Counter(split(strategy, {}, count)) == expected


def test_the_order_of_a_weighted_split():
    assert "".join(split([item("A", 1), item("B", 4)], {}, 10)) == "BBBABBBBAB"


@given(strategies(), st.integers(0, 60))
def test_the_base_comes_first_and_the_rest_follows_the_weights(strategy, count):
    shared = Counter(split(strategy, {}, count))
    assert shared.total() == count
    beyond = 0
    for each in strategy:
        first = min(each.base, count)
        assert shared[each.capacity_provider] >= first
        beyond += shared[each.capacity_provider] - first
    total = sum(each.weight for each in strategy)
    for each in strategy:
        ideal = beyond * each.weight / total
        got = shared[each.capacity_provider] - min(each.base, count)
        assert floor(ideal) - len(strategy) < got < ceil(ideal) + len(strategy)
        if each.weight == 0:
            assert got == 0


@given(strategies(), st.integers(1, 12))
def test_whole_rounds_of_the_weights_are_shared_exactly(strategy, rounds):
    base = sum(each.base for each in strategy)
    total = sum(each.weight for each in strategy)
    shared = Counter(split(strategy, {}, base + rounds * total))
    assert shared == Counter({each.capacity_provider: each.base + rounds * each.weight for each in strategy})


@given(strategies(), st.integers(0, 30), st.integers(0, 30))
def test_starting_in_two_goes_is_starting_at_once(strategy, first, second):
    early = split(strategy, {}, first)
    assert early + split(strategy, Counter(early), second) == split(strategy, {}, first + second)


@given(strategies(), st.integers(0, 40), st.integers(0, 40))
def test_stopping_tasks_keeps_the_ratio(strategy, count, fewer):
    present = Counter(split(strategy, {}, count))
    stopped = surplus(strategy, present, fewer)
    assert len(stopped) == min(count, fewer)
    assert present - Counter(stopped) == Counter(split(strategy, {}, max(0, count - fewer)))


@given(strategies(), st.dictionaries(st.sampled_from(["p0", "p1", "p2", "old"]), st.integers(0, 15)))
def test_tasks_outside_the_strategy_stop_first(strategy, present):
    known = {each.capacity_provider for each in strategy}
    outside = sum(count for provider, count in present.items() if provider not in known)
    assert not known & set(surplus(strategy, present, outside))
    assert Counter(surplus(strategy, present, 100)) == Counter(present)
