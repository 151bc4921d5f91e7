"""Pictures of the lab stand in the prose, in the reader's language and as wide as there is room."""

import shutil
from pathlib import Path

import pytest
from textual.widgets._markdown import MarkdownFence

from ecslab.locale import LANGUAGES, words
from ecslab.tui.screens.lesson import LessonScreen

FIRST_STEPS = Path(__file__).parent / "first-steps"
SMALL, LARGE = (80, 24), (160, 50)


@pytest.fixture
def lesson(tmp_path):
    """A lesson whose first section has a picture."""
    folder = Path(shutil.copytree(FIRST_STEPS, tmp_path / "first-steps"))
    for language in LANGUAGES:
        path = folder / f"{language}.md"
        text = path.read_text(encoding="utf-8")
        head, heading, rest = text.partition("\n## ")
        title, _, body = rest.partition("\n")
        picture = "```lab scene=ready show=cluster,services\n```"
        path.write_text(f"{head}{heading}{title}\n\n{picture}\n{body}", encoding="utf-8")
    return folder


def drawn(app):
    """The first block of code."""
    return app.screen.query(MarkdownFence).first().code


@pytest.mark.parametrize("size", [SMALL, LARGE], ids=["80x24", "160x50"])
async def test_a_picture_is_drawn_and_speaks_the_language(make_app, settle, lesson, size):
    app = make_app("en", "first-steps", course=lesson)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        assert isinstance(app.screen, LessonScreen)
        assert drawn(app).startswith(words("en")("picture.cluster") + " lab")
        await pilot.press("ctrl+l")
        await settle(pilot)
        assert drawn(app).startswith(words("ja")("picture.cluster") + " lab")


async def test_going_on_before_it_is_drawn_does_no_harm(make_app, settle, lesson):
    app = make_app("en", "first-steps", course=lesson)
    async with app.run_test(size=LARGE) as pilot:
        await settle(pilot)
        await pilot.press("f8", "f7", "f8", "f7")
        await settle(pilot)
        assert drawn(app).startswith("cluster lab")
