"""Schedule expressions: AWS's own examples, and what is said of wrong ones."""

from itertools import islice

import pytest
from cron_oracle import at

from ecslab.engine.clock import from_datetime, to_datetime
from ecslab.engine.schedule.expressions import (
    RULES,
    BadExpression,
    UnknownZone,
    describe,
    next_after,
    occurrences,
    parse,
    zone,
)
from ecslab.locale import told
from ecslab.locale.schedules import spoken

START = from_datetime(at("2026-01-05T09:00"))
"""A Monday."""


def first(text, count=3, name="UTC", after=START):
    moments = islice(occurrences(parse(text), zone(name), after), count)
    return [to_datetime(moment).strftime("%Y-%m-%dT%H:%M") for moment in moments]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # The examples of https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
        ("cron(0 10 * * ? *)", ["2026-01-05T10:00", "2026-01-06T10:00", "2026-01-07T10:00"]),
        ("cron(15 12 * * ? *)", ["2026-01-05T12:15", "2026-01-06T12:15", "2026-01-07T12:15"]),
        ("cron(0 18 ? * MON-FRI *)", ["2026-01-05T18:00", "2026-01-06T18:00", "2026-01-07T18:00"]),
        ("cron(0 8 1 * ? *)", ["2026-02-01T08:00", "2026-03-01T08:00", "2026-04-01T08:00"]),
        ("cron(0/15 * * * ? *)", ["2026-01-05T09:15", "2026-01-05T09:30", "2026-01-05T09:45"]),
        ("cron(0/10 * ? * MON-FRI *)", ["2026-01-05T09:10", "2026-01-05T09:20", "2026-01-05T09:30"]),
        ("cron(0/5 8-17 ? * MON-FRI *)", ["2026-01-05T09:05", "2026-01-05T09:10", "2026-01-05T09:15"]),
        ("cron(0/30 20-2 ? * MON-FRI *)", ["2026-01-05T20:00", "2026-01-05T20:30", "2026-01-05T21:00"]),
        # and of https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
        ("cron(15 10 ? * 6L 2022-2026)", ["2026-01-30T10:15", "2026-02-27T10:15", "2026-03-27T10:15"]),
        ("cron(15 10 ? * 6L 2022-2023)", []),
        ("cron(5,35 14 * * ? *)", ["2026-01-05T14:05", "2026-01-05T14:35", "2026-01-06T14:05"]),
        ("rate(5 minutes)", ["2026-01-05T09:05", "2026-01-05T09:10", "2026-01-05T09:15"]),
        ("rate(1 days)", ["2026-01-06T09:00", "2026-01-07T09:00", "2026-01-08T09:00"]),
        ("at(2026-11-20T13:00:00)", ["2026-11-20T13:00"]),
        # Day 1 of the week is Sunday; 3#2 is the second Tuesday; 3W the weekday nearest to the third.
        ("cron(0 9 ? * 1 *)", ["2026-01-11T09:00", "2026-01-18T09:00", "2026-01-25T09:00"]),
        ("cron(0 9 ? * 3#2 *)", ["2026-01-13T09:00", "2026-02-10T09:00", "2026-03-10T09:00"]),
        ("cron(0 9 ? * L *)", ["2026-01-10T09:00", "2026-01-17T09:00", "2026-01-24T09:00"]),
        ("cron(0 9 3W * ? *)", ["2026-02-03T09:00", "2026-03-03T09:00", "2026-04-03T09:00"]),
        ("cron(0 9 1W 8,11 ? *)", ["2026-08-03T09:00", "2026-11-02T09:00", "2027-08-02T09:00"]),
        ("cron(0 9 L * ? *)", ["2026-01-31T09:00", "2026-02-28T09:00", "2026-03-31T09:00"]),
        ("cron(0 9 LW * ? *)", ["2026-01-30T09:00", "2026-02-27T09:00", "2026-03-31T09:00"]),
        ("cron(1/10 9 * * ? *)", ["2026-01-05T09:01", "2026-01-05T09:11", "2026-01-05T09:21"]),
        ("cron(0 9 ? jan,Feb fri *)", ["2026-01-09T09:00", "2026-01-16T09:00", "2026-01-23T09:00"]),
        ("cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00", "2036-02-29T00:00"]),
        ("cron(0 0 29 2 ? 2100-2199)", ["2104-02-29T00:00", "2108-02-29T00:00", "2112-02-29T00:00"]),
        ("cron(0 9 * * ?)", ["2026-01-06T09:00", "2026-01-07T09:00", "2026-01-08T09:00"]),
        # What never comes ends at once.
        ("cron(0 0 30 2 ? *)", []),
        ("cron(0 0 31W 2,4,6 ? *)", []),
        ("cron(0 0 * * ? 2025)", []),
        ("at(2026-01-05T09:00:00)", []),
    ],
)
def test_the_next_three_firings(text, wanted):
    """Section 13.13: day-of-week 1 is Sunday, and one day field is `?`."""
    if text == "cron(1/10 9 * * ? *)":
        assert first(text, after=START - 1) == wanted
    else:
        assert first(text) == wanted


@pytest.mark.parametrize(
    ("text", "name", "after", "wanted"),
    [
        ("cron(0 9 * * ? *)", "Asia/Tokyo", "2026-01-05T00:00", ["2026-01-06T00:00", "2026-01-07T00:00"]),
        # 02:30 on 8 March is skipped in New York, 01:30 on 1 November comes twice and counts once.
        (
            "cron(30 2 * * ? *)",
            "America/New_York",
            "2026-03-07T08:00",
            ["2026-03-09T06:30", "2026-03-10T06:30"],
        ),
        (
            "cron(30 1 * * ? *)",
            "America/New_York",
            "2026-11-01T00:00",
            ["2026-11-01T05:30", "2026-11-02T06:30"],
        ),
        (
            "cron(30 1 * * ? *)",
            "America/New_York",
            "2026-11-01T06:10",
            ["2026-11-02T06:30", "2026-11-03T06:30"],
        ),
        ("at(2026-03-08T02:30:00)", "America/New_York", "2026-01-01T00:00", []),
        ("at(2026-11-01T01:30:00)", "America/New_York", "2026-01-01T00:00", ["2026-11-01T05:30"]),
        # A rate knows nothing of clocks that are put on: a day is 24 hours.
        ("rate(1 day)", "America/New_York", "2026-03-07T12:00", ["2026-03-08T12:00", "2026-03-09T12:00"]),
    ],
)
def test_time_zones_and_their_summer_time(text, name, after, wanted):
    """Section 13.13: a time that a change of clocks leaves out is skipped, one that comes twice fires once."""
    assert first(text, 2, name, from_datetime(at(after))) == wanted


def test_a_rate_begins_with_its_start():
    assert next_after(parse("rate(1 hour)"), zone("UTC"), START - 1, START) == START
    assert next_after(parse("rate(1 hour)"), zone("UTC"), START, START) == START + 3_600_000
    assert next_after(parse("rate(1 hour)"), zone("UTC"), START, START, START + 3_599_999) is None


@pytest.mark.parametrize(
    ("text", "code", "position", "near"),
    [
        ("", "form", 1, None),
        ("every 5 minutes", "form", 1, "rate(5 minutes)"),
        ("0 9 * * 1-5", "form", 1, "cron(0 9 ? * MON-FRI *)"),
        ("2026-01-05 09:00", "form", 1, "at(2026-01-05T09:00:00)"),
        ("corn(0 9 * * ? *)", "form", 1, "cron(0 9 * * ? *)"),
        ("Rate(5 minutes)", "form", 1, "rate(5 minutes)"),
        ("rate(5 minutes", "form", 1, "rate(5 minutes)"),
        ("rate(5)", "rate-form", 6, "rate(5 minutes)"),
        ("rate(0 minutes)", "rate-value", 6, "rate(1 minute)"),
        ("rate(1.5 hours)", "rate-value", 6, "rate(1 hour)"),
        ("rate(5 min)", "rate-unit", 8, "rate(5 minutes)"),
        ("at(2026-01-05 09:00:00)", "at-form", 4, "at(2026-01-05T09:00:00)"),
        ("at(2026-01-05T09:00:00Z)", "at-form", 4, "at(2026-01-05T09:00:00)"),
        ("at(2026-02-30T00:00:00)", "at-date", 4, None),
        ("cron(0 9 * *)", "cron-fields", 6, None),
        ("cron(0 0 9 * * ? *)", "cron-fields", 6, "cron(0 9 * * ? *)"),
        ("cron(0 9 * * * *)", "both-days", 14, "cron(0 9 * * ? *)"),
        ("cron(0 9 * * MON *)", "both-days", 10, "cron(0 9 ? * MON *)"),
        ("cron(0 9 1 * MON *)", "both-days", 14, "cron(0 9 1 * ? *)"),
        ("cron(0 9 * * 1-5)", "both-days", 10, "cron(0 9 ? * MON-FRI *)"),
        ("cron(0 9 ? * ? *)", "no-days", 14, "cron(0 9 ? * * *)"),
        ("cron(60 9 * * ? *)", "value", 6, "cron(0 9 * * ? *)"),
        ("cron(0 24 * * ? *)", "value", 8, "cron(0 0 * * ? *)"),
        ("cron(0 9 32 * ? *)", "value", 10, "cron(0 9 31 * ? *)"),
        ("cron(0 9 * 0 ? *)", "value", 12, "cron(0 9 * 1 ? *)"),
        ("cron(0 9 ? * 0 *)", "value", 14, "cron(0 9 ? * 1 *)"),
        ("cron(0 9 * * ? 2200)", "value", 16, "cron(0 9 * * ? 2199)"),
        ("cron(０ 9 * * ? *)", "value", 6, "cron(0 9 * * ? *)"),
        ("cron(0 9 ? * Monday *)", "name", 14, "cron(0 9 ? * MON *)"),
        ("cron(0 9 ? JAM 1 *)", "name", 12, "cron(0 9 ? JAN 1 *)"),
        ("cron(0 9,, * * ? *)", "nothing", 10, None),
        ("cron(1-2-3 9 * * ? *)", "twice", 9, None),
        ("cron(? 9 * * ? *)", "wildcard", 6, None),
        ("cron(0 L * * ? *)", "wildcard", 8, None),
        ("cron(0 9 L-3 * ? *)", "wildcard", 10, None),
        ("cron(0 9 ? * 2/2 *)", "wildcard", 15, None),
        ("cron(0/0 9 * * ? *)", "step", 8, "cron(0/1 9 * * ? *)"),
        ("cron(0/61 9 * * ? *)", "step", 8, "cron(0/60 9 * * ? *)"),
        ("cron(0 9 * * ? 2030-2026)", "backwards", 16, "cron(0 9 * * ? 2026-2030)"),
        ("cron(0 9 ? * 3#1,6#3 *)", "hash-alone", 14, "cron(0 9 ? * 3#1 *)"),
        ("cron(0 9 ? * 3#6 *)", "hash-number", 16, "cron(0 9 ? * 3#5 *)"),
    ],
)
def test_what_is_wrong_where_and_what_is_right(text, code, position, near):
    with pytest.raises(BadExpression) as refused:
        parse(text)
    assert (refused.value.code, refused.value.values["position"]) == (f"schedule-{code}", position)
    assert refused.value.values.get("near") == near
    if near is not None:
        parse(near)
    for language in ("ja", "en"):
        assert text in told(refused.value, language)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("rate(1 minutes)", "rate(1 minute)"),
        ("rate(5 minute)", "rate(5 minutes)"),
        ("at(2026-01-05T09:00:00)", None),
        ("cron(0 9 * * ?)", "cron(0 9 * * ? *)"),
    ],
)
def test_rules_are_stricter(text, near):
    parse(text)
    with pytest.raises(BadExpression) as refused:
        parse(text, RULES)
    assert refused.value.values.get("near") == near


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Asia/Tokio", "Asia/Tokyo"),
        ("asia/tokyo", "Asia/Tokyo"),
        ("New York", "America/New_York"),
        ("../etc/passwd", None),
        ("", None),
    ],
)
def test_an_unknown_zone_names_the_nearest(name, near):
    with pytest.raises(UnknownZone) as refused:
        zone(name)
    assert refused.value.values.get("near") == near


@pytest.mark.parametrize(
    ("text", "en", "ja"),
    [
        ("rate(30 minutes)", ["Every 30 minutes, counted from the start"], ["開始時刻から 30 分ごと"]),
        ("at(2026-01-05T09:00:00)", ["Once, at 2026-01-05 09:00:00"], ["2026-01-05 09:00:00 に 1 回だけ"]),
        ("cron(0 9 ? * MON-WED *)", ["At 09:00", "On Monday, Tuesday, Wednesday"], ["09:00", "毎週 月曜日、火曜日、水曜日"]),
        (
            "cron(0/15 8-17 L 1,7 ? 2026-2027)",
            ["Every 15 minutes of the hours 8-17, from minute 0 on", "On the last day of the month", "In January, July",
             "In the years 2026, 2027"],
            ["8-17 時台の 0 分から 15 分ごと", "毎月の末日", "1 月、7 月 だけ", "2026、2027 年だけ"],
        ),
    ],
)  # fmt: skip
def test_an_expression_in_words(text, en, ja):
    phrases = describe(parse(text))
    assert spoken(phrases, "en") == en
    assert spoken(phrases, "ja") == ja
