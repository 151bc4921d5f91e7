"""Who calls."""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.engine.iam.principal import identify
from ecslab.engine.iam.request import user_id


def get_caller_identity(call: Call) -> dict[str, Any]:
    """The account and principal of the caller."""
    return {
        "UserId": user_id(call.state, identify(call.state, call.caller)),
        "Account": call.state.settings.account,
        "Arn": call.caller,
    }
