"""A quiz question: answer it, be told at once whether that is right, and why."""

from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ecslab.session.values import LETTERS, QuizCard
from ecslab.tui.inline import inline
from ecslab.tui.widgets.choices import Choices, Go
from ecslab.tui.widgets.spoken import Spoken


class Quiz(VerticalScroll, Spoken, can_focus=False):
    """Shows `card`; reports the answer once."""

    DEFAULT_CSS = """
    Quiz {
        padding: 0 1;
        & > Static { height: auto; margin: 0 0 1 0; }
        & > Choices { height: auto; border: none; padding: 0; background: transparent; margin: 0 0 1 0; }
        & > Choices:focus { border: none; }
        & > Input { margin: 0 0 1 0; }
        & > #quiz-command { color: $text-accent; }
        & > #quiz-how { color: $text-muted; }
        & > Go { width: auto; padding: 0 1; background: $panel; }
        & > Go:hover { background: $accent; }
    }
    """

    card: reactive[QuizCard] = reactive(QuizCard("", "", ()), init=False)

    @dataclass
    class Answered(Message):
        """The learner's answer: positions from 0 as they are shown, or what was typed."""

        question: str
        chosen: tuple[int, ...]
        text: str = ""

    @dataclass
    class Finished(Message):
        """The learner has read the explanation and wants to go on."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own name for it
        super().__init__(id=id)
        self._taken: list[int] = []
        """The offers taken, in that order."""
        self._partners: dict[int, int] = {}

    def compose(self) -> ComposeResult:
        """The question, the offers or the line to type on, how to answer, and the explanation."""
        yield Static(id="quiz-ask")
        yield Static(id="quiz-command")
        yield Choices()
        yield Static(id="quiz-partners")
        yield Input(id="quiz-text", compact=True, select_on_focus=False)
        yield Go()
        yield Static(id="quiz-how")
        yield Static(id="quiz-why")

    def on_mount(self) -> None:
        """Show the first card."""
        self.restate()

    def focus_answer(self) -> None:
        """Give the focus to what the question is answered with."""
        self.query_one("#quiz-text" if self.card.kind == "fill" else Choices).focus(scroll_visible=False)

    def watch_card(self, before: QuizCard, card: QuizCard) -> None:
        """Show the card; what was taken stays while it is the same question."""
        if before.id != card.id:
            self._taken, self._partners = [], {}
            self.query_one(Choices).clear_options()
            self.query_one("#quiz-text", Input).value = ""
        self.restate()
        if before.id != card.id and self.query("*:focus"):
            self.focus_answer()
        if card.marked and not before.marked:
            self.call_after_refresh(self.scroll_end, animate=False)

    def restate(self) -> None:
        """Show the card in the present language."""
        card, choices = self.card, self.query_one(Choices)
        self._put("ask", inline(card.ask))
        self._put("command", Content(f"$ {card.command}" if card.command else ""))
        if choices.option_count != len(card.offers):
            choices.clear_options()
            choices.add_options(Option(self._prompt(number)) for number in range(len(card.offers)))
            choices.highlighted = 0 if card.offers else None
        for number in range(len(card.offers)):
            choices.replace_option_prompt_at_index(number, self._prompt(number))
        choices.display = card.kind != "fill"
        lines = [
            Content.assemble((f"  {LETTERS[number]}  ", "bold"), inline(partner))
            for number, partner in enumerate(card.partners)
        ]
        self._put("partners", Content("\n").join(lines))
        text = self.query_one("#quiz-text", Input)
        text.display = card.kind == "fill"
        text.placeholder = self.say("tui.quiz.type-here")
        if card.marked:
            text.value = card.marked.text
        self._put("how", Content(self.say(f"tui.quiz.how-{'done' if card.marked else card.kind}")))
        go = self.query_one(Go)
        go.display = bool(card.marked) or card.kind != "one"
        go.update(self.say("tui.quiz.go-on" if card.marked else "tui.quiz.go"))
        self._put("why", self._explanation())

    def _put(self, name: str, content: Content) -> None:
        static = self.query_one(f"#quiz-{name}", Static)
        static.display = bool(content.plain)
        static.update(content)

    @on(Choices.Toggled)
    def take(self, event: Choices.Toggled) -> None:
        """One offer answers a question at once; of many, each is taken or given back; a pair moves on."""
        event.stop()
        if self.card.marked:
            return
        if self.card.kind == "one":
            self._taken = [event.number]
            self._answer()
        elif self.card.kind == "match":
            partner = self._partners.get(event.number, -1) + 1
            self._join(event.number, partner % len(self.card.partners))
        else:
            if event.number in self._taken:
                self._taken.remove(event.number)
            else:
                self._taken.append(event.number)
            self.restate()

    @on(Choices.Lettered)
    def join(self, event: Choices.Lettered) -> None:
        """Give an offer a partner, and go to the next that has none."""
        event.stop()
        if self.card.kind == "match" and not self.card.marked and event.partner < len(self.card.partners):
            self._join(event.number, event.partner)
            if (open_offer := self._first_open(event.number)) is not None:
                self.query_one(Choices).highlighted = open_offer

    def _join(self, number: int, partner: int) -> None:
        self._partners[number] = partner
        self.restate()

    def _first_open(self, after: int = -1) -> int | None:
        """The next offer without a partner, or not yet taken."""
        count = len(self.card.offers)
        done = self._partners if self.card.kind == "match" else self._taken
        rest = [(after + 1 + step) % count for step in range(count)]
        return next((number for number in rest if number not in done), None)

    @on(OptionList.OptionSelected)
    def confirm(self, event: OptionList.OptionSelected) -> None:
        """Enter answers with what was taken, else with the offer pointed at; once answered it goes on."""
        event.stop()
        if not self.card.marked and self.card.kind in ("one", "many") and not self._taken:
            self._taken = [event.option_index]
        self._go()

    @on(Go.Pressed)
    def press(self, event: Go.Pressed) -> None:
        """The mouse's Enter."""
        event.stop()
        self._go()

    @on(Input.Submitted)
    def submit(self, event: Input.Submitted) -> None:
        """Enter answers with what was typed."""
        event.stop()
        self._go()

    def _go(self) -> None:
        card = self.card
        if card.marked:
            self.post_message(self.Finished())
        elif card.kind == "fill":
            if text := self.query_one("#quiz-text", Input).value.strip():
                self.post_message(self.Answered(card.id, (), text))
        elif card.kind in ("order", "match") and (left := self._first_open()) is not None:
            self.query_one(Choices).highlighted = left
        elif self._taken or card.kind == "match":
            self._answer()

    def _answer(self) -> None:
        self.restate()
        match self.card.kind:
            case "match":
                chosen = tuple(self._partners[number] for number in range(len(self.card.offers)))
            case "order":
                chosen = tuple(self._taken)
            case _:
                chosen = tuple(sorted(self._taken))
        self.post_message(self.Answered(self.card.id, chosen))

    def _prompt(self, number: int) -> Content:
        offer = inline(self.card.offers[number])
        match self.card.kind:
            case "order":
                return Content.assemble(self._rank(number), offer)
            case "match":
                return Content.assemble((f"{number + 1} ", ""), offer, self._partner(number))
        marked = self.card.marked
        taken = marked.chosen if marked else self._taken
        left, right = ("[", "]") if self.card.kind == "many" else ("(", ")")
        box = f"{left}{'x' if number in taken else ' '}{right}"
        style, verdict = "", ""
        if marked and number in marked.key:
            style, verdict = "$text-success", f"✓ {self.say('tui.quiz.right')} "
        elif marked and number in taken:
            style, verdict = "$text-error", f"✗ {self.say('tui.quiz.wrong')} "
        return Content.assemble((f"{number + 1} {box} {verdict}", style), offer)

    def _rank(self, number: int) -> tuple[str, str]:
        """The place that an offer was given, and its right one."""
        marked = self.card.marked
        taken = marked.chosen if marked else tuple(self._taken)
        place = str(taken.index(number) + 1) if number in taken else " "
        if not marked:
            return f"{number + 1} [{place}] ", ""
        right = str(marked.key.index(number) + 1)
        if place == right:
            return f"✓ {place} ", "$text-success"
        return f"✗ {place} → {right} ", "$text-error"

    def _partner(self, number: int) -> Content:
        """The partner that an offer was given, and its right one."""
        marked, partners = self.card.marked, self.card.partners
        given = (
            marked.chosen[number] if marked and number < len(marked.chosen) else self._partners.get(number)
        )
        if given is None or given >= len(partners):
            return Content.styled(" → …", "$text-muted")
        named = Content.assemble(f"{LETTERS[given]} ", inline(partners[given]))
        if not marked:
            return Content.assemble(" → ", named)
        if marked.key[number] == given:
            return Content.assemble((" → ✓ ", "$text-success"), named)
        right = marked.key[number]
        return Content.assemble(
            (f" → ✗ {LETTERS[given]}, ✓ {LETTERS[right]} ", "$text-error"), inline(partners[right])
        )

    def _explanation(self) -> Content:
        marked = self.card.marked
        if not marked:
            return Content("")
        key, style = ("right", "bold $text-success") if marked.right else ("wrong", "bold $text-error")
        lines = [Content.styled(self.say(f"tui.quiz.verdict-{key}"), style)]
        if marked.accepted and not marked.right:
            lines.append(Content(self.say("tui.quiz.accepted", text=marked.accepted[0])))
        lines += [
            Content.assemble((f"{number + 1}: " if number >= 0 else "", "bold"), inline(why))
            for number, why in marked.whys
        ]
        return Content("\n").join(lines)
