"""The lab picture: what is in view is drawn, what differs is painted again, what changed is marked."""

from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ecslab.picture.drawing.lab import layout, legend
from ecslab.picture.layout import Layout, Spot
from ecslab.picture.parts import Line, Part, Target
from ecslab.picture.views import LabView
from ecslab.tui.widgets.spoken import Spoken

HUES = 6
"""How many colours services have; the letters tell apart those that share one."""

KINDS = (
    "text", "faint", "strong", "name", "cluster", "letter", "good", "bad", "reason", "frame",
    "waiting", "starting", "running", "stopping", "stopped", "chosen", "changed",
    *(f"hue-{number}" for number in range(HUES)),
)  # fmt: skip
"""The kinds of parts that have a style of their own, and what is laid over them."""

CHOSEN, CHANGED = "[]", "›‹"
"""What stands around a box that is pointed at, and around one that has just changed."""


class Picture(ScrollView, Spoken, can_focus=True):
    """Shows `lab`; reports what the learner points at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"picture--{kind}" for kind in KINDS}
    DEFAULT_CSS = """
    Picture {
        padding: 0 1;
        & > .picture--faint { color: $text-muted; }
        & > .picture--strong { text-style: bold; }
        & > .picture--name { text-style: bold; }
        & > .picture--cluster { text-style: bold underline; }
        & > .picture--letter { background: $secondary-muted; color: $text-secondary; text-style: bold; }
        & > .picture--good { color: $text-success; }
        & > .picture--bad { color: $text-error; text-style: bold; }
        & > .picture--reason { color: $text-warning; }
        & > .picture--frame { color: $panel-lighten-3; }
        & > .picture--waiting { background: $surface-lighten-2; color: $text-muted; }
        & > .picture--starting { background: $surface-lighten-2; color: $text; text-style: bold; }
        & > .picture--running { background: $success-muted; color: $text-success; }
        & > .picture--stopping { background: $panel; color: $text-muted; text-style: italic; }
        & > .picture--stopped { background: $error-muted; color: $text-error; }
        & > .picture--chosen { text-style: bold reverse; }
        & > .picture--changed { text-style: bold underline; }
        & > .picture--hue-0 { background: $success-muted; color: $text-success; }
        & > .picture--hue-1 { background: $primary-muted; color: $text-primary; }
        & > .picture--hue-2 { background: $accent-muted; color: $text-accent; }
        & > .picture--hue-3 { background: $secondary-muted; color: $text-secondary; }
        & > .picture--hue-4 { background: $warning-muted; color: $text-warning; }
        & > .picture--hue-5 { background: $surface-lighten-3; color: $text; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right", "along(1)", show=False),
        Binding("left", "along(-1)", show=False),
        Binding("down", "across(1)", show=False),
        Binding("up", "across(-1)", show=False),
        Binding("home", "ends(-1)", show=False),
        Binding("end", "ends(1)", show=False),
        Binding("enter,space", "ask", show=False),
    ]

    lab: reactive[LabView] = reactive(LabView(), init=False)
    chosen: reactive[Target | None] = reactive(None, init=False)

    @dataclass
    class Asked(Message):
        """The learner wants to know about something in the picture."""

        target: Target

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._layout = Layout((), 0)
        self._painted: dict[int, Line] = {}
        self._spot: Spot | None = None

    @property
    def layout_of_lines(self) -> Layout:
        """What is shown, by lines."""
        return self._layout

    def on_mount(self) -> None:
        """Lay the first picture out."""
        self.restate()

    def on_resize(self) -> None:
        """Lay it out again in the new width."""
        self.restate()

    def watch_lab(self) -> None:
        """Lay the new picture out."""
        self.restate()

    def restate(self) -> None:
        """Lay the picture out and repaint the lines in view that differ."""
        self.border_subtitle = legend(self.say)
        width = self.scrollable_content_region.width
        before, self._layout = self._layout, layout(self.lab, width, self.say) if width > 0 else Layout((), 0)
        if self.chosen is not None:
            self._spot = self._layout.find(self.chosen, self._spot.y if self._spot else 0)
            if self._spot is None:
                self.chosen = None
        if before.height != self._layout.height or before.width != width:
            self.virtual_size = Size(width, self._layout.height)
            self.refresh()
            return
        for y, line in list(self._painted.items()):
            if line != self._layout.line(y):
                self.refresh_lines(y, 1)

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if y == 0:
            shown = range(number, number + self.size.height)
            self._painted = {each: line for each, line in self._painted.items() if each in shown}
        line = self._layout.line(number)
        self._painted[number] = line
        segments = [Segment(part.text, self._style(part)) for part in map(self._marked, line) if part.text]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def action_along(self, step: int) -> None:
        """Point at the next thing in the order of reading, or the one before."""
        self._go(self._layout.along(self._spot, step) if self._spot else self._start(step), step)

    def action_across(self, step: int) -> None:
        """Point at the nearest thing below, or above."""
        self._go(self._layout.across(self._spot, step) if self._spot else self._start(step), step)

    def action_ends(self, step: int) -> None:
        """Point at the first thing, or the last."""
        self._go(self._layout.last() if step > 0 else self._layout.first(), step)

    def action_ask(self) -> None:
        """Report what is pointed at."""
        if self.chosen:
            self.post_message(self.Asked(self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Point at what was clicked and ask about it."""
        if isinstance(target := event.style.meta.get("target"), tuple):
            self._point(self._layout.find(Target(*target), event.y + self.scroll_offset.y))
            self.action_ask()

    def _start(self, step: int) -> Spot | None:
        """Where pointing begins: at the top of what is in view, or at the end."""
        if step < 0:
            return self._layout.last()
        top = self.scroll_offset.y
        spots = (self._layout.spots(y) for y in range(top, self._layout.height))
        return next((row[0] for row in spots if row), None)

    def _go(self, spot: Spot | None, step: int) -> None:
        """Point at something; where nothing more follows, show what is left in that direction."""
        if spot is not None:
            self._point(spot)
        else:
            self.scroll_relative(y=step, animate=False)

    def _point(self, spot: Spot | None) -> None:
        before, self._spot = self._spot, spot
        self.chosen = spot.target if spot else None
        for each in (before, spot):
            if each is not None:
                self.refresh_lines(each.y, 1)
        if spot is not None:
            self.scroll_to_region(Region(spot.x, spot.y, spot.cells, 1), animate=False)

    def _marked(self, part: Part) -> Part:
        """A box between brackets where it is pointed at; they take the place of its blanks."""
        if part.target is None or part.target != self.chosen or part.text[:1] != " " or part.text[-1:] != " ":
            return part
        return part._replace(text=f"{CHOSEN[0]}{part.text[1:-1]}{CHOSEN[1]}")

    def _style(self, part: Part) -> Style:
        style = self.get_component_rich_style(f"picture--{part.kind}")
        if part.hue is not None and part.kind in ("running", "letter"):
            style = self.get_component_rich_style(f"picture--hue-{part.hue % HUES}")
        if part.target is None:
            return style
        if part.target == self.chosen:
            style += self.get_component_rich_style("picture--chosen", partial=True)
        return style + Style(meta={"target": tuple(part.target)})
