"""One section of a lesson's prose."""

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Markdown


class Prose(VerticalScroll, can_focus=True):
    """Shows `markdown`; Enter asks for the next step."""

    DEFAULT_CSS = """
    Prose {
        & > Markdown { padding: 0 1; margin: 0; background: transparent; }
        & MarkdownH1, & MarkdownH2 { margin: 0 0 1 0; content-align: left middle; text-style: bold; }
        & MarkdownFence { margin: 0 0 1 0; & > Label { padding: 0 1; } }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", show=False),
        Binding("space", "page_down", show=False),
    ]

    section: reactive[tuple[str, str]] = reactive(("", ""), init=False)
    """Which section it is, and its words; the same section in other words keeps its scroll."""

    @dataclass
    class Finished(Message):
        """The learner has read it and wants to go on."""

    @dataclass
    class Resized(Message):
        """There is room for wider or narrower blocks of code now."""

    @property
    def code_width(self) -> int:
        """How many cells a line of a block of code has."""
        return max(1, (self.scrollable_content_region.width or self.app.size.width) - 5)

    def on_resize(self) -> None:
        """Report that there is another width."""
        self.post_message(self.Resized())

    def compose(self) -> ComposeResult:
        """The words."""
        # No link leaves the screen: nothing here opens a browser.
        yield Markdown(open_links=False)

    async def watch_section(self, before: tuple[str, str], section: tuple[str, str]) -> None:
        """Show the words; another section starts at its top."""
        await self.query_one(Markdown).update(section[1])
        if before[0] != section[0]:
            self.scroll_home(animate=False)

    def action_go_on(self) -> None:
        """A page down while there is one, then the next step."""
        if self.scroll_y < self.max_scroll_y:
            self.scroll_page_down(animate=False)
        else:
            self.post_message(self.Finished())
