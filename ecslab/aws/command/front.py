"""The `aws` command line over a lab: from words to calls, and from responses to output."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from ecslab.aws import models
from ecslab.aws.command import paging, waiting
from ecslab.aws.command.arguments import HelpAsked, content_member, parse
from ecslab.aws.command.blobs import decode
from ecslab.aws.command.cli_only import refuse_cli_only, refuse_unsimulated_service
from ecslab.aws.command.credentials import signed
from ecslab.aws.command.errors import (
    BadSyntax,
    CommandError,
    InvalidParameters,
    NoShell,
    PagingError,
    ServiceError,
)
from ecslab.aws.command.extra import EXTRA
from ecslab.aws.command.files import NoFiles
from ecslab.aws.command.globals import resolve
from ecslab.aws.command.input import with_input
from ecslab.aws.command.naming import cli_name, operations, simulated, simulated_waiters, waiter_names
from ecslab.aws.command.outcome import FAILURE, OK, Outcome
from ecslab.aws.command.output import render
from ecslab.aws.command.parser import VersionAsked, choose, split_globals
from ecslab.aws.command.query import search
from ecslab.aws.command.response import as_json
from ecslab.engine.errors import ApiError, EcslabError, NotSimulated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ecslab.aws.command.arguments import Arguments
    from ecslab.aws.command.files import Files
    from ecslab.aws.command.globals import Globals
    from ecslab.aws.command.target import Target


class Command:
    """The AWS CLI's front over one lab; it reads files through `files` alone.

    Of the `environment`, AWS_REGION, AWS_DEFAULT_REGION, AWS_PROFILE, AWS_DEFAULT_OUTPUT, and the access key
    that stands in AWS_ACCESS_KEY_ID and its companions, mean what they do to the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
    """

    def __init__(
        self, target: Target, files: Files | None = None, environment: Mapping[str, str] | None = None
    ) -> None:
        self._target = target
        self._files: Files = NoFiles() if files is None else files
        self._environment = {} if environment is None else environment

    def run(self, arguments: Sequence[str]) -> Outcome:
        """What the line, without its leading `aws`, gives; whatever is wrong with it is in the outcome."""
        try:
            outcome = self._run(arguments)
        except VersionAsked:
            outcome = Outcome(OK, _version(), "", None)
        except EcslabError as error:
            code = error.exit_code if isinstance(error, CommandError) else FAILURE
            cause = error.__cause__
            problem = cause.problem if isinstance(cause, ApiError) else None
            outcome = Outcome(code, "", f"\n{error}\n", None, problem)
        return outcome._replace(stdout=_writable(outcome.stdout), stderr=_writable(outcome.stderr))

    def _run(self, arguments: Sequence[str]) -> Outcome:
        given, rest = split_globals(arguments, _commands())
        settings = resolve(given, self._environment, self._target)
        service = given.command
        if service == "help":
            return self._help()
        if service == "s3":
            from ecslab.aws.command import s3  # deferred: most command lines need none of it

            return s3.run(self._target, self._files, rest)
        refuse_cli_only(service, self._target)
        if service not in models.SERVICES:
            refuse_unsimulated_service(service)
        added = EXTRA.get((service, rest[0] if rest else ""))
        if added is not None:
            return added(self._call, self._target.now, rest[1:])
        names = operations(service)
        extra = ("wait",) if waiter_names(service) else ()
        refuse_cli_only(f"{service} {rest[0] if rest else ''}", self._target)
        known = frozenset((*names, *extra, "help"))
        name, words = choose("operation", rest, known, lambda: simulated(service), f"aws {service} help")
        if name == "help":
            return self._help(service)
        if name == "wait":
            return self._wait(service, words)
        return self._operate(service, names[name], words, settings)

    def _operate(self, service: str, operation: str, words: Sequence[str], settings: Globals) -> Outcome:
        try:
            arguments = with_input(parse(service, operation, words, self._files), self._files)
            arguments = arguments._replace(
                params=decode(service, operation, arguments.params, raw=settings.raw_binary)
            )
        except HelpAsked:
            return self._help(service, operation)
        except CommandError:
            if cli_name(operation) in simulated(service):
                raise
            # The AWS CLI may have options beyond the model's here; whatever they are, no lab answers.
            refusal = NotSimulated(f"ecslab does not simulate {service} {cli_name(operation)}.")
            raise ServiceError(refusal, operation) from None
        kind = arguments.added.get("generate-cli-skeleton")
        if kind is not None:
            return self._skeleton(kind, service, operation, settings)
        config = models.paginators(service).get(operation)
        if config is not None and self._pages(config, arguments, settings):
            return self._fetch_pages(config, service, operation, arguments, settings)
        value = self._call(service, operation, arguments.params, arguments.outfile)
        if operation == "ExecuteCommand" and "session" in value:
            raise NoShell(value["session"]["sessionId"], value["containerName"])
        return _shown(value, [value], operation, settings)

    @staticmethod
    def _pages(config: Mapping[str, Any], arguments: Arguments, settings: Globals) -> bool:
        if settings.paginate and not paging.must_not_page(config, arguments.params):
            return True
        if names := paging.Limits.of(arguments.added).names():
            raise PagingError(
                f"Cannot specify --no-paginate along with pagination arguments: {', '.join(names)}"
            )
        return False

    def _fetch_pages(
        self, config: Mapping[str, Any], service: str, operation: str, arguments: Arguments, settings: Globals
    ) -> Outcome:
        def call(params: dict[str, Any]) -> dict[str, Any]:
            return self._call(service, operation, params)

        paged = paging.fetch(config, arguments.params, paging.Limits.of(arguments.added), call)
        value = paged.merged()
        parts: list[Any] = [value]
        if settings.output == "text":
            # The AWS CLI writes text page by page, and asks the query of each page by itself.
            parts = [*paged.pages, *([{"NextToken": {"NextToken": paged.token}}] if paged.token else [])]
        return _shown(value, parts, operation, settings)

    def _call(
        self, service: str, operation: str, params: Mapping[str, Any], outfile: str | None = None
    ) -> dict[str, Any]:
        try:
            response = signed(self._target, self._environment).call(service, operation, params)
        except ApiError as error:
            raise _worded(error, operation) from error
        member = content_member(service, operation)
        if member is not None and outfile is not None and member in response:
            content = response[member]
            self._files.write(outfile, content if isinstance(content, bytes) else content.encode())
            response = {name: value for name, value in response.items() if name != member}
        return as_json(response, models.service_model(service).operation_model(operation).output_shape)

    def _wait(self, service: str, words: Sequence[str]) -> Outcome:
        names = waiter_names(service)
        if not words:
            raise BadSyntax("the following arguments are required: subcommand")
        if words == ["help"]:
            return self._help(service, waiter="")
        whole_list = f"aws {service} wait help"
        name, rest = choose("subcommand", words, names, lambda: simulated_waiters(service), whole_list)
        waiter = names[name]
        operation = models.waiters(service)[waiter]["operation"]
        try:
            arguments = with_input(parse(service, operation, rest, self._files, paging=False), self._files)
        except HelpAsked:
            return self._help(service, waiter=waiter)
        kind = arguments.added.get("generate-cli-skeleton")
        if kind is not None:
            raise BadSyntax(
                "argument --generate-cli-skeleton: a waiter has no skeleton; ask its operation for one"
            )
        try:
            waiting.wait(signed(self._target, self._environment), service, waiter, arguments.params)
        except ApiError as error:
            raise _worded(error, operation) from error
        return Outcome(OK, "", "", None)

    def _skeleton(self, kind: str, service: str, operation: str, settings: Globals) -> Outcome:
        from ecslab.aws.command import skeleton  # deferred: few command lines ask for one

        model = models.service_model(service).operation_model(operation)
        match kind:
            case "input":
                return Outcome(OK, skeleton.input_skeleton(model), "", None)
            case "yaml-input":
                return Outcome(OK, skeleton.yaml_skeleton(model), "", None)
            case _:
                value = skeleton.output_skeleton(model)
                return _shown(value, [value], operation, settings)

    def _help(
        self, service: str | None = None, operation: str | None = None, waiter: str | None = None
    ) -> Outcome:
        from ecslab.aws.command import help as manual  # deferred: help is long and rarely asked for

        return Outcome(OK, manual.text(service, operation, waiter), "", None)


def _shown(value: Any, parts: Sequence[Any], operation: str, settings: Globals) -> Outcome:
    """The outcome whose output is that of each part after the query."""
    query = settings.query
    shown = parts if query is None else [search(query, part) for part in parts]
    try:
        text = "".join(render(part, operation, settings) for part in shown)
    except RecursionError:
        raise CommandError(f"The result is nested too deeply for {settings.output}.") from None
    return Outcome(OK, text, "", value)


def _writable(text: str) -> str:
    """The text with a `?` for each half of a surrogate pair, which no stream can encode."""
    return text if text.isascii() else text.encode(errors="replace").decode()


def _worded(error: ApiError, operation: str) -> CommandError:
    if error.code == "ParamValidation":
        return InvalidParameters(error.message)
    return ServiceError(error, operation)


@cache
def _commands() -> tuple[str, ...]:
    from ecslab.aws.command.cli_only import CLI_ONLY  # beside its only use

    return (*sorted({*models.service_names(), *(name for name in CLI_ONLY if " " not in name), "s3"}), "help")


def _version() -> str:
    from botocore import __version__ as models_version  # deferred: only `--version` shows it

    from ecslab import __version__

    return f"ecslab/{__version__} models/{models_version}\n"
