"""The forks of a lab in which goals are judged."""

from collections.abc import Sequence

from ecslab.aws.command import Files
from ecslab.course.goal import Given, Goal, Run
from ecslab.course.text import Text
from ecslab.engine.errors import FaultError
from ecslab.engine.lab import Lab
from ecslab.grading.asking import ask
from ecslab.grading.bounded import BoundedLab
from ecslab.grading.command import one_command, reads_only
from ecslab.grading.limits import Expired
from ecslab.grading.reasons import plain, trouble


class GivenFails(Exception):  # caught where it is turned into a verdict
    """What a goal begins with cannot be done in this lab."""

    def __init__(self, problem: Text, *, wrong: bool = False) -> None:
        super().__init__(problem.en)
        self.problem = problem
        self.wrong = wrong
        """Whether it could be done in no lab."""


class Futures:
    """Forks of one lab; goals that begin alike and only look share one."""

    def __init__(self, lab: Lab, files: Files | None, expired: Expired) -> None:
        self._lab = lab
        self._files = files
        self._expired = expired
        self._forks: dict[tuple[tuple[Given, ...], int], Lab] = {}

    def of(self, goal: Goal) -> Lab:
        """The fork in which `goal` begins: after what is given, and `after` later.

        Raises GivenFails, and OutOfTime.
        """
        fork = self._shared(goal.given, goal.after or 0)
        # A goal that steps through time or changes something must not do so to the others.
        steps = (goal.within, goal.hold_for, goal.never)
        reads = goal.run is None or reads_only(one_command(goal.run).commands[0])
        looks_only = steps == (None, None, None) and reads
        return fork if looks_only else fork.fork()

    def beginning(self, goal: Goal) -> Lab:
        """The fork after what is given, before any time has passed. Raises GivenFails, and OutOfTime."""
        return self._shared(goal.given, 0)

    def _shared(self, given: tuple[Given, ...], after_ms: int) -> Lab:
        key = (given, after_ms)
        if key not in self._forks:
            if after_ms:
                fork = self._shared(given, 0).fork()
                BoundedLab(fork, expired=self._expired).advance(after_ms)
            else:
                fork = self._lab.fork()
                # Goals ask as the administrator, whoever the learner is.
                fork.caller = None
                self._begin(fork, given)
            self._forks[key] = fork
        return self._forks[key]

    def _begin(self, fork: Lab, given: Sequence[Given]) -> None:
        for step in given:
            if isinstance(step, Run):
                answer = ask(fork, step.run, self._files, self._expired)
                if answer.code is not None:
                    said = plain(f"{answer.code}: {answer.message}")
                    raise GivenFails(Text(ja=said, en=said), wrong=answer.wrong)
                continue
            try:
                fork.inject(step.fault)
            except FaultError as error:
                raise GivenFails(trouble(error)) from error
