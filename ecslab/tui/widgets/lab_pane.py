"""The lab's pane: the picture, and the way into it from the account down to one container."""

from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.reactive import reactive

from ecslab.picture.drawing.captions import caption
from ecslab.picture.drawing.lab import legend
from ecslab.picture.looking.look import ACCOUNT, TABS
from ecslab.picture.looking.page import Page
from ecslab.picture.parts import Target
from ecslab.picture.views import LabView
from ecslab.tui.widgets.crumbs import Crumbs
from ecslab.tui.widgets.picture import Picture
from ecslab.tui.widgets.spoken import Spoken

MOST_TABS = max(len(tabs) for tabs in TABS.values())


WHOLE = (ACCOUNT, TABS["account"][0])
"""Looking at everything."""


class LabPane(Vertical, Spoken):
    """Shows `lab`, and the `page` of what the learner looks at; tells what that is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace", "back", show=False),
        Binding("w", "why", show=False),
        Binding("right_square_bracket", "turn_on(1)", show=False),
        Binding("left_square_bracket", "turn_on(-1)", show=False),
        *(Binding(str(number), f"turn({number - 1})", show=False) for number in range(1, MOST_TABS + 1)),
    ]

    lab: reactive[LabView] = reactive(LabView(), init=False)
    page: reactive[Page | None] = reactive(None, init=False)
    """What the lab says of `looking_at`; None while that is not known, or not there."""

    @dataclass
    class Looked(Message):
        """The learner looks at something: whoever hears it gives the pane a page of that."""

        target: Target
        tab: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._path: list[tuple[Target, str]] = [WHOLE]

    def compose(self) -> ComposeResult:
        """The way, and what is seen from there."""
        yield Crumbs()
        yield Picture()

    @property
    def looking_at(self) -> tuple[Target, str]:
        """What the learner looks at, and its tab."""
        return self._path[-1]

    def on_mount(self) -> None:
        """Begin at the account."""
        self.restate()

    def restate(self) -> None:
        """Say where one is."""
        target, tab = self.looking_at
        crumbs = self.query_one(Crumbs)
        crumbs.path = tuple(each for each, _ in self._path)
        crumbs.tabs, crumbs.active = TABS[target.kind], tab
        self.border_subtitle = self._subtitle()

    def watch_lab(self, lab: LabView) -> None:
        """Show the lab as it is now."""
        self.query_one(Picture).lab = lab

    def watch_page(self, page: Page | None) -> None:
        """Show the page, unless the learner has gone on meanwhile."""
        if page is not None and (page.target, page.tab) == self.looking_at:
            self.query_one(Picture).page = page

    def show_all(self) -> None:
        """Look at the whole lab."""
        self._go([WHOLE])

    # Looking closer.

    @on(Picture.Asked)
    def look_closer(self, event: Picture.Asked) -> None:
        """Look at what was pointed at."""
        event.stop()
        self.look_at(event.target)

    def look_at(self, target: Target, tab: str = "") -> None:
        """Look at something that is in what is looked at now."""
        tabs = TABS[target.kind]
        step = (target, tab if tab in tabs else tabs[0])
        before = [each for each in self._path if each[0] != target]
        at = next((depth for depth, each in enumerate(self._path) if each[0] == target), len(before))
        self._go([*self._path[:at], step])

    def action_back(self) -> None:
        """Look from one step further away."""
        if len(self._path) > 1:
            self._go(self._path[:-1], self._path[-1][0])

    def action_turn(self, number: int) -> None:
        """Turn to a tab by its number."""
        target, _ = self.looking_at
        if number < len(TABS[target.kind]):
            self._go([*self._path[:-1], (target, TABS[target.kind][number])])

    def action_turn_on(self, step: int) -> None:
        """Turn to the next tab, or the one before."""
        target, tab = self.looking_at
        tabs = TABS[target.kind]
        self.action_turn((tabs.index(tab) + step) % len(tabs))

    def action_why(self) -> None:
        """Ask why what is pointed at, or looked at, is as it is."""
        chosen = self.query_one(Picture).chosen or self.looking_at[0]
        if "why" in TABS[chosen.kind]:
            self.look_at(chosen, "why")

    @on(Crumbs.Turned)
    def turn_to(self, event: Crumbs.Turned) -> None:
        """A tab was clicked."""
        event.stop()
        target, _ = self.looking_at
        self._go([*self._path[:-1], (target, event.tab)])

    @on(Crumbs.Stepped)
    def step_to(self, event: Crumbs.Stepped) -> None:
        """A thing on the way was clicked."""
        event.stop()
        self._go(self._path[: event.depth + 1])

    @on(Picture.Pointed)
    def say_what_is_pointed_at(self, event: Picture.Pointed) -> None:
        """Put it into words below the picture."""
        event.stop()
        self.border_subtitle = self._subtitle()

    def _go(self, path: list[tuple[Target, str]], point_at: Target | None = None) -> None:
        self._path = path
        self.restate()
        picture = self.query_one(Picture)
        picture.turn(*self.looking_at)
        if point_at is not None:
            picture.point_at(point_at)
        # Whatever page comes next is news; the whole needs none.
        self.set_reactive(LabPane.page, None)
        if self.looking_at == WHOLE:
            picture.page = None
        self.post_message(self.Looked(*self.looking_at))

    def _subtitle(self) -> str:
        chosen = self.query_one(Picture).chosen
        if chosen is not None:
            return caption(chosen, self.lab, self.say)
        return legend(self.say) if self.looking_at[1] == "picture" else self.say("picture.how")
