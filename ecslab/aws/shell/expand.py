"""From a word to the arguments it stands for: parameters, substitutions, splitting of what is unquoted."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ecslab.aws.shell.tree import Literal, Parameter, Part, Substitution, Word
from ecslab.aws.shell.variables import Variables

_BLANKS = re.compile(r"[ \t\n]+")

Chunk = tuple[str, bool]
"""Expanded text, and whether it is kept whole."""


class Unset(Exception):
    """A parameter that had to be set is not; ends the shell that it happens in."""


class TooBig(Exception):
    """An expansion grew past its bound."""


@dataclass(slots=True)
class Expander:
    """Expands the words of one command; `substitute` runs a `$( … )` and gives what it printed."""

    variables: Variables
    substitute: Callable[[Substitution], str]
    limit: int
    """The most characters that its expansions together may make."""
    status: int
    """What `$?` gives."""
    nounset: bool
    """Whether a parameter that is not set is an error, as after `set -u`."""
    _made: int = 0

    def text(self, word: Word) -> str:
        """The word as one string, never split: a value, a path, a here-document. Raises Unset, TooBig."""
        return self._whole(word.parts)

    def fields(self, word: Word) -> list[str]:
        """The arguments that the word becomes: none, one or many. Raises Unset, TooBig."""
        fields: list[str] = []
        current: list[str] = []
        for text, kept in self._chunks(word.parts, kept=True):
            for index, piece in enumerate([text] if kept else _BLANKS.split(text)):
                if index and current:
                    fields.append("".join(current))
                    current = []
                if piece or kept:
                    current.append(piece)
        return [*fields, "".join(current)] if current else fields

    def _whole(self, parts: tuple[Part, ...]) -> str:
        return "".join(text for text, _ in self._chunks(parts, kept=True))

    def _chunks(self, parts: tuple[Part, ...], *, kept: bool) -> Iterator[Chunk]:
        """`kept` says whether bare literals stay whole: those inside `${A:-b c}` are split."""
        for part in parts:
            match part:
                case Literal(text, quoted):
                    yield self._counted(text), quoted or kept
                case Substitution(_, quoted):
                    yield self._counted(self.substitute(part)), quoted
                case Parameter():
                    yield from self._parameter(part)

    def _parameter(self, parameter: Parameter) -> Iterator[Chunk]:
        value = str(self.status) if parameter.name == "?" else self.variables.get(parameter.name)
        operator = parameter.operator
        present = bool(value) if operator.startswith(":") else value is not None
        if operator and present == operator.endswith("+"):
            yield from self._alternative(parameter)
            return
        if value is None and self.nounset and not operator.endswith("+"):
            raise Unset(f"{parameter.name}: parameter not set")
        yield self._counted("" if operator.endswith("+") else value or ""), parameter.quoted

    def _alternative(self, parameter: Parameter) -> Iterator[Chunk]:
        if parameter.operator[-1] in "-+":
            if parameter.quoted:
                yield "", True
            yield from self._chunks(parameter.alternative, kept=parameter.quoted)
            return
        text = self._whole(parameter.alternative)
        if parameter.operator.endswith("?"):
            absent = "parameter not set or null" if parameter.operator == ":?" else "parameter not set"
            raise Unset(f"{parameter.name}: {text or absent}")
        self.variables.set(parameter.name, text)
        yield text, parameter.quoted

    def _counted(self, text: str) -> str:
        self._made += len(text)
        if self._made > self.limit:
            raise TooBig
        return text
