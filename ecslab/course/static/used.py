"""Is every file of the lesson's folder used, and can what is for the learner be read?"""

from collections.abc import Iterator
from contextlib import suppress

from ecslab.course import files
from ecslab.course.document import MAX_BYTES, Document
from ecslab.course.findings import Code, CourseError, Finding, Place
from ecslab.course.lesson import Lesson
from ecslab.course.pictures import of_lesson
from ecslab.course.quiz import Predict
from ecslab.locale import LANGUAGES


def findings(lesson: Lesson, document: Document) -> Iterator[Finding]:
    """Files that nothing names; those in `files/` are for the learner to use, but for those too large."""
    used = {document.path, *(f"{language}.md" for language in LANGUAGES)}
    scenes = [question.scene for question in lesson.quiz if isinstance(question, Predict)]
    for language in LANGUAGES:
        with suppress(CourseError):  # prose that cannot be read is reported elsewhere
            scenes += [each.scene for each in of_lesson(lesson.prose(language), f"{language}.md")]
    for exercise in lesson.exercises:
        scenes.append(exercise.scene)
        used |= {*exercise.solutions, *(mistake.run for mistake in exercise.mistakes)}
    used |= {f"scenes/{name}.yaml" for name in scenes}
    for name in files.names(lesson.folder):
        if name.startswith("files/"):
            if (lesson.folder / name).stat().st_size > MAX_BYTES:
                yield Finding(Code.TOO_LARGE, name, Place(), "", {"limit": MAX_BYTES})
        elif name not in used:
            yield Finding(Code.FILE_UNUSED, name, Place(), "")
