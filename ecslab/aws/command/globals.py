"""The options that every command takes, and which of them mean something in a lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ecslab.aws.command.errors import ConfigurationError, Refused
from ecslab.aws.command.query import compile_query

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Mapping

    from ecslab.aws.command.query import Query
    from ecslab.aws.command.target import Target

OUTPUTS = ("json", "text", "table", "yaml")

_NO_CONNECTION = "ecslab opens no connection"


class GlobalOption(NamedTuple):
    """One option of `aws` itself; `refusal` says why a lab cannot honour it, empty when it does."""

    name: str
    help: str
    value: str = ""
    """What its value is called; empty for a switch."""
    choices: tuple[str, ...] = ()
    refusal: str = ""


OPTIONS = (
    GlobalOption("debug", "Turn on debug logging.", refusal="ecslab keeps no debug log of a command"),
    GlobalOption("endpoint-url", "Override the default URL.", "string", refusal=_NO_CONNECTION),
    GlobalOption("no-verify-ssl", "Do not verify SSL certificates.", refusal=_NO_CONNECTION),
    GlobalOption("no-paginate", "Make one call only, for the first page of results."),
    GlobalOption("output", "The formatting style for command output.", "string", OUTPUTS),
    GlobalOption("query", "A JMESPath query to use in filtering the response data.", "string"),
    GlobalOption("profile", "The profile to use; a lab has only 'default'.", "string"),
    GlobalOption("region", "The region to use; a lab is in one region.", "string"),
    GlobalOption("version", "Display the version of this tool."),
    GlobalOption("color", "Turn on/off color output of tables.", "string", ("on", "off", "auto")),
    GlobalOption("no-sign-request", "Do not sign requests.", refusal="a lab always knows its caller"),
    GlobalOption("ca-bundle", "The CA certificate bundle to use.", "string", refusal=_NO_CONNECTION),
    GlobalOption("cli-read-timeout", "The maximum socket read time.", "int", refusal=_NO_CONNECTION),
    GlobalOption("cli-connect-timeout", "The maximum socket connect time.", "int", refusal=_NO_CONNECTION),
    GlobalOption(
        "cli-binary-format",
        "The formatting style of binary input: base64, or raw text.",
        "string",
        ("base64", "raw-in-base64-out"),
    ),
    GlobalOption("no-cli-pager", "Disable the pager for output; a lab has none."),
    GlobalOption(
        "cli-auto-prompt", "Prompt for input parameters.", refusal="completion takes the prompt's place"
    ),
    GlobalOption("no-cli-auto-prompt", "Do not prompt for input parameters; a lab never does."),
)


class Globals(NamedTuple):
    """What the global options and the environment ask for."""

    output: str
    query: Query | None
    paginate: bool
    color: bool
    raw_binary: bool = False
    """Whether text that stands for bytes is those bytes, not base64."""


def resolve(given: Namespace, environment: Mapping[str, str], target: Target) -> Globals:
    """The meaning of the global options; raises Refused or ConfigurationError for what a lab has not."""
    for option in OPTIONS:
        if option.refusal and getattr(given, option.name.replace("-", "_")) is not None:
            raise Refused(f"--{option.name} has no effect in a lab and is refused: {option.refusal}.")
    _check_profile(given.profile or environment.get("AWS_PROFILE"))
    _check_region(given.region or _region_of(environment), target.region)
    query = None if given.query is None else compile_query(given.query)
    return Globals(
        _output(given.output, environment),
        query,
        given.no_paginate is None,
        given.color == "on",
        given.cli_binary_format == "raw-in-base64-out",
    )


def _region_of(environment: Mapping[str, str]) -> str | None:
    return environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION")


def _check_profile(profile: str | None) -> None:
    if profile not in (None, "default"):
        raise ConfigurationError(
            f"The config profile ({profile}) could not be found: a lab has no profile but 'default'."
        )


def _check_region(region: str | None, here: str) -> None:
    if region not in (None, here):
        raise ConfigurationError(f"This lab is in the region {here} only; there is nothing in '{region}'.")


def _output(given: str | None, environment: Mapping[str, str]) -> str:
    output = given or environment.get("AWS_DEFAULT_OUTPUT") or "json"
    if output not in OUTPUTS:
        raise ConfigurationError(f"Unknown output type: {output}; valid choices are: {', '.join(OUTPUTS)}")
    return output
