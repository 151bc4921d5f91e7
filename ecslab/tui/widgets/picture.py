"""The lab picture: what is in view is drawn, what differs is painted again, what changed is marked."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ecslab.picture.changes import changes
from ecslab.picture.drawing.lab import layout
from ecslab.picture.drawing.pages import page as page_layout
from ecslab.picture.layout import Layout, Spot
from ecslab.picture.looking.look import ACCOUNT
from ecslab.picture.looking.page import Page
from ecslab.picture.parts import Line, Part, Target
from ecslab.picture.views import LabView
from ecslab.tui.widgets.spoken import Spoken

if TYPE_CHECKING:
    from textual.timer import Timer

HUES = 5
"""How many colours services have; the letters tell apart those that share one."""

KINDS = (
    "text", "faint", "strong", "name", "cluster", "letter", "good", "bad", "reason", "frame",
    "waiting", "starting", "running", "stopping", "stopped", "chosen", "changed",
    *(f"hue-{number}" for number in range(HUES)),
)  # fmt: skip
"""The kinds of parts that have a style of their own, and what is laid over them."""

CHOSEN, CHANGED = "[]", "›‹"
"""What stands around a box that is pointed at, and around one that has just changed."""


NOTICED_S = 1.5
"""How long something that has changed stays marked while the lab's clock runs."""


class Picture(ScrollView, Spoken, can_focus=True):
    """Shows `lab`, or the `page` of something in it; reports what the learner points at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"picture--{kind}" for kind in KINDS}
    DEFAULT_CSS = """
    Picture {
        padding: 0 1;
        /* A bar that comes and goes would change the width for which everything is laid out. */
        overflow-x: hidden;
        scrollbar-gutter: stable;
        & > .picture--faint { color: $text-muted; }
        & > .picture--strong { text-style: bold; }
        & > .picture--name { text-style: bold; }
        & > .picture--cluster { text-style: bold underline; }
        & > .picture--letter { background: $panel; color: $text; text-style: bold; }
        & > .picture--good { color: $text-success; }
        & > .picture--bad { color: $text-error; text-style: bold; }
        & > .picture--reason { color: $text-warning; }
        & > .picture--frame { color: $text-muted; }
        & > .picture--waiting { background: $panel; color: $text-muted; }
        & > .picture--starting { background: $panel; color: $text; text-style: bold; }
        & > .picture--running { background: $panel; color: $text; }
        & > .picture--stopping { background: $panel; color: $text-muted; text-style: italic; }
        & > .picture--stopped { background: $error-muted; color: $text-error; }
        & > .picture--chosen { text-style: bold reverse; }
        & > .picture--changed { text-style: bold underline; }
        & > .picture--hue-0 { background: $success-muted; color: $text-success; }
        & > .picture--hue-1 { background: $primary-muted; color: $text-primary; }
        & > .picture--hue-2 { background: $accent-muted; color: $text-accent; }
        & > .picture--hue-3 { background: $secondary-muted; color: $text-secondary; }
        & > .picture--hue-4 { background: $warning-muted; color: $text-warning; }
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
    page: reactive[Page | None] = reactive(None, init=False)
    """What is looked at; None: the whole lab."""
    moving: reactive[bool] = reactive(default=True, init=False)
    """Whether the lab's clock runs; while it does not, what changed last stays marked."""
    chosen: reactive[Target | None] = reactive(None, init=False)

    @dataclass
    class Asked(Message):
        """The learner wants to know about something in the picture."""

        target: Target

    @dataclass
    class Pointed(Message):
        """The learner points at something else, or at nothing."""

        target: Target | None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._layout = Layout((), 0)
        self._painted: dict[int, Line] = {}
        self._spot: Spot | None = None
        self._looking: tuple[Target, str] = (ACCOUNT, "picture")
        self._kept: dict[tuple[Target, str], tuple[Target | None, int]] = {}
        self._changed: frozenset[Target] = frozenset()
        self._fading: Timer | None = None
        self._laid: tuple[Page | None, int, str] = (None, 0, "")

    @property
    def plan(self) -> Layout:
        """What is shown, by lines."""
        return self._layout

    @property
    def changed(self) -> frozenset[Target]:
        """What is marked as having changed."""
        return self._changed

    def turn(self, target: Target, tab: str) -> None:
        """Look at something else: where one pointed and scrolled to there is found again later."""
        self._kept[self._looking] = (self.chosen, self.scroll_offset.y)
        self._looking = (target, tab)
        self.chosen = self._spot = None
        self.scroll_to(y=0, animate=False, immediate=True)

    def point_at(self, target: Target) -> None:
        """Point at something as soon as it is shown."""
        self._kept[self._looking] = (target, self._kept.get(self._looking, (None, 0))[1])

    def on_mount(self) -> None:
        """Lay the first picture out."""
        self.restate()

    def on_resize(self) -> None:
        """Lay it out again in the new width."""
        self.restate()

    def watch_lab(self, before: LabView, after: LabView) -> None:
        """Lay the new picture out, and mark what is new in it."""
        if changed := changes(before, after):
            self._mark(changed)
        self.restate()

    def watch_page(self) -> None:
        """Lay the new page out; go where one was on it."""
        self.restate()
        chosen, y = self._kept.pop(self._looking, (None, 0))
        if chosen is not None and (spot := self._layout.find(chosen, y)) is not None:
            self._point(spot)
        if y:
            self.scroll_to(y=y, animate=False)

    def watch_moving(self) -> None:
        """Once the clock runs, marks fade."""
        if self._changed:
            self._mark(self._changed)

    def watch_chosen(self, chosen: Target | None) -> None:
        """Tell what is pointed at."""
        self.post_message(self.Pointed(chosen))

    def _mark(self, changed: frozenset[Target]) -> None:
        """Mark what has changed; without a clock that runs nothing fades."""
        if self._fading is not None:
            self._fading.stop()
            self._fading = None
        different, self._changed = changed ^ self._changed, changed
        if changed and self.moving:
            self._fading = self.set_timer(NOTICED_S, lambda: self._mark(frozenset()))
        for y, line in self._painted.items():
            if any(part.target in different for part in line):
                self.refresh_lines(y, 1)

    def restate(self) -> None:
        """Lay the picture out and repaint the lines in view that differ."""
        width = self.scrollable_content_region.width
        before, self._layout = self._layout, self._laid_out(width)
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

    def _laid_out(self, width: int) -> Layout:
        if width <= 0:
            return Layout((), 0)
        page = self.page
        if page is None:
            return layout(self.lab, width, self.say)
        laid = (page, width, self.language)
        if page.tab != "picture" and laid == self._laid:
            return self._layout
        self._laid = laid
        return page_layout(page, self.lab, width, self.say)

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
        """A box between signs where it is pointed at or has changed; they take the place of its blanks."""
        if part.target is None or part.text[:1] != " " or part.text[-1:] != " ":
            return part
        signs = CHOSEN if part.target == self.chosen else CHANGED if part.target in self._changed else "  "
        return part._replace(text=f"{signs[0]}{part.text[1:-1]}{signs[1]}")

    def _style(self, part: Part) -> Style:
        style = self.get_component_rich_style(f"picture--{part.kind}")
        if part.hue is not None and part.kind in ("running", "letter"):
            style = self.get_component_rich_style(f"picture--hue-{part.hue % HUES}")
        if part.target is None:
            return style
        if part.target in self._changed:
            style += self.get_component_rich_style("picture--changed", partial=True)
        if part.target == self.chosen:
            style += self.get_component_rich_style("picture--chosen", partial=True)
        return style + Style(meta={"target": tuple(part.target)})
