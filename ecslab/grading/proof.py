"""Proving an exercise by playing it: its goals must accept every right way shown, and no wrong one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import Command, Script, ScriptFiles, ScriptLimit, Variables, parse
from ecslab.course.document import Document, Path
from ecslab.course.exercise import Exercise
from ecslab.course.findings import Code, CourseError, Finding, Place, shown
from ecslab.course.goal import Goal
from ecslab.course.lesson import Lesson
from ecslab.course.matcher import Number, same
from ecslab.course.quiz import Predict
from ecslab.course.text import Text, both
from ecslab.engine.lab import Lab
from ecslab.grading import scene
from ecslab.grading.command import reads_only, sentence
from ecslab.grading.feedback import failed, mistake_made
from ecslab.grading.history import History
from ecslab.grading.judge import Verdict, judge, passes
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.mutation import Mutant, mutants
from ecslab.grading.play import Deeds, Play
from ecslab.grading.quiz import NoKey, key_of
from ecslab.grading.reasons import plain

SEEDS = (0, 1, 2)
"""The seeds that a proof is repeated with."""

_CHANGES = ("aws", "cat", "export", "")
"""The commands that a script may need: `aws`, what writes files, and what sets variables."""


class _Played(NamedTuple):
    """Where a script led."""

    verdicts: tuple[Verdict, ...]
    state: str
    deeds: Deeds
    commands: int

    @property
    def missed(self) -> list[Verdict]:
        """The verdicts of the goals that are not passed."""
        return [verdict for verdict in self.verdicts if verdict.outcome != "passed"]


def prove(lesson: Lesson, number: int, document: Document, seeds: Sequence[int] = SEEDS) -> Iterator[Finding]:
    """What an exercise of `lesson`, by its position from 0, fails to prove; its scripts must parse."""
    try:
        yield from _Proof(lesson, number, document, seeds).findings()
    except scene.SceneFails as error:
        place: Path = ("exercises", number, "scene")
        yield document.finding(Code.SCENE_FAILS, place, {"problem": error.problem})
    except ScriptLimit as error:
        yield Finding(
            Code.BAD_SCRIPT, error.name, Place(error.line, error.column), "", {"problem": sentence(error)}
        )
    except OutOfBounds as error:
        yield document.finding(Code.TOO_MUCH, ("exercises", number), {"problem": error.problem})


class _Proof:
    """One exercise being proven."""

    def __init__(self, lesson: Lesson, number: int, document: Document, seeds: Sequence[int]) -> None:
        self._lesson = lesson
        self._exercise = lesson.exercises[number]
        self._path: Path = ("exercises", number)
        self._document = document
        self._seeds = seeds
        self._labs = {seed: scene.for_exercise(lesson, self._exercise, seed) for seed in seeds}
        self._drawn = {seed: self._exercise.drawn(seed) for seed in seeds}
        self._failed: set[str] = set()
        self._unneeded: set[tuple[str, int]] = set()
        self._unjudged: dict[str, Text] = {}

    def findings(self) -> Iterator[Finding]:
        """All that is not as it must be."""
        yield from self._untouched()
        for j in range(len(self._exercise.solutions)):
            yield from self._solution(j)
        yield from self._golf()
        for j in range(len(self._exercise.mistakes)):
            yield from self._mistake(j)
        yield from self._loose()
        for j, goal in enumerate(self._exercise.goals):
            place = (*self._path, "goals", j)
            if goal.id in self._unjudged:
                values = {"problem": self._unjudged[goal.id]}
                yield self._document.finding(Code.NOT_JUDGED, place, values)
            elif goal.id not in self._failed:
                yield self._document.finding(Code.NEVER_FAILS, place)

    def _untouched(self) -> Iterator[Finding]:
        for seed in self._seeds:
            if not self._play(Script("empty", ()), seed).missed:
                yield self._document.finding(Code.PASSES_UNTOUCHED, self._path)
                return

    def _solution(self, j: int) -> Iterator[Finding]:
        name = self._exercise.solutions[j]
        place = (*self._path, "solutions", j)
        script = self._script(name)
        for seed in self._seeds:
            first = self._play(script, seed)
            if first.missed:
                values = {"file": name, "seed": seed, "goals": _told(first.missed)}
                yield self._document.finding(Code.SOLUTION_FAILS, place, values)
                return
            lab = scene.for_exercise(self._lesson, self._exercise, seed)
            if self._play(script, seed, lab).state != first.state:
                yield self._document.finding(Code.NOT_REPEATABLE, place, {"file": name, "seed": seed})
        yield from self._deletions(script)
        yield from self._mutations(script)

    def _golf(self) -> Iterator[Finding]:
        """Par is reached by a solution that is shown, without what may be left out of it."""
        golf = self._exercise.golf
        scripts = [_essential(self._script(name)) for name in self._exercise.solutions]
        best = min(self._play(script, self._seeds[0]).commands for script in scripts)
        if golf is not None and best > golf.commands:
            place = (*self._path, "golf", "commands")
            yield self._document.finding(Code.PAR_NOT_REACHED, place, {"par": golf.commands, "best": best})

    def _deletions(self, script: Script) -> Iterator[Finding]:
        """Leaving out any one command that matters must fail."""
        for k, command in enumerate(script.commands):
            if _exempt(command):
                continue
            if not self._play(script.without(k), self._seeds[0]).missed:
                self._unneeded.add((script.name, k))
                place = Place(command.line, command.column)
                values = {"command": plain(command.text)}
                yield Finding(Code.NOT_NEEDED, script.name, place, "", values)

    def _mutations(self, script: Script) -> Iterator[Finding]:
        """Changing any one number or name, or leaving out an option, must fail."""
        seed = self._seeds[0]
        lab = self._labs[seed].fork()
        history = History(lab)
        exercise = self._drawn[seed]
        play = self._begin(lab, Variables(exercise.variables(seed)))
        for k, command in enumerate(script.commands):
            if not _exempt(command) and (script.name, k) not in self._unneeded:
                told: set[str] = set()
                for mutant in mutants(script, k):
                    if mutant.before in told:
                        continue
                    rest = replace(script, commands=(mutant.command, *script.commands[k + 1 :]))
                    if self._survives(play, rest, history, exercise):
                        told.add(mutant.before)
                        yield _not_noticed(script, mutant)
            play.run(replace(script, commands=(command,)))

    def _begin(
        self, lab: Lab, variables: Variables, files: ScriptFiles | None = None, status: int = 0
    ) -> Play:
        return Play(lab, self._lesson.folder / "files", variables=variables, files=files, status=status)

    def _survives(self, before: Play, rest: Script, history: History, exercise: Exercise) -> bool:
        """Whether the exercise is passed by `rest` after what was played `before`, which stays as it is."""
        lab = before.lab.fork()
        play = self._begin(lab, before.variables.copy(), before.files.copy(), before.status)
        try:
            play.run(rest)
        except (ScriptLimit, OutOfBounds):
            return False
        return passes(lab, exercise.goals, FolderFiles(self._lesson.folder / "files"), history)

    def _loose(self) -> Iterator[Finding]:
        """Bounds of goals that no solution comes near."""
        seed = self._seeds[0]
        files = FolderFiles(self._lesson.folder / "files")
        ends: list[tuple[Lab, History]] = []
        for name in self._exercise.solutions:
            lab = self._labs[seed].fork()
            history = History(lab)
            self._begin(lab, Variables(self._drawn[seed].variables(seed))).run(self._script(name))
            ends.append((lab, history))
        for j, goal in enumerate(self._drawn[seed].goals):
            tighter = _tighter(goal)
            # What nothing fails is reported as that.
            if (
                tighter is not None
                and goal.id in self._failed
                and all(passes(lab, [tighter], files, history) for lab, history in ends)
            ):
                key = tighter.wanted.kind
                values = {"bound": shown(tighter.wanted.value)}
                yield self._document.finding(Code.LOOSE, (*self._path, "goals", j, key), values)

    def _mistake(self, j: int) -> Iterator[Finding]:
        place = (*self._path, "mistakes", j)
        for seed in self._seeds:
            mistake = self._drawn[seed].mistakes[j]
            played = self._play(self._script(mistake.run), seed)
            missed = failed(played.verdicts)
            if missed != frozenset(mistake.fails):
                found, expected = ", ".join(sorted(missed)) or "-", ", ".join(sorted(mistake.fails))
                values = {"file": mistake.run, "seed": seed, "found": found, "expected": expected}
                yield self._document.finding(Code.MISTAKE_DIFFERS, (*place, "fails"), values)
                return
            if seed == self._seeds[0]:
                first = played
        exercise = self._drawn[self._seeds[0]]
        mistake = exercise.mistakes[j]
        made = mistake_made(self._lesson, exercise, first.verdicts, first.deeds, self._seeds[0])
        if made is not mistake:
            values = {"file": mistake.run, "other": made.run if made else "-"}
            yield self._document.finding(Code.OTHER_FEEDBACK, (*place, "run"), values)

    def _script(self, name: str) -> Script:
        return parse(self._lesson.text(name), name)

    def _play(self, script: Script, seed: int, lab: Lab | None = None) -> _Played:
        """Play `script` in `lab`, or else in a fork of the untouched one, and note what fails."""
        lab = lab or self._labs[seed].fork()
        history = History(lab)
        exercise = self._drawn[seed]
        play = Play(lab, self._lesson.folder / "files", variables=Variables(exercise.variables(seed)))
        play.run(script)
        files = FolderFiles(self._lesson.folder / "files")
        verdicts = judge(lab, exercise.goals, files, history=history)
        self._failed |= failed(verdicts)
        for verdict in verdicts:
            if verdict.outcome == "error" and verdict.reason is not None:
                self._unjudged.setdefault(verdict.goal.id, verdict.reason)
        return _Played(verdicts, lab.state_hash(), play.deeds, play.commands)


def _not_noticed(script: Script, mutant: Mutant) -> Finding:
    values = {"before": plain(mutant.before), "after": plain(mutant.after) or "-"}
    return Finding(Code.NOT_NOTICED, script.name, Place(mutant.line, mutant.column), "", values)


def _tighter(goal: Goal) -> Goal | None:
    """The goal with the next number for its bound; None when it has none, or need not be tight.

    A budget is a round number.
    """
    if goal.slack or goal.never or goal.bill_of is not None:
        return None
    step = {"at-least": 1, "at-most": -1}.get(goal.wanted.kind)
    if step is None or not isinstance(goal.wanted.value, Number):
        return None
    field = goal.wanted.kind.replace("-", "_")
    return goal.model_copy(update={field: goal.wanted.value + step, "needs": ()})


def _exempt(command: Command) -> bool:
    """Whether a solution may pass without this command."""
    if command.optional or command.name not in _CHANGES:
        return True
    if command.name == "cat":
        return command.output is None
    return command.name == "aws" and command.output is None and reads_only(command)


def _essential(script: Script) -> Script:
    """The script without the commands that it may pass without."""
    for k in reversed(range(len(script.commands))):
        if _exempt(script.commands[k]):
            script = script.without(k)
    return script


def _told(missed: Sequence[Verdict]) -> Text:
    """Which goals are not passed, and why."""
    return both(
        lambda language: "; ".join(
            f"{verdict.goal.id} ({verdict.reason.of(language) if verdict.reason else '-'})"
            for verdict in missed
        )
    )


def prove_predictions(lesson: Lesson, document: Document, seeds: Sequence[int] = SEEDS) -> Iterator[Finding]:
    """The predictions whose key is not among what they offer, or that the lab does not answer."""
    for i, question in enumerate(lesson.quiz):
        if not isinstance(question, Predict):
            continue
        for seed in seeds:
            try:
                key = key_of(lesson, question, seed)
            except CourseError:
                break  # its scene is missing or malformed, as reported elsewhere
            except (scene.SceneFails, NoKey) as error:
                problem = error.problem if isinstance(error, scene.SceneFails) else plain(str(error))
                yield document.finding(Code.SCENE_FAILS, ("quiz", i), {"problem": problem})
                break
            if not any(same(key, offer) for offer in question.offers):
                yield document.finding(Code.KEY_NOT_OFFERED, ("quiz", i, "offers"), {"key": shown(key)})
                break
