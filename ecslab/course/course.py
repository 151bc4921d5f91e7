"""A course: its lessons in order and its incident sets, each read when it is asked for."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from ecslab.course import files
from ecslab.course.exercise import Exercise
from ecslab.course.fields import Id, Many, Model
from ecslab.course.findings import CourseError, Finding, UnknownName
from ecslab.course.glossary import Glossary, Term
from ecslab.course.lesson import Lesson, load_lesson
from ecslab.course.scene import Scene
from ecslab.course.scenes import find_scene
from ecslab.course.text import Text
from ecslab.course.validation import validate


class CourseFile(Model):
    """What stands in a `course.yaml`."""

    format: Literal[1]
    title: Text
    lessons: Annotated[Many[Id], Field(min_length=1)]
    """The lessons in order, by id: the names of their folders."""
    incidents: Many[Id] = ()
    """Lessons that are sets of incidents, listed apart from the others and after them."""


class Course:
    """Lessons in an order. Reading one does not read the others."""

    def __init__(
        self, folder: Path, title: Text, folders: Mapping[str, Path], incidents: Iterable[str] = ()
    ) -> None:
        """`folders` holds every lesson's by id; `incidents` are those that are incident sets."""
        self.folder = folder
        self.title = title
        self.ids = tuple(folders)
        """The lessons' ids, in order; the incident sets last."""
        self.incidents = frozenset(incidents)
        """The ids of those that are incident sets."""
        self._folders = folders
        self._lessons: dict[str, Lesson] = {}

    def lesson(self, name: str) -> Lesson:
        """The lesson called `name`.

        Raises UnknownName with the nearest right name when there is none, CourseError when it is malformed.
        """
        if name not in self._lessons:
            if name not in self._folders:
                raise UnknownName("lesson", name, self.ids)
            try:
                self._lessons[name] = load_lesson(self._folders[name])
            except CourseError as error:
                raise error.below(name) from None
        return self._lessons[name]

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        """All lessons in order; raises CourseError with what is wrong in any of them."""
        findings: list[Finding] = []
        lessons: list[Lesson] = []
        for name in self.ids:
            try:
                lessons.append(self.lesson(name))
            except CourseError as error:
                findings += error.findings
        if findings:
            raise CourseError(findings)
        return tuple(lessons)

    def exercise(self, reference: str) -> tuple[Lesson, Exercise]:
        """The exercise that `lesson-id/exercise-id` names; raises UnknownName with the nearest right name."""
        lesson_id, _, exercise_id = reference.partition("/")
        lesson = self.lesson(lesson_id)
        return lesson, lesson.exercise(exercise_id)

    def scene(self, name: str) -> Scene:
        """A scene of the course's own; raises UnknownName with the nearest right name."""
        return find_scene(name, [self.folder / "scenes"])

    @cached_property
    def glossary(self) -> tuple[Term, ...]:
        """The course's terms, none when it has no glossary; raises CourseError when it is malformed."""
        if not (self.folder / "glossary.yaml").is_file():
            return ()
        return validate(Glossary, files.document(self.folder, "glossary.yaml")).root
