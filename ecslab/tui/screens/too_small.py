"""What is shown while the terminal is too small for anything else."""

from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from ecslab.locale import LANGUAGES, words


class TooSmall(ModalScreen[None]):
    """Shown while the terminal is too small for anything else, in both languages."""

    DEFAULT_CSS = (
        "TooSmall { align: center middle; background: $background; & Static { text-align: center; } }"
    )

    def __init__(self, width: int, height: int) -> None:
        super().__init__()
        self._least = {"width": width, "height": height}

    def compose(self) -> ComposeResult:
        """One sentence a language."""
        yield Static("\n".join(words(language)("tui.too-small", **self._least) for language in LANGUAGES))
