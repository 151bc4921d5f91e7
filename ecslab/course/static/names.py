"""Is every id given once?"""

from collections.abc import Iterator

from ecslab.course.document import Document, Path
from ecslab.course.findings import Code, Finding
from ecslab.course.lesson import Lesson


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Ids that are given twice: to questions and exercises of the lesson, to goals of an exercise."""
    steps: list[tuple[str, Path]] = [
        *((question.id, ("quiz", i)) for i, question in enumerate(lesson.quiz)),
        *((exercise.id, ("exercises", i)) for i, exercise in enumerate(lesson.exercises)),
    ]
    yield from _twice(document, steps)
    for i, exercise in enumerate(lesson.exercises):
        goals: list[tuple[str, Path]] = [
            (goal.id, ("exercises", i, "goals", j)) for j, goal in enumerate(exercise.goals)
        ]
        yield from _twice(document, goals)


def _twice(document: Document, items: list[tuple[str, Path]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for name, path in items:
        if name in seen:
            yield document.finding(Code.ID_TWICE, (*path, "id"), {"id": name})
        seen.add(name)
