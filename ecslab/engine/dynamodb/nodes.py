"""What expressions mean: trees of conditions, of operands, and of the actions of an update."""

from typing import Any, NamedTuple

Step = str | int
Path = tuple[Step, ...]
"""The way to an attribute: its name, then names in maps and numbers in lists."""


class Attribute(NamedTuple):
    """What stands at a path."""

    path: Path


class Constant(NamedTuple):
    """A value of the request."""

    value: dict[str, Any]


class Size(NamedTuple):
    """`size(…)`."""

    of: "Attribute | Constant"


class IfNotExists(NamedTuple):
    """`if_not_exists(path, operand)`."""

    path: Path
    otherwise: "Operand"


class ListAppend(NamedTuple):
    """`list_append(operand, operand)`."""

    first: "Operand"
    second: "Operand"


class Sum(NamedTuple):
    """One operand plus or minus another."""

    first: "Operand"
    minus: bool
    second: "Operand"


Operand = Attribute | Constant | Size | IfNotExists | ListAppend | Sum


class Comparison(NamedTuple):
    """`left = right`, or another comparator."""

    comparator: str
    left: Operand
    right: Operand


class Between(NamedTuple):
    """`operand BETWEEN low AND high`."""

    operand: Operand
    low: Operand
    high: Operand


class In(NamedTuple):
    """`operand IN (…)`."""

    operand: Operand
    choices: tuple[Operand, ...]


class Function(NamedTuple):
    """A function that is true or not."""

    name: str
    arguments: tuple[Operand, ...]


class Not(NamedTuple):
    """The contrary."""

    condition: "Condition"


class And(NamedTuple):
    """Both."""

    left: "Condition"
    right: "Condition"


class Or(NamedTuple):
    """One at least."""

    left: "Condition"
    right: "Condition"


Condition = Comparison | Between | In | Function | Not | And | Or


class Update(NamedTuple):
    """The actions of an update expression."""

    sets: tuple[tuple[Path, Operand], ...] = ()
    removes: tuple[Path, ...] = ()
    adds: tuple[tuple[Path, Constant], ...] = ()
    deletes: tuple[tuple[Path, Constant], ...] = ()

    @property
    def paths(self) -> tuple[Path, ...]:
        """Everything that it changes."""
        pairs = (*self.sets, *self.adds, *self.deletes)
        return (*(path for path, _ in pairs), *self.removes)
