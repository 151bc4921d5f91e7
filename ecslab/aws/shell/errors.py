"""What is wrong with a script, where, and how to put it right, in either language."""

from collections.abc import Mapping

from ecslab.engine.errors import EcslabError
from ecslab.locale import words


class ScriptError(EcslabError):
    """A script that cannot be read or asks for what is not allowed; nothing of it has run.

    `code` names the sentence `script.<code>` of the catalogues, `line` and `column` count from 1.
    `incomplete` is true when more text could still make the script right (an open quote, an
    unfinished here-document): a terminal then asks for another line.
    """

    def __init__(
        self,
        code: str,
        name: str,
        line: int,
        column: int,
        values: Mapping[str, object] | None = None,
        *,
        incomplete: bool = False,
    ) -> None:
        super().__init__()
        self.code = code
        self.name = name
        self.line = line
        self.column = column
        self.incomplete = incomplete
        self.values = dict(values or {})

    def say(self, language: str) -> str:
        """`file:line:column: sentence` in `language`."""
        sentence = words(language)(f"script.{self.code}", **self.values)
        return f"{self.name}:{self.line}:{self.column}: {sentence}"

    def __str__(self) -> str:
        return self.say("en")


class ScriptLimit(ScriptError):
    """A running script went past one of its limits and was stopped at `line`."""


class ScriptTimeout(ScriptLimit):
    """A running script's deadline passed."""
