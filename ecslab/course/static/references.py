"""Does everything that is named exist: headings, scenes, goals, lessons, files?"""

from collections.abc import Iterable, Iterator, Sequence

from ecslab.course import files
from ecslab.course.document import Document, Path
from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code, CourseError, Finding, nearest
from ecslab.course.lesson import Lesson
from ecslab.course.quiz import Predict
from ecslab.course.scenes import scene_names
from ecslab.locale import LANGUAGES


def findings(lesson: Lesson, document: Document, lessons: Sequence[str] | None) -> Iterator[Finding]:
    """Names of nothing, with the nearest right ones, and needs that come too late."""
    if lessons is not None:
        yield from _needs(document, ("needs",), lesson.needs, lessons, lesson.id, Code.NO_LESSON)
    headings = _headings(lesson)
    scenes = scene_names(lesson.scene_folders)
    yield from _taught(lesson, document, headings)
    for i, question in enumerate(lesson.quiz):
        path: Path = ("quiz", i)
        yield from _unknown(document, (*path, "at"), question.at, headings, Code.NO_HEADING)
        if isinstance(question, Predict):
            yield from _unknown(document, (*path, "scene"), question.scene, scenes, Code.NO_SCENE)
    for i, exercise in enumerate(lesson.exercises):
        path = ("exercises", i)
        yield from _unknown(document, (*path, "at"), exercise.at, headings, Code.NO_HEADING)
        yield from _unknown(document, (*path, "scene"), exercise.scene, scenes, Code.NO_SCENE)
        yield from _of_exercise(lesson, exercise, document, path)


def _taught(lesson: Lesson, document: Document, headings: list[str] | None) -> Iterator[Finding]:
    for heading, sections in lesson.taught.items():
        for i, section in enumerate(sections):
            place: Path = ("source", heading)
            if isinstance(document.at(place), list):
                place = (*place, i)
            yield from _unknown(document, place, section, headings, Code.NO_HEADING)


def _of_exercise(lesson: Lesson, exercise: Exercise, document: Document, path: Path) -> Iterator[Finding]:
    goals = [goal.id for goal in exercise.goals]
    for j, goal in enumerate(exercise.goals):
        place = (*path, "goals", j, "needs")
        yield from _needs(document, place, goal.needs, goals, goal.id, Code.NO_GOAL)
    for j, mistake in enumerate(exercise.mistakes):
        for k, name in enumerate(mistake.fails):
            place = (*path, "mistakes", j, "fails", k)
            yield from _unknown(document, place, name, goals, Code.NO_GOAL)
    scripts: list[tuple[Path, str]] = [
        *(((*path, "solutions", j), name) for j, name in enumerate(exercise.solutions)),
        *(((*path, "mistakes", j, "run"), mistake.run) for j, mistake in enumerate(exercise.mistakes)),
    ]
    present = list(files.names(lesson.folder))
    for script_path, name in scripts:
        if files.inside(lesson.folder, name) is None:
            near = nearest(name, present)
            yield document.finding(Code.FILE_MISSING, script_path, {"file": name}, nearest=near)


def _needs(
    document: Document, path: Path, needs: Iterable[str], names: Sequence[str], own: str, code: Code
) -> Iterator[Finding]:
    """A need must be the name of something earlier, so needs can go in no circle."""
    earlier = names[: names.index(own)] if own in names else names
    for i, name in enumerate(needs):
        if name in names and name not in earlier:
            yield document.finding(Code.NEEDS_LATER, (*path, i), {"name": name})
        else:
            yield from _unknown(document, (*path, i), name, names, code)


def _unknown(
    document: Document, path: Path, name: str | None, names: Iterable[str] | None, code: Code
) -> Iterator[Finding]:
    if name is not None and names is not None and name not in names:
        yield document.finding(code, path, {"name": name}, nearest=nearest(name, names))


def _headings(lesson: Lesson) -> list[str] | None:
    """The ids of the first language whose prose can be read; None when none can, as reported elsewhere."""
    for language in LANGUAGES:
        try:
            return [section.id for section in lesson.prose(language)]
        except CourseError:
            continue
    return None
