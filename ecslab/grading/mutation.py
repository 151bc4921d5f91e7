"""Solutions with one thing changed: what a goal should notice, a number, a name, an option."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ecslab.aws.shell import Command, Literal, Script, Word

_NUMBER = re.compile(r"(?<![\w.-])\d{1,9}(?![\w.])")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_SHOWS = ("--query", "--output", "--no-cli-pager", "--color")
"""Options that change only what is printed."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """A script with one thing changed."""

    index: int
    """Which of its commands is another now."""
    command: Command
    """The command as it is now."""
    line: int
    column: int
    before: str
    """What was there: a number, a name, or an option."""
    after: str
    """What is there instead; empty when it was left out."""


def mutants(script: Script, index: int) -> Iterator[Mutant]:
    """Every way to change one thing in the command at `index`, but for what is marked as free in it."""
    command = script.commands[index]
    if command.name == "aws":
        yield from _dropped(index, command)
        for place in range(3, len(command.arguments)):
            option = next((text for text in _options_before(command, place)), "")
            if option not in _SHOWS:
                yield from _changed_argument(index, command, place)
    if command.document is not None:
        for changed, before, after in _numbers(command.document, command):
            yield _mutant(index, replace(command, document=changed), command.document, before, after)
    for place, assignment in enumerate(command.assignments):
        for changed, before, after in (
            *_numbers(assignment.value, command),
            *_names(assignment.value, command),
        ):
            assignments = list(command.assignments)
            assignments[place] = replace(assignment, value=changed)
            mutated = replace(command, assignments=tuple(assignments))
            yield _mutant(index, mutated, assignment.value, before, after)


def _options_before(command: Command, place: int) -> Iterator[str]:
    """The option whose value stands at `place`, if it is one."""
    for number in range(place, 2, -1):
        text = command.arguments[number].literal
        if text is not None and text.startswith("--"):
            yield text


def _changed_argument(index: int, command: Command, place: int) -> Iterator[Mutant]:
    word = command.arguments[place]
    for changed, before, after in (*_numbers(word, command), *_names(word, command)):
        arguments = list(command.arguments)
        arguments[place] = changed
        yield _mutant(index, replace(command, arguments=tuple(arguments)), word, before, after)


def _mutant(index: int, command: Command, word: Word, before: str, after: str) -> Mutant:
    return Mutant(index, command, word.line, word.column, before, after)


def _dropped(index: int, command: Command) -> Iterator[Mutant]:
    """Each option left out with its values."""
    starts = [
        place
        for place, word in enumerate(command.arguments)
        if (word.literal or "").startswith("--") and place > 2
    ]
    for start, end in zip(starts, [*starts[1:], len(command.arguments)], strict=True):
        option = command.arguments[start].literal or ""
        if option not in _SHOWS and option not in command.free:
            rest = (*command.arguments[:start], *command.arguments[end:])
            yield _mutant(index, replace(command, arguments=rest), command.arguments[start], option, "")


def _numbers(word: Word, command: Command) -> Iterator[tuple[Word, str, str]]:
    """Each number in `word` one more, and one less."""
    for place, part in enumerate(word.parts):
        if not isinstance(part, Literal):
            continue
        for found in _NUMBER.finditer(part.text):
            number = int(found[0])
            if found[0] in command.free:
                continue
            for other in (number + 1, number - 1):
                if other >= 0:
                    text = part.text[: found.start()] + str(other) + part.text[found.end() :]
                    yield _with(word, place, part, text), found[0], str(other)


def _names(word: Word, command: Command) -> Iterator[tuple[Word, str, str]]:
    """A name with a letter more."""
    text = word.literal
    if text is not None and _NAME.fullmatch(text) and text not in command.free:
        yield Word((Literal(f"{text}x", quoted=True),), word.line, word.column), text, f"{text}x"


def _with(word: Word, place: int, part: Literal, text: str) -> Word:
    parts = list(word.parts)
    parts[place] = replace(part, text=text)
    return replace(word, parts=tuple(parts))
