"""`help`: the manual of `aws`, of a service, an operation or a waiter, from the models' documentation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.arguments import Option, content_member, options
from ecslab.aws.command.globals import OPTIONS
from ecslab.aws.command.naming import cli_name, operations, simulated, simulated_waiters, waiter_names
from ecslab.aws.command.outline import output_lines, shorthand_example
from ecslab.aws.command.prose import fill, first_sentence, wrapped
from ecslab.aws.models import SERVICES, paginators, service_model, waiters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SUMMARY_WIDTH = 34
_NAMES_SHOWN = 100


def text(service: str | None = None, operation: str | None = None, waiter: str | None = None) -> str:
    """The manual page, at most 80 columns wide; an empty `waiter` asks for the list of them."""
    if service is None:
        lines = _main()
    elif waiter is not None:
        lines = _waiter(service, waiter) if waiter else _waiters(service)
    elif operation is not None:
        lines = _operation(service, operation)
    else:
        lines = _service(service)
    return "\n".join(lines).rstrip() + "\n"


def _main() -> list[str]:
    lines = ["AWS", ""]
    lines += _section(
        "DESCRIPTION", fill("The AWS command line of ecslab: it reaches a simulated AWS only.", 2)
    )
    lines += _section("SYNOPSIS", ["  aws [options] <command> <subcommand> [parameters]"])
    lines += _section("OPTIONS", _global_options())
    services = [(name, str(service_model(name).metadata.get("serviceFullName", ""))) for name in SERVICES]
    services.append(("s3", "Files and objects of Amazon S3, by commands like ls, cp and sync"))
    lines += _section("AVAILABLE SERVICES", _summaries(sorted(services)))
    return lines + _section("SEE ALSO", ["  aws <command> help", "  aws <command> <subcommand> help"])


def _service(service: str) -> list[str]:
    model = service_model(service)
    names = operations(service)
    summaries = [
        (name, first_sentence(model.operation_model(names[name]).documentation))
        for name in simulated(service)
    ]
    if simulated_waiters(service):
        summaries.append(("wait", "Wait until a particular condition is satisfied."))
    lines = [service.upper(), "", *_section("DESCRIPTION", wrapped(model.documentation, 2))]
    lines += _section("AVAILABLE COMMANDS", _summaries(summaries))
    others = sorted(set(names) - set(simulated(service)))
    told = ", ".join(others) if len(others) <= _NAMES_SHOWN else f"{len(others)} other operations of AWS"
    return lines + (_section("NOT SIMULATED", fill(told, 2)) if others else [])


def _operation(service: str, operation: str) -> list[str]:
    model = service_model(service).operation_model(operation)
    name = cli_name(operation)
    lines = [name.upper(), "", *_section("DESCRIPTION", wrapped(model.documentation, 2))]
    if config := paginators(service).get(operation):
        lines += [*_paging_note(name, config), ""]
    shown = [option for option in options(service, operation) if not option.hidden]
    outfile = content_member(service, operation) is not None
    words = ["    <outfile>"] if outfile else []
    lines += _section("SYNOPSIS", [f"  aws {service} {name}", *_synopsis(shown), *words])
    told = ["", "  outfile (string)", "      Filename where the content will be saved"] if outfile else []
    lines += _section("OPTIONS", [*_option_lines(shown), *told])
    lines += _section("GLOBAL OPTIONS", ["  aws help lists the options that every command takes."])
    return lines + _section("OUTPUT", output_lines(model.output_shape))


def _paging_note(name: str, config: Mapping[str, Any]) -> list[str]:
    keys = config["result_key"]
    named = ", ".join(keys if isinstance(keys, list) else [keys])
    return fill(
        f"{name} is a paginated operation: as many calls are made as it takes to get the whole result, "
        "unless --no-paginate is given. With --output text, --query is asked of each page: it should start "
        f"from {named}.",
        2,
    )


def _waiters(service: str) -> list[str]:
    lines = ["WAIT", ""]
    lines += _section(
        "DESCRIPTION",
        fill(
            "Wait until a particular condition is satisfied. Each subcommand polls an API until the listed "
            "requirement is met; in a lab, virtual time passes meanwhile.",
            2,
        ),
    )
    names = waiter_names(service)
    summaries = [(name, _condition(service, names[name])) for name in simulated_waiters(service)]
    return lines + _section("AVAILABLE COMMANDS", _summaries(summaries))


def _waiter(service: str, waiter: str) -> list[str]:
    config = waiters(service)[waiter]
    name = cli_name(waiter)
    told = (
        f"{_condition(service, waiter)} It will poll every {config['delay']} seconds until a successful "
        "state has been reached. This will exit with a return code of 255 after "
        f"{config['maxAttempts']} failed checks."
    )
    shown = [
        option for option in options(service, config["operation"], paging=False) if option.shape is not None
    ]
    lines = [name.upper(), "", *_section("DESCRIPTION", fill(told, 2))]
    lines += _section("SYNOPSIS", [f"  aws {service} wait {name}", *_synopsis(shown)])
    return [*lines, *_section("OPTIONS", _option_lines(shown)), *_section("OUTPUT", ["  None"])]


def _condition(service: str, waiter: str) -> str:
    """What the waiter waits for, from its first acceptor of success."""
    config = waiters(service)[waiter]
    success = next(each for each in config["acceptors"] if each["state"] == "success")
    expected = success["expected"]
    match success["matcher"]:
        case "path":
            met = f"JMESPath query {success['argument']} returns {expected}"
        case "pathAll":
            met = f"JMESPath query {success['argument']} returns {expected} for all elements"
        case "pathAny":
            met = f"JMESPath query {success['argument']} returns {expected} for any element"
        case "status":
            met = f"{expected} response is received"
        case _:  # error
            met = f"{expected} is thrown"
    return f"Wait until {met} when polling with {cli_name(config['operation'])}."


def _synopsis(shown: Iterable[Option]) -> list[str]:
    lines: list[str] = []
    for option in shown:
        flag = f"--{option.name}"
        if option.negative:
            lines[-1] = f"{lines[-1][:-1]} | {flag}]"
        elif option.shape is not None and option.shape.type_name == "boolean":
            lines.append(f"    [{flag}]")
        else:
            lines.append(f"    {flag} <value>" if option.required else f"    [{flag} <value>]")
    return lines


def _option_lines(shown: Sequence[Option]) -> list[str]:
    negatives = {option.member: option.name for option in shown if option.negative}
    lines: list[str] = []
    for option in shown:
        if not option.negative:
            lines += [*_one_option(option, negatives.get(option.member)), ""]
    return lines[:-1]


def _one_option(option: Option, negative: str | None) -> list[str]:
    shape = option.shape
    if shape is None:
        return [f"  --{option.name} (string)", *fill(option.help, 6)]
    kind = shape.type_name + (", required" if option.required else "")
    names = f"--{option.name}" + (f" | --{negative}" if negative else "")
    lines = [f"  {names} ({kind})", *wrapped(shape.documentation, 6)]
    plain = shape.member if shape.type_name == "list" else shape
    if enum := getattr(plain, "enum", None):
        lines += ["", "      Possible values:", *(f"      - {value}" for value in enum)]
    if example := shorthand_example(shape):
        lines += ["", "      Shorthand syntax:", *fill(example, 8)]
    return lines


def _global_options() -> list[str]:
    lines: list[str] = []
    for option in OPTIONS:
        kind = f" ({option.value})" if option.value else ""
        said = option.help + (f" Refused here: {option.refusal}." if option.refusal else "")
        choices = f" One of: {', '.join(option.choices)}." if option.choices else ""
        lines += [f"  --{option.name}{kind}", *fill(said + choices, 6), ""]
    return lines[:-1]


def _section(title: str, lines: list[str]) -> list[str]:
    return [title, *lines, ""]


def _summaries(pairs: Iterable[tuple[str, str]]) -> list[str]:
    lines: list[str] = []
    for name, said in pairs:
        wrapped_lines = fill(said, _SUMMARY_WIDTH)
        if len(name) < _SUMMARY_WIDTH - 3 and wrapped_lines:
            wrapped_lines[0] = f"  {name}".ljust(_SUMMARY_WIDTH) + wrapped_lines[0].lstrip()
        else:
            lines.append(f"  {name}")
        lines += wrapped_lines
    return lines
