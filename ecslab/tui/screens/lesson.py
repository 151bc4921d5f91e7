"""A lesson: its steps in order, beside the lab, the terminal and the goals."""

import asyncio
import time
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from ecslab.course.lesson import Lesson
from ecslab.engine.errors import EcslabError
from ecslab.session import shell
from ecslab.session.answering import Told, as_written, fits, marked, tell
from ecslab.session.bench import desk_for, solution_text
from ecslab.session.cards import brief_card, goal_rows, quiz_card
from ecslab.session.keeper import Keeper
from ecslab.session.sentence import sentence
from ecslab.session.trial import SEED, Trial
from ecslab.session.walk import Walk
from ecslab.tui.inline import inline
from ecslab.tui.messages import Did, Judged
from ecslab.tui.screens.workbench import Workbench
from ecslab.tui.widgets.brief import Brief
from ecslab.tui.widgets.clock_bar import ClockBar
from ecslab.tui.widgets.goals import Goals
from ecslab.tui.widgets.key_bar import Key, KeyBar
from ecslab.tui.widgets.lab_pane import LabPane
from ecslab.tui.widgets.pane_tabs import PaneTabs
from ecslab.tui.widgets.prose import Prose
from ecslab.tui.widgets.quiz import Quiz
from ecslab.tui.widgets.terminal import Terminal
from ecslab.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from textual.widget import Widget

KEEP_EVERY_S = 5.0
"""How often time that merely passed is kept."""

NOT_BEGUN = ""
"""In the place of an exercise's name: there is no lab yet."""


class LessonScreen(Workbench):
    """One lesson. From 120×40 on everything is on it together, below that one pane at a time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f6", "hint", show=False),
        Binding("f7", "step(-1)", show=False),
        Binding("f8", "step(1)", show=False),
    ]

    def __init__(self, lesson: Lesson, keeper: Keeper, at: str | None = None) -> None:
        """Opens at the step or exercise that `at` names, else where the lesson was left."""
        super().__init__(keeper)
        self.lesson = lesson
        kept = keeper.read(lambda store: store.position(lesson.id), None)
        self._walk = Walk(lesson, at or kept)
        self._trial: Trial | None = None
        self._begun: str | None = NOT_BEGUN
        self._answers: dict[str, Told] = {}
        self._kept = time.monotonic()

    def compose(self) -> ComposeResult:
        """Title and clock, the tabs of a small terminal, the panes, the keys."""
        with Horizontal(id="top"):
            yield TitleBar()
            yield ClockBar()
        yield PaneTabs()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                with Vertical(id="lesson", classes="pane"):
                    yield Prose()
                    yield Quiz()
                    yield Brief()
                yield Goals(id="goals", classes="pane")
            with Vertical(id="right"):
                yield LabPane(id="lab", classes="pane")
                yield Terminal(self.complete, shell.incomplete, id="terminal", classes="pane")
        yield KeyBar(
            Key("F1", "app.help", "tui.key.help"),
            Key("F8", "step(1)", "tui.key.next"),
            Key("F7", "step(-1)", "tui.key.back"),
            Key("F6", "hint", "tui.key.hint"),
            Key("F9", "pause", "tui.key.pause"),
            Key("^T", "clock", "tui.key.clock"),
            Key("^Z", "undo", "tui.key.undo"),
            Key("^L", "app.language", "tui.key.language"),
            Key("^P", "app.command_palette", "tui.key.palette"),
            Key("^O", "leave", "tui.key.map"),
            Key("^R", "reset", "tui.key.reset"),
            Key("^N", "next_event", "tui.key.next-event"),
            Key("^Q", "app.quit", "tui.key.quit"),
        )

    def on_mount(self) -> None:
        """Open the step."""
        self._open_step()
        self.restate()

    def on_unmount(self) -> None:
        """Keep the try as it stands."""
        if self._trial:
            self._trial.keep()

    @property
    def help_page(self) -> str:
        """Help on the pane that has the focus, or on the kind of step."""
        return super().help_page or f"tui.help.{self._walk.kind}"

    def restate(self) -> None:
        """State everything that the screen hands to its widgets."""
        super().restate()
        self._show_step()

    # The steps.

    def action_step(self, step: int) -> None:
        """Go to the next step, or the one before; after the last comes the course map."""
        if self._walk.move(step):
            self._open_step()
        elif step > 0:
            self.notify(self.say("tui.lesson.finished"))
            self.action_leave()

    @on(Prose.Finished)
    @on(Quiz.Finished)
    def go_on(self) -> None:
        """The section is read, or the question answered."""
        self.action_step(1)

    def _open_step(self) -> None:
        walk = self._walk
        self._keeper.keep(lambda store: store.set_position(self.lesson.id, walk.key, self._keeper.now_ms))
        for kind in ("section", "quiz", "exercise"):
            self.set_class(walk.kind == kind, f"-{kind}")
        if walk.kind == "exercise":
            self._open_exercise()
        elif self._begun == NOT_BEGUN:
            self._begin(None)
        if walk.kind == "quiz":
            self._recall()
        self._show_step()
        self.action_show("terminal" if walk.kind == "exercise" and self.together else "lesson")

    def _show_step(self) -> None:
        walk = self._walk
        title = self.query_one(TitleBar)
        title.heading, title.place = self.lesson.title.of(self.language), walk.place
        if walk.kind == "section":
            self._show_section()
        elif walk.kind == "quiz":
            self._show_question()
        else:
            self._show_brief()
        self._show_goals()

    def _show_section(self) -> None:
        """Show the words at once, and the pictures in them as soon as their labs are built."""
        walk, prose = self._walk, self.query_one(Prose)
        ready = walk.drawn(self.language)
        prose.section = (walk.key, walk.text(self.language, prose.code_width, build=ready))
        if not ready:
            self._draw()

    @work(group="pictures", exclusive=True)
    async def _draw(self) -> None:
        walk, width = self._walk, self.query_one(Prose).code_width
        await asyncio.to_thread(walk.text, self.language, width)
        if walk.kind == "section":
            self._show_section()

    @on(Prose.Resized)
    def redraw(self) -> None:
        """Draw the section's pictures in the new width."""
        if self._walk.kind == "section" and self._walk.drawn(self.language):
            self._show_section()

    def focus_lesson(self) -> None:
        """Give the focus to what the present step is read or answered with."""
        if self._walk.kind == "quiz":
            self.query_one(Quiz).focus_answer()
            return
        kinds: dict[str, type[Widget]] = {"section": Prose, "exercise": Brief}
        self.query_one(kinds[self._walk.kind]).focus(scroll_visible=False)

    # The quiz.

    @on(Quiz.Answered)
    def answer(self, event: Quiz.Answered) -> None:
        """Mark the answer; for a prediction the lab is asked, off the screen's thread."""
        chosen = as_written(self.lesson.question(event.question), event.chosen)
        self.run_worker(self._mark(event.question, chosen, event.text, keep=True), group="quiz")

    def _recall(self) -> None:
        question = self._walk.question
        name = f"{self.lesson.id}/{question.id}"
        answer = self._keeper.answers().get(name)
        if answer and question.id not in self._answers and fits(question, answer.chosen):
            self.run_worker(self._mark(question.id, answer.chosen, answer.text, keep=False), group="quiz")

    async def _mark(self, name: str, chosen: tuple[int, ...], text: str, *, keep: bool) -> None:
        try:
            told = await asyncio.to_thread(tell, self.lesson, self.lesson.question(name), chosen, text)
        except EcslabError as error:
            self.notify(sentence(error, self.language), severity="error", markup=False)
            return
        self._answers[name] = told
        if keep:
            self._keeper.answered(f"{self.lesson.id}/{name}", chosen, text, right=told.right)
        if self._walk.kind == "quiz" and self._walk.question.id == name:
            self._show_question()

    def _show_question(self) -> None:
        question = self._walk.question
        told = self._answers.get(question.id)
        card = quiz_card(question, self.language, marked(told, self.language) if told else None)
        self.query_one(Quiz).card = card

    # The exercise.

    def _open_exercise(self) -> None:
        exercise = self._walk.exercise
        reference = f"{self.lesson.id}/{exercise.id}"
        if self._begun == reference:
            return
        if self._trial:
            self._trial.keep()
        self._trial = Trial(reference, exercise.drawn(SEED), self._keeper)
        self._begin(reference)

    def _begin(self, reference: str | None) -> None:
        """Make the lab of an exercise, as its try was left, or the lab of the lesson's reading."""
        self._begun = reference
        trial = self._trial if reference else None
        exercise, deeds = (trial.exercise, trial.deeds) if trial else (None, ())
        self.begin(
            reference,
            lambda: desk_for(self.lesson, exercise),
            (lambda: desk_for(self.lesson, exercise, deeds)) if deeds else None,
        )

    @property
    def trial(self) -> Trial | None:
        """The try at the exercise that is shown; None while something else is."""
        return self._trial if self._walk.kind == "exercise" else None

    def _show_brief(self) -> None:
        if trial := self.trial:
            self.query_one(Brief).card = brief_card(
                trial.exercise,
                self.language,
                shown=trial.hints_shown,
                solution=solution_text(self.lesson, trial.exercise) if trial.solution_shown else "",
                solved=trial.solved,
            )

    def _show_goals(self) -> None:
        trial, goals = self.trial, self.query_one(Goals)
        goals.rows = goal_rows(trial.exercise, trial.verdicts, self.language) if trial else ()
        goals.won = self._news(trial) if trial and trial.passed else ""
        self.badge("goals", f"{goals.passed}/{len(goals.rows)}" if trial else "")

    def _news(self, trial: Trial) -> str:
        if trial.solution_shown:
            return self.say("tui.goals.won-by-solution")
        text = self.say("tui.goals.won", points=trial.exercise.points, commands=trial.commands)
        golf = trial.exercise.golf
        return f"{text} {self.say('tui.brief.par', commands=golf.commands)}" if golf else text

    def was_reset(self) -> None:
        """The next try begins."""
        if self._trial:
            self._trial.reset()
            self._show_step()

    def action_hint(self) -> None:
        """Show the next hint, in the brief and on the terminal."""
        trial = self.trial
        if trial is None:
            self.notify(self.say("tui.terminal.no-exercise"))
        elif trial.hint():
            self._show_brief()
            total, number = len(trial.exercise.hints), trial.hints_shown
            head = self.say("tui.brief.hint", number=number, total=total)
            self.print(f"{head} {inline(trial.exercise.hints[number - 1].of(self.language)).plain}", "word")
        else:
            self.print(self.say("tui.brief.no-more-hints"), "word")

    def show_solution(self) -> None:
        """Show the solution once every hint has been shown."""
        trial = self.trial
        if trial is None:
            self.notify(self.say("tui.terminal.no-exercise"))
        elif trial.show_solution():
            self._show_brief()
            self.print(solution_text(self.lesson, trial.exercise), "word")
            self.print(self.say("tui.brief.after-solution"), "word")
        else:
            self.print(self.say("tui.brief.hints-first"), "word")

    @on(Judged)
    def judged(self, message: Judged) -> None:
        """Tick the goals; when the last one is met, say so wherever the learner is looking."""
        trial = self._trial
        if trial is None or trial.reference != message.exercise:
            return
        if trial.judged(message.verdicts):
            news = self._news(trial)
            self.print(inline(news).plain, "good")
            if not self.together and not self.has_class("-show-terminal", "-show-goals"):
                self.notify(inline(news).plain, title=self.say("tui.goals.won-title"), markup=False)
            self._show_brief()
        self._show_goals()

    @on(Did)
    def keep_what_was_done(self, message: Did) -> None:
        """Keep what was done at once, and time that merely passed now and then."""
        trial = self._trial
        if trial is None or trial.reference != message.exercise:
            return
        trial.did(message.deeds, message.commands)
        if message.acted or time.monotonic() - self._kept > KEEP_EVERY_S:
            self._kept = time.monotonic()
            trial.keep()

    def lab_command(self, name: str, argument: str) -> None:
        """The lesson's own commands beside those of the lab."""
        match name:
            case "hint":
                self.action_hint()
            case "solution":
                self.show_solution()
            case "next":
                self.action_step(1)
            case "check" if self.trial:
                if not self.trial.passed:
                    self.trial.missed()
                self.do(shell.check(self.trial.exercise, self.language))
            case "check":
                self.notify(self.say("tui.terminal.no-exercise"))
            case _:
                super().lab_command(name, argument)
