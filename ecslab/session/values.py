"""What is shown of exercises, goals and questions: frozen values in one language."""

from enum import StrEnum
from typing import Literal

from msgspec import Struct


class BriefCard(Struct, frozen=True):
    """An exercise in the learner's language."""

    id: str
    title: str
    brief: str
    points: int
    par: int | None = None
    hints: tuple[str, ...] = ()
    """Every hint, shown or not."""
    shown: int = 0
    """How many of them are shown."""
    solution: str = ""
    """The solution's script, once it is shown."""
    solved: bool = False


class Standing(StrEnum):
    """How a goal stands."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"
    ERROR = "error"


MARKS = {
    Standing.OPEN: ("[ ]", ""),
    Standing.PASSED: ("[✓]", "$text-success"),
    Standing.FAILED: ("[ ]", ""),
    Standing.SKIPPED: ("[–]", "$text-muted"),
    Standing.ERROR: ("[!]", "$text-warning"),
}
"""A mark for each, and its style on the screen."""


class GoalRow(Struct, frozen=True):
    """One goal in the learner's language."""

    id: str
    say: str
    standing: Standing = Standing.OPEN
    reason: str = ""
    """What was wanted and what is there now."""
    why: tuple[str, ...] = ()
    """The engine's own explanation."""


QuizKind = Literal["one", "many", "order", "match", "fill"]
"""How a question is answered: one offer, several, all in order, each with a partner, or by typing."""

LETTERS = "abcdefghi"
"""What the partners of a question of pairs are called."""


class Marked(Struct, frozen=True):
    """An answer, the key, and the reasons, in the learner's language."""

    chosen: tuple[int, ...]
    """Positions of offers; in the order given; the partner of each offer."""
    key: tuple[int, ...]
    whys: tuple[tuple[int, str], ...]
    """Reasons by offer, the learner's own first; -1 for one that belongs to none of them."""
    right: bool
    text: str = ""
    """What was typed."""
    accepted: tuple[str, ...] = ()
    """What would have been right to type."""


class QuizCard(Struct, frozen=True):
    """A question in the learner's language."""

    id: str
    ask: str
    offers: tuple[str, ...]
    kind: QuizKind = "one"
    partners: tuple[str, ...] = ()
    """What the offers are to be put together with."""
    command: str = ""
    """The command whose output is to be predicted, where there is one."""
    marked: Marked | None = None


class Item(Struct, frozen=True):
    """An exercise of a lesson, as the map lists it."""

    title: str
    done: bool


class LessonRow(Struct, frozen=True):
    """A lesson of the map in the learner's language."""

    id: str
    title: str
    minutes: int = 0
    done: int = 0
    total: int = 0
    needs: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    quiz: tuple[int, int] = (0, 0)
    """How many questions were answered rightly, of how many."""
    trouble: str = ""
    """What is wrong with it, where it cannot be read."""
    read: bool = True
    """False until its file has been read."""
    incident: bool = False
    """Whether it is a set of incidents, listed apart."""


class Outline(Struct, frozen=True):
    """The course in the learner's language."""

    title: str
    lessons: tuple[LessonRow, ...]
    points: int = 0
