"""Commands that the AWS CLI adds to a service's operations, and that a lab can answer.

https://docs.aws.amazon.com/cli/latest/reference/ecr/get-login-password.html
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from ecslab.aws.command.errors import BadSyntax
from ecslab.aws.command.outcome import OK, Outcome
from ecslab.aws.command.tail import tail

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from typing import Any

    Ask = Callable[[str, str, Mapping[str, Any]], dict[str, Any]]
    """Makes a call: service, operation, parameters."""


def _login_password(ask: Ask, now_ms: int, words: Sequence[str]) -> Outcome:  # noqa: ARG001  # as all of them
    """The password alone, as `docker login --password-stdin` reads it."""
    if words:
        raise BadSyntax(f"Unknown options: {', '.join(words)}")
    (data,) = ask("ecr", "GetAuthorizationToken", {})["authorizationData"]
    password = base64.b64decode(data["authorizationToken"]).decode().partition(":")[2]
    return Outcome(OK, f"{password}\n", "", password)


EXTRA: Mapping[tuple[str, str], Callable[[Ask, int, Sequence[str]], Outcome]] = {
    ("ecr", "get-login-password"): _login_password,
    ("logs", "tail"): tail,
}
"""What each of them does at a moment with the words after its name."""
