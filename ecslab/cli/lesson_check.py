"""`ecslab lesson check`: what is wrong with a lesson or a course, and the proof that its exercises hold."""

import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from ecslab.cli import exit_codes
from ecslab.cli.base import Command, language_option, option
from ecslab.cli.output import data, narration
from ecslab.cli.types import between, folder, one_of
from ecslab.course.findings import Finding
from ecslab.course.packaged import lessons_folder
from ecslab.grading.check import check
from ecslab.grading.proof import SEEDS
from ecslab.locale import words

MOST_SEEDS = 1_000
MOST_JOBS = 64


def command(language: str) -> click.Command:
    """`ecslab lesson check`, speaking `language`."""

    def callback(folders: tuple[Path, ...], output: str, course: Path | None, seeds: int, jobs: int) -> int:
        say = words(language)
        chosen = folders or (course or lessons_folder(),)
        findings = [finding for folder in chosen for finding in _found(folder, seeds, jobs)]
        data(_FORMATS[output](findings, language))
        narration(say("cli.check.found", count=len(findings)) if findings else say("cli.check.clean"))
        return exit_codes.NOT_PASSED if findings else exit_codes.PASSED

    kind = one_of(language, tuple(_FORMATS))
    metavar = "|".join(_FORMATS)
    return Command(
        "lesson.check",
        language,
        callback,
        params=[
            click.Argument(["folders"], metavar="[FOLDER]...", nargs=-1, type=folder(language)),
            option(
                language, "check-format", "--format", "output", type=kind, default="text", metavar=metavar
            ),
            option(
                language,
                "seeds",
                "--seeds",
                type=between(language, 1, MOST_SEEDS),
                default=len(SEEDS),
                metavar="N",
            ),
            option(
                language,
                "jobs",
                "-j",
                "--jobs",
                type=between(language, 1, MOST_JOBS),
                default=os.cpu_count() or 1,
                metavar="N",
            ),
            option(language, "course", "--course", type=folder(language), metavar="DIR"),
            language_option(language),
        ],
    )


def _found(folder: Path, seeds: int, jobs: int) -> list[Finding]:
    """The findings about `folder`, their files named so that they can be opened from here."""
    prefix = folder.as_posix()
    found = check(folder, range(seeds), jobs)
    return [finding if prefix == "." else finding.below(prefix) for finding in found]


def _text(findings: Sequence[Finding], language: str) -> str:
    return "".join(f"{finding.text(language)} [{finding.code}]\n" for finding in findings)


def _json(findings: Sequence[Finding], language: str) -> str:
    entries = [
        {
            "code": finding.code,
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "where": finding.where,
            "message": finding.message(language),
            "nearest": finding.nearest,
        }
        for finding in findings
    ]
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _github(findings: Sequence[Finding], language: str) -> str:
    """Annotations, as workflow commands:
    https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
    """
    return "".join(
        f"::error file={_property(finding.path)},line={finding.line},col={finding.column},"
        f"title={finding.code}::{_escaped(finding.message(language))}\n"
        for finding in findings
    )


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


_FORMATS: dict[str, Callable[[Sequence[Finding], str], str]] = {
    "text": _text,
    "json": _json,
    "github": _github,
}
