"""Every finding about a lesson or a course: what reading shows, and what playing it proves."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ecslab.course.check import Read, read
from ecslab.course.findings import Code, CourseError, Finding, in_order
from ecslab.grading.proof import SEEDS, prove, prove_predictions
from ecslab.grading.scripted import of_exercise, of_questions

_HARMLESS = (Code.GIVES_AWAY, Code.NO_COMMAND, Code.BAD_PLACEHOLDER)
"""Findings inside an exercise that do not keep it from being played."""


def check(folder: Path, seeds: Sequence[int] = SEEDS) -> tuple[Finding, ...]:
    """What is wrong with the lesson or the course in `folder`, in the order of files and places.

    Every exercise is proven with `seeds`, but for those whose files or commands are wrong already.
    """
    lessons, findings = read(folder)
    for lesson in lessons:
        of_lesson = [*lesson.findings, *_played(lesson, seeds)]
        findings += tuple(finding.below(lesson.prefix) if lesson.prefix else finding for finding in of_lesson)
    return in_order(findings)


def _played(read_lesson: Read, seeds: Sequence[int]) -> Iterator[Finding]:
    lesson, document = read_lesson.lesson, read_lesson.document
    of_quiz = list(of_questions(lesson, document))
    yield from of_quiz or prove_predictions(lesson, document, seeds)
    for number, exercise in enumerate(lesson.exercises):
        where = document.where(("exercises", number))
        wrong = [
            finding
            for finding in read_lesson.findings
            if finding.where.startswith(where) and finding.code not in _HARMLESS
        ]
        of_commands = list(of_exercise(lesson, exercise, document, ("exercises", number)))
        yield from of_commands
        if not wrong and not of_commands:
            yield from _proven(read_lesson, number, seeds)


def _proven(read_lesson: Read, number: int, seeds: Sequence[int]) -> Iterator[Finding]:
    try:
        yield from prove(read_lesson.lesson, number, read_lesson.document, seeds)
    except CourseError as error:
        # A scene that cannot be read: reported with its file, unless that lies outside what is checked.
        if not read_lesson.prefix and not any(each in read_lesson.findings for each in error.findings):
            yield from error.below("..").findings
