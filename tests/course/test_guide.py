"""The authoring guide says what is so: its example passes, its tables have every field and every finding."""

import re

import pytest

from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code
from ecslab.course.goal import Goal
from ecslab.course.lesson import LessonFile
from ecslab.course.packaged import lessons_folder
from ecslab.course.quiz import Blank, Match, Near, Order, Pair
from ecslab.course.scene import Scene
from ecslab.grading.check import check
from ecslab.locale import catalogue

GUIDES = {"en": "README.md", "ja": "README.ja.md"}


@pytest.fixture(params=GUIDES)
def language(request):
    return request.param


def guide(language):
    return (lessons_folder() / GUIDES[language]).read_text(encoding="utf-8")


class Gap(dict):
    """Shows a placeholder's name in its place."""

    def __missing__(self, name):
        return f"<{name}>"


def findings_table(language):
    """The rows that the guide must have; print this to renew it."""
    sentences = catalogue(language, "course")
    keys = {code: code.sentence.partition(".")[2] for code in Code}
    return "\n".join(f"| `{code}` | {sentences[key].format_map(Gap())} |" for code, key in keys.items())


def test_every_finding_has_its_row(language):
    assert findings_table(language) in guide(language)


def test_every_field_has_a_place_in_the_guide(language):
    text = guide(language)
    for model in (LessonFile, Exercise, Goal, Scene, Order, Match, Pair, Blank, Near):
        for field in model.model_fields.values():
            assert f"`{field.alias}" in text, (model.__name__, field.alias)


def blocks(text):
    """The files of the example: what stands in the fence after a line that names it."""
    return re.findall(r"^`([\w./-]+)`[^\n]*:\n\n```\w+\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_example_passes_the_check(tmp_path):
    """Both guides together make it: the prose of each language is in its own."""
    for language in GUIDES:
        text = guide(language)
        example = text[
            max(text.find("## From nothing to done"), text.find("## 何もないところから完成まで")) :
        ]
        for name, content in blocks(example):
            lesson = tmp_path / "my-course" / "first-cluster"
            path = tmp_path / name if name.startswith("my-course") else lesson / name
            path.parent.mkdir(parents=True, exist_ok=True)
            assert not path.exists() or path.read_text(encoding="utf-8") == content, name
            path.write_text(content, encoding="utf-8", newline="\n")
        for script in re.findall(r"`((?:solutions|mistakes)/[\w.-]+)`[^`]*?`(aws [^`]+)`", example):
            (lesson / script[0]).parent.mkdir(exist_ok=True)
            (lesson / script[0]).write_text(script[1] + "\n", encoding="utf-8")
    assert [str(finding) for finding in check(tmp_path / "my-course")] == []
    assert sorted(path.name for path in lesson.iterdir() if path.is_file()) == [
        "en.md",
        "ja.md",
        "lesson.yaml",
    ]
