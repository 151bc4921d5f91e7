"""`ecslab schedule next`: when a schedule expression is due, and what it says."""

import time
from datetime import UTC, tzinfo
from itertools import islice

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data
from ecslab.cli.types import between, instant
from ecslab.engine.clock import SECOND, to_datetime
from ecslab.engine.schedule.expressions import Expression, Rate, describe, occurrences, parse, zone
from ecslab.locale import words
from ecslab.locale.schedules import spoken

_SHOWN = 5
_MOST = 10_000


def command(language: str) -> click.Command:
    """`ecslab schedule next`, speaking `language`."""

    def callback(expression: str, tz: str, start: int | None, number: int, explain: bool) -> int:
        read, place = parse(expression), zone(tz)
        if explain:
            data("".join(f"{sentence}\n" for sentence in _words(read, place, tz, language)))
        # Without a start the question is about the people's own clock, not about a lab's.
        after_ms = int(time.time()) * SECOND if start is None else start
        for at_ms in islice(occurrences(read, place, after_ms), number):
            data(f"{_iso(at_ms)}\n")
        return exit_codes.PASSED

    return Command(
        "schedule.next",
        language,
        callback,
        params=[
            click.Argument(["expression"], metavar="EXPRESSION"),
            option(language, "tz", "--tz", default="UTC", metavar="ZONE"),
            option(language, "start", "--start", type=instant(language), metavar="ISO"),
            option(
                language,
                "number",
                "-n",
                "number",
                type=between(language, 1, _MOST),
                default=_SHOWN,
                metavar="N",
            ),
            option(language, "explain", "--explain", is_flag=True),
            language_option(language),
        ],
    )


def _words(expression: Expression, place: tzinfo, name: str, language: str) -> list[str]:
    sentences = spoken(describe(expression), language)
    # A rate counts elapsed time: no clock has a say in it.
    if place is not UTC and not isinstance(expression, Rate):
        sentences.append(words(language)("engine.schedule.zone", zone=name))
    return sentences


def _iso(at_ms: int) -> str:
    exact = "milliseconds" if at_ms % SECOND else "seconds"
    return to_datetime(at_ms).replace(tzinfo=None).isoformat(timespec=exact) + "Z"
