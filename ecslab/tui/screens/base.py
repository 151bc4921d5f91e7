"""What every screen of ecslab has: words that follow the language, and a page of help."""

from textual.screen import Screen

from ecslab.tui.widgets.spoken import Spoken


class LabScreen(Screen[None], Spoken):
    """A screen whose words follow the language."""

    @property
    def help_page(self) -> str:
        """The key of the help on where one is: Markdown, in the catalogue."""
        return ""

    def restate(self) -> None:
        """State what the screen hands to its widgets; they restate their own words themselves."""
