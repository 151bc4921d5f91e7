"""Why a command line did not run, worded as the AWS CLI words it."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

from ecslab.aws.command.outcome import CONFIGURATION, FAILURE, SERVICE_ERROR, USAGE
from ecslab.engine.errors import EcslabError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ecslab.engine.errors import ApiError

USAGE_BLURB = """\
usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
To see help text, you can run:

  aws help
  aws <command> help
  aws <command> <subcommand> help
"""


class CommandError(EcslabError):
    """A command line that ends with an error; its text is what stderr shows."""

    exit_code: ClassVar[int] = FAILURE


class ParameterError(CommandError):
    """The value of one option cannot be read."""

    exit_code = USAGE

    def __init__(self, option: str, message: str) -> None:
        super().__init__(f"Error parsing parameter '{option}': {message}")


class InvalidParameters(CommandError):
    """The parameters do not fit the operation's model."""

    exit_code = USAGE

    def __init__(self, report: str) -> None:
        super().__init__(f"Parameter validation failed:\n{report}")


class BadSyntax(CommandError):
    """The command line itself is wrong; the usage is shown with the reason."""

    exit_code = USAGE

    def __init__(self, message: str) -> None:
        super().__init__(f"{USAGE_BLURB}\naws: error: {message}")


class UnknownOptions(CommandError):
    """Words that the operation has no option for."""

    exit_code = USAGE

    def __init__(self, words: Iterable[str], known: Iterable[str]) -> None:
        words = list(words)
        super().__init__(f"{USAGE_BLURB}\nUnknown options: {', '.join(words)}{_nearest(words, list(known))}")


class Refused(CommandError):
    """A right command line that asks for something that a lab does not have."""

    exit_code = USAGE


class ConfigurationError(CommandError):
    """The environment or a global option asks for another region, account or output than there is."""

    exit_code = CONFIGURATION


class ServiceError(CommandError):
    """The service refused the call."""

    exit_code = SERVICE_ERROR

    def __init__(self, error: ApiError, operation: str) -> None:
        super().__init__(
            f"An error occurred ({error.code}) when calling the {operation} operation: {error.message}"
        )


class NoShell(CommandError):
    """A session that a client would have to connect to: there is nothing at its other end."""

    def __init__(self, session: str, container: str) -> None:
        super().__init__(
            f"AWS grants the session {session} here, but the containers of a lab are simulated: no command "
            f"runs in container {container}, and there is no shell to open."
        )


class WaiterFailed(CommandError):
    """A waiter met a failure or waited as often as it may."""

    def __init__(self, waiter: str, reason: str) -> None:
        super().__init__(f"Waiter {waiter} failed: {reason}")


class PagingError(CommandError):
    """The paging options contradict each other or the token is no token."""

    def __init__(self, message: str) -> None:
        super().__init__(f"Error during pagination: {message}")


def invalid_choice(word: str, choices: Iterable[str], *, whole_list: str, first: Sequence[str] = ()) -> str:
    """The AWS CLI's words for a wrong name.

    Only those of `first` are shown, if there are any, and of many the nearest; `whole_list` has them all.
    """
    names = list(choices)
    shown = list(first) or names
    if len(shown) > _CHOICES_SHOWN:
        shown = get_close_matches(word, shown, _CHOICES_SHOWN, cutoff=0.0)
    lines = ["Invalid choice, valid choices are:\n"]
    lines += [" | ".join(f"{name:<37}" for name in pair).rstrip() for pair in _pairs(shown)]
    if len(shown) < len(names):
        lines.append(f"... and {len(names) - len(shown)} more: see '{whole_list}'")
    if nearest := get_close_matches(word, first) or get_close_matches(word, names):
        lines.append(f"\n\nInvalid choice: {word!r}, maybe you meant:\n")
        lines += [f"  * {name}" for name in nearest]
    return "\n".join(lines)


_CHOICES_SHOWN = 12


def _pairs(names: list[str]) -> list[list[str]]:
    return [names[at : at + 2] for at in range(0, len(names), 2)]


def _nearest(words: list[str], known: list[str]) -> str:
    """One sentence naming the options that were perhaps meant; empty when nothing is near."""
    found = [near for word in words if word.startswith("--") for near in get_close_matches(word, known, n=1)]
    return f"\nDid you mean {' and '.join(found)}?" if found else ""
