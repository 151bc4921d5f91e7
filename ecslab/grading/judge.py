"""Judging goals: by what a lab is, does next and has done, in forks, so that the lab stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecslab.aws.command import Files
from ecslab.course.goal import Goal
from ecslab.course.text import Text
from ecslab.engine.errors import EcslabError
from ecslab.engine.explain import Reason, explain
from ecslab.engine.lab import Lab
from ecslab.grading import instants
from ecslab.grading.asking import Answer
from ecslab.grading.futures import Futures, GivenFails
from ecslab.grading.history import History
from ecslab.grading.instants import TooManyInstants, settled
from ecslab.grading.limits import Expired, OutOfTime, never
from ecslab.grading.looking import look
from ecslab.grading.money import ask_bill
from ecslab.grading.permissions import why_not
from ecslab.grading.reasons import not_met, plain, said, trouble, when_ahead, when_since
from ecslab.grading.result import Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a goal was judged."""

    goal: Goal
    outcome: Outcome
    found: Any = None
    """What the goal's query found, or the code of AWS's error; None when it was not judged."""
    wanted: Any = None
    """What it was compared with."""
    reason: Text | None = None
    """Why it was not passed; None when it was."""
    why: tuple[Reason, ...] = ()
    """The engine's explanation, when the goal asks for one."""


def judge(
    lab: Lab,
    goals: Sequence[Goal],
    files: Files | None = None,
    expired: Expired = never,
    history: History | None = None,
) -> tuple[Verdict, ...]:
    """A verdict for every goal, in their order; `lab` is left as it is.

    `history` is the attempt's, for goals that look back; without one they see only the present.
    A goal whose need is not passed is skipped. What keeps a goal from being judged is its verdict
    "error", never "failed". Raises OutOfTime when `expired` says so.
    """
    judging = _Judging(lab, goals, Futures(lab, files, expired), files, expired, history)
    for goal in goals:
        judging.take(goal)
    return tuple(judging.verdicts.values())


def passes(lab: Lab, goals: Sequence[Goal], files: Files | None, history: History | None) -> bool:
    """Whether every goal is passed; nothing more is judged after the first that is not."""
    judging = _Judging(lab, goals, Futures(lab, files, never), files, never, history)
    for goal in goals:
        judging.take(goal)
        if judging.verdicts[goal.id].outcome != "passed":
            return False
    return True


class _Judging:
    """One judging of some goals."""

    def __init__(
        self,
        lab: Lab,
        goals: Sequence[Goal],
        futures: Futures,
        files: Files | None,
        expired: Expired,
        history: History | None,
    ) -> None:
        self.verdicts: dict[str, Verdict] = {}
        self._lab = lab
        self._looking_back = [goal for goal in goals if goal.looks_back]
        self._futures = futures
        self._files = files
        self._expired = expired
        self._history = history

    def take(self, goal: Goal) -> None:
        """Judge the next goal."""
        missing = [need for need in goal.needs if not self._passed(need)]
        if missing:
            self._settle(goal, "skipped", said("skipped", goals=", ".join(missing)))
            return
        try:
            self.verdicts[goal.id] = self._judge(goal)
        except GivenFails as problem:
            outcome: Outcome = "error" if problem.wrong else "failed"
            self._settle(goal, outcome, said("given", problem=problem.problem))
        except TooManyInstants:
            self._settle(goal, "error", said("instants", limit=instants.MAX_INSTANTS))
        except OutOfTime:
            raise
        except EcslabError as problem:
            self._settle(goal, "error", said("problem", problem=trouble(problem)))
        except Exception as problem:  # a defect of ours must not read as the learner's failure
            self._settle(
                goal, "error", said("defect", kind=type(problem).__name__, problem=plain(str(problem)))
            )

    def _passed(self, goal_id: str) -> bool:
        verdict = self.verdicts.get(goal_id)
        return verdict is not None and verdict.outcome == "passed"

    def _settle(self, goal: Goal, outcome: Outcome, reason: Text) -> None:
        self.verdicts[goal.id] = Verdict(goal, outcome, wanted=goal.wanted.value, reason=reason)

    def _judge(self, goal: Goal) -> Verdict:
        if goal.looks_back:
            return self._past(goal)
        fork = self._futures.of(goal)
        if goal.never:
            return self._never(goal, fork)
        if goal.within is None and goal.hold_for is None:
            return self._once(goal, fork)
        held = self._once(goal, fork) if goal.within is None else self._within(goal, fork, goal.within)
        if held.outcome != "passed" or goal.hold_for is None:
            return held
        return self._holding(goal, fork, goal.hold_for)

    def _once(self, goal: Goal, fork: Lab) -> Verdict:
        if self._expired():
            raise OutOfTime
        return self._verdict(goal, fork, *self._look(goal, fork))

    def _within(self, goal: Goal, fork: Lab, duration_ms: int) -> Verdict:
        """Judged at every instant until it holds; the fork then stands there."""
        verdict = None
        for _ in settled(fork, duration_ms, self._expired):
            verdict = self._verdict(goal, fork, *self._look(goal, fork))
            if verdict.outcome != "failed":
                break
        assert verdict is not None  # noqa: S101 - there is an instant: now
        return verdict

    def _holding(self, goal: Goal, fork: Lab, duration_ms: int) -> Verdict:
        verdict = None
        for _ in settled(fork, duration_ms, self._expired):
            verdict = self._verdict(goal, fork, *self._look(goal, fork), when=self._ahead(fork))
            if verdict.outcome != "passed":
                break
        assert verdict is not None  # noqa: S101 - there is an instant: now
        return verdict

    def _never(self, goal: Goal, fork: Lab) -> Verdict:
        """Passed with what is found last; failed at the first instant at which the matcher is true."""
        assert isinstance(goal.over, int)  # noqa: S101 - as the format has it, and the past is not judged here
        answer, found = Answer(None), None
        for _ in settled(fork, goal.over, self._expired):
            answer, found = self._look(goal, fork)
            if answer.wrong:
                return self._wrong(goal, answer)
            if answer.code is None and goal.holds(found):
                return self._failed(goal, fork, answer, found, self._ahead(fork))
        return Verdict(goal, "passed", found if answer.code is None else answer.code, goal.wanted.value)

    def _past(self, goal: Goal) -> Verdict:
        history = self._history or History(self._lab)
        seen = history.of(self._lab, self._looking_back, self._files, self._expired).get(goal.id)
        if seen is None:
            return Verdict(goal, "passed", wanted=goal.wanted.value)
        if seen.answer.wrong:
            return self._wrong(goal, seen.answer)
        return self._failed(goal, seen.lab, seen.answer, seen.found, when_since(seen.at_ms))

    def _ahead(self, fork: Lab) -> Text:
        return when_ahead(fork.now - self._lab.now)

    def _look(self, goal: Goal, fork: Lab) -> tuple[Answer, Any]:
        if goal.bill_of is not None:
            answer = ask_bill(self._futures.beginning(goal), fork, goal.bill_of)
            return answer, answer.value
        return look(fork, goal, self._files, self._expired)

    def _verdict(
        self, goal: Goal, fork: Lab, answer: Answer, found: Any, when: Text | None = None
    ) -> Verdict:
        if answer.wrong:
            return self._wrong(goal, answer)
        if answer.code is None and goal.holds(found):
            return Verdict(goal, "passed", found, goal.wanted.value)
        return self._failed(goal, fork, answer, found, when)

    def _wrong(self, goal: Goal, answer: Answer) -> Verdict:
        reason = said("wrong", code=str(answer.code), message=plain(str(answer.message)))
        return Verdict(goal, "error", answer.code, goal.wanted.value, reason)

    def _failed(self, goal: Goal, fork: Lab, answer: Answer, found: Any, when: Text | None = None) -> Verdict:
        shown = found if answer.code is None else answer.code
        reason = not_met(goal, answer, found, when)
        why = why_not(fork, goal) if goal.role_of is not None else ()
        return Verdict(goal, "failed", shown, goal.wanted.value, reason, why + _explained(fork, goal.why))


def _explained(lab: Lab, target: str | None) -> tuple[Reason, ...]:
    """The engine's explanation of `target`; none when the learner has made no such thing."""
    if target is None:
        return ()
    try:
        return explain(lab, target)
    except EcslabError:
        return ()
