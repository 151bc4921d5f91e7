"""Metric math: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html"""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.cloudwatch.metric_math import FUNCTIONS, Metrics, Unknown, evaluate
from ecslab.engine.cloudwatch.time_series import MathError

PERIODS = range(0, 300_000, 60_000)
M1 = {0: 1.0, 60_000: 2.0, 180_000: 6.0}
M2 = {0: 4.0, 60_000: 0.0, 240_000: 5.0}
NAMED = {"m1": M1, "m2": M2, "errors": {60_000: 3.0}}


def compute(text):
    given = Metrics(
        named=NAMED.__getitem__,
        metrics=lambda label: [series for name, series in NAMED.items() if label in name],
        periods=PERIODS,
        period_s=60,
    )
    return evaluate(text, given)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("m1", {0: 1, 1: 2, 3: 6}),
        ("m1 / m2 * 100", {0: 25}),
        ("m1+m2", {0: 5, 1: 2}),
        ("100 * (m1 - 1)", {0: 0, 1: 100, 3: 500}),
        ("-m1", {0: -1, 1: -2, 3: -6}),
        ("2^3^2 - m1", {0: 511, 1: 510, 3: 506}),
        ("1 + 2 * m1", {0: 3, 1: 5, 3: 13}),
        ("m1 > 1", {0: 0, 1: 1, 3: 1}),
        ("m1 > 1 AND m1 < 6", {0: 0, 1: 1, 3: 0}),
        ("m1 = 1 || m1 == 6", {0: 1, 1: 0, 3: 1}),
        ("SUM([m1, m2])", {0: 5, 1: 2, 3: 6, 4: 5}),
        ("SUM(METRICS())", {0: 5, 1: 5, 3: 6, 4: 5}),
        ('AVG(METRICS("m"))', {0: 2.5, 1: 1, 3: 6, 4: 5}),
        ("MAX([m1,m2]) - MIN([m1,m2])", {0: 3, 1: 2, 3: 0, 4: 0}),
        ("m1 / SUM(m1)", {0: 1 / 9, 1: 2 / 9, 3: 6 / 9}),
        ("IF(m1 > 1, m1, 0)", {0: 0, 1: 2, 3: 6}),
        ("IF(m1 > 1, m1)", {1: 2, 3: 6}),
        ("IF(m2 == 0, 1, m1 / m2)", {0: 0.25, 1: 1}),
        ("FILL(m1, 0)", {0: 1, 1: 2, 2: 0, 3: 6, 4: 0}),
        ("FILL(m1, REPEAT)", {0: 1, 1: 2, 2: 2, 3: 6, 4: 6}),
        ("FILL(m1, LINEAR)", {0: 1, 1: 2, 2: 4, 3: 6}),
        ("m1 / PERIOD(m1) * 60", {0: 1, 1: 2, 3: 6}),
        ("RATE(m1) * 60", {1: 1, 3: 2}),
        ("DIFF(m1)", {1: 1, 3: 4}),
        ("RUNNING_SUM(m1)", {0: 1, 1: 3, 3: 9}),
        ("CEIL(m1 / 4) + FLOOR(ABS(0 - m1) / 4)", {0: 1, 1: 1, 3: 3}),
        ("TIME_SERIES(7)", dict.fromkeys(range(5), 7)),
        ("fill(errors, 0)", {0: 0, 1: 3, 2: 0, 3: 0, 4: 0}),
    ],
)
def test_an_expression_comes_to_a_series(text, minutes):
    found = compute(text)
    assert {at // 60_000: value for at, value in found.items()} == pytest.approx(minutes)


def test_a_list_stays_a_list_under_arithmetic():
    assert compute("[m1, m2] * 10") == [
        {at: value * 10 for at, value in M1.items()},
        {at: value * 10 for at, value in M2.items()},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("m1 +", "it ends too early"),
        ("m1 m2", "unexpected 'm2'"),
        ("(m1", "')' is missing"),
        ("m1 # 2", "unexpected '#'"),
        ("m9 * 2", "the id 'm9' is not in the request"),
        ("NOPE(m1)", "there is no function 'NOPE'"),
        ("ABS(m1, m2)", "ABS does not take these arguments"),
        ("RATE(1)", "a time series is wanted"),
        ("[m1] + [m2]", "two lists"),
        ("FILL(m1, m2)", "FILL takes"),
        ("", "it ends too early"),
        ("(" * 500 + "m1" + ")" * 500, "nested too deeply"),
    ],
)
def test_an_expression_that_means_nothing_says_why(text, said):
    with pytest.raises(MathError) as refused:
        compute(text)
    assert said in str(refused.value)


def test_a_function_that_is_not_simulated_is_named():
    with pytest.raises(Unknown, match="SEARCH"):
        compute("SEARCH('{AWS/ECS,ClusterName} CPU', 'Average')")


@given(text=st.text("m12+-*/^()[],. <>=&|\"'IFSUMAVGLR", max_size=30))
def test_any_text_is_a_value_or_is_refused(text):
    try:
        found = compute(text)
    except (MathError, Unknown):
        return
    for series in [found] if isinstance(found, dict) else [] if isinstance(found, float) else found:
        assert all(math.isfinite(value) for value in series.values())


SERIES = st.dictionaries(st.sampled_from(PERIODS), st.floats(-1e6, 1e6), max_size=5)


@given(a=SERIES, b=SERIES)
def test_sums_agree_with_adding_up(a, b):
    given = Metrics({"a": a, "b": b}.__getitem__, lambda _: [a, b], PERIODS, 60)
    added = evaluate("FILL(a, 0) + FILL(b, 0)", given)
    known = {at: value for at, value in added.items() if at in a or at in b}
    assert evaluate("SUM([a, b])", given) == pytest.approx(known)


def test_every_function_can_be_called():
    called = {name: f"{name}(m1)" for name in FUNCTIONS}
    called |= {
        "FILL": "FILL(m1, 0)",
        "IF": "IF(m1, 1, 0)",
        "METRICS": "METRICS()",
        "TIME_SERIES": "TIME_SERIES(1)",
    }
    for text in called.values():
        compute(text)
