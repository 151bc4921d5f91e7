"""The lab picture: clusters, services, deployments and tasks, repainted where they changed."""

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

from ecslab.tui.snapshot import Snapshot
from ecslab.tui.widgets.picture_lines import Line, Target, lay_out, legend
from ecslab.tui.widgets.spoken import Spoken

KINDS = (
    "text", "faint", "strong", "name", "cluster", "letter", "bad", "reason",
    "waiting", "starting", "running", "stopping", "stopped", "chosen",
)  # fmt: skip
"""The kinds of parts that have a style of their own."""


class Picture(ScrollView, Spoken, can_focus=True):
    """Shows `snapshot`; reports what the learner points at."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"picture--{kind}" for kind in KINDS}
    DEFAULT_CSS = """
    Picture {
        padding: 0 1;
        & > .picture--faint { color: $text-muted; }
        & > .picture--strong { text-style: bold; }
        & > .picture--name { text-style: bold; }
        & > .picture--cluster { text-style: bold underline; }
        & > .picture--letter { background: $secondary; color: $text; text-style: bold; }
        & > .picture--bad { color: $text-error; text-style: bold; }
        & > .picture--reason { color: $text-warning; }
        & > .picture--waiting { background: $surface-lighten-2; color: $text; }
        & > .picture--starting { background: $warning-muted; color: $text-warning; }
        & > .picture--running { background: $success-muted; color: $text-success; }
        & > .picture--stopping { background: $panel; color: $text-muted; text-style: italic; }
        & > .picture--stopped { background: $error-muted; color: $text-error; }
        & > .picture--chosen { text-style: bold reverse; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,down", "choose(1)", show=False),
        Binding("left,up", "choose(-1)", show=False),
        Binding("enter,space", "ask", show=False),
    ]

    snapshot: reactive[Snapshot] = reactive(Snapshot(0), init=False)
    chosen: reactive[Target | None] = reactive(None, init=False)

    @dataclass
    class Asked(Message):
        """The learner wants to know about something in the picture."""

        target: Target

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._lines: tuple[Line, ...] = ()

    @property
    def targets(self) -> tuple[Target, ...]:
        """Everything that can be pointed at, in the order shown, each once."""
        return tuple(dict.fromkeys(part.target for line in self._lines for part in line if part.target))

    def on_mount(self) -> None:
        """Lay the first picture out."""
        self.restate()

    def on_resize(self) -> None:
        """Lay it out again in the new width."""
        self.restate()

    def watch_snapshot(self) -> None:
        """Lay the new picture out."""
        self.restate()

    def watch_chosen(self, chosen: Target | None) -> None:
        """Bring what is pointed at into view."""
        for y, line in enumerate(self._lines):
            if any(part.target == chosen and chosen for part in line):
                self.scroll_to_region(Region(0, y, 1, 1), animate=False)
                break
        self.refresh()

    def restate(self) -> None:
        """Lay the picture out and repaint the lines that differ."""
        self.border_subtitle = legend(self.say)
        width = self.scrollable_content_region.width
        before = self._lines
        self._lines = lay_out(self.snapshot, width, self.say) if width > 0 else ()
        if self.chosen and self.chosen not in self.targets:
            self.chosen = None
        if len(before) != len(self._lines):
            self.virtual_size = Size(width, len(self._lines))
            self.refresh()
            return
        for y, (old, new) in enumerate(zip(before, self._lines, strict=True)):
            if old != new:
                self.refresh_lines(y, 1)

    def render_line(self, y: int) -> Strip:
        """One line of what is in view."""
        width = self.scrollable_content_region.width
        number = y + self.scroll_offset.y
        if number >= len(self._lines):
            return Strip.blank(width, self.rich_style)
        segments = [
            Segment(part.text, self._style(part.kind, part.target))
            for part in self._lines[number]
            if part.text
        ]
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def action_choose(self, step: int) -> None:
        """Point at the next thing, or the one before; scroll where there is nothing to point at."""
        targets = self.targets
        if not targets:
            self.scroll_relative(y=step, animate=False)
        elif self.chosen in targets:
            self.chosen = targets[(targets.index(self.chosen) + step) % len(targets)]
        else:
            self.chosen = targets[0 if step > 0 else -1]

    def action_ask(self) -> None:
        """Report what is pointed at."""
        if self.chosen:
            self.post_message(self.Asked(self.chosen))

    def on_click(self, event: events.Click) -> None:
        """Point at what was clicked and ask about it."""
        if isinstance(target := event.style.meta.get("target"), tuple):
            self.chosen = Target(*target)
            self.action_ask()

    def _style(self, kind: str, target: Target | None) -> Style:
        style = self.get_component_rich_style(f"picture--{kind}")
        if target and target == self.chosen:
            style += self.get_component_rich_style("picture--chosen", partial=True)
        return style + Style(meta={"target": tuple(target)}) if target else style
