"""A lesson as learners will see it, while it is being written: read again at every save, errors in place."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ecslab.progress.opening import Notice, open_passing
from ecslab.session.keeper import Keeper
from ecslab.tui.app import EcslabApp
from ecslab.tui.screens.base import LabScreen
from ecslab.tui.widgets.key_bar import Key, KeyBar
from ecslab.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from ecslab.course.findings import Finding
    from ecslab.course.lesson import Lesson

LOOK_EVERY_S = 0.5
"""How often the files are looked at."""

Stamp = tuple[tuple[str, int, int], ...]
"""The files of a lesson, when each was changed, and how long it is."""


def stamp(folder: Path) -> Stamp:
    """How the lesson in `folder`, and the scenes of its course, stand on disk."""
    from ecslab.course import files  # deferred: brings in pydantic and YAML

    found: list[tuple[str, int, int]] = []
    for place in (folder, folder.parent / "scenes"):
        for name in files.names(place) if place.is_dir() else ():
            try:
                status = (place / name).stat()
            except OSError:  # gone since it was listed: the next look will tell
                continue
            found.append((str(place / name), status.st_mtime_ns, status.st_size))
    return tuple(found)


class Findings(LabScreen):
    """What keeps the lesson from being shown, or is wrong with it."""

    DEFAULT_CSS = """
    Findings > VerticalScroll { height: 1fr; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f8,escape", "go_on", show=False)]

    class GoOn(Message):
        """The author wants to see the lesson all the same."""

    def __init__(self, findings: "tuple[Finding, ...]") -> None:
        super().__init__()
        self.findings = findings

    def compose(self) -> ComposeResult:
        """The findings, one a line, with their places."""
        yield TitleBar()
        with VerticalScroll():
            yield Static(id="findings")
        yield KeyBar(
            Key("F8", "go_on", "tui.preview.go-on"),
            Key("^L", "app.language", "tui.key.language"),
            Key("^Q", "app.quit", "tui.key.quit"),
        )

    @property
    def help_page(self) -> str:
        """Help on the preview."""
        return "tui.help.preview"

    def on_mount(self) -> None:
        """Show what there is."""
        self.restate()

    def restate(self) -> None:
        """Show the findings in the present language."""
        self.query_one(TitleBar).heading = self.say("tui.preview.title")
        lines = [
            Content.assemble(
                (f"{finding.path}:{finding.line}:{finding.column}", "bold $text-error"),
                f"\n    {finding.message(self.language)} [{finding.code}]",
            )
            for finding in self.findings
        ]
        self.query_one("#findings", Static).update(Content("\n").join(lines))

    def action_go_on(self) -> None:
        """Back to the lesson."""
        self.post_message(self.GoOn())


class PreviewApp(EcslabApp):
    """One lesson, as it is on disk now."""

    class Changed(Message, bubble=False):
        """The files were changed, and read."""

        def __init__(self, lesson: "Lesson | None", findings: "tuple[Finding, ...]") -> None:
            super().__init__()
            self.lesson = lesson
            self.findings = findings

    def __init__(self, keeper: Keeper, language: str, folder: Path, notice: Notice | None = None) -> None:
        super().__init__(keeper, language, folder, None, notice)
        self.folder = folder
        self._stamp: Stamp = ()

    def on_mount(self) -> None:
        """Look at the files from now on."""
        self.set_interval(LOOK_EVERY_S, self.look)
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Read the lesson again when its files have changed."""
        now = stamp(self.folder)
        if now != self._stamp:
            self._stamp = now
            self._read_again()

    @work(thread=True, exclusive=True, group="preview")
    def _read_again(self) -> None:
        # Deferred: a lesson's screen brings in botocore and the whole simulator.
        import ecslab.tui.screens.lesson  # noqa: F401 - loaded off the screen's thread
        from ecslab.course.check import read

        lessons, findings = read(self.folder)
        lesson = lessons[0].lesson if lessons else None
        for each in lessons:
            findings += each.findings
        self.post_message(self.Changed(lesson, findings))

    @on(Changed)
    def changed(self, message: Changed) -> None:
        """Show the lesson where it was, or what is wrong with it."""
        from ecslab.engine.errors import EcslabError  # deferred with the screen below
        from ecslab.tui.screens.lesson import LessonScreen

        while len(self.screen_stack) > 1:
            self.pop_screen()
        if message.lesson is not None:
            # Prose that cannot be read is among the findings.
            with suppress(EcslabError):
                self.push_screen(LessonScreen(message.lesson, self.keeper))
        if message.findings:
            self.push_screen(Findings(message.findings))

    @on(Findings.GoOn)
    def go_on(self) -> None:
        """Show the lesson, when there is one to show."""
        if isinstance(self.screen, Findings) and len(self.screen_stack) > 2:
            self.pop_screen()


def run(folder: Path, language: str) -> int:
    """The preview until it is left; nothing that is done in it is kept."""
    keeper = Keeper(open_passing(), lambda _: None)
    app: App[int] = PreviewApp(keeper, language, folder)
    try:
        return app.run() or 0
    finally:
        keeper.close()
