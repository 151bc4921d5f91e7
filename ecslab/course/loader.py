"""Finding a course on disk."""

from pathlib import Path

from ecslab.course import files
from ecslab.course.course import Course, CourseFile
from ecslab.course.lesson import load_lesson
from ecslab.course.packaged import lessons_folder
from ecslab.course.validation import validate

__all__ = ["load_course", "load_lesson"]


def load_course(folder: Path | None = None) -> Course:
    """The course in `folder`, or the one that comes with ecslab; no lesson is read yet.

    A folder with one lesson and no `course.yaml` is a course of that lesson. Raises CourseError.
    """
    folder = lessons_folder() if folder is None else folder
    if not (folder / "course.yaml").is_file() and (folder / "lesson.yaml").is_file():
        lesson = load_lesson(folder)
        return Course(folder.resolve().parent, lesson.title, {lesson.id: folder})
    written = validate(CourseFile, files.document(folder, "course.yaml"))
    ids = (*written.lessons, *written.incidents)
    return Course(folder, written.title, {name: folder / name for name in ids}, written.incidents)
