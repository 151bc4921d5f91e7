"""Judging goals: by what a lab is and by what it does next, in forks, so that the lab stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecslab.aws.command import Files
from ecslab.course.goal import Goal
from ecslab.course.text import Text
from ecslab.engine.errors import EcslabError
from ecslab.engine.explain import Reason, explain
from ecslab.engine.lab import Lab
from ecslab.grading.asking import Answer, ask
from ecslab.grading.futures import Futures, GivenFails
from ecslab.grading.limits import Expired, OutOfTime, never
from ecslab.grading.reasons import not_met, plain, said, trouble
from ecslab.grading.result import Outcome

MAX_INSTANTS = 5_000
"""How many instants of a goal's `within` are looked at; more is an answer of its own, not a verdict."""


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
    lab: Lab, goals: Sequence[Goal], files: Files | None = None, expired: Expired = never
) -> tuple[Verdict, ...]:
    """A verdict for every goal, in their order; `lab` is left as it is.

    A goal whose need is not passed is skipped. What keeps a goal from being judged is its verdict
    "error", never "failed". Raises OutOfTime when `expired` says so.
    """
    judging = _Judging(Futures(lab, files, expired), files, expired)
    for goal in goals:
        judging.take(goal)
    return tuple(judging.verdicts.values())


class _Judging:
    """One judging of some goals."""

    def __init__(self, futures: Futures, files: Files | None, expired: Expired) -> None:
        self.verdicts: dict[str, Verdict] = {}
        self._futures = futures
        self._files = files
        self._expired = expired

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
        fork = self._futures.of(goal)
        ends_at = fork.now + (goal.within or 0)
        for _ in range(MAX_INSTANTS):
            if self._expired():
                raise OutOfTime
            answer = ask(fork, goal.run, self._files, self._expired)
            if answer.wrong:
                reason = said("wrong", code=str(answer.code), message=plain(answer.message))
                return Verdict(goal, "error", answer.code, goal.wanted.value, reason)
            found = answer.find(goal.query)
            if answer.code is None and goal.holds(found):
                return Verdict(goal, "passed", found, goal.wanted.value)
            if fork.now >= ends_at:
                return self._failed(goal, fork, answer, found)
            due_at = fork.next_event_at()
            fork.advance_to(ends_at if due_at is None else min(max(due_at, fork.now + 1), ends_at))
        reason = said("instants", limit=MAX_INSTANTS)
        return Verdict(goal, "error", wanted=goal.wanted.value, reason=reason)

    def _failed(self, goal: Goal, fork: Lab, answer: Answer, found: Any) -> Verdict:
        shown = found if answer.code is None else answer.code
        reason = not_met(goal, answer, found)
        return Verdict(goal, "failed", shown, goal.wanted.value, reason, _explained(fork, goal.why))


def _explained(lab: Lab, target: str | None) -> tuple[Reason, ...]:
    """The engine's explanation of `target`; none when the learner has made no such thing."""
    if target is None:
        return ()
    try:
        return explain(lab, target)
    except EcslabError:
        return ()
