"""`ecslab grade`: judge a submission, print and write the reports."""

import os
import sys
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.confined import Graded, Request, graded
from ecslab.cli.failures import Failure
from ecslab.cli.submission import submission
from ecslab.cli.types import folder, seconds, whole
from ecslab.grading.report import ReportError, Wanted, render, wanted, write
from ecslab.grading.report.clean import clean
from ecslab.grading.result import Status
from ecslab.locale import words

DEFAULT_TIMEOUT_S = 30.0
"""How long judging may take unless --timeout says otherwise."""


def command(language: str) -> click.Command:
    """`ecslab grade`, speaking `language`."""

    def callback(
        exercise: str,
        path: str,
        formats: tuple[str, ...],
        seed: int,
        timeout: float,
        exit_zero: bool,
        course: Path | None,
    ) -> int:
        reports = _reports(formats, language)
        request = Request(clean(exercise), clean(Path(path).name) or "submission", seed, timeout, course)
        found = submission(Path(path), request)
        answer = found if isinstance(found, Graded) else graded(request, found)
        _write(answer, reports, language)
        return _exit_code(answer, exit_zero=exit_zero)

    return Command(
        "grade",
        language,
        callback,
        params=[
            click.Argument(["exercise"], metavar="EXERCISE"),
            click.Argument(["path"], metavar="SUBMISSION"),
            option(language, "format", "--format", "formats", multiple=True, metavar="F[=FILE]"),
            option(language, "seed", "--seed", type=whole(language), default=0, metavar="N"),
            option(
                language,
                "timeout",
                "--timeout",
                type=seconds(language),
                default=DEFAULT_TIMEOUT_S,
                metavar="S",
            ),
            option(language, "exit-zero", "--exit-zero", is_flag=True),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _reports(formats: tuple[str, ...], language: str) -> list[Wanted]:
    """The reports asked for; one of them goes to standard output, as text unless another is asked for."""
    reports = [wanted(name) for name in formats]
    printed = [report for report in reports if report.file is None]
    if len(printed) > 1:
        raise Failure(words(language)("cli.grade.one-printed"), exit_codes.USAGE)
    return reports if printed else [*reports, Wanted("text")]


def _write(answer: Graded, reports: list[Wanted], language: str) -> None:
    """Write every report that can be written, then raise for one that cannot."""
    refused: ReportError | None = None
    for report in reports:
        if report.file is None:
            colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
            text = render(answer.result, report.format, language, colour=colour)
            click.echo(text, nl=False)
            continue
        try:
            write(report.file, render(answer.result, report.format, language))
        except ReportError as error:
            refused = refused or error
    if refused:
        raise refused


def _exit_code(answer: Graded, *, exit_zero: bool) -> int:
    if answer.unknown_exercise:
        return exit_codes.USAGE
    if exit_zero and answer.result.status in (Status.PASSED, Status.FAILED):
        return exit_codes.PASSED
    return answer.result.exit_code
