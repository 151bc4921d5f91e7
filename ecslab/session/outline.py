"""How far a learner is in a course: the rows of the course map."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec.structs import replace

from ecslab.course.findings import CourseError
from ecslab.progress.records import Answer, Solved
from ecslab.session.values import Item, LessonRow, Outline

if TYPE_CHECKING:
    from ecslab.course.course import Course
    from ecslab.course.lesson import Lesson


def outline(
    course: "Course",
    read: "Mapping[str, Lesson | CourseError]",
    solved: Mapping[str, Solved],
    answers: Mapping[str, Answer],
    language: str,
) -> Outline:
    """The map of `course` with the lessons that have been `read` so far."""
    titles = {
        name: lesson.title.of(language)
        for name, lesson in read.items()
        if not isinstance(lesson, CourseError)
    }
    rows = []
    for name in course.ids:
        lesson, incident = read.get(name), name in course.incidents
        if lesson is None:
            rows.append(LessonRow(name, name, read=False, incident=incident))
        elif isinstance(lesson, CourseError):
            trouble = lesson.text(language).splitlines()[0]
            rows.append(LessonRow(name, name, trouble=trouble, incident=incident))
        else:
            row = _row(lesson, solved, answers, titles, language)
            rows.append(replace(row, incident=incident))
    return Outline(course.title.of(language), tuple(rows), sum(each.points for each in solved.values()))


def _row(
    lesson: "Lesson",
    solved: Mapping[str, Solved],
    answers: Mapping[str, Answer],
    titles: Mapping[str, str],
    language: str,
) -> LessonRow:
    exercises = [f"{lesson.id}/{exercise.id}" in solved for exercise in lesson.exercises]
    right = [
        (answer := answers.get(f"{lesson.id}/{each.id}")) is not None and answer.right for each in lesson.quiz
    ]
    items = [
        Item(each.title.of(language), done) for each, done in zip(lesson.exercises, exercises, strict=True)
    ]
    return LessonRow(
        id=lesson.id,
        title=lesson.title.of(language),
        minutes=lesson.minutes,
        done=sum(exercises) + sum(right),
        total=len(exercises) + len(right),
        needs=tuple(titles.get(need, need) for need in lesson.needs),
        items=tuple(items),
        quiz=(sum(right), len(right)),
    )
