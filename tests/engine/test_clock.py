import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.clock import format_duration, parse_duration, to_datetime
from ecslab.engine.errors import Problem
from ecslab.locale import told


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("90m", 5_400_000),
        ("1h30m", 5_400_000),
        ("45s", 45_000),
        ("2d", 172_800_000),
        ("500ms", 500),
        ("0s", 0),
    ],
)
def test_durations_read_as_people_write_them(text, ms):
    assert parse_duration(text) == ms


@pytest.mark.parametrize("text", ["", "90", "m", "1.5h", "-3s", "10 minutes", "1h junk", "３s x"])
def test_anything_else_is_refused_with_an_example(text):
    with pytest.raises(Problem) as refused:
        parse_duration(text)
    assert "45s, 90m, 1h30m or 2d" in told(refused.value, "en")
    assert "45s、90m、1h30m、2d" in told(refused.value, "ja")


@given(st.integers(0, 10**12))
def test_a_formatted_duration_reads_back(ms):
    assert parse_duration(format_duration(ms)) == ms


def test_an_instant_is_an_aware_datetime():
    assert to_datetime(1_767_603_600_000).isoformat() == "2026-01-05T09:00:00+00:00"
