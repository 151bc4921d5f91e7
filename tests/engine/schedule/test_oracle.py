"""When expressions are due, against a brute-force oracle over generated expressions, zones and windows."""

from datetime import timedelta
from itertools import takewhile
from zoneinfo import ZoneInfo

import pytest
from cron_oracle import at, firings
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ecslab.engine.clock import from_datetime, to_datetime
from ecslab.engine.schedule.expressions import Cron, next_after, occurrences, parse, zone

HALF_AN_HOUR = timedelta(minutes=30)

ZONES = ["America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Tokyo", "UTC"]

EDGES = [
    at("2026-03-08T07:00"),  # New York skips 02:00 to 03:00
    at("2026-11-01T06:00"),  # New York repeats 01:00 to 02:00
    at("2026-03-29T01:00"),  # Berlin skips 02:00 to 03:00
    at("2026-10-25T01:00"),  # Berlin repeats 02:00 to 03:00
    at("2026-04-04T15:00"),  # Lord Howe repeats half an hour
    at("2026-10-03T15:30"),  # Lord Howe skips half an hour
    at("2026-08-01T00:00"),  # A month that begins on a Saturday,
    at("2026-02-01T00:00"),  # on a Sunday,
    at("2026-10-31T00:00"),  # that ends on a Saturday,
    at("2026-05-31T00:00"),  # on a Sunday: W may not leave the month
    at("2028-02-29T12:00"),
    at("2026-12-31T23:00"),
]


def numbers(low, high, names=(), slash=True, wraps=True):
    """A field's parts: values, ranges, steps, and lists of them."""
    value = st.integers(low, high).map(lambda n: names[n - low] if names and n % 2 else str(n))
    plain = st.integers(low, high)
    spans = st.tuples(plain, plain).filter(lambda span: wraps or span[0] <= span[1])
    span = spans.map(lambda span: f"{span[0]}-{span[1]}")
    step = st.integers(1, high - low + 1)
    kinds = [value, value, span]
    if slash:
        kinds.append(
            st.tuples(st.one_of(plain.map(str), st.just("*"), span), step).map(lambda p: f"{p[0]}/{p[1]}")
        )
    return st.lists(st.one_of(kinds), min_size=1, max_size=3).map(",".join)


MINUTES = st.one_of(st.just("*"), st.sampled_from(["0", "30", "0/15", "*/20"]), numbers(0, 59))
HOURS = st.one_of(st.just("*"), st.sampled_from(["1", "2", "3", "20-2"]), numbers(0, 23))
MONTHS = st.one_of(
    st.just("*"),
    numbers(1, 12, ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
)
YEARS = st.one_of(
    st.just("*"), st.just("*"), numbers(2024, 2030, wraps=False).filter(lambda text: "/" not in text)
)
DATES = st.one_of(
    st.just("*"),
    numbers(1, 31),
    st.sampled_from(["L", "LW", "1W", "15W", "29W", "30W", "31W", "1,L", "15W,LW", "L,10-12"]),
    st.integers(1, 31).map(lambda date: f"{date}W"),
)
WEEKDAYS = st.one_of(
    st.just("*"),
    numbers(1, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"], slash=False),
    st.sampled_from(["L", "6L", "FRI-MON", "2,FRI", "FRIL", "1L,7L"]),
    st.tuples(st.integers(1, 7), st.integers(1, 5)).map(lambda pair: f"{pair[0]}#{pair[1]}"),
)
DAYS = st.one_of(DATES.map(lambda text: (text, "?")), WEEKDAYS.map(lambda text: ("?", text)))
CRONS = st.builds(
    lambda minute, hour, days, month, year: f"cron({minute} {hour} {days[0]} {month} {days[1]} {year})",
    MINUTES,
    HOURS,
    DAYS,
    MONTHS,
    YEARS,
)
WINDOWS = st.one_of(
    st.sampled_from(EDGES).map(lambda edge: edge - timedelta(days=1)),
    # From the middle of an hour that is skipped or repeated.
    st.builds(
        lambda edge, minutes: edge + timedelta(minutes=minutes), st.sampled_from(EDGES), st.integers(-90, 90)
    ),
    st.integers(0, 6 * 366 * 24 * 60).map(
        lambda minutes: at("2024-01-01T00:00") + timedelta(minutes=minutes)
    ),
)
OFTEN = settings(
    max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def due(text, name, since, until):
    expression = parse(text)
    assert isinstance(expression, Cron)
    moments = occurrences(expression, zone(name), from_datetime(since), end_ms=from_datetime(until))
    return [to_datetime(moment) for moment in moments]


@OFTEN
@given(text=CRONS, name=st.sampled_from(ZONES), since=WINDOWS, days=st.integers(1, 2))
@example("cron(30 2 * * ? *)", "America/New_York", EDGES[0] - timedelta(days=1), 3)
@example("cron(0/30 1 * * ? *)", "America/New_York", EDGES[1] - timedelta(hours=1), 2)
@example("cron(0/10 * * * ? *)", "Australia/Lord_Howe", EDGES[4] - timedelta(hours=2), 1)
@example("cron(0/10 * * * ? *)", "Australia/Lord_Howe", EDGES[5] - timedelta(hours=2), 1)
def test_every_minute_of_some_days_agrees(text, name, since, days):
    until = since + timedelta(days=days)
    assert due(text, name, since, until) == firings(text, ZoneInfo(name), since, until)


@settings(OFTEN, max_examples=1000)
@given(minute=st.integers(0, 59), hour=st.integers(0, 23), days=DAYS, month=MONTHS, name=st.sampled_from(ZONES),
       since=WINDOWS)  # fmt: skip
def test_some_months_of_days_agree(minute, hour, days, month, name, since):
    """One time a day over some months: the calendar's rules, L, W and # among them."""
    text = f"cron({minute} {hour} {days[0]} {month} {days[1]} *)"
    until = since + timedelta(days=40)
    assert due(text, name, since, until) == firings(text, ZoneInfo(name), since, until, HALF_AN_HOUR)


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("edge", EDGES)
@pytest.mark.parametrize("minutes", ["*", "0/15", "59"])
def test_both_edges_of_summer_time_agree(name, edge, minutes):
    text = f"cron({minutes} * * * ? *)"
    since, until = edge - timedelta(hours=5), edge + timedelta(hours=5)
    assert due(text, name, since, until) == firings(text, ZoneInfo(name), since, until)


@settings(OFTEN, max_examples=200)
@given(
    text=CRONS,
    name=st.sampled_from(ZONES),
    since=WINDOWS,
    hours=st.integers(0, 40),
    length=st.integers(0, 40),
)
def test_start_and_end_cut_a_window_out(text, name, since, hours, length):
    """The firings between start and end, both included, and no others."""
    begin, end = since + timedelta(hours=hours), since + timedelta(hours=hours + length)
    until = from_datetime(since + timedelta(days=4))
    everything = takewhile(
        lambda moment: moment <= until, occurrences(parse(text), zone(name), from_datetime(since))
    )
    wanted = [moment for moment in everything if from_datetime(begin) <= moment <= from_datetime(end)]
    cut = occurrences(parse(text), zone(name), from_datetime(since), from_datetime(begin), from_datetime(end))
    assert list(cut) == wanted


@OFTEN
@given(
    value=st.integers(1, 500),
    unit=st.sampled_from(["minute", "hour", "day"]),
    start=st.integers(0, 10**7),
    after=st.integers(0, 10**7),
    length=st.integers(0, 10**8),
)
def test_a_rate_agrees(value, unit, start, after, length):
    start, after = start * 1_000, after * 1_000
    end = start + length * 1_000
    period = {"minute": 60, "hour": 3600, "day": 86400}[unit] * value * 1_000
    beats = (start + beat * period for beat in range(10**8))
    wanted = next((beat for beat in beats if beat > after), None)
    found = next_after(parse(f"rate({value} {unit}s)"), zone("UTC"), after, start, end)
    assert found == (wanted if wanted <= end else None)
