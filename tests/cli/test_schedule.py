"""`ecslab schedule next`: when an expression is due, in UTC, and what it says in words."""

import re

import pytest

START = ("--start", "2026-03-07T00:00:00Z")


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (["rate(90 minutes)"], ["2026-03-07T01:30:00Z", "2026-03-07T03:00:00Z"]),
        (["cron(0 10 * * ? *)"], ["2026-03-07T10:00:00Z", "2026-03-08T10:00:00Z"]),
        (["cron(0 10 ? * 1#2)"], ["2026-03-08T10:00:00Z", "2026-04-12T10:00:00Z"]),
        # 02:30 does not exist in New York on the 8th of March.
        (
            ["cron(30 2 * * ? *)", "--tz", "America/New_York"],
            ["2026-03-07T07:30:00Z", "2026-03-09T06:30:00Z"],
        ),
        (["at(2026-03-07T09:00:00)", "--tz", "Asia/Tokyo"], []),
        (["at(2026-03-08T09:00:00)", "--tz", "Asia/Tokyo"], ["2026-03-08T00:00:00Z"]),
    ],
)
def test_the_next_firings_in_utc(ecslab, arguments, due):
    ran = ecslab("schedule", "next", *arguments, *START, "-n", 2)
    assert (ran.code, ran.out.splitlines(), ran.err) == (0, due, "")


def test_a_start_says_its_zone_or_is_in_utc(ecslab):
    for start in ("2026-03-07T00:00:00", "2026-03-07", "2026-03-07T09:00:00+09:00"):
        ran = ecslab("schedule", "next", "rate(1 hour)", "--start", start, "-n", 1)
        assert ran.out == "2026-03-07T01:00:00Z\n"
    exact = ecslab("schedule", "next", "rate(1 hour)", "--start", "2026-03-07T00:00:00.25Z", "-n", 1)
    assert exact.out == "2026-03-07T01:00:00.250Z\n"


def test_without_a_start_it_counts_from_now(ecslab, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_772_841_600.9)
    assert ecslab("schedule", "next", "rate(1 day)", "-n", 1).out == "2026-03-08T00:00:00Z\n"


def test_as_many_as_asked_for_and_five_otherwise(ecslab):
    assert ecslab("schedule", "next", "rate(1 minute)").out.count("\n") == 5
    assert ecslab("schedule", "next", "rate(1 minute)", "-n", 1000).out.count("\n") == 1000


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["At 10:00", "On the last Friday of the month", "By the clocks of Asia/Tokyo"]),
        ("ja", ["10:00", "金曜日", "Asia/Tokyo"]),
    ],
)
def test_in_words(ecslab, language, said):
    options = ("--tz", "Asia/Tokyo", *START, "-n", 1, "--explain", "--lang", language)
    *words, due = ecslab("schedule", "next", "cron(0 10 ? * 6L *)", *options).out.splitlines()
    assert due == "2026-03-27T01:00:00Z"
    assert len(words) == len(said)
    for sentence, part in zip(words, said, strict=True):
        assert part in sentence


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["rate(5 min)"], r".*character 8: 'min'.*did you mean 'rate\(5 minutes\)'\?"),
        (["cron(0 10 * * * *)"], r".*one of them must be \?.*"),
        (["every day"], r"'every day' is no schedule expression.*"),
        (["rate(1 hour)", "--tz", "Tokyo"], r".*'Tokyo'.*Asia/Tokyo.*"),
        (["rate(1 hour)", "--tz", "America/New_Yrok"], r".*America/New_York.*"),
        (["rate(1 hour)", "--start", "soon"], r"--start: 'soon' is not a moment.*"),
        (["rate(1 hour)", "-n", "0"], r"-n: '0' is not a whole number from 1 .*"),
    ],
)
def test_what_is_wrong_is_one_sentence(ecslab, arguments, sentence):
    ran = ecslab("schedule", "next", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert re.match(f"ecslab: {sentence}", ran.err), ran.err
    japanese = ecslab("schedule", "next", *arguments, "--lang", "ja")
    assert (japanese.code, japanese.out, japanese.err.count("\n")) == (2, "", 1)
    assert not japanese.err.isascii()


@pytest.mark.parametrize("expression", ["rate(1 hour)", "cron(0 10 * * ? *)"])
def test_it_loads_no_model_and_no_screen(run_python, expression):
    code = (
        "import sys; from ecslab.cli.root import run; "
        f"run(['schedule', 'next', {expression!r}, '-n', '1', '--explain']); "
        "print([name for name in ('textual', 'docker', 'botocore') if name in sys.modules])"
    )
    assert run_python(code).splitlines()[-1] == "[]"
