"""Every finding about a lesson's or a course's folder that needs no lab."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ecslab.course import files
from ecslab.course.course import Course
from ecslab.course.document import Document
from ecslab.course.findings import Code, CourseError, Finding, Place, nearest
from ecslab.course.lesson import Lesson, from_document
from ecslab.course.loader import load_course
from ecslab.course.static import findings as static_findings
from ecslab.course.static import scenes


class Read(NamedTuple):
    """A lesson as it was read for checking."""

    lesson: Lesson
    document: Document
    """Its `lesson.yaml`."""
    prefix: str
    """The lesson's folder as seen from the folder that is checked; empty when it is that one."""
    findings: tuple[Finding, ...]
    """What is wrong with it, its files named from its own folder."""


def read(folder: Path) -> tuple[tuple[Read, ...], tuple[Finding, ...]]:
    """The lessons of `folder`, a course's or a lesson's, and what is wrong with the rest of it."""
    if _holds_lesson(folder):
        lessons: list[tuple[Course | None, Path, str]] = [(_around(folder), folder, "")]
        findings: list[Finding] = []
    else:
        try:
            course = load_course(folder)
        except CourseError as error:
            return (), error.findings
        lessons = [(course, folder / name, name) for name in course.ids if _holds_lesson(folder / name)]
        findings = list(_of_course(course))
    good: list[Read] = []
    for around, lesson_folder, prefix in lessons:
        try:
            good.append(_read(around, lesson_folder, prefix))
        except CourseError as error:
            findings += [_below(finding, prefix) for finding in error.findings]
    return tuple(good), tuple(findings)


def _below(finding: Finding, prefix: str) -> Finding:
    return finding.below(prefix) if prefix else finding


def _around(folder: Path) -> Course | None:
    """The course that a lesson's folder belongs to, if any; what is wrong with that is not the lesson's."""
    try:
        course = load_course(folder.resolve().parent)
    except CourseError:
        return None
    return course if folder.resolve().name in course.ids else None


def _read(course: Course | None, folder: Path, prefix: str) -> Read:
    """A lesson and what is wrong with it; raises CourseError when it does not even load."""
    document = files.document(folder, "lesson.yaml")
    lesson = from_document(document, folder)
    findings = list(static_findings(lesson, document, course.ids if course else None))
    if course:
        findings += _name(lesson, document, folder)
    return Read(lesson, document, prefix, tuple(findings))


def _name(lesson: Lesson, document: Document, folder: Path) -> Iterator[Finding]:
    name = folder.resolve().name
    if lesson.id != name:
        yield document.finding(Code.FOLDER_NAME, ("id",), {"id": lesson.id, "folder": name})


def _holds_lesson(folder: Path) -> bool:
    return (folder / "lesson.yaml").is_file()


def _of_course(course: Course) -> Iterator[Finding]:
    """What is wrong with the list of lessons, and with the files that they share."""
    yield from _listed(files.document(course.folder, "course.yaml"), course.folder)
    try:
        _ = course.glossary
    except CourseError as error:
        yield from error.findings
    yield from scenes.findings(course.folder)


def _listed(document: Document, folder: Path) -> Iterator[Finding]:
    """Lessons that are listed twice or are not there, and lessons that are there and not listed."""
    listed: list[str] = []
    present = [path.name for path in sorted(folder.iterdir()) if _holds_lesson(path)]
    for key in ("lessons", "incidents"):
        for i, name in enumerate(document.data.get(key, ())):
            if name in listed:
                yield document.finding(Code.ID_TWICE, (key, i), {"id": name})
            elif name not in present:
                values = {"file": f"{name}/lesson.yaml"}
                yield document.finding(Code.FILE_MISSING, (key, i), values, nearest=nearest(name, present))
            listed.append(name)
    for name in present:
        if name not in listed:
            yield Finding(Code.FILE_UNUSED, f"{name}/lesson.yaml", Place(), "")
