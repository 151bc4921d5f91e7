"""The argparse rules that the AWS CLI's options follow, raising our errors instead of leaving Python."""

from __future__ import annotations

from argparse import SUPPRESS, Action, ArgumentError, ArgumentParser
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from ecslab.aws.command.errors import BadSyntax, invalid_choice
from ecslab.aws.command.globals import OPTIONS
from ecslab.aws.models import SERVICES

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Collection, Sequence


_LONG = 1_000
"""The most characters of a line whose parts are kept in memory."""


class VersionAsked(Exception):  # no error: the way out of argparse when --version is met
    """`--version` stands on the line."""


class Parser(ArgumentParser):
    """argparse without its own help, output and exits; abbreviations work as in the AWS CLI."""

    def __init__(self, whole_list: str = "aws help", *, first: Sequence[str] = ()) -> None:
        super().__init__(prog="aws", add_help=False, usage=SUPPRESS, conflict_handler="resolve")
        self._whole_list = whole_list
        self._first = first

    def error(self, message: str) -> NoReturn:
        """Raise BadSyntax."""
        raise BadSyntax(message)

    def _check_value(self, action: Action, value: Any) -> None:
        if action.choices is not None and value not in action.choices:
            first = () if action.option_strings else self._first
            told = invalid_choice(value, action.choices, first=first, whole_list=self._whole_list)
            raise ArgumentError(action, told)


class _ShowVersion(Action):
    def __call__(self, *_: Any) -> None:
        raise VersionAsked


@cache
def _main_parser(services: tuple[str, ...]) -> Parser:
    parser = Parser("aws help", first=(*SERVICES, "s3", "help"))
    for option in OPTIONS:
        name = f"--{option.name}"
        if option.name == "version":
            parser.add_argument(name, action=_ShowVersion, nargs=0)
        elif option.value:
            kind = int if option.value == "int" else str
            parser.add_argument(name, type=kind, choices=option.choices or None)
        else:
            parser.add_argument(name, action="store_const", const=True)
    parser.add_argument("command", choices=services)
    return parser


def split_globals(arguments: Sequence[str], commands: tuple[str, ...]) -> tuple[Namespace, list[str]]:
    """The global options and the command among `arguments`, wherever they stand, and all the rest in order.

    Raises BadSyntax, and VersionAsked where `--version` stands.
    """
    return parsed(_main_parser(commands), arguments)


def parsed(parser: Parser, words: Sequence[str]) -> tuple[Namespace, list[str]]:
    """What the parser makes of `words`: the options, to be read only, and all that it does not know.

    Raises BadSyntax, and whatever else its actions raise.
    """
    # The same short lines come again and again, from goals above all; argparse is slow.
    if sum(map(len, words)) > _LONG:
        return parser.parse_known_args(list(words))
    found, rest = _parsed(parser, tuple(words))
    return found, list(rest)


@lru_cache(maxsize=2048)
def _parsed(parser: Parser, words: tuple[str, ...]) -> tuple[Namespace, list[str]]:
    return parser.parse_known_args(list(words))


def choose(
    kind: str,
    arguments: Sequence[str],
    choices: Collection[str],
    first: Callable[[], Sequence[str]],
    whole_list: str,
) -> tuple[str, list[str]]:
    """The first positional word, which must be one of `choices`, and the rest; raises BadSyntax.

    `first` gives the choices to show when it is not, and `whole_list` is the command that shows all.
    """
    if arguments and arguments[0] in choices:
        return arguments[0], list(arguments[1:])
    parser = Parser(whole_list, first=first())
    parser.add_argument(kind, choices=tuple(choices))
    found, rest = parser.parse_known_args(list(arguments))
    return getattr(found, kind), rest
