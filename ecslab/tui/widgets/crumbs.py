"""Where in the lab one is looking, and at which of its tabs."""

from dataclasses import dataclass

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive

from ecslab.picture.drawing.captions import label
from ecslab.picture.parts import Target
from ecslab.tui.widgets.spoken import Spoken

BETWEEN = " › "
"""What stands between a thing and what is in it."""


class Crumbs(Spoken):
    """The way from the account to what is looked at, and the tabs of that; each can be clicked."""

    DEFAULT_CSS = """
    Crumbs { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    """

    path: reactive[tuple[Target, ...]] = reactive((), layout=True)
    tabs: reactive[tuple[str, ...]] = reactive((), layout=True)
    active: reactive[str] = reactive("")

    @dataclass
    class Stepped(Message):
        """The learner wants to go back to one of the things on the way."""

        depth: int

    @dataclass
    class Turned(Message):
        """The learner wants another tab."""

        tab: str

    def render(self) -> Text:
        """Both on one line, or one below the other where they need it; a long way is cut at its beginning."""
        way, tabs = self._way(), self._tabs()
        width = self.size.width or self.container_size.width
        if way.cell_len + tabs.cell_len + 2 <= width:
            return Text.assemble(way, "  ", tabs, no_wrap=True)
        return Text.assemble(self._cut(way, width), "\n", tabs, no_wrap=True)

    def restate(self) -> None:
        """Other words may need another height."""
        self.refresh(layout=True)

    def _way(self) -> Text:
        line = Text(no_wrap=True)
        for depth, target in enumerate(self.path):
            name = self.say("picture.kind.account") if target.kind == "account" else label(target)
            last = depth == len(self.path) - 1
            if last and depth:
                line.append(f"{self.say(f'picture.kind.{target.kind}')} ")
            line.append(name, Style(bold=last, meta={"depth": depth}))
            if not last:
                line.append(BETWEEN)
        return line

    def _cut(self, way: Text, width: int) -> Text:
        while way.cell_len > width > 1:
            way = Text("…") + way[2:]
        return way

    def _tabs(self) -> Text:
        line = Text(no_wrap=True)
        for number, tab in enumerate(self.tabs, 1):
            word = f"{number} {self.say(f'picture.tab.{tab}')}"
            now = tab == self.active
            style = Style(bold=now, reverse=now, meta={"tab": tab})
            line.append(f"[{word}]" if now else f" {word} ", style)
        return line

    def on_click(self, event: events.Click) -> None:
        """Report what was clicked."""
        if tab := event.style.meta.get("tab"):
            self.post_message(self.Turned(tab))
        elif (depth := event.style.meta.get("depth")) is not None:
            self.post_message(self.Stepped(depth))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002 - Textual's
        """One line, or two."""
        return 1 if self._way().cell_len + self._tabs().cell_len + 2 <= width else 2
