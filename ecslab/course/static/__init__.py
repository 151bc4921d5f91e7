"""What can be known of a lesson without playing it."""

from collections.abc import Iterator, Sequence

from ecslab.course.document import Document
from ecslab.course.findings import Finding
from ecslab.course.lesson import Lesson
from ecslab.course.static import (
    expressions,
    hints,
    names,
    pictures,
    references,
    scenes,
    used,
    values,
    written,
)


def findings(lesson: Lesson, document: Document, lessons: Sequence[str] | None) -> Iterator[Finding]:
    """Everything that is wrong with a lesson that loads.

    `document` is its `lesson.yaml`, `lessons` the ids of its course in order; None when it stands alone.
    """
    yield from written.findings(lesson)
    yield from scenes.findings(lesson.folder)
    yield from names.findings(lesson, document)
    yield from references.findings(lesson, document, lessons)
    yield from expressions.findings(lesson, document)
    yield from hints.findings(lesson, document)
    yield from values.findings(lesson, document)
    yield from pictures.findings(lesson)
    yield from used.findings(lesson, document)
