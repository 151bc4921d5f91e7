"""Every finding about a lesson or a course: what reading shows, and what playing it proves."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from pathlib import Path

from ecslab.course.check import Read, read
from ecslab.course.findings import Code, CourseError, Finding, in_order
from ecslab.grading.pictures import prove_pictures
from ecslab.grading.predictions import prove_predictions
from ecslab.grading.proof import SEEDS, prove
from ecslab.grading.scenes import Scenes
from ecslab.grading.scripted import of_exercise, of_questions

_HARMLESS = (Code.GIVES_AWAY, Code.NO_COMMAND, Code.BAD_PLACEHOLDER)
"""Findings inside an exercise that do not keep it from being played."""


def check(folder: Path, seeds: Sequence[int] = SEEDS, jobs: int = 1) -> tuple[Finding, ...]:
    """What is wrong with the lesson or the course in `folder`, in the order of files and places.

    Every exercise is proven with `seeds`, but for those whose files or commands are wrong already; so
    many lessons at once as `jobs` says, each in a process of its own.
    """
    lessons, findings = read(folder)
    jobs = min(jobs, len(lessons))
    if jobs > 1:
        from concurrent.futures import ProcessPoolExecutor  # deferred: brings in multiprocessing

        prove_lesson = partial(_prove_lesson, folder, tuple(seeds))
        with ProcessPoolExecutor(jobs) as pool:
            played = list(pool.map(prove_lesson, range(len(lessons))))
    else:
        played = [tuple(_played(lesson, seeds)) for lesson in lessons]
    for lesson, proven in zip(lessons, played, strict=True):
        of_lesson = [*lesson.findings, *proven]
        findings += tuple(finding.below(lesson.prefix) if lesson.prefix else finding for finding in of_lesson)
    return in_order(findings)


@cache
def _read_once(folder: Path) -> tuple[Read, ...]:
    """The lessons of `folder`; a process that proves several reads them once."""
    return read(folder)[0]


def _prove_lesson(folder: Path, seeds: Sequence[int], number: int) -> tuple[Finding, ...]:
    """What playing one lesson of `folder` shows, as another process can be told it."""
    findings = _played(_read_once(folder)[number], seeds)
    return tuple(finding._replace(values=dict(finding.values)) for finding in findings)


def _played(read_lesson: Read, seeds: Sequence[int]) -> Iterator[Finding]:
    lesson, document = read_lesson.lesson, read_lesson.document
    scenes = Scenes(lesson)
    of_quiz = list(of_questions(lesson, document))
    yield from prove_pictures(scenes)
    yield from of_quiz or prove_predictions(scenes, document, seeds)
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
            yield from _proven(read_lesson, scenes, number, seeds)


def _proven(read_lesson: Read, scenes: Scenes, number: int, seeds: Sequence[int]) -> Iterator[Finding]:
    try:
        yield from prove(scenes, number, read_lesson.document, seeds)
    except CourseError as error:
        # A scene that cannot be read: reported with its file, unless that lies outside what is checked.
        if not read_lesson.prefix and not any(each in read_lesson.findings for each in error.findings):
            yield from error.below("..").findings
