"""Quiz questions: choose, choose-many, true-false, and predict, whose key the lab computes."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Duration, Id, Line, Many, Model
from ecslab.course.kinds import by_key, kind
from ecslab.course.text import Text


def _scalar(value: Any) -> Any:
    if isinstance(value, list | dict):
        raise PydanticCustomError("scalar", "text, a number, true, false or null")
    return value


Scalar = Annotated[Any, AfterValidator(_scalar)]
"""A value that an answer can be: text, a number, true, false or null."""


class Choice(Model):
    """One of the answers to choose from."""

    say: Text
    right: bool = False
    """Whether this answer is right."""
    why: Text
    """Why it is right, or why not."""


def _one_right(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    right = sum(choice.right for choice in choices)
    if right != 1:
        raise PydanticCustomError("one_right", "exactly one right answer", {"count": right})
    return choices


def _some_right(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    if not any(choice.right for choice in choices):
        raise PydanticCustomError("some_right", "one or more right answers")
    return choices


class Asked(Model):
    """What every question has."""

    id: Id
    ask: Text
    """The question."""
    at: Id | None = None
    """The heading after whose section it is asked; at the lesson's end when not given."""


class Choose(Asked):
    """One right answer among several."""

    kind: ClassVar[Literal["choose"]] = "choose"
    choose: Annotated[Many[Choice], Field(min_length=2), AfterValidator(_one_right)]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What to choose from, in the order written."""
        return self.choose


class ChooseMany(Asked):
    """Every right answer among several, and no wrong one."""

    kind: ClassVar[Literal["choose-many"]] = "choose-many"
    choose_many: Annotated[Many[Choice], Field(min_length=2), AfterValidator(_some_right)]

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What to choose from, in the order written."""
        return self.choose_many


class Statement(Model):
    """Whether what is asked is true, and why."""

    answer: bool
    why: Text


class TrueFalse(Asked):
    """A statement that is true or false."""

    kind: ClassVar[Literal["true-false"]] = "true-false"
    true_false: Statement


class Predict(Asked):
    """What a command will print; the lab computes the key."""

    kind: ClassVar[Literal["predict"]] = "predict"
    predict: Line
    """The `aws` command whose output, after its `--query`, is to be predicted."""
    scene: Id | None = None
    """The lab it runs in; a new one when not given."""
    after: Duration = 0
    """How much time passes first."""
    offers: Annotated[Many[Scalar], Field(min_length=2)]
    """What the learner chooses from; the key must be among them."""
    why: Text


Question = Choose | ChooseMany | TrueFalse | Predict
"""A quiz question of any kind."""

AnyQuestion = Annotated[
    Annotated[Choose, kind("choose")]
    | Annotated[ChooseMany, kind("choose-many")]
    | Annotated[TrueFalse, kind("true-false")]
    | Annotated[Predict, kind("predict")],
    by_key("choose", "choose-many", "true-false", "predict"),
]
"""A question as a file's field, its kind told by the key that it has."""
