"""Where the AWS CLI's options are not the model's: what it makes of them before it calls.

https://docs.aws.amazon.com/cli/latest/reference/ec2/run-instances.html
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import ParameterError

if TYPE_CHECKING:
    from collections.abc import Sequence

_RUN_INSTANCES = ("ec2", "RunInstances")
_COUNTS = ("--min-count", "--max-count")


def expand(service: str, operation: str, words: Sequence[str]) -> list[str]:
    """The words with the CLI's own options replaced by the model's: `--count 1:3`, which is 1 by default."""
    given = list(words)
    if (service, operation) != _RUN_INSTANCES or given == ["help"]:
        return given
    if "--count" in given:
        at = given.index("--count")
        value = given[at + 1] if at + 1 < len(given) else ""
        least, _, most = value.partition(":")
        if not all(each.isascii() and each.isdecimal() for each in (least, most or least)):
            raise ParameterError(
                "--count", "count parameter should be of the form min[:max] (e.g. 1 or 1:10)"
            )
        return [*given[:at], *given[at + 2 :], "--min-count", least, "--max-count", most or least]
    elsewhere = any(word.startswith(("--cli-input", "--generate-cli-skeleton")) for word in given)
    if not elsewhere and not any(word.split("=", 1)[0] in _COUNTS for word in given):
        given += ["--min-count", "1", "--max-count", "1"]
    return given


def encode(service: str, operation: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters as the CLI sends them: user data on its command line is plain, in the API base64."""
    if (service, operation) == _RUN_INSTANCES and "UserData" in params:
        text = params["UserData"]
        content = text if isinstance(text, bytes) else text.encode()
        return params | {"UserData": base64.b64encode(content).decode()}
    return params
