"""The app on a folder of its own, its clock standing still, and ways to drive it without sleeping."""

from collections.abc import Callable
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key

from ecslab.course.packaged import lessons_folder
from ecslab.progress.opening import open_store
from ecslab.session.keeper import Keeper
from ecslab.tui.app import EcslabApp

ONE_LESSON = lessons_folder() / "what-is-ecs"
"""The lesson that most tests take. Alone it is read faster than the whole course is."""


async def settle(pilot) -> None:
    """Wait until nothing is being loaded or done, and every message of it has been shown."""
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


async def type_in(pilot, text: str) -> None:
    """Type `text` key by key, then Enter, and wait for what comes of it.

    The keys come as a terminal sends them, one right after the other; Pilot itself rests after each.
    """
    for character in text:
        pilot.app.post_message(events.Key(_character_to_key(character), character))
    await pilot.pause()
    await pilot.press("enter")
    await settle(pilot)


@pytest.fixture(name="settle")
def _settle():
    return settle


@pytest.fixture(name="type_in")
def _type_in():
    return type_in


@pytest.fixture
def make_app(tmp_path) -> Callable[..., EcslabApp]:
    """A function that makes the app as `ecslab` would, on the same progress each time; None: all lessons."""
    opened: list[Keeper] = []

    def make(language: str = "en", start: str | None = None, course: Path | None = ONE_LESSON) -> EcslabApp:
        while opened:
            opened.pop().close()
        store, notice = open_store(tmp_path / "home")
        # Still, so that nothing moves but by the keys of the test.
        store.set_setting("pace", "10 paused")
        keeper = Keeper(store, lambda error: pytest.fail(str(error)), now=lambda: 1_800_000_000.0)
        opened.append(keeper)
        app = EcslabApp(keeper, language, course, start, notice)
        app.animation_level = "none"
        return app

    yield make
    while opened:
        opened.pop().close()
