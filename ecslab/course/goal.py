"""A goal: an `aws` command, what to take from its answer, what that must be, and when it is judged."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from ecslab.course.fields import Duration, Id, Line, Many, Model, kebab, milliseconds
from ecslab.course.kinds import by_key, kind
from ecslab.course.matcher import MATCHERS, Matched, Wanted
from ecslab.course.permission import Permitted
from ecslab.course.text import Text
from ecslab.engine.faults import FAULTS


class Run(Model):
    """An `aws` command."""

    run: Line


def _fault(name: str) -> str:
    if name not in FAULTS:
        raise PydanticCustomError("literal_error", "a fault", {"expected": ", ".join(FAULTS)})
    return name


class Inject(Model):
    """A fault: something in the world goes wrong."""

    inject: Annotated[str, AfterValidator(_fault), WithJsonSchema({"enum": list(FAULTS)})]
    """What goes wrong."""
    cluster: Line | None = None
    """The cluster of the service; any that has a service of this name when not given."""
    service: Line | None = None
    """The service one of whose tasks it happens to."""
    task: Line | None = None
    """The task it happens to, by id or ARN."""
    exit_code: Annotated[int, Field(ge=0, le=255)] | None = None
    """What a task that dies exits with."""
    container: Line | None = None
    """The container it happens to."""
    image: Line | None = None
    """The image it happens to, as task definitions write it."""
    instance: Line | None = None
    """The container instance it happens to, by id or ARN, or by the id of its EC2 instance."""
    zone: Line | None = None
    """The availability zone it happens to."""
    provider: Line | None = None
    """The capacity provider it happens to."""
    what: Line | None = None
    """The fault that ends."""
    times: Annotated[int, Field(ge=1, le=1_000)] | None = None
    """How many times as long something takes."""
    after: Duration | None = None
    """How long after its start a container is struck."""
    for_: Duration | None = None
    """How long the fault lasts; until it is mended when not given."""
    like: Line | None = None
    """The image that a pushed build behaves like."""
    alarm: Line | None = None
    """The alarm that goes off, or is over."""
    policy: Line | None = None
    """The step scaling policy that an alarm triggers."""
    above: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """How far the alarm's metric is above its threshold."""
    below: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """How far the alarm's metric is below its threshold."""

    @property
    def fault(self) -> dict[str, Any]:
        """As `Lab.inject` takes it."""
        given = self.model_dump(by_alias=True, exclude_none=True)
        return {"fault": given.pop("inject"), **given}


Given = Run | Inject
"""What is done to the fork of the lab before a goal is judged."""

AnyGiven = Annotated[Annotated[Run, kind("run")] | Annotated[Inject, kind("inject")], by_key("run", "inject")]
"""As a file's field, told apart by the key that it has."""


HISTORY = "history"
"""In the place of a duration: from the end of the scene to now."""


def _over(value: Any) -> Any:
    if value == HISTORY or milliseconds(value) > 0:
        return value if value == HISTORY else milliseconds(value)
    raise PydanticCustomError("duration", "a duration that is not 0s")


class Goal(Matched):
    """Something that must be true of the lab: now, a while ahead, or ever since the learner began."""

    id: Id
    say: Text
    """What is wanted, in the learner's words."""
    run: Line | None = None
    """The `aws` command whose answer is looked at, in full: all its pages."""
    role_of: Line | None = None
    """Instead of `run`: the role, or `family/NAME` for its task role, that IAM is asked about."""
    may: Many[Permitted] = ()
    """What the role must be allowed."""
    may_not: Many[Permitted] = ()
    """What it must not be allowed."""
    bill_of: Line | None = None
    """Instead of `run`: what is billed, as `ecslab bill` names it or `all`; the value found is what it
    costs from now until the goal is judged, in US dollars."""
    query: Line | None = None
    """What to take from the answer (JMESPath); all of it when not given."""
    given: Many[AnyGiven] = ()
    """What happens first, in a fork of the lab."""
    after: Duration | None = None
    """Judged once, this much later, in the fork."""
    within: Duration | None = None
    """True at some instant of the next so much time, in the fork."""
    hold_for: Annotated[Duration, Field(ge=1)] | None = None
    """True at every instant for so long: from now, from `after`, or from the first instant of `within`."""
    never: Literal[True] | None = None
    """What the matcher says is true at no instant of `over`."""
    over: Annotated[
        int | Literal["history"] | None,
        BeforeValidator(_over),
        WithJsonSchema({"type": "string", "pattern": r"^(([0-9]+(ms|s|m|h|d))+|history)$"}),
    ] = None
    """How long ahead, in the fork, or `history`: from the end of the scene to now."""
    slack: bool = False
    """Whether its bound is lower or higher, on purpose, than any solution comes to."""
    hidden: bool = False
    """Whether a learner is shown only what is wanted, not what was found, compared with or missed."""
    needs: Many[Id] = ()
    """The goals that must hold for this one to be judged at all."""
    else_: Text | None = None
    """What to say when it does not hold; `{{found}}` and `{{wanted}}` stand for the values."""
    why: Line | None = None
    """What the engine is asked to explain when it does not hold, such as `service/web`."""

    @property
    def matched(self) -> bool:
        """Whether a matcher is what decides: IAM's answer needs none."""
        return self.role_of is None

    @property
    def wanted(self) -> Wanted:
        """The one matcher that is given, or what a role may and may not do."""
        if self.role_of is None:
            return super().wanted
        asked = {"may": list(self.may), "may-not": list(self.may_not)}
        return Wanted("role", {name: texts for name, texts in asked.items() if texts})

    def holds(self, found: Any) -> bool:
        """Whether `found` is what is wanted: of a role, that nothing is otherwise."""
        return super().holds(found) if self.role_of is None else found == {}

    @model_validator(mode="after")
    def _one_question(self) -> Self:
        asked = [name for name in _QUESTIONS if getattr(self, name) is not None]
        if len(asked) != 1:
            values = {"choices": _listed(_QUESTIONS), "found": _listed(asked) or "-"}
            raise PydanticCustomError("one_matcher", "exactly one question", values)
        if self.role_of is not None:
            if not (self.may or self.may_not):
                raise PydanticCustomError("beside", "the other too", {"one": "role-of", "other": "may"})
            extra = [kebab(name) for name in (*MATCHERS, "query") if name in self.model_fields_set]
            if extra:
                raise PydanticCustomError("one_time", "one of them", {"one": "role-of", "other": extra[0]})
        elif self.may or self.may_not:
            raise PydanticCustomError("beside", "the other too", {"one": "may", "other": "role-of"})
        return self

    @model_validator(mode="after")
    def _one_bill(self) -> Self:
        if self.bill_of is None:
            return self
        if self.after is None:
            raise PydanticCustomError("beside", "the other too", {"one": "bill-of", "other": "after"})
        for extra in ("query", "hold_for", "over"):
            if getattr(self, extra) is not None:
                values = {"one": "bill-of", "other": kebab(extra)}
                raise PydanticCustomError("one_time", "one of them", values)
        return self

    @model_validator(mode="after")
    def _one_time(self) -> Self:
        given = [kebab(name) for name in _TIMES if getattr(self, name) not in (None, ())]
        for one, other in _APART:
            if one in given and other in given:
                raise PydanticCustomError("one_time", "one of them", {"one": one, "other": other})
        if self.over == HISTORY and (before := [name for name in ("after", "given") if name in given]):
            raise PydanticCustomError("one_time", "one of them", {"one": before[0], "other": "over: history"})
        for one, other in (("never", "over"), ("over", "never")):
            if one in given and other not in given:
                raise PydanticCustomError("beside", "the other too", {"one": one, "other": other})
        return self

    @property
    def looks_back(self) -> bool:
        """Whether it is judged on what has happened, not on what will."""
        return self.over == HISTORY


def _listed(names: Sequence[str]) -> str:
    return ", ".join(kebab(name) for name in names)


_QUESTIONS = ("run", "role_of", "bill_of")
_TIMES = ("after", "within", "hold_for", "never", "over", "given")
_APART = (("after", "within"), ("within", "never"), ("hold-for", "never"))
"""Fields that do not go together."""
