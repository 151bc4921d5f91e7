"""The lab half of a screen: picture, terminal, clock, and the panes they stand in."""

import time
from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget

from ecslab.picture.drawing.lab import summary
from ecslab.progress.records import Passed
from ecslab.session import shell
from ecslab.session.keeper import Keeper
from ecslab.session.lab_commands import LAB_COMMANDS, LabCommand, lab_command
from ecslab.session.printed import Kind, Printed, Work
from ecslab.tui.bridge import Bridge, Make
from ecslab.tui.completing import complete
from ecslab.tui.looker import Looker
from ecslab.tui.messages import Began, Busy, Did, LabChanged, Said
from ecslab.tui.pace import RATES, Pace, restored
from ecslab.tui.screens.base import LabScreen
from ecslab.tui.screens.dialogs import ClockChoice, ClockMenu, Confirm
from ecslab.tui.widgets.clock_bar import ClockBar
from ecslab.tui.widgets.lab_pane import WHOLE, LabPane
from ecslab.tui.widgets.offers import Offer
from ecslab.tui.widgets.pane_tabs import PANES, PaneTabs, pane_key
from ecslab.tui.widgets.picture import Picture
from ecslab.tui.widgets.terminal import Terminal

TICK_S = 0.25
"""How often the lab's clock is moved on."""


TOGETHER_WIDTH, TOGETHER_HEIGHT = 120, 40
"""From this size on all panes are shown at once."""


class Workbench(LabScreen):
    """A lab that is worked in. Whoever builds on it composes the widgets and makes the desk."""

    CSS_PATH = "workbench.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TOGETHER_WIDTH, "-wide")]  # noqa: RUF012 - Textual's own form
    VERTICAL_BREAKPOINTS = [(0, "-short"), (TOGETHER_HEIGHT, "-tall")]  # noqa: RUF012 - Textual's own form
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(pane_key(pane).lower(), f"show('{pane}')", show=False) for pane in PANES),
        Binding("f9", "pause", show=False),
        Binding("ctrl+t", "clock", show=False),
        Binding("ctrl+n", "next_event", show=False),
        Binding("ctrl+z", "undo", show=False),
        Binding("ctrl+r", "reset", show=False),
        Binding("ctrl+o", "leave", show=False),
    ]

    def __init__(self, keeper: Keeper) -> None:
        super().__init__()
        self._keeper = keeper
        self._looker = Looker()
        self._bridge = Bridge(self, self._looker)
        self._pace = restored(keeper.read(lambda store: store.setting("pace"), ""))
        self._ticked = time.monotonic()
        self._names: Mapping[str, tuple[str, ...]] = {}
        self._worked = False

    def on_mount(self) -> None:
        """Bring the terminal's history and the clock's pace back, and start the clock."""
        self.query_one(Terminal).history = self._keeper.read(lambda store: store.history(), ())
        self.query_one(ClockBar).pace = self._pace
        self.query_one(Picture).moving = self._pace.running
        self.set_interval(TICK_S, self._tick)

    def restate(self) -> None:
        """Name the panes."""
        for pane in PANES:
            self.query_one(f"#{pane}").border_title = f"{pane_key(pane)} {self.say(f'tui.pane.{pane}')}"

    @property
    def help_page(self) -> str:
        """The key of the help on the pane that has the focus; empty where that is the lesson."""
        for each in self.focused.ancestors_with_self if self.focused else ():
            if isinstance(each, Widget) and each.id in PANES and each.id != "lesson":
                return f"tui.help.{each.id}"
        return ""

    # Panes.

    @property
    def together(self) -> bool:
        """Whether all panes are shown at once."""
        # The app's size is known before the screen is laid out.
        return self.app.size.width >= TOGETHER_WIDTH and self.app.size.height >= TOGETHER_HEIGHT

    def action_show(self, pane: str) -> None:
        """Bring a pane to the front and give it the focus."""
        for each in PANES:
            self.set_class(each == pane, f"-show-{each}")
        self.query_one(PaneTabs).active = pane
        targets = {"lab": "#lab Picture", "terminal": "#terminal Prompt", "goals": "#goals-list"}
        if pane in targets:
            self.query_one(targets[pane]).focus(scroll_visible=False)
        else:
            self.focus_lesson()

    def focus_lesson(self) -> None:
        """Give the focus to what stands in the first pane."""

    @on(PaneTabs.Picked)
    def pick_pane(self, event: PaneTabs.Picked) -> None:
        """A tab was clicked."""
        self.action_show(event.pane)

    def badge(self, pane: str, text: str) -> None:
        """Put what is worth knowing of a pane on its tab."""
        tabs = self.query_one(PaneTabs)
        tabs.badges = {**tabs.badges, pane: text}

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()

    # The lab.

    def begin(self, exercise: str | None, afresh: Make, resumed: Make | None = None) -> None:
        """Work at another desk from now on: the one that was left, else a new one."""
        self._worked = False
        self._bridge.begin(exercise, afresh, resumed)

    def do(self, work: Work) -> None:
        """Do something at the desk."""
        self._bridge.do(work)

    def was_reset(self) -> None:
        """Everything begins again: whoever builds on this forgets what it knows of the last try."""

    @on(Began)
    def began(self, message: Began) -> None:
        """The lab is ready."""
        self.query_one(LabPane).show_all()
        if message.resumed:
            self.print(self.say("tui.terminal.resumed"), "word")

    @on(LabChanged)
    def lab_changed(self, message: LabChanged) -> None:
        """Show the lab as it is now."""
        snapshot = message.snapshot
        self._names = snapshot.names
        pane = self.query_one(LabPane)
        pane.lab, pane.page = snapshot.lab, snapshot.page
        clock = self.query_one(ClockBar)
        clock.now_ms, clock.next_event_ms = snapshot.now_ms, snapshot.next_event_ms
        self.badge("lab", summary(snapshot.lab))

    @on(Did)
    def note_work(self, message: Did) -> None:
        """Know whether there is anything that a reset would throw away."""
        self._worked = any(not isinstance(deed, Passed) for deed in message.deeds)

    @on(Said)
    def said(self, message: Said) -> None:
        """Print what came of a line."""
        self.query_one(Terminal).print(message.printed)

    @on(Busy)
    def show_busy(self, message: Busy) -> None:
        """Mark the prompt while something runs."""
        self.query_one(Terminal).busy = message.busy

    @on(LabPane.Looked)
    def look(self, event: LabPane.Looked) -> None:
        """Look closer at something in the lab, or from further away."""
        at = (event.target, event.tab)
        self._looker.at = None if at == WHOLE else at
        self._bridge.look_again()

    # The terminal.

    def print(self, text: str, kind: Kind = "out") -> None:
        """Put a text on the terminal."""
        self.query_one(Terminal).print((Printed(text, kind),))

    def complete(self, line: str, cursor: int) -> Sequence[Offer]:
        """What fits at the cursor; called in a thread."""
        return complete(line, cursor, self._names, self.say)

    @on(Terminal.Entered)
    def enter(self, event: Terminal.Entered) -> None:
        """Keep what was entered, then do it."""
        terminal = self.query_one(Terminal)
        for line in shell.lines_for_history(event.text):
            if line not in terminal.history[-1:]:
                terminal.history = (*terminal.history, line)
                self._keeper.remember(line)
        self.print(event.text, "command")
        if command := lab_command(event.text):
            self.lab_command(*command)
        else:
            self.do(shell.script(event.text, self.language))

    def lab_command(self, name: str, argument: str) -> None:
        """Do one of the lab's own commands."""
        match name:
            case "clock":
                self._clock_command(argument)
            case "reset":
                self.action_reset()
            case "clear":
                self.query_one(Terminal).clear()
            case "exit":
                self.action_leave()
            case "help":
                lines = [f"{each:<11} {self.say(f'tui.command.{each}')}" for each in LAB_COMMANDS]
                self.print("\n".join([self.say("tui.terminal.help"), *lines]), "word")
            case _:
                if work := shell.lab_work(LabCommand(name, argument), self.language):
                    self.do(work)

    def action_undo(self) -> None:
        """Take back what was done last."""
        self.do(shell.undo(self.say))

    def action_reset(self) -> None:
        """Begin again; asks first when there is something to lose."""
        if self._worked:
            questions = (self.say("tui.reset.ask"), self.say("tui.reset.yes"), self.say("tui.reset.no"))
            self.app.push_screen(Confirm(*questions), self._reset)
        else:
            self._reset(sure=True)

    def _reset(self, sure: bool | None) -> None:
        if sure:
            self.was_reset()
            self.do(shell.reset(self.say))

    # The clock.

    def _tick(self) -> None:
        now = time.monotonic()
        elapsed_s, self._ticked = min(now - self._ticked, 1.0), now
        if self._pace.running:
            rate_ms = self._pace.rate * 1000
            self._bridge.tick(elapsed_s * rate_ms, rate_ms)

    def set_pace(self, pace: Pace) -> None:
        """Let the clock run at another pace, now and the next time."""
        self._pace = pace
        self.query_one(ClockBar).pace = pace
        self.query_one(Picture).moving = pace.running
        self._keeper.keep(lambda store: store.set_setting("pace", pace.saved()))

    def action_pause(self) -> None:
        """Stop the clock, or let it run."""
        self.set_pace(self._pace.paused())

    def action_next_event(self) -> None:
        """Let time pass until something happens."""
        self.do(shell.to_next_event(self.say))

    @on(ClockBar.Clicked)
    def action_clock(self) -> None:
        """Show everything that can be done with the clock."""
        self.app.push_screen(ClockMenu(self._pace, self.say), self._clock_chosen)

    def _clock_chosen(self, choice: ClockChoice | None) -> None:
        if isinstance(choice, Pace):
            self.set_pace(choice)
        elif choice == "next":
            self.action_next_event()
        elif choice is not None:
            self.do(shell.wait(f"{choice}ms", self.say))

    def _clock_command(self, argument: str) -> None:
        word = argument.lower().lstrip("x×")
        if not word:
            self.action_clock()
        elif word.isdecimal() and int(word) in RATES:
            self.set_pace(Pace(int(word)))
        elif word in ("pause", "run"):
            self.set_pace(Pace(self._pace.rate, running=word == "run"))
        elif word == "next":
            self.action_next_event()
        else:
            self.print(self.say("tui.clock.usage"), "error")
