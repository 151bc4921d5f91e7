"""Who calls."""

from typing import Any

from ecslab.aws.operations import Call


def get_caller_identity(call: Call) -> dict[str, Any]:
    """The account and principal of the caller."""
    name = call.caller.rsplit("/", 1)[-1].upper()
    return {
        "UserId": ("AIDA" + name.ljust(17, "X"))[:21],
        "Account": call.state.settings.account,
        "Arn": call.caller,
    }
