"""What one `aws` command line leaves behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ecslab.engine.errors import Problem

OK = 0
USAGE = 252
"""The command line is wrong: the AWS CLI's code for syntax and parameter validation."""
CONFIGURATION = 253
"""The environment or a setting is wrong."""
SERVICE_ERROR = 254
"""The service refused the call."""
FAILURE = 255
"""Anything else, a waiter that gave up among it."""


class Outcome(NamedTuple):
    """Exit code and output as the AWS CLI would give them, and the result as data.

    See https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html
    """

    exit_code: int
    stdout: str
    stderr: str
    value: Any
    """The whole result, all pages of it, as JSON has it and before `--query`; None where there is none."""
    problem: Problem | None = None
    """What the lab can add to AWS's error in the reader's language, such as where a pattern is wrong."""
