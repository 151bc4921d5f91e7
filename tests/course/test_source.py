"""Every heading of the source material is taught by sections of lessons, and no lesson names another one.

The headings stand in `source-headings.txt`, as the material has them. A lesson names one by its words, and
where several read alike by the one above it, too: `スケジュールタスク > 定義`.
"""

from collections import Counter
from pathlib import Path

import pytest

from ecslab.course.loader import load_course
from ecslab.course.packaged import lessons_folder

LINES = (Path(__file__).parent / "source-headings.txt").read_text(encoding="utf-8").splitlines()


def headings():
    """Each heading's words, below the words of the one above it."""
    above: list[str] = []
    for line in LINES:
        marks, _, words = line.partition(" ")
        above[len(marks) - 1 :] = [words]
        yield " > ".join(above[-2:]), words


PATHS = dict(headings())
ALIKE = {words for words, count in Counter(PATHS.values()).items() if count > 1}


@pytest.fixture(scope="module")
def lessons():
    return load_course(lessons_folder()).lessons


def meant(name):
    """The headings that a lesson can mean by `name`: exactly one, if it is named well."""
    return [path for path, words in PATHS.items() if name == path or (name == words and words not in ALIKE)]


@pytest.fixture(scope="module")
def taught(lessons):
    """By heading, where it is taught: `lesson#section`."""
    places: dict[str, list[str]] = {}
    for lesson in lessons:
        for name, sections in lesson.taught.items():
            for path in meant(name):
                places.setdefault(path, []).extend(f"{lesson.id}#{section}" for section in sections)
    return places


def test_the_list_is_whole():
    assert len(PATHS) == len(LINES) == 62


@pytest.mark.parametrize("path", PATHS)
def test_a_heading_is_taught_by_a_section(taught, path):
    assert taught.get(path), f"no section teaches: {path}"


def test_lessons_name_headings_that_there_are(lessons):
    wrong = [(lesson.id, name) for lesson in lessons for name in lesson.taught if len(meant(name)) != 1]
    assert wrong == []


def test_every_lesson_teaches_something_and_says_where(lessons):
    for lesson in lessons:
        assert lesson.taught, lesson.id
        assert all(lesson.taught.values()), lesson.id
