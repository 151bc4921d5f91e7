"""The small screens over the others: help, a question, and the clock's menu."""

from typing import ClassVar, Literal

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Markdown, OptionList, Static
from textual.widgets.option_list import Option

from ecslab.engine.clock import parse_duration
from ecslab.engine.errors import EcslabError
from ecslab.locale import Words
from ecslab.tui.pace import RATES, Pace

BOX = """
    align: center middle;
    & > .box {
        width: 76; max-width: 100%; height: auto; max-height: 100%; padding: 0 1;
        border: round $primary; background: $surface;
    }
"""


class Help(ModalScreen[None]):
    """A page that explains where one is; any of its keys closes it."""

    DEFAULT_CSS = "Help {" + BOX + "& Markdown { padding: 0; margin: 0; } & MarkdownH2 { margin: 1 0 0 0; } }"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "dismiss", show=False)]

    def __init__(self, title: str, page: str, closing: str) -> None:
        super().__init__()
        self._heading = title
        self._page = page
        self._footing = closing

    def compose(self) -> ComposeResult:
        """The page in a box."""
        with VerticalScroll(classes="box") as box:
            box.border_title = self._heading
            box.border_subtitle = self._footing
            yield Markdown(self._page, open_links=False)


class Confirm(ModalScreen[bool]):
    """A question that is answered with yes or no."""

    DEFAULT_CSS = (
        "Confirm {"
        + BOX
        + "& OptionList, & OptionList:focus { height: auto; border: none; margin: 1 0 0 0; } }"
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "dismiss(True)", show=False),
        Binding("n,escape", "dismiss(False)", show=False),
    ]

    def __init__(self, question: str, yes: str, no: str) -> None:
        super().__init__()
        self._question = question
        self._answers = (no, yes)

    def compose(self) -> ComposeResult:
        """The question and its two answers, the harmless one first."""
        with Vertical(classes="box"):
            yield Static(self._question)
            yield OptionList(*self._answers)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Give the answer."""
        self.dismiss(event.option_index == 1)


ClockChoice = Pace | Literal["next"] | int
"""Another pace, on to the next event, or a jump in milliseconds."""


class ClockMenu(ModalScreen[ClockChoice | None]):
    """Everything that can be done with the clock."""

    DEFAULT_CSS = (
        """
    ClockMenu {"""
        + BOX
        + """
        & OptionList, & OptionList:focus { height: auto; border: none; }
        & Input { margin: 1 0 0 0; border: tall $primary-muted; }
        & #clock-trouble { color: $text-error; height: auto; }
    }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,ctrl+t", "dismiss", show=False),
        *(Binding(str(number), f"take({number - 1})", show=False) for number in range(1, len(RATES) + 3)),
    ]

    def __init__(self, pace: Pace, say: Words) -> None:
        super().__init__()
        self._pace = pace
        self._say = say
        self._choices: list[tuple[str, ClockChoice]] = [
            (say("tui.clock.pause" if pace.running else "tui.clock.run"), pace.paused()),
            *((say("tui.clock.rate", rate=rate), Pace(rate)) for rate in RATES),
            (say("tui.clock.to-next"), "next"),
        ]

    def compose(self) -> ComposeResult:
        """The choices by number, and a line for a jump."""
        with Vertical(classes="box") as box:
            box.border_title = self._say("tui.clock.title")
            box.border_subtitle = self._say("tui.close")
            marked = ((text, choice == self._pace) for text, choice in self._choices)
            yield OptionList(
                *(
                    Option(f"{number} {text}{' ◂' if now else ''}")
                    for number, (text, now) in enumerate(marked, 1)
                )
            )
            yield Input(placeholder=self._say("tui.clock.jump"))
            yield Static(id="clock-trouble")

    def action_take(self, number: int) -> None:
        """Take a choice by its number."""
        self.dismiss(self._choices[number][1])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Take the choice."""
        self.action_take(event.option_index)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Jump, or say what a duration looks like."""
        try:
            self.dismiss(parse_duration(event.value))
        except EcslabError:
            self.query_one("#clock-trouble", Static).update(self._say("tui.clock.no-duration"))
