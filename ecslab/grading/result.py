"""What grading says of one submission: `ecslab/result/v1`; the same input gives the same bytes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ecslab.course.text import Text


class Status(StrEnum):
    """How grading ended."""

    PASSED = "passed"
    FAILED = "failed"
    """Judged, and not passed."""
    BROKEN = "broken"
    """The exercise itself is wrong: its scene cannot be built, or a goal cannot be judged."""
    REFUSED = "refused"
    """The submission cannot be read, or does what none may."""
    CRASHED = "crashed"
    """ecslab failed: a defect of its own."""
    TIMED_OUT = "timed-out"


EXIT_CODES: Mapping[Status, int] = {
    Status.PASSED: 0,
    Status.FAILED: 1,
    Status.BROKEN: 3,
    Status.REFUSED: 4,
    Status.CRASHED: 5,
    Status.TIMED_OUT: 124,
}
"""What the command line exits with; 2 is a usage error's."""

Outcome = Literal["passed", "failed", "skipped", "error"]
"""How a goal was judged; "error": it could not be."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Reason(_Part):
    """One step of the engine's own explanation."""

    code: str
    values: dict[str, str | int]
    say: Text


class GoalResult(_Part):
    """How one goal was judged."""

    id: str
    say: Text
    """What was wanted, in the lesson's words."""
    outcome: Outcome
    found: Any = None
    """The value that the goal's query found, a JSON value; null when it was not judged."""
    matcher: str | None
    """How the value is compared: "equals", "at-least", …; null when the goal is hidden."""
    wanted: Any = None
    """What it is compared with."""
    reason: Text | None = None
    """Why it was not passed; null when it was."""
    why: tuple[Reason, ...] = ()
    """The engine's explanation, when the lesson asks for one."""
    hidden: bool = False
    """Whether the lesson hides the details: found, matcher, wanted, reason and why are then empty."""


class Result(_Part):
    """A submission's result."""

    format: Literal["ecslab/result/v1"] = "ecslab/result/v1"
    exercise: str
    """`lesson-id/exercise-id`, as it was asked for."""
    title: Text | None = None
    """The exercise's title; null when there is no such exercise."""
    submission: str = ""
    """What the submission is called."""
    status: Status
    passed: bool
    points: int = 0
    """Points given: all or none."""
    out_of: int = 0
    """Points to be had."""
    commands: int = 0
    """The `aws` commands that the submission ran."""
    par: int | None = None
    """How many a good solution takes, when the exercise says."""
    goals: tuple[GoalResult, ...] = ()
    """In the order judged; empty when nothing was judged."""
    feedback: Text | None = None
    """What the lesson says to the mistake that this submission makes."""
    problem: Text | None = None
    """What went wrong when the status is neither passed nor failed."""
    seed: int
    engine: str
    """The version of ecslab."""
    lesson: str | None = None
    """The hash of the lesson."""
    state: str | None = None
    """The hash of the lab as the submission left it."""

    @property
    def exit_code(self) -> int:
        """What the command line exits with."""
        return EXIT_CODES[self.status]
