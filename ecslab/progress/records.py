"""What is kept of a learner: solved exercises, quiz answers, and attempts that are under way."""

from typing import Annotated, Any

from msgspec import Meta, Struct


class Solved(Struct, frozen=True, kw_only=True):
    """An exercise whose goals were all met without its solution on the screen."""

    exercise: str
    """`lesson/exercise`."""
    points: int
    commands: int
    """How many commands the learner ran in the attempt that solved it."""
    solution_shown: bool
    """Whether the solution had been looked at in an earlier attempt."""
    at_ms: int
    """When it was first solved, on the wall clock."""


class Answer(Struct, frozen=True, kw_only=True):
    """The latest answer to one quiz question."""

    question: str
    """`lesson/question`."""
    chosen: tuple[int, ...]
    """The positions of the chosen offers, from 0: in the order given, or one for each item of a match."""
    right: bool
    at_ms: int
    text: str = ""
    """What was typed, where the answer is typed."""


class Review(Struct, frozen=True, kw_only=True):
    """A card was asked, or what it is about was missed."""

    card: str
    """`question:lesson/question` or `exercise:lesson/exercise`."""
    at_ms: int
    rating: Annotated[int, Meta(ge=1, le=4)]
    """As FSRS has it: 1 again, 2 hard, 3 good, 4 easy."""


class Ran(Struct, frozen=True, tag="run"):
    """The learner ran a line, or several that belong together."""

    line: str
    stopped_at: int | None = None
    """At which look of its lab it was stopped; None where it ran to its end."""


class Passed(Struct, frozen=True, tag="advance"):
    """Virtual time passed."""

    duration_ms: int


class Broke(Struct, frozen=True, tag="inject"):
    """The learner had the world misbehave."""

    fault: dict[str, Any]


Deed = Ran | Passed | Broke
"""One thing that happened in an attempt; replayed in order they bring its lab back."""


class Attempt(Struct, frozen=True, kw_only=True):
    """An attempt that was left, so that it can go on where it stood."""

    exercise: str
    seed: int
    deeds: tuple[Deed, ...]
    hints_shown: int = 0
    solution_shown: bool = False


def followed_by(deeds: tuple[Deed, ...], deed: Deed) -> tuple[Deed, ...]:
    """`deeds` with `deed` at the end; neighbouring stretches of time become one."""
    if isinstance(deed, Passed) and deeds and isinstance(deeds[-1], Passed):
        return (*deeds[:-1], Passed(deeds[-1].duration_ms + deed.duration_ms))
    return (*deeds, deed)
