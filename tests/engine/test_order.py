"""Sorted orders: whatever comes and goes, they hold what a sorted list would, and old ones stay as they were."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.engine import order
from ecslab.engine.order import EMPTY, add, ascending, count, descending, discard
from ecslab.engine.record import Record
from ecslab.engine.table import Table

numbers = st.integers(0, 40)


@pytest.fixture(autouse=True)
def short_blocks(monkeypatch):
    """Blocks so short that few entries fill several."""
    monkeypatch.setattr(order, "_BLOCK", 4)


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), numbers)), numbers)
def test_an_order_is_a_sorted_list(changes, start):
    held, model = EMPTY, []
    for adds, number in changes:
        entry = (number, f"k{number}")
        before, kept = held, list(ascending(held))
        if adds and entry not in model:
            held = add(held, entry)
            model = sorted([*model, entry])
        elif not adds and entry in model:
            held = discard(held, entry)
            model.remove(entry)
        assert list(ascending(before)) == kept
    assert all(held)
    assert list(ascending(held)) == model
    assert list(descending(held)) == model[::-1]
    assert list(ascending(held, start)) == [each for each in model if each[0] >= start]
    assert list(descending(held, start)) == [each for each in model if each[0] < start][::-1]
    assert count(held) == len(model)
    assert count(held, start) == len([each for each in model if each[0] < start])


@pytest.mark.parametrize("held", [EMPTY, (((1, "a"),),)])
def test_what_is_not_there_cannot_go(held):
    with pytest.raises(KeyError):
        discard(held, (2, "b"))


class Letter(Record, frozen=True, kw_only=True):
    name: str
    box: str
    weight: int


def test_a_table_keeps_its_orders_and_its_copies_apart():
    table = Table(Letter, lambda each: each.name, orders={"weight": lambda each: [(each.box, each.weight)]})
    for name, box, weight in (("a", "in", 3), ("b", "in", 1), ("c", "out", 2)):
        table.put(Letter(name=name, box=box, weight=weight))
    twin = table.copy()
    twin.put(Letter(name="a", box="out", weight=1))
    twin.remove("b")
    assert [each.name for each in table.ascending("weight", "in")] == ["b", "a"]
    assert [each.name for each in table.descending("weight", "in", 3)] == ["b"]
    assert [each.name for each in twin.ascending("weight", "out")] == ["a", "c"]
    assert (twin.placed("weight", "in"), table.placed("weight", "in", 3)) == (0, 1)
