"""Is the prose there in every language, well-formed and parallel?"""

from collections.abc import Iterator
from itertools import zip_longest

from ecslab.course.findings import Code, CourseError, Finding, Place
from ecslab.course.lesson import Lesson
from ecslab.course.prose import Section
from ecslab.locale import LANGUAGES


def findings(lesson: Lesson) -> Iterator[Finding]:
    """What is wrong with the prose files, and where the later ones part from the first."""
    read: dict[str, tuple[Section, ...]] = {}
    for language in LANGUAGES:
        try:
            read[language] = lesson.prose(language)
        except CourseError as error:
            yield from error.findings
    first = next(iter(read), None)
    for language, sections in read.items():
        if first is not None and language != first:
            yield from _parallel(f"{first}.md", read[first], f"{language}.md", sections)


def _parallel(
    model: str, expected: tuple[Section, ...], path: str, sections: tuple[Section, ...]
) -> Iterator[Finding]:
    """The first place where the sections of `path` are not those of `model`."""
    for wanted, found in zip_longest(expected, sections):
        if wanted is None or found is None or wanted.id != found.id:
            place = Place(found.line if found else sections[-1].line, 1)
            values = {"other": model, "found": _id(found), "expected": _id(wanted)}
            yield Finding(Code.NOT_PARALLEL, path, place, "", values)
            return


def _id(section: Section | None) -> str:
    return f"{{#{section.id}}}" if section else "-"
