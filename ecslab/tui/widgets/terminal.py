"""The terminal: a log of what was run and said, and a prompt with history and completion."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, get_args

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, OptionList, RichLog, Static

from ecslab.session.printed import Kind, Printed, harmless
from ecslab.tui.widgets.offers import Offer, Offers, shared
from ecslab.tui.widgets.prompt import Prompt
from ecslab.tui.widgets.spoken import Spoken

LINES_OF_ONE = 1_000
"""Lines of one output that are shown; of a longer one its beginning and its end."""

TEXTS_KEPT = 400
"""Printed texts kept, so that they can be laid out again in another width."""


Complete = Callable[[str, int], Sequence[Offer]]
"""From a line and a cursor to what fits there; called in a thread."""


class Terminal(Vertical, Spoken):
    """Prints texts and reports what is entered; runs nothing itself."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"terminal--{kind}" for kind in get_args(Kind)}
    DEFAULT_CSS = """
    Terminal {
        & > .terminal--command { text-style: bold; }
        & > .terminal--error { color: $text-error; }
        & > .terminal--word { color: $text-accent; }
        & > .terminal--good { color: $text-success; }
        & > RichLog { height: 1fr; padding: 0 1; background: transparent; overflow-y: auto; }
        & > Horizontal { height: 1; padding: 0 1; }
        & > Horizontal > Static { width: auto; color: $text-success; text-style: bold; }
        & > Horizontal > Prompt { width: 1fr; background: transparent; }
    }
    """

    history: reactive[tuple[str, ...]] = reactive((), init=False)
    """Lines entered before, the oldest first."""
    busy: reactive[bool] = reactive(default=False, init=False)
    """Whether something that was entered is still running."""

    @dataclass
    class Entered(Message):
        """The learner entered a line, or a script of several."""

        text: str

    def __init__(
        self,
        complete: Complete,
        incomplete: Callable[[str], bool],
        *,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        """`incomplete` tells whether a text goes on on the next line."""
        super().__init__(id=id, classes=classes)
        self._complete = complete
        self._incomplete = incomplete
        self._texts: deque[Printed] = deque(maxlen=TEXTS_KEPT)
        self._pending: list[str] = []
        self._width = 0

    def compose(self) -> ComposeResult:
        """The log, the completions, and the prompt."""
        yield RichLog(wrap=True, min_width=1, max_lines=5_000)
        yield Offers()
        with Horizontal():
            yield Static("$ ")
            yield Prompt(lambda: self.history)

    def on_mount(self) -> None:
        """Say what can be typed."""
        self.query_one(RichLog).can_focus = True
        self.restate()

    def restate(self) -> None:
        """Say what can be typed, in the present language; what was printed stays as it was."""
        self.query_one(Prompt).placeholder = self.say("tui.terminal.placeholder")

    @property
    def prompt(self) -> Prompt:
        """The line one types on."""
        return self.query_one(Prompt)

    def print(self, printed: Iterable[Printed]) -> None:
        """Add texts to the log."""
        log = self.query_one(RichLog)
        for each in printed:
            text = self._shortened(harmless(each.text).rstrip("\n"))
            kept = Printed(text, each.kind)
            self._texts.append(kept)
            log.write(self._styled(kept), scroll_end=True)

    def clear(self) -> None:
        """Empty the log."""
        self._texts.clear()
        self.query_one(RichLog).clear()

    def watch_busy(self, busy: bool) -> None:
        """Mark the prompt while something runs."""
        self._mark("… " if busy else "$ ")

    @on(Input.Submitted)
    def enter(self, event: Input.Submitted) -> None:
        """Take the highlighted completion, else report the line; one that goes on waits for the rest."""
        event.stop()
        offers = self.query_one(Offers)
        if offers.current:
            self._take(offers.current)
            return
        line, self.prompt.value = event.value, ""
        self.prompt.forget_walk()
        self._pending.append(line)
        text = "\n".join(self._pending)
        if self._incomplete(text):
            self._mark("> ")
            return
        self._pending = []
        self._mark("$ ")
        if text.strip():
            self.post_message(self.Entered(text))

    @on(Prompt.Pasted)
    def paste(self, event: Prompt.Pasted) -> None:
        """A script that is pasted runs as one; what stood on the line comes before it."""
        event.stop()
        text = "\n".join([*self._pending, self.prompt.value + event.text.strip("\r\n")])
        self._pending = []
        self.prompt.value = ""
        self._mark("$ ")
        self.post_message(self.Entered(text.replace("\r\n", "\n").replace("\r", "\n")))

    @on(Input.Changed)
    async def follow(self, event: Input.Changed) -> None:
        """An open list of completions follows what is typed."""
        event.stop()
        if self.query_one(Offers).open:
            self._offer(inserting=False)

    @on(Prompt.Key)
    async def key(self, event: Prompt.Key) -> None:
        """Move in the completions while they are shown, else in the history."""
        event.stop()
        offers = self.query_one(Offers)
        match event.name, offers.open:
            case ("pageup", _):
                self.query_one(RichLog).scroll_page_up(animate=False)
            case ("pagedown", _):
                self.query_one(RichLog).scroll_page_down(animate=False)
            case ("tab" | "down", True):
                offers.step(1)
            case ("shift+tab" | "up", True):
                offers.step(-1)
            case ("escape", True):
                offers.close()
            case ("escape", False):
                self._pending = []
                self._mark("$ ")
            case ("tab", False) if self.prompt.value.strip():
                self._offer(inserting=True)
            case ("tab", False):
                self.screen.focus_next()
            case ("shift+tab", False):
                self.screen.focus_previous()
            case (key, False):
                self.prompt.walk(1 if key == "up" else -1)

    @on(OptionList.OptionSelected)
    def pick(self, event: OptionList.OptionSelected) -> None:
        """A completion that was clicked is taken."""
        event.stop()
        self._take(self.query_one(Offers).offered[event.option_index])

    def on_resize(self, event: events.Resize) -> None:
        """Lay the log out again where its width changed."""
        if event.size.width and event.size.width != self._width:
            self._width = event.size.width
            self.call_after_refresh(self._again)

    def _again(self) -> None:
        log = self.query_one(RichLog)
        log.clear()
        for each in self._texts:
            log.write(self._styled(each), scroll_end=True)

    def _offer(self, *, inserting: bool) -> None:
        line, cursor = self.prompt.value, self.prompt.cursor_position
        self.run_worker(self._offer_for(line, cursor, inserting=inserting), group="offers", exclusive=True)

    async def _offer_for(self, line: str, cursor: int, *, inserting: bool) -> None:
        offers = await asyncio.to_thread(self._complete, line, cursor)
        if (line, cursor) != (self.prompt.value, self.prompt.cursor_position):
            return
        if inserting and len(offers) == 1:
            self._take(offers[0])
            return
        if inserting and offers and len(begun := shared(offers)) > cursor - offers[0].start:
            self._put(offers[0].start, begun)
        self.query_one(Offers).show(offers)

    def _take(self, offer: Offer) -> None:
        self.query_one(Offers).close()
        self._put(offer.start, offer.text if offer.text.endswith(("=", "/")) else f"{offer.text} ")

    def _put(self, start: int, text: str) -> None:
        prompt = self.prompt
        rest = prompt.value[prompt.cursor_position :]
        with prompt.prevent(Input.Changed):
            prompt.fill(
                prompt.value[:start] + text + rest.lstrip() if rest else prompt.value[:start] + text,
                start + len(text),
            )

    def _mark(self, mark: str) -> None:
        self.query_one("Horizontal > Static", Static).update(mark)

    def _styled(self, printed: Printed) -> Text:
        style = self.get_component_rich_style(f"terminal--{printed.kind}", partial=True)
        mark = "$ " if printed.kind == "command" else ""
        return Text(mark + printed.text.replace("\n", "\n> ") if mark else printed.text, style=style)

    def _shortened(self, text: str) -> str:
        lines = text.split("\n")
        if len(lines) <= LINES_OF_ONE:
            return text
        half = LINES_OF_ONE // 2
        note = self.say("tui.terminal.left-out", lines=len(lines) - 2 * half)
        return "\n".join([*lines[:half], note, *lines[-half:]])
