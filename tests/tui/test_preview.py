"""A lesson is shown as it is on disk, read again at every save, and what is wrong stands in its place."""

import shutil
from pathlib import Path

import pytest

from ecslab.progress.opening import open_passing
from ecslab.session.keeper import Keeper
from ecslab.tui.preview import Findings, PreviewApp
from ecslab.tui.screens.lesson import LessonScreen
from ecslab.tui.widgets.title_bar import TitleBar

LESSON = Path(__file__).parent / "first-steps"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(LESSON, tmp_path / "first-steps"))


@pytest.fixture
def app(folder):
    keeper = Keeper(open_passing(), lambda error: pytest.fail(str(error)), now=lambda: 1_800_000_000.0)
    keeper.keep(lambda store: store.set_setting("pace", "10 paused"))
    app = PreviewApp(keeper, "en", folder)
    app.animation_level = "none"
    yield app
    keeper.close()


def change(folder, old, new):
    path = folder / "lesson.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


async def look(pilot, settle):
    pilot.app.look()
    await settle(pilot)


async def test_a_lesson_is_shown_and_follows_its_files(app, folder, settle):
    async with app.run_test(size=(160, 50)) as pilot:
        await look(pilot, settle)
        assert isinstance(app.screen, LessonScreen)
        await pilot.press("f8")
        place = app.screen.query_one(TitleBar).place
        change(folder, "en: First steps", "en: First little steps")
        await look(pilot, settle)
        assert app.screen.query_one(TitleBar).heading == "First little steps"
        assert app.screen.query_one(TitleBar).place == place


async def test_what_is_wrong_is_shown_with_its_place_until_it_is_mended(app, folder, settle):
    async with app.run_test(size=(160, 50)) as pilot:
        await look(pilot, settle)
        change(folder, "minutes: 10", "minuets: 10")
        await look(pilot, settle)
        assert isinstance(app.screen, Findings)
        shown = app.screen.query_one("#findings").visual.plain
        assert shown.startswith("lesson.yaml:4:1\n    minuets: unknown field; did you mean 'minutes'? [E202]")
        await pilot.press("f8")
        assert isinstance(app.screen, Findings)
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert "minutes" in app.screen.query_one("#findings").visual.plain
        assert "unknown field" not in app.screen.query_one("#findings").visual.plain
        change(folder, "minuets: 10", "minuets: 11")
        await look(pilot, settle)
        assert isinstance(app.screen, Findings)
        change(folder, "minuets: 11", "minutes: 12")
        await look(pilot, settle)
        assert isinstance(app.screen, LessonScreen)


async def test_a_lesson_that_can_be_shown_is_shown_behind_what_is_wrong(app, folder, settle):
    async with app.run_test(size=(80, 24)) as pilot:
        change(folder, "at: service\n    ask", "at: nowhere\n    ask")
        await look(pilot, settle)
        assert isinstance(app.screen, Findings)
        assert "nowhere" in app.screen.query_one("#findings").visual.plain
        await pilot.press("f8")
        assert isinstance(app.screen, LessonScreen)


async def test_prose_that_cannot_be_read(app, folder, settle):
    async with app.run_test(size=(80, 24)) as pilot:
        (folder / "en.md").write_text("no title", encoding="utf-8")
        await look(pilot, settle)
        assert isinstance(app.screen, Findings)
        assert "en.md:1:1" in app.screen.query_one("#findings").visual.plain
