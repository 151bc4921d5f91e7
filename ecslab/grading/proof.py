"""Proving an exercise by playing it: its goals must accept every right way shown, and no wrong one."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ecslab.aws.command import FolderFiles
from ecslab.aws.shell import Command, Script, ScriptLimit, Variables, parse
from ecslab.course.document import Document, Path
from ecslab.course.exercise import Mistake
from ecslab.course.findings import Code, Finding, Place, shown
from ecslab.course.goal import Goal
from ecslab.course.matcher import Number
from ecslab.course.text import Text, both
from ecslab.engine.lab import Lab
from ecslab.grading.command import reads_only, sentence
from ecslab.grading.feedback import failed, mistake_made
from ecslab.grading.history import History
from ecslab.grading.judge import Verdict, judge, passes
from ecslab.grading.limits import OutOfBounds
from ecslab.grading.mutation import Mutant, mutants
from ecslab.grading.play import Deeds, Play
from ecslab.grading.reasons import plain
from ecslab.grading.scene import SceneFails
from ecslab.grading.scenes import Scenes

SEEDS = (0, 1, 2)
"""The seeds that a proof is repeated with."""

_CHANGES = ("aws", "cat", "export", "")
"""The commands that a script may need: `aws`, what writes files, and what sets variables."""

_AGAIN = 1
"""The second building of a scene."""


class _Try(NamedTuple):
    """A script being played, and the past that goals may look back at."""

    play: Play
    history: History | None
    """None where no goal looks back."""

    @property
    def lab(self) -> Lab:
        return self.play.lab


def prove(scenes: Scenes, number: int, document: Document, seeds: Sequence[int] = SEEDS) -> Iterator[Finding]:
    """What an exercise of the lesson, by its position from 0, fails to prove; its scripts must parse."""
    try:
        yield from _Proof(scenes, number, document, seeds).findings()
    except SceneFails as error:
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

    def __init__(self, scenes: Scenes, number: int, document: Document, seeds: Sequence[int]) -> None:
        self._scenes = scenes
        self._lesson = scenes.lesson
        self._exercise = self._lesson.exercises[number]
        self._files = FolderFiles(self._lesson.folder / "files")
        self._path: Path = ("exercises", number)
        self._document = document
        self._seeds = seeds
        self._drawn = {seed: self._exercise.drawn(seed) for seed in seeds}
        self._scripts: dict[str, Script] = {}
        self._deeds: dict[str, Deeds] = {}
        self._failed: set[str] = set()
        self._unjudged: dict[str, Text] = {}
        self._solved: list[_Try] = []
        """Every solution that was played to its end with the first seed."""

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
            if not _missed(self._judged(self._begin(seed), seed)):
                yield self._document.finding(Code.PASSES_UNTOUCHED, self._path)
                return

    def _solution(self, j: int) -> Iterator[Finding]:
        name = self._exercise.solutions[j]
        place = (*self._path, "solutions", j)
        script = self._script(name)
        for seed in self._seeds:
            first = self._played(script, seed)
            if missed := _missed(self._judged(first, seed)):
                values = {"file": name, "seed": seed, "goals": _told(missed)}
                yield self._document.finding(Code.SOLUTION_FAILS, place, values)
                return
            # Equal states have equal futures, so one judgement holds for both.
            again = self._played(script, seed, _AGAIN)
            if again.lab.state_hash() != first.lab.state_hash():
                yield self._document.finding(Code.NOT_REPEATABLE, place, {"file": name, "seed": seed})
        yield from self._changed(script)

    def _golf(self) -> Iterator[Finding]:
        """Par is reached by a solution that is shown, without what may be left out of it."""
        golf = self._exercise.golf
        if golf is None:
            return
        scripts = [_essential(self._script(name)) for name in self._exercise.solutions]
        best = min(self._played(script, self._seeds[0]).play.commands for script in scripts)
        if best > golf.commands:
            place = (*self._path, "golf", "commands")
            yield self._document.finding(Code.PAR_NOT_REACHED, place, {"par": golf.commands, "best": best})

    def _changed(self, script: Script) -> Iterator[Finding]:
        """Leaving out a command must fail, and so must another number or name, or an option left out.

        The solution is played once; every change goes its own way from where it parts with it.
        """
        solved = self._begin(self._seeds[0])
        for k, command in enumerate(script.commands):
            if not _exempt(command):
                if self._unneeded(solved, script, k):
                    values = {"command": plain(command.text)}
                    place = Place(command.line, command.column)
                    yield Finding(Code.NOT_NEEDED, script.name, place, "", values)
                else:
                    yield from self._mutations(solved, script, k)
            solved.play.run(replace(script, commands=(command,)))
        self._solved.append(solved)

    def _unneeded(self, before: _Try, script: Script, k: int) -> bool:
        """Whether the exercise is passed without the command at `k`; every goal is judged then."""
        changed = before._replace(play=before.play.fork())
        changed.play.run(replace(script, commands=script.commands[k + 1 :]))
        return not _missed(self._judged(changed, self._seeds[0]))

    def _mutations(self, before: _Try, script: Script, k: int) -> Iterator[Finding]:
        told: set[str] = set()
        for mutant in mutants(script, k):
            if mutant.before in told:
                continue
            rest = replace(script, commands=(mutant.command, *script.commands[k + 1 :]))
            if self._survives(before, rest):
                told.add(mutant.before)
                yield _not_noticed(script, mutant)

    def _survives(self, before: _Try, rest: Script) -> bool:
        """Whether the exercise is passed by `rest` after what was played `before`, which stays as it is."""
        play = before.play.fork()
        try:
            play.run(rest)
        except (ScriptLimit, OutOfBounds):
            return False
        return passes(play.lab, self._drawn[self._seeds[0]].goals, self._files, before.history)

    def _loose(self) -> Iterator[Finding]:
        """Bounds of goals that no solution comes near."""
        for j, goal in enumerate(self._drawn[self._seeds[0]].goals):
            tighter = _tighter(goal)
            # What nothing fails is reported as that, and so are solutions that do not pass.
            if (
                tighter is not None
                and goal.id in self._failed
                and len(self._solved) == len(self._exercise.solutions)
                and all(passes(each.lab, [tighter], self._files, each.history) for each in self._solved)
            ):
                key = tighter.wanted.kind
                values = {"bound": shown(tighter.wanted.value)}
                yield self._document.finding(Code.LOOSE, (*self._path, "goals", j, key), values)

    def _mistake(self, j: int) -> Iterator[Finding]:
        place = (*self._path, "mistakes", j)
        verdicts: dict[int, tuple[Verdict, ...]] = {}
        for seed in self._seeds:
            mistake = self._drawn[seed].mistakes[j]
            played = self._played(self._script(mistake.run), seed)
            verdicts[seed] = self._judged(played, seed)
            missed = failed(verdicts[seed])
            if missed != frozenset(mistake.fails):
                found, expected = ", ".join(sorted(missed)) or "-", ", ".join(sorted(mistake.fails))
                values = {"file": mistake.run, "seed": seed, "found": found, "expected": expected}
                yield self._document.finding(Code.MISTAKE_DIFFERS, (*place, "fails"), values)
                return
        exercise = self._drawn[self._seeds[0]]
        mistake = exercise.mistakes[j]
        first, deeds = verdicts[self._seeds[0]], self._deeds_of(mistake)
        made = mistake_made(exercise, first, deeds, self._deeds_of)
        if made is not mistake:
            values = {"file": mistake.run, "other": made.run if made else "-"}
            yield self._document.finding(Code.OTHER_FEEDBACK, (*place, "run"), values)

    def _deeds_of(self, mistake: Mistake) -> Deeds:
        """What a mistake does with the first seed."""
        if mistake.run not in self._deeds:
            self._deeds[mistake.run] = self._played(self._script(mistake.run), self._seeds[0]).play.deeds
        return self._deeds[mistake.run]

    def _script(self, name: str) -> Script:
        if name not in self._scripts:
            self._scripts[name] = parse(self._lesson.text(name), name)
        return self._scripts[name]

    def _begin(self, seed: int, building: int = 0) -> _Try:
        """The exercise as a learner finds it."""
        exercise = self._drawn[seed]
        variables = exercise.variables(seed)
        lab = self._scenes.begin(exercise.scene, seed, variables, building)
        looks_back = any(goal.looks_back for goal in exercise.goals)
        play = Play(lab, self._lesson.folder / "files", variables=Variables(variables))
        return _Try(play, History(lab) if looks_back else None)

    def _played(self, script: Script, seed: int, building: int = 0) -> _Try:
        """The exercise after `script`."""
        begun = self._begin(seed, building)
        begun.play.run(script)
        return begun

    def _judged(self, tried: _Try, seed: int) -> tuple[Verdict, ...]:
        """The verdicts of all goals; what fails, and what cannot be judged, is noted."""
        verdicts = judge(tried.lab, self._drawn[seed].goals, self._files, history=tried.history)
        self._failed |= failed(verdicts)
        for verdict in verdicts:
            if verdict.outcome == "error" and verdict.reason is not None:
                self._unjudged.setdefault(verdict.goal.id, verdict.reason)
        return verdicts


def _missed(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts of the goals that are not passed."""
    return [verdict for verdict in verdicts if verdict.outcome != "passed"]


def _essential(script: Script) -> Script:
    """The script without the commands that it may pass without."""
    for k in reversed(range(len(script.commands))):
        if _exempt(script.commands[k]):
            script = script.without(k)
    return script


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


def _told(missed: Sequence[Verdict]) -> Text:
    """Which goals are not passed, and why."""
    return both(
        lambda language: "; ".join(
            f"{verdict.goal.id} ({verdict.reason.of(language) if verdict.reason else '-'})"
            for verdict in missed
        )
    )
