"""What has happened in a lab since an attempt began, looked at again instant by instant."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from ecslab.aws.command import Files
from ecslab.course.goal import Goal
from ecslab.engine.errors import Problem
from ecslab.engine.journal import Advance
from ecslab.engine.lab import Lab, again
from ecslab.grading.asking import Answer
from ecslab.grading.limits import Expired, OutOfTime, never
from ecslab.grading.looking import look


class Seen(NamedTuple):
    """What a goal that looks back met with: what must never be, or a command that no lab could answer."""

    at_ms: int
    """How long after the beginning."""
    answer: Answer
    found: Any
    lab: Lab
    """The lab as it was then."""


class History:
    """The past of one lab, for the goals of one exercise; asked again it looks only at what is new."""

    def __init__(self, began: Lab) -> None:
        """`began` is the lab as it was when the attempt began; it is left as it is."""
        self._began = began.fork()
        # Goals ask as the administrator, and each verb of the learner's says whose it is.
        self._began.caller = None
        self._forget()

    def _forget(self) -> None:
        self._lab = self._began.fork()
        self._seen: dict[str, Seen] = {}

    def of(
        self, lab: Lab, goals: Sequence[Goal], files: Files | None = None, expired: Expired = never
    ) -> dict[str, Seen]:
        """By goal, the first settled instant up to now at which its matcher was true in `lab`'s past.

        An instant is looked at when time moves on, so that what was put right in it does not count.
        Raises OutOfTime when `expired` says so, Problem when `lab` never began as this one did.
        """
        try:
            verbs = lab.journal.since(self._lab.journal)
        except Problem:  # something was taken back since: from the beginning once more
            self._forget()
            verbs = lab.journal.since(self._lab.journal)
        watch = _Watch(goals, files, self._began.now, self._seen)
        for verb in verbs:
            if isinstance(verb, Advance) and verb.ms:
                self._pass(verb.ms, watch, expired)
            else:
                again(self._lab, verb)
        present = self._lab.fork()
        present.advance(0)
        # The present instant may not be over: what is seen in it is not kept.
        last = _Watch(goals, files, self._began.now, dict(self._seen))
        last.look(present)
        return last.seen

    def _pass(self, duration_ms: int, watch: "_Watch", expired: Expired) -> None:
        """Let time pass, and look at each instant before it is over; the last one is not."""
        lab, ends_at = self._lab, self._lab.now + duration_ms
        lab.advance(0)
        while lab.now < ends_at:
            if expired():
                raise OutOfTime
            watch.look(lab)
            due_at = lab.next_event_at()
            lab.advance_to(ends_at if due_at is None else min(max(due_at, lab.now + 1), ends_at))


class _Watch:
    """Goals that are looked at until they have seen what they must not."""

    def __init__(
        self, goals: Sequence[Goal], files: Files | None, began_ms: int, seen: dict[str, Seen]
    ) -> None:
        self._goals = goals
        self._files = files
        self._began_ms = began_ms
        self.seen = seen

    def look(self, lab: Lab) -> None:
        """Look at the lab as it is now."""
        for goal in self._goals:
            if goal.id in self.seen:
                continue
            # In a fork: the question itself must not become part of the past.
            answer, found = look(lab.fork(), goal, self._files)
            if answer.wrong or (answer.code is None and goal.holds(found)):
                self.seen[goal.id] = Seen(lab.now - self._began_ms, answer, found, lab.fork())
