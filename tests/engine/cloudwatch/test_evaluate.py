"""The states of alarms: the tables of AWS's documentation, and what always holds.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.cloudwatch.evaluate import COMPARISONS, Datum, verdict
from ecslab.engine.platform.alarms import Watched
from ecslab.engine.platform.metrics import Metric

START = 1_767_603_600_000
KINDS = ("missing", "ignore", "breaching", "notBreaching")
KEPT = None


def watched(enough=3, periods=3, missing=None, comparison="GreaterThanThreshold", threshold=1.0):
    return Watched(
        metric=Metric("Shop", "Errors"),
        statistic="Sum",
        period_s=60,
        periods=periods,
        enough=enough,
        comparison=comparison,
        threshold=threshold,
        missing=missing,
    )


def data(drawn):
    """`0 - X`: a good value, a missing one, a bad one; the newest on the right."""
    values = {"0": 0.0, "X": 5.0}
    return [
        None if sign == "-" else Datum(START + 60_000 * at, values[sign], 1)
        for at, sign in enumerate(drawn.split())
    ]


@pytest.mark.parametrize(
    ("enough", "drawn", "states"),
    [
        (3, "0 - X - X", ("OK", "OK", "OK", "OK")),
        (3, "0 - - - -", ("OK", "OK", "OK", "OK")),
        (3, "- - - - -", ("INSUFFICIENT_DATA", KEPT, "ALARM", "OK")),
        (3, "0 X X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (3, "- - X - -", ("ALARM", KEPT, "ALARM", "OK")),
        (2, "0 - X - X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (2, "0 0 X 0 X", ("ALARM", "ALARM", "ALARM", "ALARM")),
        (2, "0 - X - -", ("OK", "OK", "ALARM", "OK")),
        (2, "- - - - 0", ("OK", "OK", "ALARM", "OK")),
        (2, "- - - X -", ("ALARM", KEPT, "ALARM", "OK")),
    ],
)
def test_missing_data_as_the_documentation_tabulates_them(enough, drawn, states):
    found = [verdict(watched(enough, missing=missing), data(drawn)) for missing in KINDS]
    assert tuple(each and each.state for each in found) == states


@pytest.mark.parametrize("drawn", ["- - - - X", "- - - X -"])
def test_a_single_bad_value_changes_nothing_before_the_next_is_overdue(drawn):
    assert verdict(watched(), data(drawn)) is None


@pytest.mark.parametrize(
    ("comparison", "ringing"),
    [
        ("GreaterThanThreshold", [5.0]),
        ("GreaterThanOrEqualToThreshold", [1.0, 5.0]),
        ("LessThanThreshold", [0.0]),
        ("LessThanOrEqualToThreshold", [0.0, 1.0]),
    ],
)
def test_comparisons_with_the_threshold(comparison, ringing):
    alarm = watched(1, 1, comparison=comparison)
    found = [
        value
        for value in (0.0, 1.0, 5.0)
        if verdict(alarm, [None, None, Datum(START, value, 1)]).state == "ALARM"
    ]
    assert found == ringing


@pytest.mark.parametrize(
    ("enough", "missing", "drawn", "reason"),
    [
        (
            2,
            None,
            "0 0 0 X X",
            "Threshold Crossed: 2 out of the last 3 datapoints [5.0 (05/01/26 09:04:00), 5.0 (05/01/26 09:03:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM transition).",
        ),
        (
            3,
            None,
            "X X X 0 X",
            "Threshold Crossed: 1 out of the last 3 datapoints [0.0 (05/01/26 09:03:00)] was not greater than the threshold (1.0) (minimum 1 datapoint for ALARM -> OK transition).",
        ),
        (3, None, "- - - - -", "Insufficient Data: 3 datapoints were unknown."),
        (
            3,
            "breaching",
            "- - - - -",
            "Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].",
        ),
        (
            3,
            "notBreaching",
            "- - - - X",
            "Threshold Crossed: 1 datapoint was received for 3 periods and 2 missing datapoints were treated as [NonBreaching].",
        ),
    ],
)
def test_reasons_in_the_words_of_cloudwatch(enough, missing, drawn, reason):
    assert verdict(watched(enough, missing=missing), data(drawn)).reason == reason


points = st.lists(st.sampled_from("0X-"), min_size=7, max_size=7).map(" ".join)


@given(points, st.integers(1, 5), st.sampled_from(KINDS), st.sampled_from(COMPARISONS))
def test_with_enough_data_what_is_missing_does_not_count(drawn, enough, missing, comparison):
    alarm = watched(enough, 5, missing, comparison)
    known = [each for each in data(drawn) if each is not None]
    found = verdict(alarm, data(drawn))
    if len(known) >= 5:
        others = {verdict(alarm.replace(missing=kind), data(drawn)).state for kind in KINDS}
        assert others == {found.state}
    if found is not None and found.state == "ALARM" and missing == "notBreaching":
        bad = sum(verdict(alarm.replace(periods=1, enough=1), [each]).state == "ALARM" for each in known)
        assert bad >= enough


@given(points, st.integers(1, 4), st.sampled_from(("breaching", "notBreaching")))
def test_a_smaller_number_of_bad_values_rings_no_later(drawn, enough, missing):
    fewer, more = (verdict(watched(number, 5, missing), data(drawn)).state for number in (enough, enough + 1))
    assert not (more == "ALARM" and fewer == "OK")
