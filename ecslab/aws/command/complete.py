"""What can stand at the cursor of a half-typed `aws` line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecslab.aws.command.arguments import SKELETONS, Option, options
from ecslab.aws.command.globals import OPTIONS
from ecslab.aws.command.naming import operations, simulated, simulated_waiters, waiter_names
from ecslab.aws.command.s3 import COMMANDS
from ecslab.aws.command.suggest import Completion, Names, from_names, matching, value_completions
from ecslab.aws.command.words import split_words
from ecslab.aws.models import SERVICES, service_model, waiters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecslab.aws.command.words import Word

__all__ = ["Completion", "complete"]


class _Place(NamedTuple):
    """What the words before the cursor say."""

    positional: tuple[str, ...]
    """Service, operation, and the waiter after `wait`."""
    given: frozenset[str]
    """The options that stand already, without dashes."""
    pending: str | None
    """The option whose value comes next."""
    has_value: bool
    """Whether the pending option, a list, has a value already and may end here."""


def complete(line: str, cursor: int, names: Names | None = None) -> list[Completion]:
    """What can stand at `cursor`, best first; each replaces the line from its `start` to the cursor.

    `names(kind)` gives the names that the lab knows, for the kinds "cluster", "service", "task",
    "task-definition", "family", "subnet", "security-group" and "vpc"; nothing for a kind it does not know.
    """
    *before, word = split_words(line[:cursor])
    if not before:
        return matching(word, [("aws", "the AWS command line")], "command")
    if before[0].text != "aws":
        return []
    place = _read(before[1:])
    known = _known_options(place)
    if word.text.startswith("-"):
        return _option_or_its_value(word, place, known, names)
    if place.pending is not None:
        found = _values(word, 0, place.pending, known, names)
        return found + _option_names(word, place, known) if place.has_value and not word.text else found
    return _positional(word, place) or _option_names(word, place, known)


def _read(words: Sequence[Word]) -> _Place:
    positional: list[str] = []
    given: set[str] = set()
    pending: str | None = None
    has_value = False
    for word in words:
        if word.text.startswith("--"):
            name, equals, _ = word.text[2:].partition("=")
            given.add(name)
            pending, has_value = (None if equals else name), False
            place = _Place(tuple(positional), frozenset(given), pending, has_value=False)
            if pending is not None and _kind(pending, _known_options(place)) == "switch":
                pending = None
        elif pending is None:
            positional.append(word.text)
        elif (
            _kind(pending, _known_options(_Place(tuple(positional), frozenset(), None, has_value=False)))
            == "list"
        ):
            has_value = True
        else:
            pending = None
    return _Place(tuple(positional), frozenset(given), pending, has_value)


def _known_options(place: _Place) -> tuple[Option, ...]:
    match place.positional:
        case (service, "wait", waiter, *_) if service in SERVICES and waiter in waiter_names(service):
            operation = waiters(service)[waiter_names(service)[waiter]]["operation"]
            return options(service, operation, paging=False)
        case (service, operation, *_) if service in SERVICES and operation in operations(service):
            return options(service, operations(service)[operation])
        case _:
            return ()


def _kind(name: str, known: Iterable[Option]) -> str:
    """Whether an option is a switch, takes a list of words, or one word."""
    for option in known:
        if option.name == name:
            type_name = None if option.shape is None else option.shape.type_name
            return {"boolean": "switch", "list": "list"}.get(type_name or "", "word")
    return "switch" if any(each.name == name and not each.value for each in OPTIONS) else "word"


def _option_or_its_value(
    word: Word, place: _Place, known: Sequence[Option], names: Names | None
) -> list[Completion]:
    name, equals, _ = word.text[2:].partition("=")
    if equals:
        return _values(word, len(name) + 3, name, known, names)
    return _option_names(word, place, known)


def _option_names(word: Word, place: _Place, known: Sequence[Option]) -> list[Completion]:
    """Options not given yet, required ones first; global ones last, once something is typed of them."""
    taken = place.given
    twins = {option.member for option in known if option.name in taken and option.shape is not None}
    left = [each for each in known if not each.hidden and each.name not in taken and each.member not in twins]
    left.sort(key=lambda option: not option.required)
    found = [(f"--{each.name}", _about(each)) for each in left]
    if word.text:
        found += [
            (f"--{each.name}", each.help) for each in OPTIONS if each.name not in taken and not each.refusal
        ]
    return matching(word, found, "option")


def _about(option: Option) -> str:
    if option.shape is None:
        return option.help
    return f"{option.shape.type_name}{', required' if option.required else ''}"


def _positional(word: Word, place: _Place) -> list[Completion]:
    match place.positional:
        case ():
            services = [
                (name, str(service_model(name).metadata.get("serviceFullName", ""))) for name in SERVICES
            ]
            services.append(("s3", "Files and objects"))
            return matching(word, [*sorted(services), ("help", "")], "service")
        case ("s3",):
            return from_names(word, 0, [*COMMANDS, "help"], "operation")
        case (service,) if service in SERVICES:
            waits = ["wait"] if simulated_waiters(service) else []
            return from_names(word, 0, [*simulated(service), *waits, "help"], "operation")
        case (service, "wait") if service in SERVICES:
            return from_names(word, 0, [*simulated_waiters(service), "help"], "waiter")
        case _:
            return []


def _values(
    word: Word, offset: int, name: str, known: Sequence[Option], names: Names | None
) -> list[Completion]:
    for option in known:
        if option.name == name and option.shape is not None:
            return value_completions(word, offset, name, option.shape, names)
    if name == "generate-cli-skeleton":
        return from_names(word, offset, SKELETONS, "value")
    choices = next((each.choices for each in OPTIONS if each.name == name), ())
    return from_names(word, offset, choices, "value")
