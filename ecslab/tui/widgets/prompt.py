"""The line one types commands on: history, completion, and pastes of several lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.suggester import Suggester
from textual.widgets import Input


class FromHistory(Suggester):
    """Suggests the rest of the latest line that starts as the present one does."""

    def __init__(self, history: Callable[[], Sequence[str]]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._history = history

    async def get_suggestion(self, value: str) -> str | None:
        """The latest such line."""
        return next((line for line in reversed(self._history()) if line.startswith(value)), None)


TOLD = ("up", "down", "tab", "shift+tab", "escape", "pageup", "pagedown")
"""Keys that the terminal answers."""


class Prompt(Input):
    """An input of commands. What Enter, Tab and a paste mean is for its terminal to say."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(key, f"tell('{key}')", show=False) for key in TOLD),
    ]

    @dataclass
    class Key(Message):
        """A key that the terminal answers, one of TOLD."""

        name: str

    @dataclass
    class Pasted(Message):
        """Several lines were pasted at once."""

        text: str

    def __init__(self, history: Callable[[], Sequence[str]]) -> None:
        super().__init__(compact=True, suggester=FromHistory(history), select_on_focus=False)
        self._history = history
        self._back = 0
        self._draft = ""

    def fill(self, value: str, cursor: int | None = None) -> None:
        """Put `value` on the line, the cursor at its end unless told otherwise."""
        self.value = value
        self.cursor_position = len(value) if cursor is None else cursor

    def walk(self, step: int) -> None:
        """Go `step` lines back in history, or forward; what was being typed is at its end."""
        lines = self._history()
        back = min(max(self._back + step, 0), len(lines))
        if back == self._back:
            return
        if self._back == 0:
            self._draft = self.value
        self._back = back
        self.fill(lines[-back] if back else self._draft)

    def forget_walk(self) -> None:
        """The next walk starts at the newest line."""
        self._back = 0

    def action_tell(self, key: str) -> None:
        """Tell the terminal of a key."""
        self.post_message(self.Key(key))

    def _on_paste(self, event: events.Paste) -> None:
        """Several lines are a script; Input itself would keep the first one only."""
        if "\n" in event.text.strip("\r\n").replace("\r", "\n"):
            event.stop()
            event.prevent_default()
            self.post_message(self.Pasted(event.text))
