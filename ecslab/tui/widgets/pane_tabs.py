"""Which pane is shown where there is room for one only."""

from collections.abc import Mapping
from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.message import Message
from textual.reactive import reactive

from ecslab.tui.widgets.spoken import Spoken

PANES = ("lesson", "lab", "terminal", "goals")
"""The panes of the lesson screen, in the order of their keys: F2, F3, F4, F5."""


def pane_key(pane: str) -> str:
    """The function key that brings a pane to the front."""
    return f"F{PANES.index(pane) + 2}"


class PaneTabs(Spoken):
    """One tab a pane, with what is worth knowing of a pane that is out of sight."""

    DEFAULT_CSS = """
    PaneTabs { height: 1; background: $panel; }
    """

    active: reactive[str] = reactive(PANES[0])
    badges: reactive[Mapping[str, str]] = reactive({}, always_update=False)

    @dataclass
    class Picked(Message):
        """The learner wants to see another pane."""

        pane: str

    def render(self) -> Text:
        """The tabs in a row; the active one reversed and in brackets."""
        line = Text(no_wrap=True)
        for pane in PANES:
            word = f"{pane_key(pane)} {self.say(f'tui.pane.{pane}')}"
            badge = self.badges.get(pane, "")
            text = f"{word} {badge}" if badge else word
            style = Style(meta={"pane": pane}, bold=pane == self.active, reverse=pane == self.active)
            line.append(f"[{text}]" if pane == self.active else f" {text} ", style)
            line.append(" ")
        return line

    def on_click(self, event: events.Click) -> None:
        """Report the tab that was clicked."""
        if pane := event.style.meta.get("pane"):
            self.post_message(self.Picked(pane))
