"""The learner's desk: a lab, what has been done in it, and the ways to do more or to take it back.

A desk is a function of its deeds: undo, reset and coming back after a restart all make a new lab from
the scene and do the remaining deeds again. It knows no screen; the bridge drives it from its own thread.
"""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Protocol

from ecslab.aws.shell import parse
from ecslab.engine.errors import EcslabError
from ecslab.grading.limits import OutOfBounds
from ecslab.progress.records import Broke, Deed, Passed, Ran, followed_by
from ecslab.session.stopping import Stopper

if TYPE_CHECKING:
    from ecslab.aws.shell import CommandResult, Script
    from ecslab.course.text import Text
    from ecslab.engine.lab import Lab
    from ecslab.grading.judge import Verdict


class Bench(Protocol):
    """A lab with a shell in front of it, and goals."""

    @property
    def lab(self) -> "Lab":
        """The lab."""
        ...

    @property
    def commands(self) -> int:
        """How many aws commands have run."""
        ...

    def run(self, script: "Script", on_result: "Callable[[CommandResult], None]") -> None:
        """Run a script; `on_result` hears of every command as it ends. Raises Stopped."""
        ...

    def advance(self, duration_ms: int) -> None:
        """Let virtual time pass. Raises Stopped."""
        ...

    def judge(self) -> "tuple[Verdict, ...]":
        """How the goals stand; the lab is left as it is."""
        ...

    def mistake(self, verdicts: "tuple[Verdict, ...]") -> "Text | None":
        """What to say of a known mistake that the verdicts show, if any."""
        ...


class Stopped(Exception):  # the learner's wish: no error
    """What was being done was stopped on the way."""


class Desk:
    """A bench and the deeds done at it."""

    def __init__(self, fresh: Callable[[Stopper], Bench], deeds: Iterable[Deed] = ()) -> None:
        """`fresh` makes the bench as it is before anything was done; `deeds` are done at once."""
        self._fresh = fresh
        self._stopper = Stopper()
        self._begin(deeds)

    def _begin(self, deeds: Iterable[Deed]) -> None:
        self.bench = self._fresh(self._stopper)
        self.deeds: tuple[Deed, ...] = ()
        for deed in deeds:
            try:
                self._again(deed)
            except (EcslabError, OutOfBounds, Stopped):
                # A script that was stopped is stopped again; what a changed lesson no longer has is left out.
                continue

    def _again(self, deed: Deed) -> None:
        match deed:
            case Ran(line, stopped_at):
                self.run(line, lambda _: None, stopped_at)
            case Passed(duration_ms):
                self.pass_time(duration_ms)
            case Broke(fault):
                self.inject(fault)

    @property
    def lab(self) -> "Lab":
        """The lab as it is now."""
        return self.bench.lab

    @property
    def commands(self) -> int:
        """How many aws commands have run."""
        return self.bench.commands

    def run(
        self, text: str, on_result: "Callable[[CommandResult], None]", stopped_at: int | None = None
    ) -> None:
        """Run what was entered, to its end or to the look at which it was stopped before.

        Raises ScriptError where it cannot be read, which is then no deed; Stopped when it is stopped.
        """
        script = parse(text, "terminal")
        self._stopper.begin(stopped_at)
        self.deeds = followed_by(self.deeds, Ran(text))
        try:
            self.bench.run(script, on_result)
        except Stopped:
            self.deeds = (*self.deeds[:-1], Ran(text, self._stopper.looks))
            raise

    def pass_time(self, duration_ms: int) -> None:
        """Let virtual time pass. Raises Stopped when it is stopped on the way."""
        self._stopper.begin()
        began = self.lab.now
        try:
            self.bench.advance(duration_ms)
        finally:
            self.deeds = followed_by(self.deeds, Passed(self.lab.now - began))

    def stop(self) -> None:
        """Have what is being done stop at the next chance; for another thread, or a signal's handler."""
        self._stopper.stop()

    def inject(self, fault: dict[str, Any]) -> None:
        """Make the world misbehave. Raises FaultError where the fault names nothing, then no deed."""
        self.lab.inject(fault)
        self.deeds = followed_by(self.deeds, Broke(fault))

    def undo(self) -> Deed | None:
        """Take the latest deed back, with the time that passed since; None where there is nothing to undo."""
        kept = self.deeds
        while kept and isinstance(kept[-1], Passed):
            kept = kept[:-1]
        if not kept:
            return None
        self._begin(kept[:-1])
        return kept[-1]

    def reset(self) -> None:
        """Begin again."""
        self._begin(())

    def judge(self) -> "tuple[Verdict, ...]":
        """How the goals stand."""
        return self.bench.judge()

    def mistake(self, verdicts: "tuple[Verdict, ...]") -> "Text | None":
        """What to say of a known mistake that the verdicts show, if any."""
        return self.bench.mistake(verdicts)
