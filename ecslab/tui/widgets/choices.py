"""The offers of a quiz question: a list that keys, letters and clicks act on."""

from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import OptionList, Static

from ecslab.session.values import LETTERS


class Choices(OptionList):
    """The offers; number keys and clicks take one, letters give it a partner."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "take", show=False),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
        *(Binding(letter, f"letter({number})", show=False) for number, letter in enumerate(LETTERS)),
    ]

    @dataclass
    class Toggled(Message):
        """The learner took an offer, or took it back."""

        number: int

    @dataclass
    class Lettered(Message):
        """The learner named a partner for the highlighted offer."""

        number: int
        partner: int

    def action_take(self) -> None:
        """Take the highlighted offer."""
        if self.highlighted is not None:
            self.post_message(self.Toggled(self.highlighted))

    def action_number(self, number: int) -> None:
        """Take the offer of that number."""
        if number <= self.option_count:
            self.highlighted = number - 1
            self.post_message(self.Toggled(number - 1))

    def action_letter(self, partner: int) -> None:
        """Give the highlighted offer a partner."""
        if self.highlighted is not None:
            self.post_message(self.Lettered(self.highlighted, partner))

    async def _on_click(self, event: events.Click) -> None:
        """A click takes what it points at; Textual's own would answer, as Enter does."""
        event.prevent_default()
        number = event.style.meta.get("option")
        if number is not None:
            self.highlighted = number
            self.post_message(self.Toggled(number))


class Go(Static):
    """What a mouse presses instead of Enter."""

    class Pressed(Message):
        """It was pressed."""

    def on_click(self) -> None:
        """Say so."""
        self.post_message(self.Pressed())
