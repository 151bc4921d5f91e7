"""A lesson as plain prompts: its steps one after another, with a lab to work in all the way."""

from typing import Literal

from ecslab.course.lesson import Lesson
from ecslab.engine.errors import EcslabError
from ecslab.locale import LANGUAGES, Words, words
from ecslab.plain import asking, lines, work
from ecslab.plain.words import GO, going
from ecslab.session import shell
from ecslab.session.answering import Told, fits, tell
from ecslab.session.bench import desk_for, solution_text
from ecslab.session.cards import goal_rows
from ecslab.session.desk import Desk
from ecslab.session.keeper import Keeper
from ecslab.session.lab_commands import LabCommand, lab_command
from ecslab.session.sentence import sentence
from ecslab.session.trial import SEED, Trial
from ecslab.session.values import Standing
from ecslab.session.walk import Walk

Leaves = Literal["map", "quit"]
"""Where a lesson is left for."""


class PlainLesson:
    """One lesson, from where it was left until it is left again."""

    def __init__(self, lesson: Lesson, keeper: Keeper, language: str, at: str | None = None) -> None:
        """Opens at the step or exercise that `at` names. Raises EcslabError for unreadable prose."""
        self.language = language
        self._lesson = lesson
        self._keeper = keeper
        kept = keeper.read(lambda store: store.position(lesson.id), None)
        self._walk = Walk(lesson, at or kept)
        self._trial: Trial | None = None
        self._desk: Desk | None = None
        self._met: frozenset[str] = frozenset()
        self._asked = False
        """Whether the present question waits for its answer."""

    @property
    def say(self) -> Words:
        """The words of the present language."""
        return words(self.language)

    def go(self) -> Leaves:
        """Walk through the lesson by what is entered. Raises lines.Ended."""
        try:
            self._open()
            while True:
                typed = lines.read(self._prompt())
                left = self._enter(typed)
                if left:
                    return left
        finally:
            if self._trial:
                self._trial.keep()

    def _prompt(self) -> str:
        if self._asked:
            return asking.how(self._walk.question, self.say)
        return f"[{self._walk.place}] $ "

    # The steps.

    def _open(self) -> None:
        """Open the present step, and have that outlive this run."""
        walk = self._walk
        self._keeper.keep(lambda store: store.set_position(self._lesson.id, walk.key, self._keeper.now_ms))
        self._asked = False
        if walk.kind == "exercise":
            self._open_exercise()
        self._show()

    def _show(self) -> None:
        """Write the present step."""
        walk = self._walk
        lines.write(
            f"\n{self.say('plain.step', place=walk.place, lesson=self._lesson.title.of(self.language))}\n"
        )
        if walk.kind == "section":
            text = lines.unmarked(walk.text(self.language, lines.WIDTH))
            lines.write(f"{text}\n\n{self.say('plain.after-section')}")
        elif walk.kind == "quiz":
            self._show_question()
        else:
            self._show_exercise()

    def _move(self, step: int) -> Leaves | None:
        if self._walk.move(step):
            self._open()
        elif step > 0:
            lines.write(self.say("tui.lesson.finished"))
            return "map"
        else:
            lines.write(self.say("plain.first-step"))
        return None

    def _enter(self, typed: str) -> Leaves | None:
        """Do what one line asks for: an answer, a way to go, a lab command, or a script."""
        word = typed.strip()
        if self._asked and self._answer(word):
            return None
        match going(word):
            case "next":
                return self._move(1)
            case "back":
                return self._move(-1)
            case "map":
                return "map"
            case "quit":
                return "quit"
            case "again":
                self._show()
            case "language":
                self.language = LANGUAGES[(LANGUAGES.index(self.language) + 1) % len(LANGUAGES)]
                self._keeper.keep(lambda store: store.set_setting("language", self.language))
                self._show()
            case "help":
                self._help()
            case None if self._asked and not self._is_command(word):
                lines.write(self.say("plain.not-understood"))
            case None:
                self._work(work.read_script("", typed))
        return None

    def _is_command(self, word: str) -> bool:
        return lab_command(word) is not None or word.partition(" ")[0] == "aws"

    def _help(self) -> None:
        lines.write(self.say(f"plain.help-{self._walk.kind}"))
        for name, way in GO.items():
            lines.write(f"  {name}: {self.say(f'plain.go.{way}')}")
        lines.write(self.say("plain.help-lab"))
        for name in work.COMMANDS:
            lines.write(f"  {name}: {self.say(f'tui.command.{name}')}")

    # The quiz.

    def _show_question(self) -> None:
        question = self._walk.question
        asking.put(question, self.language)
        kept = self._keeper.answers().get(f"{self._lesson.id}/{question.id}")
        if kept is None or not fits(question, kept.chosen):
            self._asked = True
            return
        lines.write(self.say("plain.answered"))
        self._tell(asking.Given(kept.chosen, kept.text))

    def _answer(self, word: str) -> bool:
        """Take the line as the answer; False where it is something else."""
        question = self._walk.question
        given = asking.understood(question, word)
        if given is None or (given.text and not self._means_answer(word)):
            return False
        if told := self._tell(given):
            name = f"{self._lesson.id}/{question.id}"
            self._keeper.answered(name, given.chosen, given.text, right=told.right)
        return True

    def _means_answer(self, word: str) -> bool:
        """Whether a line that could be a command is rather what the blank is to be filled with."""
        blank = getattr(self._walk.question, "fill", None)
        if blank is not None and blank.accepts(word):
            return True
        return going(word) is None and lab_command(word) is None

    def _tell(self, given: asking.Given) -> Told | None:
        question = self._walk.question
        try:
            told = tell(self._lesson, question, given.chosen, given.text)
        except EcslabError as error:
            lines.write(sentence(error, self.language))
            return None
        self._asked = False
        asking.explain(question, told, self.language)
        lines.write(self.say("plain.after-question"))
        return told

    # The exercise.

    def _open_exercise(self) -> None:
        exercise = self._walk.exercise
        reference = f"{self._lesson.id}/{exercise.id}"
        if self._trial is not None and self._trial.reference == reference:
            return
        if self._trial:
            self._trial.keep()
        self._trial, self._desk = Trial(reference, exercise.drawn(SEED), self._keeper), None
        self._met = frozenset()

    @property
    def _present(self) -> Trial | None:
        """The try at the exercise that is shown; None while something else is."""
        return self._trial if self._walk.kind == "exercise" else None

    def _show_exercise(self) -> None:
        trial = self._present
        if trial is None:
            return
        exercise = trial.exercise
        head = [exercise.title.of(self.language), f"({self.say('tui.brief.points', points=exercise.points)})"]
        if exercise.golf:
            head.append(self.say("tui.brief.par", commands=exercise.golf.commands))
        if trial.solved:
            head.append(self.say("tui.brief.solved"))
        lines.write("  ".join(head))
        lines.write(f"\n{lines.unmarked(exercise.brief.of(self.language))}\n\n{self.say('plain.goals')}")
        for row in goal_rows(exercise, trial.verdicts, self.language):
            lines.write(f"  - {lines.unmarked(row.say)}")
        for number in range(trial.hints_shown):
            self._write_hint(trial, number)
        lines.write("\n" + self.say("plain.after-exercise"))
        self._at_desk()

    def _at_desk(self) -> Desk | None:
        """The desk of the present lab: as its try was left, or a new one. None where none can be made."""
        if self._desk is None:
            trial = self._trial
            try:
                if trial is not None:
                    self._desk = desk_for(self._lesson, trial.exercise, trial.deeds)
                    if trial.deeds:
                        lines.write(self.say("tui.terminal.resumed"))
                        self._judge(self._desk)
                else:
                    self._desk = desk_for(self._lesson, None)
            except EcslabError as error:
                lines.write(sentence(error, self.language))
                lines.write(self.say("tui.terminal.no-lab"))
        return self._desk

    def _work(self, text: str) -> None:
        """Do a line in the lab, keep it, and say which goals are met by it."""
        desk = self._at_desk()
        if desk is None or not text.strip():
            return
        for line in shell.lines_for_history(text):
            self._keeper.remember(line)
        command = lab_command(text)
        if command is None:
            work.do(desk, shell.script(text, self.language), self.language)
        elif not self._lesson_command(command, desk):
            done = work.lab_work(command, self.language)
            if done is None:
                lines.write(self.say("plain.no-such-thing", name=command.name))
                return
            work.do(desk, done, self.language)
        self._judge(desk)

    def _lesson_command(self, command: LabCommand, desk: Desk) -> bool:
        """Do one of the lesson's own commands; False where it is none."""
        trial = self._present
        if command.name == "reset":
            self._reset(desk)
            return True
        if command.name not in ("hint", "solution", "check"):
            return False
        if trial is None:
            lines.write(self.say("plain.no-exercise"))
        elif command.name == "check":
            if not trial.passed:
                trial.missed()
            work.do(desk, shell.check(trial.exercise, self.language), self.language)
        elif command.name == "hint":
            if trial.hint():
                self._write_hint(trial, trial.hints_shown - 1)
            else:
                lines.write(self.say("tui.brief.no-more-hints"))
        elif trial.show_solution():
            lines.write(solution_text(self._lesson, trial.exercise))
            lines.write(self.say("tui.brief.after-solution"))
        else:
            lines.write(self.say("plain.hints-first"))
        return True

    def _reset(self, desk: Desk) -> None:
        lines.write(self.say("tui.reset.ask"))
        if lines.read(self.say("plain.sure") + " ").strip().lower() not in ("y", "yes", "はい"):
            return
        if self._trial:
            self._trial.reset()
        self._met = frozenset()
        work.do(desk, shell.reset(self.say), self.language)

    def _write_hint(self, trial: Trial, number: int) -> None:
        hints = trial.exercise.hints
        head = self.say("tui.brief.hint", number=number + 1, total=len(hints))
        lines.write(f"{head} {lines.unmarked(hints[number].of(self.language))}")

    def _judge(self, desk: Desk) -> None:
        """Keep the try, judge its goals, and write those that are met now or no more."""
        trial = self._trial
        if trial is None:
            return
        trial.did(desk.deeds, desk.commands)
        trial.keep()
        news = trial.judged(desk.judge())
        rows = goal_rows(trial.exercise, trial.verdicts, self.language)
        met = frozenset(row.id for row in rows if row.standing is Standing.PASSED)
        for row in rows:
            if (row.id in met) != (row.id in self._met):
                key = "plain.met" if row.id in met else "plain.not-met"
                lines.write(self.say(key, goal=lines.unmarked(row.say), met=len(met), total=len(rows)))
        self._met = met
        if news:
            if trial.solution_shown:
                lines.write(self.say("plain.won-by-solution"))
            else:
                values = {"points": trial.exercise.points, "commands": trial.commands}
                lines.write(self.say("plain.won", **values))
