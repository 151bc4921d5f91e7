"""The app as a whole: map, steps, panes, language, help, sizes, and bad courses and progress."""

import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from textual.widgets import OptionList, Static

from ecslab.locale import LANGUAGES, words
from ecslab.picture.parts import plain
from ecslab.progress.opening import FILE_NAME
from ecslab.tui.app import LEAST_HEIGHT, LEAST_WIDTH
from ecslab.tui.screens.course import CourseScreen
from ecslab.tui.screens.dialogs import ClockMenu, Help
from ecslab.tui.screens.lesson import LessonScreen
from ecslab.tui.screens.too_small import TooSmall
from ecslab.tui.widgets.clock_bar import ClockBar
from ecslab.tui.widgets.lab_pane import LabPane
from ecslab.tui.widgets.picture import Picture
from ecslab.tui.widgets.prose import Prose
from ecslab.tui.widgets.quiz import Quiz
from ecslab.tui.widgets.terminal import Terminal
from ecslab.tui.widgets.title_bar import TitleBar

SMALL, LARGE = (80, 24), (160, 50)
LESSON = "what-is-ecs"
FIRST_STEPS = Path(__file__).parent / "first-steps"
EVERY_KIND = Path(__file__).parent / "every-kind"


async def test_enter_opens_the_lesson_under_the_cursor_and_the_map_shows_the_way_back(make_app, settle):
    app = make_app(course=None)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert all(row.read and not row.trouble for row in app.screen.outline.lessons)
        await pilot.press("down", "enter")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        opened = app.screen.lesson.id
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert app.screen.outline is not None
        assert app.screen.outline.lessons[1].id == opened


@pytest.mark.parametrize("language", LANGUAGES)
async def test_incident_sets_stand_below_a_heading_and_open_as_lessons(make_app, settle, tmp_path, language):
    for folder in (FIRST_STEPS, EVERY_KIND):
        shutil.copytree(folder, tmp_path / "course" / folder.name)
    (tmp_path / "course" / "course.yaml").write_text(
        "format: 1\ntitle: {ja: 講座, en: Course}\nlessons: [every-kind]\nincidents: [first-steps]\n",
        encoding="utf-8",
    )
    app = make_app(language, course=tmp_path / "course")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        options = app.screen.query_one(OptionList).options
        assert [option.disabled for option in options] == [False, True, False]
        assert app.say("tui.course.incidents") in str(options[1].prompt)
        assert " 1. " in str(options[0].prompt)
        assert " 1. " in str(options[2].prompt)
        await pilot.press("down")
        await settle(pilot)
        title = app.screen.outline.lessons[1].title
        assert title in str(app.screen.query_one("#map-detail > Static", Static).render())
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.lesson.id == "first-steps"
    app = make_app(language, start="first-steps/serve", course=tmp_path / "course")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert app.screen.trial is not None
        assert app.screen.trial.reference == "first-steps/serve"


async def test_the_next_step_is_always_one_key_away(make_app, settle):
    app = make_app(start=LESSON)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        lesson = app.screen.lesson
        steps = len(lesson.steps())
        places = []
        while isinstance(app.screen, LessonScreen):
            places.append(app.screen.query_one(TitleBar).place)
            await pilot.press("f8")
            await settle(pilot)
        assert places == [f"{number}/{steps}" for number in range(1, steps + 1)]
        assert isinstance(app.screen, CourseScreen)


async def test_a_switch_of_language_keeps_the_place_on_the_page(make_app, settle):
    app = make_app(start=LESSON)
    async with app.run_test(size=(60, 18)) as pilot:
        await settle(pilot)
        prose = app.screen.query_one(Prose)
        await pilot.press("down", "down", "down")
        await settle(pilot)
        assert prose.scroll_y == 3
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert prose.scroll_y == 3
        await pilot.press("f8")
        await settle(pilot)
        assert prose.scroll_y == 0


async def test_answers_are_kept_and_counted_on_the_map(make_app, settle):
    app = make_app(start=LESSON)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        while not app.screen.has_class("-quiz"):
            await pilot.press("f8")
            await settle(pilot)
        card = app.screen.query_one(Quiz).card
        question = app.screen.lesson.question(card.id)
        right = [choice.right for choice in question.choices].index(True)
        await pilot.press(str(right + 1))
        await settle(pilot)
        assert app.screen.query_one(Quiz).card.marked.right
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert app.screen.outline.lessons[0].done == 1
        await pilot.press("enter")
        await settle(pilot)
        step = app.screen.query_one(TitleBar).place
    app = make_app(start=LESSON)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert app.screen.query_one(TitleBar).place == step
        assert app.screen.query_one(Quiz).card.marked.right
        await pilot.press("ctrl+o")
        await settle(pilot)
        assert app.screen.outline.lessons[0].done == 1


async def test_a_prediction_is_answered_by_the_lab(make_app, settle):
    app = make_app(start=LESSON)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        while not (app.screen.has_class("-quiz") and app.screen.query_one(Quiz).card.command):
            await pilot.press("f8")
            await settle(pilot)
        await pilot.press("1")
        await settle(pilot)
        marked = app.screen.query_one(Quiz).card.marked
        assert len(marked.key) == 1
        assert marked.whys


@pytest.mark.parametrize(
    ("key", "pane"), [("f2", "lesson"), ("f3", "lab"), ("f4", "terminal"), ("f5", "goals")]
)
async def test_a_small_terminal_shows_one_pane_at_a_time(make_app, settle, key, pane):
    app = make_app(start=f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(key)
        await pilot.pause()
        shown = [
            each for each in ("lesson", "lab", "terminal", "goals") if app.screen.query_one(f"#{each}").region
        ]
        assert shown == [pane]
        assert app.screen.focused in app.screen.query_one(f"#{pane}").walk_children(with_self=True)


@pytest.mark.parametrize(("size", "all_at_once"), [((120, 40), True), ((119, 40), False), ((120, 39), False)])
async def test_from_120_by_40_on_everything_is_shown_together(make_app, settle, size, all_at_once):
    app = make_app(start=f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        shown = [
            each for each in ("lesson", "lab", "terminal", "goals") if app.screen.query_one(f"#{each}").region
        ]
        assert (len(shown) == 4) is all_at_once


async def test_a_terminal_too_small_is_told_so_and_loses_nothing(make_app, settle):
    app = make_app(start=f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4", *"aws")
        await pilot.resize_terminal(LEAST_WIDTH - 1, LEAST_HEIGHT)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        text = app.screen.query_one("Static").visual.plain
        for language in LANGUAGES:
            assert words(language)("tui.too-small", width=LEAST_WIDTH, height=LEAST_HEIGHT) in text
        await pilot.resize_terminal(LEAST_WIDTH, LEAST_HEIGHT)
        await pilot.pause()
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.query_one(Terminal).prompt.value == "aws"
        await pilot.press("s")
        assert app.screen.query_one(Terminal).prompt.value == "awss"


async def test_a_lesson_asked_for_in_a_terminal_too_small_opens_once_there_is_room(make_app, settle):
    app = make_app(start=LESSON)
    async with app.run_test(size=(40, 10)) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, TooSmall)
        for size in ((1, 1), (200, 2), (2, 200), SMALL):
            await pilot.resize_terminal(*size)
            await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("ctrl+o")
        assert isinstance(app.screen, CourseScreen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("keys", "page"),
    [(["f2"], "exercise"), (["f3"], "lab"), (["f4"], "terminal"), (["f5"], "goals"), (["ctrl+o"], "course")],
)
async def test_f1_explains_where_one_is(make_app, settle, language, keys, page):
    app = make_app(language, f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        await pilot.press(*keys)
        await settle(pilot)
        await pilot.press("f1")
        await settle(pilot)
        assert isinstance(app.screen, Help)
        assert app.say(f"tui.help.{page}").strip() in app.screen._page
        await pilot.press("escape")
        assert not isinstance(app.screen, Help)


async def test_the_clock_runs_only_when_it_is_let(make_app, settle, type_in):
    app = make_app(start=f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        screen, clock = app.screen, app.screen.query_one(ClockBar)
        began = clock.now_ms
        screen._tick()
        await settle(pilot)
        assert clock.now_ms == began
        await pilot.press("f9")
        assert clock.pace.running
        for _ in range(20):  # a tick that finds the lab at work is left out
            screen._ticked -= 0.5
            screen._tick()
            await settle(pilot)
        assert clock.now_ms - began >= 5_000
        await pilot.press("f9")
        assert not clock.pace.running


async def test_the_clocks_menu_jumps_and_sets_the_pace(make_app, settle):
    app = make_app(start=f"{LESSON}/cluster-and-blueprint")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        clock = app.screen.query_one(ClockBar)
        began = clock.now_ms
        await pilot.press("ctrl+t")
        assert isinstance(app.screen, ClockMenu)
        await pilot.press("tab", *"soon", "enter")
        assert isinstance(app.screen, ClockMenu)
        await pilot.press(*["backspace"] * 4, *"1h30m", "enter")
        await settle(pilot)
        assert clock.now_ms - began == 5_400_000
        await pilot.press("ctrl+t", "4")
        assert (clock.pace.rate, clock.pace.running) == (60, True)
        await pilot.press("f9")


async def test_to_the_next_event(make_app, settle, type_in):
    app = make_app(start="what-is-ecs/first-task")
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f4")
        await type_in(pilot, "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)")
        network = '"awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"'
        command = "aws ecs run-task --cluster lab --launch-type FARGATE --task-definition web"
        await type_in(pilot, f"{command} --network-configuration {network}")
        clock, picture = app.screen.query_one(ClockBar), app.screen.query_one(Picture)
        due = clock.next_event_ms
        assert picture.lab.live == 1
        await pilot.press("ctrl+n")
        await settle(pilot)
        assert clock.now_ms == due
        await pilot.press("f3", "end", "w")
        await settle(pilot)
        assert app.screen.query_one(LabPane).looking_at[1] == "why"
        text = "\n".join(plain(line) for line in picture.plan.lines())
        assert "the pull of its images has not begun" in text


async def test_a_course_that_cannot_be_read_is_a_sentence_not_a_crash(make_app, settle, tmp_path):
    app = make_app(course=tmp_path / "nowhere")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert "nowhere" in app.screen.trouble or "course.yaml" in app.screen.trouble


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_lesson_without_its_prose_stays_closed_and_says_why(make_app, settle, tmp_path, language):
    folder = tmp_path / "first-steps"
    shutil.copytree(FIRST_STEPS, folder)
    (folder / "en.md").unlink()
    app = make_app(language, "first-steps", folder)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert any("en.md" in toast.message for toast in app._notifications)


async def test_a_lesson_that_is_wrong_stands_on_the_map_with_what_is_wrong(make_app, settle, tmp_path):
    folder = tmp_path / "first-steps"
    shutil.copytree(FIRST_STEPS, folder)
    (tmp_path / "course.yaml").write_text("format: 1\ntitle: {ja: 試し, en: Trial}\nlessons: [first-steps]\n")
    (folder / "lesson.yaml").write_text("format: 2\n")
    app = make_app("ja", course=tmp_path)
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert "first-steps/lesson.yaml:1:1: id: 必須" in app.screen.outline.lessons[0].trouble
        await pilot.press("enter")
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)


async def test_a_lesson_that_does_not_exist_is_told_with_the_nearest_name(make_app, settle):
    app = make_app(start="what-is-ec")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, CourseScreen)
        assert any("what-is-ecs" in toast.message for toast in app._notifications)


async def test_a_damaged_progress_file_is_told_of_and_kept(make_app, settle, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / FILE_NAME).write_bytes(b"damaged" * 1000)
    app = make_app("ja")
    async with app.run_test(size=SMALL) as pilot:
        await settle(pilot)
        kept = f"{FILE_NAME}.damaged-1"
        assert (home / kept).read_bytes() == b"damaged" * 1000
        assert any(kept in toast.message for toast in app._notifications)


def test_the_first_frame_needs_nothing_slow(run_python):
    slow = ("botocore", "pydantic", "yaml", "markdown_it", "ecslab.grading", "ecslab.aws.models")
    code = f"import sys, ecslab.tui.app; print([name for name in {slow} if name in sys.modules])"
    assert run_python(code) == "[]"


def test_headless_layers_leave_the_screen_alone(run_python):
    assert run_python("import sys, ecslab.progress.opening; print('textual' in sys.modules)") == "False"


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal is POSIX")
def test_the_first_frame_reaches_a_real_terminal(tmp_path):
    ours, theirs = pty.openpty()
    environment = {
        **os.environ,
        "ECSLAB_HOME": str(tmp_path),
        "TERM": "xterm-256color",
        "COLUMNS": "80",
        "LINES": "24",
    }
    code = "from ecslab.tui.app import run; raise SystemExit(run(lang='ja', course=None, start=None))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment,
        close_fds=True,
    )
    os.close(theirs)
    seen = b""
    try:
        while words("ja")("tui.course.subtitle").encode() not in seen:
            seen += os.read(ours, 65_536)
        os.write(ours, b"\x11")
        while chunk := _read(ours):
            seen += chunk
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
