"""When scheduled actions are due.

https://docs.aws.amazon.com/autoscaling/application/userguide/scheduled-scaling-using-cron-expressions.html
"""

from datetime import UTC, datetime

import pytest

from ecslab.engine.clock import HOUR, MINUTE, from_datetime, to_datetime
from ecslab.engine.errors import ApiError
from ecslab.engine.scaling.schedule import next_due

START = from_datetime(datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
"""A Monday."""


def due(schedule, timezone=None, after=START, since=START):
    at_ms = next_due(schedule, timezone, after, since)
    return None if at_ms is None else to_datetime(at_ms).strftime("%Y-%m-%dT%H:%M")


@pytest.mark.parametrize(
    ("schedule", "timezone", "wanted"),
    [
        ("at(2026-01-05T10:00:00)", None, "2026-01-05T10:00"),
        ("at(2026-01-05T19:00:00)", "Asia/Tokyo", "2026-01-05T10:00"),
        ("at(2026-01-05T08:00:00)", None, None),
        ("rate(1 hour)", None, "2026-01-05T10:00"),
        ("rate(15 minutes)", None, "2026-01-05T09:15"),
        ("cron(0 9 * * ? *)", None, "2026-01-06T09:00"),
        ("cron(0/15 * * * ? *)", None, "2026-01-05T09:15"),
        ("cron(0 18 ? * MON-FRI *)", None, "2026-01-05T18:00"),
        ("cron(0 8 ? * SUN *)", None, "2026-01-11T08:00"),
        ("cron(0 8 ? * 1 *)", None, "2026-01-11T08:00"),
        ("cron(30 4 1,15 * ? *)", None, "2026-01-15T04:30"),
        ("cron(0 9 * * ? *)", "Asia/Tokyo", "2026-01-06T00:00"),
        ("cron(0 0 29 FEB ? *)", None, "2028-02-29T00:00"),
        ("cron(0 9 L * ? *)", None, "2026-01-31T09:00"),
        ("cron(0 9 ? * 6L *)", None, "2026-01-30T09:00"),
        ("cron(0 0 1 1 ? 2025)", None, None),
    ],
)
def test_the_next_time(schedule, timezone, wanted):
    assert due(schedule, timezone) == wanted


def test_a_local_time_that_the_clock_skips_is_skipped():
    before = from_datetime(datetime(2026, 3, 7, 12, 0, tzinfo=UTC))
    assert due("cron(30 2 * * ? *)", "America/New_York", before) == "2026-03-09T06:30"


def test_a_rate_keeps_its_beat():
    assert next_due("rate(1 hour)", None, START + 90 * MINUTE, START) == START + 2 * HOUR


@pytest.mark.parametrize(
    "schedule",
    [
        "",
        "every day",
        "rate(0 minutes)",
        "cron(0 9 * * *)",
        "cron(0 9 * * * *)",
        "cron(0 9 ? * ? *)",
        "cron(61 9 * * ? *)",
        "cron(0 9 * * ? x)",
        "at(2026-13-01T00:00:00)",
        "cron(0 9 * * ? 2030-2026)",
        "cron(0/0 9 * * ? *)",
    ],
)
def test_what_is_no_schedule_is_refused(schedule):
    with pytest.raises(ApiError) as refused:
        due(schedule)
    assert refused.value.code == "ValidationException"


def test_an_unknown_time_zone_is_refused():
    with pytest.raises(ApiError, match="timezone"):
        due("rate(1 hour)", None) and due("cron(0 9 * * ? *)", "Mars/Olympus")
