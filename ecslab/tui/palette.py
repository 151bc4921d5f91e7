"""What the command palette offers: every action of the screen that one is on, in the learner's language."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from ecslab.locale import Words

if TYPE_CHECKING:
    from ecslab.tui.app import EcslabApp

EVERYWHERE = ("app.help", "app.language", "app.change_theme", "app.quit")
IN_A_LESSON = (
    "step(1)", "step(-1)", "hint", "solution",
    "show('lesson')", "show('lab')", "show('terminal')", "show('goals')",
    "pause", "clock", "next_event", "undo", "reset", "leave",
)  # fmt: skip


def commands(app: "EcslabApp", screen: Screen[Any], say: Words) -> Iterable[SystemCommand]:
    """The commands for `screen`, the lesson's own first."""
    actions = [*(IN_A_LESSON if hasattr(screen, "action_step") else ()), *EVERYWHERE]
    for action in actions:
        name = action.removeprefix("app.").translate(
            str.maketrans({"(": "-", ")": None, "'": None, "_": "-"})
        )
        yield SystemCommand(
            say(f"tui.palette.{name}"), say(f"tui.palette.about-{name}"), _runner(app, screen, action)
        )


def _runner(app: "EcslabApp", screen: Screen[Any], action: str) -> Callable[[], Any]:
    async def run() -> None:
        await app.run_action(action, default_namespace=screen)

    return run
