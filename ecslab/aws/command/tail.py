"""`aws logs tail`: the last lines of a group, as text. In a lab nothing goes by while one follows them.

https://docs.aws.amazon.com/cli/latest/reference/logs/tail.html
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import BadSyntax, Refused
from ecslab.aws.command.outcome import OK, Outcome
from ecslab.engine.clock import DAY, HOUR, MINUTE, SECOND, from_datetime, to_datetime

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_UNITS = {"s": SECOND, "m": MINUTE, "h": HOUR, "d": DAY, "w": 7 * DAY}
_RELATIVE = re.compile(r"(\d+)([smhdw])")
_OPTIONS = ("--since", "--format", "--filter-pattern", "--log-stream-name-prefix", "--log-stream-names")
_FORMATS = ("detailed", "short", "json")


def tail(
    ask: Callable[[str, str, Mapping[str, Any]], dict[str, Any]], now_ms: int, words: Sequence[str]
) -> Outcome:
    """The lines of a group since `--since` (ten minutes ago), oldest first."""
    group, given = _read(words)
    shape = "".join(given.get("--format", ["detailed"]))
    if shape not in _FORMATS:
        raise BadSyntax(
            f"argument --format: Found invalid choice {shape!r}; choose one of: {', '.join(_FORMATS)}"
        )
    params: dict[str, Any] = {"startTime": _since("".join(given.get("--since", ["10m"])), now_ms)}
    params["logGroupIdentifier" if group.startswith("arn:") else "logGroupName"] = group
    for option, name in (
        ("--filter-pattern", "filterPattern"),
        ("--log-stream-name-prefix", "logStreamNamePrefix"),
    ):
        if option in given:
            params[name] = "".join(given[option])
    if "--log-stream-names" in given:
        params["logStreamNames"] = given["--log-stream-names"]
    lines: list[str] = []
    while True:
        answer = ask("logs", "FilterLogEvents", params)
        lines += [_line(event, shape) for event in answer["events"]]
        if "nextToken" not in answer:
            return Outcome(OK, "".join(f"{line}\n" for line in lines), "", lines)
        params["nextToken"] = answer["nextToken"]


def _read(words: Sequence[str]) -> tuple[str, dict[str, list[str]]]:
    """The group's name, and the options with their values."""
    names: list[str] = []
    given: dict[str, list[str]] = {}
    option = ""
    for word in words:
        if word == "--follow":
            raise Refused(
                "'aws logs tail --follow' is not available in ecslab: nothing goes by while one waits; let "
                "time pass, then tail again."
            )
        if word.startswith("--"):
            option, equals, value = word.partition("=")
            if option not in _OPTIONS:
                raise BadSyntax(f"Unknown options: {word}")
            given[option] = [value] if equals else []
        elif option and (not given[option] or option == "--log-stream-names"):
            given[option].append(word)
        else:
            names.append(word)
    empty = next((name for name, values in given.items() if not values), None)
    if empty is not None:
        raise BadSyntax(f"argument {empty}: expected one argument")
    if len(names) != 1:
        raise BadSyntax(
            f"Unknown options: {', '.join(names[1:])}"
            if names
            else "the following arguments are required: group_name"
        )
    return names[0], given


def _since(text: str, now_ms: int) -> int:
    """An instant: so long ago, or an ISO date."""
    if (match := _RELATIVE.fullmatch(text)) is not None:
        return max(0, now_ms - int(match[1]) * _UNITS[match[2]])
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadSyntax(f"argument --since: {text!r} is no time such as 10m, 2h, 1d or an ISO date") from None
    return from_datetime(moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC))


def _line(event: Mapping[str, Any], shape: str) -> str:
    at, message = to_datetime(event["timestamp"]), event["message"]
    if shape == "short":
        return f"{at:%Y-%m-%dT%H:%M:%S} {message}"
    if shape == "json":
        # A line that is no JSON is shown as it is.
        with suppress(ValueError):
            message = json.dumps(json.loads(message), indent=4, ensure_ascii=False)
        return f"{at:%Y-%m-%dT%H:%M:%S} {message}"
    return f"{at:%Y-%m-%dT%H:%M:%S.%f}+00:00 {event['logStreamName']} {message}"
