"""The options of one operation, made from its model, and the parameters that a command line gives them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ecslab.aws.command.customised import encode, expand
from ecslab.aws.command.errors import UnknownOptions
from ecslab.aws.command.naming import cli_name
from ecslab.aws.command.parser import Parser, parsed
from ecslab.aws.command.values import option_value
from ecslab.aws.models import paginators, service_model

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping, Sequence

    from botocore.model import OperationModel, Shape

    from ecslab.aws.command.files import Files

_RENAMED = {
    ("ecs", "no-enable-execute-command"): "disable-execute-command",
}
"""Where the AWS CLI's name of an option is not the model's."""

_ARGPARSE_TYPES: dict[str, type] = {"long": int, "float": float, "double": float}
_PAGING_HELP = {
    "starting-token": "A token to specify where to start paginating: the NextToken of a truncated response.",
    "page-size": "The size of each page to get in one call to the service; the output is the same.",
    "max-items": "The total number of items to return; NextToken says where to go on.",
}
_INPUT_HELP = {
    "cli-input-json": "Reads all arguments from the JSON string or file:// given; options override it.",
    "cli-input-yaml": "As --cli-input-json, but in YAML.",
    "generate-cli-skeleton": "Prints a skeleton of the input, or of the output, and makes no call.",
}
OUTFILE = "outfile"
"""The word without an option: where an operation's content goes."""
SKELETONS = ("input", "output", "yaml-input")


class Option(NamedTuple):
    """One option: what it is called and which parameter it gives."""

    name: str
    member: str
    """The API's name of the parameter; of a paging or input option, its own."""
    shape: Shape | None
    """The parameter's shape; None for the options that the command line adds."""
    required: bool = False
    negative: bool = False
    """`--no-x` of a boolean."""
    hidden: bool = False
    """A raw paging parameter: it works, and turns automatic paging off."""
    help: str = ""


class HelpAsked(Exception):
    """`help` stands among the options."""


class Arguments(NamedTuple):
    """A command line of one operation, taken apart."""

    params: dict[str, Any]
    added: Mapping[str, Any]
    """The values of the paging and input options, by option name; absent when not given."""
    outfile: str | None = None
    """Where the content goes that an operation answers with, if it does."""


@cache
def options(service: str, operation: str, *, paging: bool = True) -> tuple[Option, ...]:
    """All options of an operation in the model's order, then those that the command line adds."""
    model: OperationModel = service_model(service).operation_model(operation)
    page = paginators(service).get(operation) if paging else None
    raw_paging = raw_paging_members(page)
    # As in the AWS CLI, a raw parameter gives way to the paging option that has its name (`PageSize`).
    added = [name for name in _PAGING_HELP if name != "page-size" or "limit_key" in page] if page else []
    found: list[Option] = []
    shape = model.input_shape
    for member, inner in shape.members.items() if shape is not None else ():
        name = cli_name(member)
        if name in added:
            continue
        # An idempotency token is made for the caller when none is given.
        required = member in shape.required_members and not inner.metadata.get("idempotencyToken")
        is_boolean = inner.type_name == "boolean"
        found.append(Option(name, member, inner, required and not is_boolean, hidden=member in raw_paging))
        if is_boolean:
            negative = f"no-{name}"
            found.append(Option(_RENAMED.get((service, negative), negative), member, inner, negative=True))
    found += [Option(name, name, None, help=_PAGING_HELP[name]) for name in added]
    found += [Option(name, name, None, help=text) for name, text in _INPUT_HELP.items()]
    return tuple(found)


@cache
def content_member(service: str, operation: str) -> str | None:
    """The member of an operation's answer that is content for a file of its own; None for most."""
    model: OperationModel = service_model(service).operation_model(operation)
    return model.output_shape.serialization["payload"] if model.has_streaming_output else None


def raw_paging_members(page: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The API's own paging parameters, which a paginator uses behind the command line."""
    if page is None:
        return ()
    tokens = page["input_token"]
    limit = page.get("limit_key")
    return (*(tokens if isinstance(tokens, list) else [tokens]), *([limit] if limit else []))


def parse(
    service: str, operation: str, words: Sequence[str], files: Files, *, paging: bool = True
) -> Arguments:
    """The parameters that `words` give; raises BadSyntax, UnknownOptions,
    ParameterError, and HelpAsked where `help` stands."""
    known = options(service, operation, paging=paging)
    words = expand(service, operation, words)
    if words == ["help"]:
        raise HelpAsked
    found, rest = parsed(_parser(service, operation, paging, _enforces_required(words)), words)
    help_word = getattr(found, "help", None)
    if help_word == "help":
        raise HelpAsked
    if help_word:
        rest.append(help_word)
    if rest:
        raise UnknownOptions(rest, [f"--{option.name}" for option in known])
    params = encode(service, operation, _params(known, found, files))
    return Arguments(params, _added(known, found), getattr(found, OUTFILE, None))


def _enforces_required(words: Sequence[str]) -> bool:
    """Whether required options must stand on the line: not when their values come from elsewhere."""
    if "--cli-input-json" in words or "--cli-input-yaml" in words:
        return False
    if "--generate-cli-skeleton" not in words:
        return True
    return list(words[words.index("--generate-cli-skeleton") + 1 :][:1]) == ["output"]


@cache
def _parser(service: str, operation: str, paging: bool, enforce: bool) -> Parser:  # a cache key
    parser = Parser()
    for option in options(service, operation, paging=paging):
        flag, dest = f"--{option.name}", _dest(option)
        if option.shape is None:
            _add_added_option(parser, option, flag, dest)
        elif option.shape.type_name == "boolean":
            # argparse keeps the last of --x and --no-x, as the AWS CLI does.
            parser.add_argument(flag, dest=dest, action="store_const", const=not option.negative)
        elif option.shape.type_name == "list":
            parser.add_argument(flag, dest=dest, nargs="*", required=option.required and enforce)
        else:
            kind = _ARGPARSE_TYPES.get(option.shape.type_name, str)
            parser.add_argument(flag, dest=dest, type=kind, required=option.required and enforce)
    if content_member(service, operation) is not None:
        parser.add_argument(OUTFILE, nargs=None if enforce else "?")
    else:
        parser.add_argument("help", nargs="?")
    return parser


def _add_added_option(parser: Parser, option: Option, flag: str, dest: str) -> None:
    if option.name == "generate-cli-skeleton":
        parser.add_argument(flag, dest=dest, nargs="?", const="input", choices=SKELETONS)
    else:
        parser.add_argument(flag, dest=dest, type=int if option.name in ("page-size", "max-items") else str)


def _dest(option: Option) -> str:
    """Where argparse keeps the value; the prefix keeps a parameter named `help` out of the way."""
    return f"{'added' if option.shape is None else 'member'}:{option.member}"


def _params(known: Sequence[Option], found: Namespace, files: Files) -> dict[str, Any]:
    params: dict[str, Any] = {}
    for option in known:
        words = getattr(found, _dest(option))
        if option.shape is None or words is None or option.member in params:
            continue
        if option.shape.type_name == "boolean":
            params[option.member] = words
        else:
            own = list(words) if isinstance(words, list) else words
            params[option.member] = option_value(f"--{option.name}", option.shape, own, files)
    return params


def _added(known: Sequence[Option], found: Namespace) -> dict[str, Any]:
    values = {option.name: getattr(found, _dest(option)) for option in known if option.shape is None}
    return {name: value for name, value in values.items() if value is not None}
