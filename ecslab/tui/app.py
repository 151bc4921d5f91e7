"""The app: its first frame comes before anything slow is loaded; then come the course and the lessons."""

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on, work
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.message import Message
from textual.reactive import reactive
from textual.screen import Screen

from ecslab.engine.errors import EcslabError
from ecslab.locale import LANGUAGES, Words, words
from ecslab.picture.wrapping import install
from ecslab.progress.errors import ProgressError
from ecslab.progress.home import data_folder
from ecslab.progress.opening import Notice, open_store
from ecslab.session.keeper import Keeper
from ecslab.session.sentence import sentence
from ecslab.tui.palette import commands
from ecslab.tui.screens.base import LabScreen
from ecslab.tui.screens.course import CourseScreen
from ecslab.tui.screens.too_small import TooSmall
from ecslab.tui.widgets.spoken import Spoken

if TYPE_CHECKING:
    from ecslab.course.course import Course
    from ecslab.course.findings import CourseError
    from ecslab.course.lesson import Lesson

LEAST_WIDTH, LEAST_HEIGHT = 60, 18
"""The smallest terminal in which the screens can be used."""

install()


class EcslabApp(App[int]):
    """The course in the terminal."""

    TITLE = "ecslab"
    # Below the clock and the tabs, where they cover neither the prompt nor the keys.
    CSS = """
    ToastRack { dock: top; align: right top; margin: 2 0 0 0; }
    * {
        scrollbar-size-vertical: 1;
        scrollbar-background: $background;
        scrollbar-background-hover: $background;
        scrollbar-color: $panel-lighten-2;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1", "help", show=False),
        Binding("ctrl+l", "language", show=False),
        Binding("ctrl+q", "quit", show=False, priority=True),
    ]

    language: reactive[str] = reactive(LANGUAGES[-1], init=False)

    @dataclass
    class CourseRead(Message, bubble=False):
        """The course is known; its lessons are yet to be read."""

        course: "Course"

    @dataclass
    class CourseFailed(Message, bubble=False):
        """There is no course to be had."""

        error: EcslabError

    @dataclass
    class LessonRead(Message, bubble=False):
        """A lesson was read, or is found to be wrong."""

        id: str
        lesson: "Lesson | CourseError"

    @dataclass
    class LessonScreenReady(Message, bubble=False):
        """Everything that a lesson needs is loaded."""

    def __init__(
        self, keeper: Keeper, language: str, course: Path | None = None, start: str | None = None,
        notice: Notice | None = None,
    ) -> None:  # fmt: skip
        """`course` is a folder, the packaged course when None; `start` is `lesson` or `lesson/exercise`."""
        super().__init__()
        self.set_reactive(EcslabApp.language, language)
        self.keeper = keeper
        self._folder = course
        self._start = start
        self._notice = notice
        self._course: Course | None = None
        self._failure: EcslabError | None = None
        self._read: dict[str, Lesson | CourseError] = {}
        self._loaded = False
        self._opening: tuple[str, str | None] | None = None

    @property
    def say(self) -> Words:
        """The words of the present language."""
        return words(self.language)

    def get_default_screen(self) -> Screen[None]:
        """The course map, empty at first."""
        return CourseScreen()

    @property
    def course_screen(self) -> CourseScreen:
        """The course map."""
        screen = self.screen_stack[0]
        assert isinstance(screen, CourseScreen)  # noqa: S101 - the default screen is one, and stays
        return screen

    def on_mount(self) -> None:
        """Once the first frame is drawn, load what is slow; say what happened to the progress."""
        if self._notice:
            text = self.say(self._notice.key, **self._notice.values)
            self.notify(text, severity="warning", timeout=20, markup=False)
        self.call_after_refresh(self._load)
        self.call_after_refresh(self._offer_reviews)

    def _offer_reviews(self) -> None:
        """Say that there is something to be reviewed."""
        if count := self.keeper.due():
            self.notify(self.say("tui.course.due", count=count), timeout=10, markup=False)

    @work(thread=True, group="load")
    def _load(self) -> None:
        # Deferred: the course brings in pydantic and YAML, a lesson botocore and the whole simulator.
        from ecslab.course.findings import CourseError
        from ecslab.course.loader import load_course

        try:
            course = load_course(self._folder)
        except EcslabError as error:
            self.post_message(self.CourseFailed(error))
            return
        self.post_message(self.CourseRead(course))
        for name in course.ids:
            try:
                lesson: Lesson | CourseError = course.lesson(name)
            except CourseError as error:
                lesson = error
            self.post_message(self.LessonRead(name, lesson))

    @work(thread=True, group="load")
    def _load_lesson_screen(self) -> None:
        # Deferred: see _load. Loaded off the screen's thread, beside the lessons.
        import ecslab.tui.screens.lesson  # noqa: F401

        self.post_message(self.LessonScreenReady())

    @on(CourseRead)
    def course_read(self, message: CourseRead) -> None:
        """Show the map, and note what is to be opened."""
        self._course = message.course
        self._load_lesson_screen()
        self._show_map()
        if latest := self.keeper.read(lambda store: store.latest_lesson(), None):
            self.course_screen.highlight(latest)
        if self._start:
            lesson, _, exercise = self._start.partition("/")
            self._open(lesson, exercise or None)

    @on(CourseFailed)
    def course_failed(self, message: CourseFailed) -> None:
        """Say why there is no course."""
        self._failure = message.error
        self._show_map()

    @on(LessonRead)
    def lesson_read(self, message: LessonRead) -> None:
        """Show the lesson on the map, and open it if it was waited for."""
        self._read[message.id] = message.lesson
        self._show_map()

    @on(LessonScreenReady)
    def lesson_screen_ready(self) -> None:
        """Open what was asked for meanwhile."""
        self._loaded = True
        if self._opening:
            self._open(*self._opening)

    @on(CourseScreen.Opened)
    def lesson_opened(self, message: CourseScreen.Opened) -> None:
        """Open the lesson where it was left."""
        self._open(message.lesson, None)

    def _open(self, name: str, at: str | None) -> None:
        """Open a lesson, or remember to do so once it can be."""
        if self._course is None:
            return
        if not self._loaded or isinstance(self.screen, TooSmall):
            self._opening = (name, at)
            self.course_screen.waiting = True
            return
        # Deferred: see _load.
        from ecslab.tui.screens.lesson import LessonScreen

        self._opening = None
        self.course_screen.waiting = False
        try:
            lesson = self._course.lesson(name)
            if at:
                lesson.exercise(at)
            screen = LessonScreen(lesson, self.keeper, at)
        except EcslabError as error:
            self.notify(sentence(error, self.language), severity="error", timeout=20, markup=False)
            return
        self.course_screen.highlight(name)
        self.push_screen(screen)

    @on(CourseScreen.Shown)
    def _show_map(self) -> None:
        if self._failure:
            self.course_screen.trouble = sentence(self._failure, self.language)
        if self._course is None:
            return
        # Deferred: see _load.
        from ecslab.session.outline import outline

        solved, answers = self.keeper.solved(), self.keeper.answers()
        self.course_screen.outline = outline(self._course, self._read, solved, answers, self.language)

    def watch_language(self, language: str) -> None:
        """Switch every word on every screen, and keep the choice."""
        self.keeper.keep(lambda store: store.set_setting("language", language))
        self._show_map()
        for screen in self.screen_stack:
            for widget in screen.walk_children(Spoken, with_self=True):
                widget.language = language

    def action_language(self) -> None:
        """The other language."""
        self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]

    def action_help(self) -> None:
        """Explain where one is."""
        # Deferred: Markdown is slow to load.
        from ecslab.tui.screens.dialogs import Help

        screen = self.screen
        if isinstance(screen, LabScreen):
            page = f"{self.say(screen.help_page)}\n\n{self.say('tui.help.everywhere')}"
            self.push_screen(Help(self.say("tui.help.title"), page, self.say("tui.close")))

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave."""
        self.notify(self.say("tui.how-to-quit"))

    def action_command_palette(self) -> None:
        """Everything that can be done, to be searched."""
        if not CommandPalette.is_open(cast("App[object]", self)) and not isinstance(self.screen, TooSmall):
            self.push_screen(
                CommandPalette(placeholder=self.say("tui.palette.search"), id="--command-palette")
            )

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What the palette offers where one is."""
        yield from commands(self, screen, self.say)

    def on_resize(self, event: events.Resize) -> None:
        """Cover a terminal that is too small with a sentence; take it away once there is room."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        covered = isinstance(self.screen, TooSmall)
        if small and not covered:
            self.push_screen(TooSmall(LEAST_WIDTH, LEAST_HEIGHT))
        elif covered and not small:
            self.pop_screen()
            if self._opening:
                self._open(*self._opening)

    def trouble_with_progress(self, error: ProgressError) -> None:
        """Say that something could not be kept."""
        self.notify(sentence(error, self.language), severity="error", timeout=20, markup=False)


def run(*, lang: str | None, course: Path | None, start: str | None) -> int:
    """The course in the terminal until the learner quits; the exit code.

    `start` is `lesson` or `lesson/exercise`; without `lang` the language is the one chosen last.
    There must be a terminal: the command line looks before it loads any of this.
    """
    store, notice = open_store(data_folder(os.environ))
    trouble: list[Callable[[ProgressError], None]] = []
    keeper = Keeper(store, lambda error: trouble[0](error))
    chosen = lang or keeper.read(lambda kept: kept.setting("language"), "")
    app = EcslabApp(keeper, chosen if chosen in LANGUAGES else LANGUAGES[-1], course, start, notice)
    trouble.append(app.trouble_with_progress)
    try:
        return app.run() or 0
    finally:
        keeper.close()
