"""Courses and lessons from disk: read when asked, and no earlier."""

import builtins
from pathlib import Path

import pytest

from ecslab.course.check import read
from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code, CourseError, UnknownName
from ecslab.course.loader import load_course, load_lesson
from ecslab.course.packaged import lessons_folder
from ecslab.course.quiz import Choose, ChooseMany, Predict, TrueFalse
from ecslab.engine.clock import MINUTE


@pytest.fixture
def course(course_folder):
    return load_course(course_folder)


def test_a_course_gives_its_lessons_in_order(course):
    assert course.title.of("ja") == "小さなコース"
    assert course.ids == ("keep-web", "after-that")
    assert [lesson.id for lesson in course.lessons] == ["keep-web", "after-that"]
    assert course.glossary[0].term.en == "service"


def test_incident_sets_come_after_the_lessons(course_folder):
    path = course_folder / "course.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("[keep-web, after-that]", "[after-that]\nincidents: [keep-web]"), encoding="utf-8"
    )
    for name, old, new in (
        ("keep-web", "id:", "needs: [after-that]\nid:"),
        ("after-that", "[keep-web]", "[]"),
    ):
        lesson = course_folder / name / "lesson.yaml"
        written = lesson.read_text(encoding="utf-8")
        assert old in written
        lesson.write_text(written.replace(old, new, 1), encoding="utf-8")
    course = load_course(course_folder)
    assert course.ids == ("after-that", "keep-web")
    assert course.incidents == {"keep-web"}
    assert course.exercise("keep-web/make-it")[1].id == "make-it"
    lessons, findings = read(course_folder)
    assert [*findings, *(finding for each in lessons for finding in each.findings)] == []


def test_loading_a_course_and_one_lesson_reads_no_prose_and_no_other_lesson(course_folder, monkeypatch):
    opened = []
    original = Path.open

    def noting(self, *arguments, **options):
        opened.append(self.name if self.suffix == ".md" else self.parent.name + "/" + self.name)
        return original(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", noting)
    monkeypatch.setattr(builtins, "open", lambda *_: pytest.fail("opened past Path"))
    load_course(course_folder).exercise("keep-web/make-it")
    assert opened == ["course/course.yaml", "keep-web/lesson.yaml"]


def test_an_exercise_is_named_by_lesson_and_exercise(course):
    lesson, exercise = course.exercise("keep-web/make-it")
    assert (lesson.id, exercise.id) == ("keep-web", "make-it")
    assert (exercise.points, exercise.golf.commands) == (20, 3)


@pytest.mark.parametrize(
    ("reference", "text"),
    [
        ("keep-wed/make-it", "there is no lesson 'keep-wed'; did you mean 'keep-web'?"),
        ("keep-web/makeit", "there is no exercise 'keep-web/makeit'; did you mean 'keep-web/make-it'?"),
        ("keep-web", "there is no exercise 'keep-web/'; did you mean 'keep-web/make-it'?"),
        ("zzz", "there is no lesson 'zzz'"),
        ("../keep-web/make-it", "there is no lesson '..'"),
    ],
)
def test_an_unknown_name_gets_the_nearest_right_one(course, reference, text):
    with pytest.raises(UnknownName) as caught:
        course.exercise(reference)
    assert str(caught.value) == text
    assert caught.value.text("ja")
    assert caught.value.findings == ()


def test_an_unknown_scene_gets_the_nearest_right_one(course):
    with pytest.raises(UnknownName, match="did you mean 'two-tasks'"):
        course.lesson("keep-web").scene("two-task")


def test_a_lesson_finds_its_own_scenes_and_those_of_its_course(course):
    lesson = course.lesson("keep-web")
    assert lesson.scene("two-tasks").settle == 3 * MINUTE
    assert "create-cluster" in lesson.scene("ready").script
    assert lesson.scene(None).script == ""


def test_a_scene_says_what_its_images_do(course):
    images = course.lesson("keep-web").scene("two-tasks").images
    assert images["web"].workload.on_sigterm_ms is None
    assert images["job"].workload.runs_for_ms == 30_000
    assert images["job"].workload.exit_code == 3
    assert images["job"].workload.lines == ("done",)


def test_steps_come_in_the_order_shown(course):
    steps = course.lesson("keep-web").steps("en")
    assert [step.id for step in steps] == ["start", "who", "make-it", "more", "how-many", "which", "forever"]
    assert isinstance(steps[2], Exercise)
    assert [step.id for step in course.lesson("keep-web").steps("ja")] == [step.id for step in steps]


def test_questions_are_of_their_kind(course):
    quiz = course.lesson("keep-web").quiz
    assert [type(question) for question in quiz] == [Choose, ChooseMany, TrueFalse, Predict]
    assert [question.kind for question in quiz] == ["choose", "choose-many", "true-false", "predict"]
    assert quiz[3].after == MINUTE
    assert quiz[3].offers == (0, 1, 2)


def test_sections_keep_their_markdown(course):
    first = course.lesson("keep-web").prose("en")[0]
    assert (first.id, first.heading) == ("start", "The start")
    assert first.markdown == "Something to read.\n\n```sh\n## not a heading\n```"


def test_a_lone_lesson_is_a_course_of_one(lesson_folder):
    course = load_course(lesson_folder)
    assert course.ids == ("keep-web",)
    assert course.exercise("keep-web/make-it")[1].id == "make-it"
    assert course.lesson("keep-web").scene("ready").script


def test_all_lessons_tell_what_is_wrong_at_once(course_folder):
    for name in ("keep-web", "after-that"):
        path = course_folder / name / "lesson.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("minutes:", "minute:"), encoding="utf-8")
    with pytest.raises(CourseError) as caught:
        _ = load_course(course_folder).lessons
    assert str(caught.value) == (
        "after-that/lesson.yaml:5:1: minute: unknown field; did you mean 'minutes'?\n"
        "keep-web/lesson.yaml:5:1: minute: unknown field; did you mean 'minutes'?"
    )


def test_a_folder_without_a_lesson_says_so(tmp_path):
    for load, name in ((load_course, "course.yaml"), (load_lesson, "lesson.yaml")):
        with pytest.raises(CourseError) as caught:
            load(tmp_path)
        assert [(f.code, f.path) for f in caught.value.findings] == [(Code.FILE_MISSING, name)]


def test_a_link_out_of_the_folder_is_no_file_of_the_lesson(lesson_folder, tmp_path):
    (tmp_path / "secret.md").write_text("# Secret\n\n## One {#one}\n")
    (lesson_folder / "en.md").unlink()
    (lesson_folder / "en.md").symlink_to(tmp_path / "secret.md")
    with pytest.raises(CourseError) as caught:
        load_lesson(lesson_folder).prose("en")
    assert caught.value.findings[0].code is Code.FILE_MISSING


def test_the_digest_tells_contents_but_not_line_ends(lesson_folder):
    before = load_lesson(lesson_folder).digest()
    script = lesson_folder / "solutions" / "make-it.sh"
    script.write_bytes(script.read_bytes().replace(b"\n", b"\r\n"))
    assert load_lesson(lesson_folder).digest() == before
    script.write_bytes(script.read_bytes() + b"true\n")
    assert load_lesson(lesson_folder).digest() != before


def test_the_packaged_course_is_found():
    assert (lessons_folder() / "course.yaml").is_file()
    assert load_course().ids
