"""What an expression says, and whether an instance is what it says."""

from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from typing import NamedTuple, Protocol, TypeAlias, Union

from ecslab.engine.ecs.placement.query.pattern import compiled


class Test(NamedTuple):
    """One subject, one operator, and what it is compared with."""

    subject: str
    """`attribute:NAME`, or one of the other subjects."""
    operator: str
    arguments: tuple[str, ...] = ()


class And(NamedTuple):
    """All of them."""

    parts: tuple["Expression", ...]


class Or(NamedTuple):
    """At least one of them."""

    parts: tuple["Expression", ...]


class Not(NamedTuple):
    """The contrary."""

    part: "Expression"


Expression: TypeAlias = Union[Test, And, Or, Not]  # noqa: UP007  # a string in a `|` would be evaluated


class Subject(Protocol):
    """An instance, as far as expressions ask."""

    def texts(self, subject: str) -> Iterable[str]:
        """The values of a subject: none where it is missing, several for the groups of tasks."""
        ...


def matches(expression: Expression, instance: Subject) -> bool:
    """Whether `instance` is what `expression` says."""
    match expression:
        case And(parts):
            return all(matches(part, instance) for part in parts)
        case Or(parts):
            return any(matches(part, instance) for part in parts)
        case Not(part):
            return not matches(part, instance)
        case Test(subject, operator, arguments):
            return _holds(subject, operator, arguments, instance)


def _holds(subject: str, operator: str, arguments: tuple[str, ...], instance: Subject) -> bool:
    values = list(instance.texts(subject))
    if operator in _CONTRARIES:
        return not _holds(subject, _CONTRARIES[operator], arguments, instance)
    if operator == "exists":
        return bool(values)
    if operator == "in":
        return any(value in arguments for value in values)
    if operator == "=~":
        return any(compiled(arguments[0]).fullmatch(value) is not None for value in values)
    key = ORDERS.get(subject, str)
    wanted = key(arguments[0])
    return any(_COMPARISONS[operator](key(value), wanted) for value in values)


def version(text: str) -> tuple[int, ...]:
    """A version as numbers. Raises ValueError for a text that is none."""
    return tuple(int(part) for part in text.removeprefix("v").split("."))


def instant(text: str) -> int:
    """A date, or a date and time, in milliseconds since the epoch. Raises ValueError for neither."""
    moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=timezone.utc)  # noqa: UP017  # spelled as Python 3.11's docs do
    return round(moment.timestamp() * 1000)


ORDERS: dict[str, Callable[[str], object]] = {
    "agentVersion": version,
    "registeredAt": instant,
    "runningTasksCount": int,
}
"""How the values of a subject compare, where it is not as text."""

_CONTRARIES = {"!=": "==", "!in": "in", "!~": "=~", "!exists": "exists"}

_COMPARISONS: dict[str, Callable[..., bool]] = {
    "==": lambda left, right: left == right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
}
