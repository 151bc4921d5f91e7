"""Running an `aws s3` command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecslab.aws.command.errors import CommandError, ServiceError
from ecslab.aws.command.outcome import OK, Outcome
from ecslab.aws.command.parser import choose
from ecslab.aws.command.prose import fill
from ecslab.aws.command.s3.bucket import S3, Uri, parse_uri
from ecslab.aws.command.s3.listing import ls
from ecslab.aws.command.s3.options import TABLE, parse, refuse_unsimulated
from ecslab.aws.command.s3.transfer import WrongPaths, transfer

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from ecslab.aws.command.files import Files
    from ecslab.aws.command.target import Target

COMMANDS = tuple(sorted(TABLE))
"""The commands, sorted."""
_FAILED = 1
_FIRST_REGION = "us-east-1"


def run(target: Target, files: Files, words: Sequence[str]) -> Outcome:
    """Run the command that `words` begin with. Raises CommandError."""
    if words[:1]:
        refuse_unsimulated(words[0])
    name, rest = choose("subcommand", words, (*COMMANDS, "help"), lambda: COMMANDS, "aws s3 help")
    if name == "help":
        return Outcome(OK, _manual(), "", None)
    if list(rest) == ["help"]:
        return Outcome(OK, _manual_of(name), "", None)
    asked, s3 = parse(name, rest), S3(target)
    match name:
        case "ls":
            return ls(s3, asked)
        case "mb":
            return _make(s3, asked)
        case "rb":
            return _remove(s3, files, asked)
        case _:
            return transfer(name, s3, files, asked)


def _make(s3: S3, asked: Namespace) -> Outcome:
    uri = _bucket("mb", asked)
    elsewhere = s3.region != _FIRST_REGION
    location = {"CreateBucketConfiguration": {"LocationConstraint": s3.region}} if elsewhere else {}
    try:
        s3.call("CreateBucket", Bucket=uri.bucket, **location)
    except ServiceError as error:
        return _failure(f"make_bucket failed: {asked.paths[0]} {error}\n", error)
    return Outcome(OK, f"make_bucket: {uri.bucket}\n", "", None)


def _remove(s3: S3, files: Files, asked: Namespace) -> Outcome:
    uri = _bucket("rb", asked)
    if uri.key:
        raise CommandError(f"Please specify a valid bucket name only. E.g. s3://{uri.bucket}")
    emptied = ""
    if asked.force:
        outcome = transfer("rm", s3, files, parse("rm", [asked.paths[0], "--recursive"]))
        if outcome.exit_code:
            said = (
                "\nremove_bucket failed: Unable to delete all objects in the bucket, bucket will not be "
                "deleted.\n"
            )
            return outcome._replace(exit_code=CommandError.exit_code, stderr=outcome.stderr + said)
        emptied = outcome.stdout
    try:
        s3.call("DeleteBucket", Bucket=uri.bucket)
    except ServiceError as error:
        failed = _failure(f"remove_bucket failed: {asked.paths[0]} {error}\n", error)
        return failed._replace(stdout=emptied)
    return Outcome(OK, f"{emptied}remove_bucket: {uri.bucket}\n", "", None)


def _bucket(command: str, asked: Namespace) -> Uri:
    uri = parse_uri(asked.paths[0])
    if uri is None:
        raise WrongPaths(command)
    return uri


def _failure(said: str, error: ServiceError) -> Outcome:
    return Outcome(_FAILED, "", said, None, getattr(error.__cause__, "problem", None))


def _manual() -> str:
    lines = ["S3", "", "DESCRIPTION"]
    lines += fill("The high-level commands of S3: they act on files, and on objects by S3 URIs.", 2)
    lines += ["", "AVAILABLE COMMANDS", *(f"  {name:<6} {TABLE[name].help}" for name in COMMANDS)]
    return "\n".join([*lines, "", "SEE ALSO", "  aws s3 <command> help", "  aws s3api help"]) + "\n"


def _manual_of(name: str) -> str:
    command = TABLE[name]
    lines = [name.upper(), "", "DESCRIPTION", *fill(command.help, 2), "", "SYNOPSIS"]
    lines += fill(f"aws s3 {name} {command.usage}", 2)
    for option in command.options:
        value = "" if option.switch else " <value>"
        lines.append(f"    [--{option.name}{value}]")
    lines += ["", "OPTIONS"] if command.options else []
    for option in command.options:
        kind = "boolean" if option.switch else "string"
        lines += [f"  --{option.name} ({kind})", *fill(option.help, 6), ""]
    return "\n".join(lines).rstrip() + "\n"
