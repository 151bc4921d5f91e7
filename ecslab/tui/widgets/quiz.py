"""A quiz question: choose, be told at once whether it is right, and why."""

from dataclasses import dataclass
from typing import ClassVar

from msgspec import Struct
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ecslab.tui.inline import inline
from ecslab.tui.widgets.spoken import Spoken


class Marked(Struct, frozen=True):
    """An answer, the key, and the reasons, in the learner's language."""

    chosen: tuple[int, ...]
    key: tuple[int, ...]
    whys: tuple[tuple[int, str], ...]
    """Reasons by offer, the learner's own first; -1 for one that belongs to none of them."""

    @property
    def right(self) -> bool:
        """Whether the answer is the key."""
        return set(self.chosen) == set(self.key)


class QuizCard(Struct, frozen=True):
    """A question in the learner's language."""

    id: str
    ask: str
    offers: tuple[str, ...]
    many: bool = False
    command: str = ""
    """The command whose output is to be predicted, where there is one."""
    marked: Marked | None = None


class Choices(OptionList):
    """The offers; number keys choose."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "take", show=False),
        *(Binding(str(number), f"number({number})", show=False) for number in range(1, 10)),
    ]

    @dataclass
    class Toggled(Message):
        """The learner took an offer, or took it back."""

        number: int

    def action_take(self) -> None:
        """Take the highlighted offer."""
        if self.highlighted is not None:
            self.post_message(self.Toggled(self.highlighted))

    def action_number(self, number: int) -> None:
        """Take the offer of that number."""
        if number <= self.option_count:
            self.highlighted = number - 1
            self.post_message(self.Toggled(number - 1))


class Quiz(VerticalScroll, Spoken, can_focus=False):
    """Shows `card`; reports the answer once."""

    DEFAULT_CSS = """
    Quiz {
        padding: 0 1;
        & > Static { height: auto; margin: 0 0 1 0; }
        & > Choices { height: auto; border: none; padding: 0; background: transparent; margin: 0 0 1 0; }
        & > Choices:focus { border: none; }
        & > #quiz-command { color: $text-accent; }
        & > #quiz-how { color: $text-muted; }
    }
    """

    card: reactive[QuizCard] = reactive(QuizCard("", "", ()), init=False)

    @dataclass
    class Answered(Message):
        """The learner's answer, as positions of offers from 0."""

        question: str
        chosen: tuple[int, ...]

    @dataclass
    class Finished(Message):
        """The learner has read the explanation and wants to go on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._taken: set[int] = set()

    def compose(self) -> ComposeResult:
        """The question, the offers, how to answer, and the explanation."""
        yield Static(id="quiz-ask")
        yield Static(id="quiz-command")
        yield Choices()
        yield Static(id="quiz-how")
        yield Static(id="quiz-why")

    def on_mount(self) -> None:
        """Show the first card."""
        self.restate()

    def watch_card(self, before: QuizCard, card: QuizCard) -> None:
        """Show the card; what was taken stays while it is the same question."""
        if before.id != card.id:
            self._taken = set()
            self.query_one(Choices).clear_options()
        self.restate()
        if card.marked and not before.marked:
            self.call_after_refresh(self.scroll_end, animate=False)

    def restate(self) -> None:
        """Show the card in the present language."""
        card, choices = self.card, self.query_one(Choices)
        self.query_one("#quiz-ask", Static).update(inline(card.ask))
        command = self.query_one("#quiz-command", Static)
        command.display = bool(card.command)
        command.update(Content(f"$ {card.command}"))
        if choices.option_count != len(card.offers):
            choices.clear_options()
            choices.add_options(Option(self._prompt(number)) for number in range(len(card.offers)))
            choices.highlighted = 0 if card.offers else None
        for number in range(len(card.offers)):
            choices.replace_option_prompt_at_index(number, self._prompt(number))
        how = "done" if card.marked else "many" if card.many else "one"
        self.query_one("#quiz-how", Static).update(self.say(f"tui.quiz.how-{how}"))
        self.query_one("#quiz-why", Static).update(self._explanation())

    @on(Choices.Toggled)
    def take(self, event: Choices.Toggled) -> None:
        """One offer answers a question at once; of many, each is taken or given back."""
        event.stop()
        if self.card.marked:
            return
        if not self.card.many:
            self._answer({event.number})
            return
        self._taken ^= {event.number}
        self.restate()

    @on(OptionList.OptionSelected)
    def confirm(self, event: OptionList.OptionSelected) -> None:
        """Enter answers, with what was taken, else with the offer pointed at; once answered it goes on."""
        event.stop()
        if self.card.marked:
            self.post_message(self.Finished())
        else:
            self._answer(self._taken or {event.option_index})

    def _answer(self, taken: set[int]) -> None:
        self._taken = taken
        self.restate()
        self.post_message(self.Answered(self.card.id, tuple(sorted(taken))))

    def _prompt(self, number: int) -> Content:
        marked = self.card.marked
        taken = set(marked.chosen) if marked else self._taken
        left, right = ("[", "]") if self.card.many else ("(", ")")
        box = f"{left}{'x' if number in taken else ' '}{right}"
        style = ""
        verdict = ""
        if marked and number in marked.key:
            style, verdict = "$text-success", f"✓ {self.say('tui.quiz.right')} "
        elif marked and number in taken:
            style, verdict = "$text-error", f"✗ {self.say('tui.quiz.wrong')} "
        return Content.assemble((f"{number + 1} {box} {verdict}", style), inline(self.card.offers[number]))

    def _explanation(self) -> Content:
        marked = self.card.marked
        if not marked:
            return Content("")
        key, style = ("right", "bold $text-success") if marked.right else ("wrong", "bold $text-error")
        head = Content.styled(self.say(f"tui.quiz.verdict-{key}"), style)
        whys = [
            Content.assemble((f"{number + 1}: " if number >= 0 else "", "bold"), inline(why))
            for number, why in marked.whys
        ]
        return Content("\n").join([head, *whys])
