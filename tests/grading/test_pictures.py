"""Pictures in the prose are drawn from real labs, in the reader's language, and proven like all the rest."""

import pytest

from ecslab.course.findings import Code
from ecslab.course.loader import load_course
from ecslab.course.packaged import lessons_folder
from ecslab.course.pictures import pictures
from ecslab.grading.check import check
from ecslab.grading.pictures import WIDTH, Pictures, prove_pictures
from ecslab.grading.scenes import Scenes
from ecslab.locale import LANGUAGES, words
from ecslab.picture.parts import cells_of

STOP = "aws ecs stop-task --cluster lab --task $(aws ecs list-tasks --cluster lab --query taskArns[0] --output text)"


@pytest.fixture
def draw(lesson_folder):
    """A function that puts a picture at the end of both languages and gives that section, drawn."""

    def drawn(block, language="en", width=WIDTH):
        for each in LANGUAGES:
            path = lesson_folder / f"{each}.md"
            text = path.read_text(encoding="utf-8").rstrip("\n")
            path.write_text(f"{text}\n\nBefore.\n\n{block}\n\nAfter.\n", encoding="utf-8")
        lesson = load_course(lesson_folder).lesson("keep-web")
        drawer = Pictures(Scenes(lesson))
        return drawer.markdown(lesson.prose(language)[-1], f"{language}.md", language, width)

    return drawn


def fence(markdown):
    """The lines of the drawn picture."""
    before, _, rest = markdown.partition("Before.\n\n```\n")
    drawn, _, after = rest.partition("\n```\n\nAfter.")
    assert before
    assert not after.strip()
    return drawn.split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_shows_the_lab_of_its_scene(draw, language):
    lines = fence(draw("```lab scene=two-tasks\n```", language))
    say = words(language)
    assert lines[0] == f"{say('picture.cluster')} lab  ● 2"
    assert say("picture.desired", desired=2, pending=0, running=2) in lines[1]
    assert lines[-1].strip() == f"● {say('picture.stage.running')}"


def test_commands_run_first_and_each_time_is_a_picture(draw):
    lines = fence(draw(f"```lab scene=two-tasks after=0s,10s,1m30s show=places\n{STOP}\n```"))
    moments = [line.split()[0] for line in lines if line.lstrip().startswith("+")]
    assert moments == ["+0s", "+10s", "+1m30s"]
    assert [line.count("A●") for line in lines if "A●" in line] == [2, 1, 2]
    assert not any("web  desired" in line for line in lines)
    assert lines[-1].split() == ["○", "waiting", "●", "running", "◌", "stopping"]


def test_a_new_lab_where_no_scene_is_named(draw):
    assert fence(draw("```lab show=cluster\naws ecs create-cluster --cluster-name mine\n```")) == [
        "cluster mine"
    ]


def test_no_line_is_wider_than_there_is_room_for(draw):
    lines = fence(draw("```lab scene=two-tasks after=0s,5s\n```", width=30))
    assert max(map(len, lines)) <= 30


def test_what_cannot_be_drawn_is_told_in_its_place(draw):
    assert "ClusterNotFoundException" in draw("```lab\naws ecs list-services --cluster none\n```")
    assert "there is no scene 'two-task'" in draw("```lab scene=two-task\n```")
    assert "did you mean 'scene'" in draw("```lab scen=two-tasks\n```")


@pytest.mark.parametrize(
    ("block", "code"),
    [
        ("```lab scene=two-tasks\naws ecs list-services --cluster none\n```", Code.PICTURE_FAILS),
        ("```lab\nrm -rf /\n```", Code.PICTURE_FAILS),
        ("```lab scene=two-tasks after=90d\n```", Code.PICTURE_FAILS),
        ("```lab\n```", Code.PICTURE_EMPTY),
        ("```lab scene=two-tasks show=schedules\n```", Code.PICTURE_EMPTY),
        ("```lab scene=two-tasks show=stopped\n```", Code.PICTURE_EMPTY),
    ],
)
def test_a_picture_that_shows_nothing_is_a_finding_at_its_place(draw, lesson_folder, block, code):
    draw(block)
    (found,) = check(lesson_folder, (0,))
    text = (lesson_folder / found.path).read_text(encoding="utf-8")
    assert (found.code, found.line) == (code, text[: text.index("```lab")].count("\n") + 1)


def test_a_scene_that_is_misspelt_is_found_in_both_languages(draw, lesson_folder):
    draw("```lab scene=two-task\n```")
    found = check(lesson_folder, (0,))
    assert [(each.code, each.path, each.nearest) for each in found] == [
        (Code.NO_SCENE, f"{language}.md", "two-tasks") for language in sorted(LANGUAGES)
    ]


def test_a_scene_that_only_a_picture_names_is_used(draw, lesson_folder):
    scene = lesson_folder / "scenes" / "mine.yaml"
    scene.write_text("format: 1\nscript: aws ecs create-cluster --cluster-name x\n", encoding="utf-8")
    assert [found.code for found in check(lesson_folder, (0,))] == [Code.FILE_UNUSED]
    draw("```lab scene=mine show=cluster\n```")
    assert [found.code for found in check(lesson_folder, (0,))] == [Code.PICTURE_EMPTY]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_courses_pictures_fit_a_terminal_of_80_columns(language):
    course = load_course(lessons_folder())
    shown = 0
    for lesson in course.lessons:
        drawer = Pictures(Scenes(lesson))
        for section in lesson.prose(language):
            for picture in pictures(section, f"{language}.md")[0]:
                lines = list(drawer.lines(picture, language))
                shown += 1
                assert lines
                assert max(map(cells_of, lines)) <= WIDTH
                assert not any(
                    part.text.endswith("…") and part.kind == "text" for line in lines for part in line
                )
    assert shown >= 4


def test_a_lab_is_built_once_for_all_that_look_alike(draw, lesson_folder, monkeypatch):
    draw("```lab scene=two-tasks after=1m\n```\n\n```lab scene=two-tasks after=1m\n```")
    lesson = load_course(lesson_folder).lesson("keep-web")
    begun = []
    scenes = Scenes(lesson)
    monkeypatch.setattr(scenes, "begin", lambda *given: begun.append(given) or Scenes(lesson).begin(*given))
    drawer = Pictures(scenes)
    section = lesson.prose("en")[-1]
    assert not drawer.ready(section, "en.md")
    assert "…" in drawer.markdown(section, "en.md", "en", build=False)
    assert not begun
    drawer.markdown(section, "en.md", "en")
    drawer.markdown(section, "en.md", "ja", 40)
    assert drawer.ready(section, "en.md")
    assert len(begun) == 1
    assert list(prove_pictures(scenes)) == []
