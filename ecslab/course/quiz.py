"""Quiz questions of seven kinds; the key of a prediction is computed by the lab."""

import hashlib
import unicodedata
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import AfterValidator, Field, model_validator
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


def _all_different(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    """Words that stand twice cannot be told apart by who has to place them."""
    for language in ("ja", "en"):
        words = [text.of(language) for text in texts]
        if twice := [word for number, word in enumerate(words) if word in words[:number]]:
            raise PydanticCustomError("twice", "all different", {"text": twice[0]})
    return texts


class Order(Asked):
    """Things to be put in order."""

    kind: ClassVar[Literal["order"]] = "order"
    order: Annotated[Many[Text], Field(min_length=2, max_length=9), AfterValidator(_all_different)]
    """The things in the right order; they are shown in another."""
    why: Text


class Pair(Model):
    """Two things that belong together."""

    item: Text
    with_: Text
    """What belongs to the item."""
    why: Text
    """Why they belong together: said when they were not put together."""


def _pairs(pairs: tuple[Pair, ...]) -> tuple[Pair, ...]:
    _all_different(tuple(pair.item for pair in pairs))
    _all_different(tuple(pair.with_ for pair in pairs))
    return pairs


class Match(Asked):
    """Things to be put together in pairs."""

    kind: ClassVar[Literal["match"]] = "match"
    match: Annotated[Many[Pair], Field(min_length=2, max_length=9), AfterValidator(_pairs)]


class Near(Model):
    """A wrong answer that people give, with its own explanation."""

    text: Line
    why: Text


class Blank(Model):
    """What is to be filled in."""

    accept: Annotated[Many[Line], Field(min_length=1)]
    """Every right answer; the first one is shown as the key."""
    exact: bool = False
    """Whether upper and lower case matter."""
    near: Many[Near] = ()
    why: Text

    @model_validator(mode="after")
    def _near_is_wrong(self) -> Self:
        if right := [near.text for near in self.near if self.accepts(near.text)]:
            raise PydanticCustomError("near_right", "wrong answers only", {"text": right[0]})
        return self

    def same(self, one: str, other: str) -> bool:
        """Whether two answers are the same one: width, spaces around and (mostly) case do not count."""
        return _plain(one, exact=self.exact) == _plain(other, exact=self.exact)

    def accepts(self, text: str) -> bool:
        """Whether `text` is a right answer."""
        return any(self.same(text, right) for right in self.accept)


def _plain(text: str, *, exact: bool) -> str:
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    return plain if exact else plain.casefold()


class Fill(Asked):
    """A word to be typed."""

    kind: ClassVar[Literal["fill"]] = "fill"
    fill: Blank


def shuffled(question: "Order | Match") -> tuple[int, ...]:
    """The order in which things are shown, by their places in the file: always one, never the right one."""
    count = len(question.order if isinstance(question, Order) else question.match)
    places = sorted(
        range(count), key=lambda place: hashlib.sha256(f"{question.id}/{place}".encode()).digest()
    )
    right = list(range(count))
    return tuple(places if places != right else [*right[1:], right[0]])


Question = Choose | ChooseMany | TrueFalse | Order | Match | Fill | Predict
"""A quiz question of any kind."""

AnyQuestion = Annotated[
    Annotated[Choose, kind("choose")]
    | Annotated[ChooseMany, kind("choose-many")]
    | Annotated[TrueFalse, kind("true-false")]
    | Annotated[Order, kind("order")]
    | Annotated[Match, kind("match")]
    | Annotated[Fill, kind("fill")]
    | Annotated[Predict, kind("predict")],
    by_key("choose", "choose-many", "true-false", "order", "match", "fill", "predict"),
]
"""A question as a file's field, its kind told by the key that it has."""
