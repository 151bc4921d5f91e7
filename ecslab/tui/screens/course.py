"""The course map: every lesson with what has been done of it. It is also the first thing shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from ecslab.session.values import LessonRow, Outline
from ecslab.tui.screens.base import LabScreen
from ecslab.tui.widgets.key_bar import Key, KeyBar
from ecslab.tui.widgets.title_bar import TitleBar

_HEADING = "--incidents"
"""The option that is the heading of the incident sets; no id of a lesson begins with '-'."""


def _numbered(rows: Sequence[LessonRow]) -> dict[str, tuple[int, LessonRow]]:
    """The rows by id, with their numbers; the incident sets are counted for themselves."""
    lessons = [row for row in rows if not row.incident]
    incidents = [row for row in rows if row.incident]
    return {row.id: (number, row) for part in (lessons, incidents) for number, row in enumerate(part, 1)}


class CourseScreen(LabScreen):
    """Shows `outline` once it is known; reports the lesson that is opened."""

    DEFAULT_CSS = """
    CourseScreen {
        & > #map { height: 1fr; }
        & #map-lessons { width: 3fr; height: 1fr; border: none; padding: 0 1; background: transparent; }
        & #map-detail { width: 2fr; padding: 0 2; display: none; border-left: vkey $panel; }
        &.-wide #map-detail { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8,right", "open", show=False)]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012 - Textual's own form
    outline: reactive[Outline | None] = reactive(None, init=False)
    trouble: reactive[str] = reactive("", init=False)
    """Why there is no course."""
    waiting: reactive[bool] = reactive(default=False, init=False)
    """Whether a lesson is about to open."""

    @dataclass
    class Opened(Message):
        """The learner opened a lesson."""

        lesson: str

    @dataclass
    class Shown(Message):
        """The map is seen again: what has been done meanwhile should be on it."""

    def compose(self) -> ComposeResult:
        """Title, lessons, what is in the highlighted one, keys."""
        yield TitleBar()
        with Horizontal(id="map"):
            yield OptionList(id="map-lessons")
            with VerticalScroll(id="map-detail", can_focus=False):
                yield Static()
        yield KeyBar(
            Key("F1", "app.help", "tui.key.help"),
            Key("Enter", "open", "tui.key.open"),
            Key("^L", "app.language", "tui.key.language"),
            Key("^P", "app.command_palette", "tui.key.palette"),
            Key("^Q", "app.quit", "tui.key.quit"),
        )

    @property
    def help_page(self) -> str:
        """Help on the course map."""
        return "tui.help.course"

    def on_mount(self) -> None:
        """Say that the course is coming."""
        self.restate()

    def on_screen_resume(self) -> None:
        """Report that the map is seen again."""
        self.post_message(self.Shown())

    def watch_outline(self) -> None:
        """Show the lessons."""
        self.restate()

    def watch_waiting(self) -> None:
        """Say that a lesson is about to open."""
        self.restate()

    def watch_trouble(self) -> None:
        """Say what is wrong."""
        self.restate()

    def restate(self) -> None:
        """Show the map; the highlighted lesson stays highlighted."""
        title = self.query_one(TitleBar)
        outline = self.outline
        title.heading = outline.title if outline else self.say("tui.course.subtitle")
        if self.waiting:
            title.place = self.say("tui.course.opening")
        else:
            title.place = self.say("tui.course.points", points=outline.points) if outline else ""
        lessons = self.query_one(OptionList)
        rows = outline.lessons if outline else ()
        numbered = _numbered(rows)
        if list(numbered) != [option.id for option in lessons.options if option.id != _HEADING]:
            highlighted = lessons.highlighted
            lessons.clear_options()
            lessons.add_options(self._options(numbered))
            lessons.highlighted = highlighted or (0 if rows else None)
        if not rows:
            lessons.clear_options()
            lessons.add_option(Option(self.trouble or self.say("tui.course.loading"), disabled=True))
        for number, row in numbered.values():
            lessons.replace_option_prompt(row.id, self._prompt(number, row))
        if any(row.incident for row in rows):
            lessons.replace_option_prompt(_HEADING, self._heading())
        self._detail()

    def _options(self, numbered: Mapping[str, tuple[int, LessonRow]]) -> Iterator[Option]:
        """The lessons, and below a heading of their own the incident sets."""
        begun = False
        for number, row in numbered.values():
            if row.incident and not begun:
                begun = True
                yield Option(self._heading(), id=_HEADING, disabled=True)
            yield Option(self._prompt(number, row), id=row.id)

    def _heading(self) -> Content:
        return Content.assemble("\n", (self.say("tui.course.incidents"), "bold $text-accent"))

    def highlight(self, lesson: str) -> None:
        """Bring a lesson under the cursor."""
        lessons = self.query_one(OptionList)
        if self.outline and lesson in [row.id for row in self.outline.lessons]:
            lessons.highlighted = lessons.get_option_index(lesson)

    @on(OptionList.OptionHighlighted)
    def point(self, event: OptionList.OptionHighlighted) -> None:
        """Show what is in the lesson."""
        event.stop()
        self._detail()

    @on(OptionList.OptionSelected)
    def choose(self, event: OptionList.OptionSelected) -> None:
        """Open the lesson."""
        event.stop()
        if event.option.id:
            self.post_message(self.Opened(event.option.id))

    def action_open(self) -> None:
        """Open the highlighted lesson."""
        self.query_one(OptionList).action_select()

    def _prompt(self, number: int, row: LessonRow) -> Content:
        if row.trouble:
            return Content.assemble(
                (f"[!] {number}. {row.title}", "$text-error"), ("  " + row.trouble, "$text-muted")
            )
        mark, style = ("[✓]", "$text-success") if row.total and row.done == row.total else ("[ ]", "")
        note = ""
        if row.total:
            note = f"  {row.done}/{row.total}  {self.say('tui.course.minutes', minutes=row.minutes)}"
        return Content.assemble((mark, style), f" {number}. ", (row.title, "bold"), (note, "$text-muted"))

    def _detail(self) -> None:
        option = self.query_one(OptionList).highlighted_option
        rows = self.outline.lessons if self.outline else ()
        row = next((row for row in rows if option and row.id == option.id), None)
        self.query_one("#map-detail > Static", Static).update(self._about(row) if row else "")

    def _about(self, row: LessonRow) -> Content:
        lines = [Content.styled(row.title, "bold")]
        if row.trouble:
            lines.append(Content.styled(row.trouble, "$text-error"))
        if row.needs:
            lines.append(
                Content.styled(self.say("tui.course.needs", lessons=", ".join(row.needs)), "$text-muted")
            )
        lines.append(Content(""))
        for item in row.items:
            mark, style = ("[✓]", "$text-success") if item.done else ("[ ]", "")
            lines.append(Content.assemble((mark, style), " ", item.title))
        if row.quiz[1]:
            lines.append(Content(self.say("tui.course.quiz", right=row.quiz[0], total=row.quiz[1])))
        return Content("\n").join(lines)
