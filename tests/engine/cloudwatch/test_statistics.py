"""Statistics: put together by minutes and periods, they are those of the values themselves."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.cloudwatch.statistics import PLAIN, is_extended, is_percentile, statistic, together
from ecslab.engine.platform.metrics import Point


def single(value, unit="None"):
    return Point(0, unit, 1.0, value, value, value, ((value, 1.0),))


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=40), st.integers(1, 5))
def test_statistics_of_parts_put_together_are_those_of_the_values(values, parts):
    portions = [values[at::parts] for at in range(parts) if values[at::parts]]
    merged = [next(together([single(value) for value in portion], 0)) for portion in portions]
    (point,) = together(merged, 60_000)
    assert point.at == 60_000
    expected = (len(values), sum(values) / len(values), sum(values), min(values), max(values))
    for name, value in zip(PLAIN, expected, strict=True):
        assert math.isclose(statistic(name, point), value, abs_tol=1e-9), name
    assert statistic("p0", point) == min(values)
    assert statistic("p100", point) == max(values)
    assert min(values) <= statistic("p37.5", point) <= max(values)


def test_units_stay_apart():
    found = list(together([single(1.0, "Count"), single(2.0, "Bytes"), single(3.0, "Count")], 0))
    assert [(point.unit, point.total) for point in found] == [("Count", 4.0), ("Bytes", 2.0)]


def test_a_percentile_needs_the_values():
    known, only_statistics = single(1.0), Point(0, "None", 2.0, 9.0, 1.0, 8.0)
    (mixed,) = together([known, only_statistics], 0)
    assert statistic("p50", mixed) is None
    assert statistic("Average", mixed) == pytest.approx(10 / 3)


@pytest.mark.parametrize(
    ("name", "extended", "percentile"),
    [
        ("p99", True, True),
        ("p99.9", True, True),
        ("p100", True, True),
        ("tm90", True, False),
        ("IQM", True, False),
        ("PR(1:2)", True, False),
        ("p101", False, False),
        ("median", False, False),
    ],
)
def test_names_of_extended_statistics(name, extended, percentile):
    assert (is_extended(name), is_percentile(name)) == (extended, percentile)
