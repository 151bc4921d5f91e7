"""Load curves, and the metrics that come of them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.load import Curve, Load, Point, find, usage, whole_minute

CURVE = Curve(points=(Point(1000, 10.0), Point(2000, 20.0)))


@pytest.mark.parametrize(("at", "amount"), [(0, 10), (1000, 10), (1500, 15), (2000, 20), (9999, 20)])
def test_a_curve_is_straight_between_its_points_and_level_outside(at, amount):
    assert CURVE.at(at) == amount


def test_a_curve_may_repeat():
    assert Curve(points=CURVE.points, repeats_ms=3000).at(4500) == CURVE.at(1500)
    assert Curve().at(5) == 0


@given(
    st.lists(st.tuples(st.integers(0, 10**6), st.floats(0, 1000)), min_size=1, max_size=8),
    st.integers(0, 10**6),
)
def test_a_curve_stays_within_its_points(points, at):
    drawn = sorted(dict(points).items())
    curve = Curve(points=tuple(Point(after, amount) for after, amount in drawn))
    amounts = [amount for _, amount in drawn]
    assert min(amounts) - 1e-6 <= curve.at(at) <= max(amounts) + 1e-6


def test_tasks_share_the_load_evenly():
    load = Load(cpu=Curve(points=(Point(0, 512.0),)), requests=Curve(points=(Point(0, 600.0),)))
    two, four = (usage(load, 0, tasks, 256, 512, tasks) for tasks in (2, 4))
    assert two.cpu == 100.0
    assert four.cpu == pytest.approx(50.5)
    assert (two.requests, four.requests) == (300.0, 150.0)
    assert usage(load, 0, 2, 256, 512, 0).requests is None
    assert usage(load, 0, 0, 0, 0, 0).cpu is None


def test_a_load_is_found_by_key_or_name():
    load = Load(cpu=CURVE)
    assert find({"web": load}, "lab/web") is load
    assert find({"lab/web": load, "web": Load()}, "lab/web") is load
    assert find({}, "lab/web") == Load()


def test_minutes_end_on_the_minute():
    assert whole_minute(0) == whole_minute(59_999) == 60_000
    assert whole_minute(60_000) == 120_000
