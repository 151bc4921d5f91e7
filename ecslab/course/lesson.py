"""A lesson: what stands in its `lesson.yaml`, and the files beside it, read when they are asked for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from ecslab.course import files
from ecslab.course.document import Document
from ecslab.course.exercise import Exercise
from ecslab.course.fields import Id, Many, Model
from ecslab.course.findings import UnknownName
from ecslab.course.prose import Prose, Section, parse
from ecslab.course.quiz import AnyQuestion, Question
from ecslab.course.scene import Scene
from ecslab.course.scenes import find_scene
from ecslab.course.source import Source, taught
from ecslab.course.text import Text
from ecslab.course.validation import validate
from ecslab.locale import LANGUAGES


class LessonFile(Model):
    """What stands in a `lesson.yaml`."""

    format: Literal[1]
    id: Id
    """The name of the lesson's folder."""
    title: Text
    source: Source = ()
    """The headings of the source material that it teaches, and the sections that teach each."""
    needs: Many[Id] = ()
    """The lessons to take before."""
    minutes: Annotated[int, Field(ge=1, le=240)]
    quiz: Many[AnyQuestion] = ()
    exercises: Many[Exercise] = ()


Step = Section | Question | Exercise
"""One step of a lesson as it is taken: a section to read, a question, or an exercise."""


class Lesson(LessonFile):
    """A lesson and its folder."""

    folder: Path

    def text(self, name: str) -> str:
        """The text of the file `name` of the lesson; raises CourseError when it cannot be read."""
        return files.text(self.folder, name)

    def document(self, language: str) -> Prose:
        """The lesson's prose in `language`; raises CourseError when it is missing or malformed."""
        return parse(self.text(f"{language}.md"), f"{language}.md")

    def prose(self, language: str) -> tuple[Section, ...]:
        """The sections of the lesson's prose in `language`; raises CourseError like `document`."""
        return self.document(language).sections

    def steps(self, language: str = LANGUAGES[0]) -> tuple[Step, ...]:
        """Everything in the order shown: after each section what is `at` it, the rest at the end."""
        items = (*self.quiz, *self.exercises)
        steps: list[Step] = []
        sections = self.prose(language)
        for section in sections:
            steps += [section, *(item for item in items if item.at == section.id)]
        placed = {section.id for section in sections}
        return (*steps, *(item for item in items if item.at not in placed))

    def exercise(self, name: str) -> Exercise:
        """The exercise called `name`; raises UnknownName with the nearest right one."""
        return _called("exercise", name, self.id, self.exercises)

    def question(self, name: str) -> Question:
        """The quiz question called `name`; raises UnknownName with the nearest right one."""
        return _called("question", name, self.id, self.quiz)

    def scene(self, name: str | None) -> Scene:
        """The scene called `name`, the lesson's own or the course's; a new lab for None.

        Raises UnknownName when neither has it, CourseError when it is malformed.
        """
        if name is None:
            return Scene()
        return find_scene(name, self.scene_folders)

    @property
    def taught(self) -> Mapping[str, tuple[str, ...]]:
        """By heading of the source material, the sections that teach it."""
        return taught(self.source)

    @property
    def scene_folders(self) -> tuple[Path, ...]:
        """Where the scenes that the lesson may name are: its own first, then its course's."""
        return (self.folder / "scenes", self.folder.parent / "scenes")

    def digest(self) -> str:
        """The SHA-256 of everything that the lesson says, in hexadecimal; line ends do not count."""
        return files.digest(self.folder)


Item = TypeVar("Item", Exercise, Question)


def _called(kind: Literal["exercise", "question"], name: str, lesson: str, items: Sequence[Item]) -> Item:
    found = next((item for item in items if item.id == name), None)
    if found is None:
        raise UnknownName(kind, f"{lesson}/{name}", [f"{lesson}/{item.id}" for item in items])
    return found


def load_lesson(folder: Path) -> Lesson:
    """The lesson in `folder`, its prose and scripts unread; raises CourseError with all that is wrong."""
    return from_document(files.document(folder, "lesson.yaml"), folder)


def from_document(document: Document, folder: Path) -> Lesson:
    """The lesson that `document`, the `lesson.yaml` of `folder`, describes; raises CourseError."""
    written = validate(LessonFile, document)
    values = {name: getattr(written, name) for name in LessonFile.model_fields}
    return Lesson.model_construct(folder=folder, **values)
