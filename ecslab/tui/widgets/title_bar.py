"""Where one is: the course or lesson, and how far in it."""

from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static


class TitleBar(Static):
    """A title, and the place in it at the right of it."""

    DEFAULT_CSS = """
    TitleBar {
        width: 1fr; height: 1; padding: 0 1; background: $primary-muted; color: $text;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    """

    heading: reactive[str] = reactive("", init=False)
    place: reactive[str] = reactive("", init=False)

    def watch_heading(self) -> None:
        """Show the heading."""
        self._show()

    def watch_place(self) -> None:
        """Show the place."""
        self._show()

    def _show(self) -> None:
        self.update(Content.assemble(("ecslab", "bold"), f"  {self.heading}", (f"  {self.place}", "bold")))
