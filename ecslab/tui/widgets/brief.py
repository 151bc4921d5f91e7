"""What an exercise asks for, and the hints that have been shown."""

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Markdown, Static

from ecslab.session.values import BriefCard
from ecslab.tui.inline import inline
from ecslab.tui.widgets.spoken import Spoken


class Brief(VerticalScroll, Spoken, can_focus=True):
    """Shows `card`."""

    DEFAULT_CSS = """
    Brief {
        padding: 0 1;
        & > Static { height: auto; margin: 0 0 1 0; }
        & > Markdown { padding: 0; margin: 0; background: transparent; }
        & > #brief-title { text-style: bold; color: $text-primary; }
        & > #brief-note, & > #brief-more { color: $text-muted; }
        & > #brief-hints { padding: 0 1; border-left: thick $warning; }
        & > #brief-solution { padding: 0 1; border-left: thick $accent; }
    }
    """

    card: reactive[BriefCard] = reactive(BriefCard("", "", "", 0), init=False)

    def compose(self) -> ComposeResult:
        """Title, what it is worth, what is asked, hints, solution, and how to get more help."""
        yield Static(id="brief-title")
        yield Static(id="brief-note")
        # No link leaves the screen: nothing here opens a browser.
        yield Markdown(open_links=False)
        yield Static(id="brief-hints")
        yield Static(id="brief-solution")
        yield Static(id="brief-more")

    def on_mount(self) -> None:
        """Show the first card."""
        self.restate()

    def watch_card(self, before: BriefCard, card: BriefCard) -> None:
        """Show the card; more help than before is brought into view."""
        self.restate()
        if before.brief != card.brief:
            self.query_one(Markdown).update(card.brief)
        if before.id != card.id:
            self.scroll_home(animate=False)
        elif (before.shown, before.solution) != (card.shown, card.solution):
            self.call_after_refresh(self.scroll_end, animate=False)

    def restate(self) -> None:
        """Show the card in the present language."""
        card = self.card
        self._put("title", inline(card.title))
        note = self.say("tui.brief.points", points=card.points)
        if card.par is not None:
            note += "  " + self.say("tui.brief.par", commands=card.par)
        if card.solved:
            note += "  ✓ " + self.say("tui.brief.solved")
        self._put("note", Content(note))
        hints = [
            Content.assemble(
                (self.say("tui.brief.hint", number=number, total=len(card.hints)) + " ", "bold"), inline(hint)
            )
            for number, hint in enumerate(card.hints[: card.shown], 1)
        ]
        self._put("hints", Content("\n").join(hints))
        head = Content.styled(self.say("tui.brief.solution") + "\n", "bold")
        self._put("solution", Content.assemble(head, card.solution) if card.solution else Content(""))
        self._put("more", Content(self._more()))

    def _more(self) -> str:
        card = self.card
        if card.solution:
            return self.say("tui.brief.after-solution")
        if card.shown < len(card.hints):
            return self.say("tui.brief.more-hints" if card.shown else "tui.brief.first-hint")
        return self.say("tui.brief.no-more-hints") if card.hints else ""

    def _put(self, name: str, content: Content) -> None:
        static = self.query_one(f"#brief-{name}", Static)
        static.display = bool(content.plain)
        static.update(content)
