"""The lab's clock on one line: virtual time, pace, and what comes next."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from ecslab.engine.clock import format_duration, to_datetime
from ecslab.tui.pace import Pace
from ecslab.tui.widgets.spoken import Spoken


class ClockBar(Static, Spoken):
    """Shows the time of the lab; a click asks for the clock's menu."""

    DEFAULT_CSS = """
    ClockBar { width: auto; height: 1; padding: 0 1; background: $primary-muted; color: $text; }
    ClockBar.-paused { background: $warning-muted; }
    """

    now_ms: reactive[int | None] = reactive(None, init=False)
    next_event_ms: reactive[int | None] = reactive(None, init=False)
    pace: reactive[Pace] = reactive(Pace(), init=False)

    _width = 0
    """In cells, of the line that is shown."""

    @dataclass
    class Clicked(Message):
        """The learner wants the clock's menu."""

    def on_mount(self) -> None:
        """Show the first time."""
        self.restate()

    def watch_now_ms(self) -> None:
        """Show the time."""
        self.restate()

    def watch_next_event_ms(self) -> None:
        """Show what comes next."""
        self.restate()

    def watch_pace(self) -> None:
        """Show the pace."""
        self.restate()

    def restate(self) -> None:
        """Say it all on one line."""
        self.set_class(not self.pace.running, "-paused")
        line = Content(" ".join(self._pieces()))
        # A screen that is laid out anew is painted anew, which is dear for a clock that ticks.
        self.update(line, layout=line.cell_length != self._width)
        self._width = line.cell_length

    def on_click(self, event: events.Click) -> None:
        """Report the click."""
        event.stop()
        self.post_message(self.Clicked())

    def _pieces(self) -> list[str]:
        if self.now_ms is None:
            return [self.say("tui.clock.none")]
        pieces = [f"{to_datetime(self.now_ms):%m-%d %H:%M:%S}", f"×{self.pace.rate}"]
        pieces.append("▶" if self.pace.running else f"‖ {self.say('tui.clock.paused')}")
        if self.next_event_ms is not None:
            left = max(0, self.next_event_ms - self.now_ms + 999) // 1000 * 1000
            pieces.append(self.say("tui.clock.next", duration=format_duration(left)))
        return pieces
