"""Progress that cannot be kept is told of once, and nothing else stops."""

from typing import TYPE_CHECKING

import pytest

from ecslab.progress.opening import open_store
from ecslab.session.keeper import Keeper
from ecslab.tui.screens.lesson import LessonScreen
from ecslab.tui.widgets.goals import Goals

if TYPE_CHECKING:
    from ecslab.progress.errors import ProgressError


def test_a_store_that_fails_is_told_of_once(tmp_path):
    store, _ = open_store(tmp_path)
    troubles: list[ProgressError] = []
    keeper = Keeper(store, troubles.append, now=lambda: 1.5)
    assert keeper.now_ms == 1_500
    keeper.remember("aws")
    store.close()
    keeper.remember("aws")
    keeper.answered("a/b", (1,), right=True)
    assert keeper.solved() == {}
    assert keeper.read(lambda kept: kept.history(), ("what is known",)) == ("what is known",)
    assert len(troubles) == 1


@pytest.mark.parametrize("language", ["ja", "en"])
async def test_an_exercise_goes_on_when_nothing_can_be_kept(make_app, settle, type_in, language):
    app = make_app(language, "what-is-ecs/cluster-and-blueprint")
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        app.keeper._trouble = app.trouble_with_progress
        app.keeper.close()
        await type_in(pilot, "aws ecs create-cluster --cluster-name lab")
        assert isinstance(app.screen, LessonScreen)
        assert app.screen.query_one(Goals).passed == 1
        told = [toast.message for toast in app._notifications]
    begin = app.say("engine.error.progress-failed", problem="|").partition("|")[0]
    assert [message.startswith(begin) for message in told] == [True]
