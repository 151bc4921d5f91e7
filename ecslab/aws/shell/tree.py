"""A parsed script: frozen values that can be looked at, run, and run with one command left out."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum


class Join(Enum):
    """What decides whether a command runs after the one before it."""

    ALWAYS = ";"
    IF_SUCCEEDED = "&&"
    IF_FAILED = "||"


@dataclass(frozen=True, slots=True)
class Literal:
    """Text as it stands; `quoted` text is never split."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$NAME`, `${NAME}`, or `${NAME<operator>alternative}`; the name `?` is the last exit status."""

    name: str
    operator: str
    alternative: tuple["Part", ...]
    quoted: bool
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$( … )`: what the commands inside print, without the newlines at its end."""

    commands: tuple["Command", ...]
    quoted: bool


Part = Literal | Parameter | Substitution


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a command, before anything in it is expanded."""

    parts: tuple[Part, ...]
    line: int
    column: int

    @property
    def literal(self) -> str | None:
        """Its text when nothing in it needs expanding, else None."""
        if all(isinstance(part, Literal) for part in self.parts):
            return "".join(part.text for part in self.parts if isinstance(part, Literal))
        return None

    @property
    def bare(self) -> str | None:
        """Its text when it is literal and no part of it is quoted, else None."""
        if any(isinstance(part, Literal) and part.quoted for part in self.parts):
            return None
        return self.literal


@dataclass(frozen=True, slots=True)
class Assignment:
    """`NAME=value`."""

    name: str
    value: Word


@dataclass(frozen=True, slots=True)
class Redirection:
    """`> target` or, when `append`, `>> target`."""

    target: Word
    append: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A simple command: assignments, words, and where its input and output go."""

    join: Join
    """How it hangs on the command before it; ALWAYS for the first of a list."""
    assignments: tuple[Assignment, ...] = ()
    arguments: tuple[Word, ...] = ()
    """All of its words, its name first; none for assignments that stand alone."""
    output: Redirection | None = None
    document: Word | None = None
    """The body of its here-document."""
    line: int
    column: int
    text: str
    """As it was written, without the body of a here-document."""
    optional: bool = False
    """Its last line ends in `# optional`: a solution also passes without it."""
    free: tuple[str, ...] = ()
    """What its last line ends in `# free: …`: words and numbers for which a solution may have others."""

    @property
    def name(self) -> str:
        """The command's name; empty for assignments that stand alone."""
        return (self.arguments[0].literal or "") if self.arguments else ""

    @property
    def words(self) -> tuple[str, ...]:
        """Its words up to the first that needs expanding: all of them when `literal`."""
        leading: list[str] = []
        for word in self.arguments:
            if (text := word.literal) is None:
                break
            leading.append(text)
        return tuple(leading)

    @property
    def literal(self) -> bool:
        """Whether nothing in its words needs expanding."""
        return len(self.words) == len(self.arguments)

    @property
    def nested(self) -> tuple["Command", ...]:
        """Every command inside its `$( … )`, in the order written, however deep."""
        found: list[Command] = []
        values = [assignment.value for assignment in self.assignments]
        targets = [self.output.target] if self.output else []
        documents = [self.document] if self.document else []
        for word in (*values, *self.arguments, *targets, *documents):
            found += _commands_in(word.parts)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Script:
    """A script that may run: everything in it is allowed."""

    name: str
    commands: tuple[Command, ...]
    """Its top-level commands in order; those inside `$( … )` belong to the command they stand in."""

    def without(self, index: int) -> "Script":
        """The same script with the command at `index` left out.

        The command after it takes its place in an and-or list: `a && b || c` becomes `a || c`
        without `b`, and `b || c` without `a`.
        """
        kept = list(self.commands)
        removed = kept.pop(index)
        if removed.join is Join.ALWAYS and index < len(kept):
            kept[index] = replace(kept[index], join=Join.ALWAYS)
        return Script(self.name, tuple(kept))


def _commands_in(parts: tuple[Part, ...]) -> Iterator[Command]:
    for part in parts:
        if isinstance(part, Parameter):
            yield from _commands_in(part.alternative)
        elif isinstance(part, Substitution):
            for command in part.commands:
                yield command
                yield from command.nested
