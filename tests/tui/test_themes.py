"""Every theme that the palette offers can be worn."""

import pytest
from textual.theme import BUILTIN_THEMES

from ecslab.session.printed import Printed
from ecslab.tui.widgets.key_bar import KeyBar
from ecslab.tui.widgets.terminal import Terminal


@pytest.mark.parametrize("theme", BUILTIN_THEMES)
async def test_a_theme_can_be_worn(make_app, settle, theme):
    app = make_app(start="what-is-ecs/cluster-and-blueprint")
    app.theme = theme
    async with app.run_test(size=(160, 50)) as pilot:
        await settle(pilot)
        app.screen.query_one(Terminal).print(
            [Printed("a", "error"), Printed("b", "good"), Printed("c", "word")]
        )
        await pilot.pause()
        assert "F1" in app.screen.query_one(KeyBar).render().plain
