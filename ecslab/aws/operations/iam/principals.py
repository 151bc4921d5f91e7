"""Which principals there are: trust policies and resources' policies may name no others.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from collections.abc import Callable

from ecslab.aws.operations.iam.common import arn_of
from ecslab.engine.state import State


def is_principal(state: State) -> Callable[[str], bool]:
    """Whether the principal of an ARN or an account number can be trusted; other accounts' are believed."""

    def is_there(name: str) -> bool:
        if name.isdecimal():
            return len(name) == 12
        parts = name.split(":", 5)
        if len(parts) != 6 or parts[:2] != ["arn", "aws"] or parts[2] not in ("iam", "sts"):
            return False
        if parts[4] != state.settings.account or parts[5] == "root" or parts[2] == "sts":
            return len(parts[4]) == 12
        kind, _, path = parts[5].partition("/")
        last = path.rsplit("/", 1)[-1]
        tables = {"user": state.world.users.get, "role": state.world.roles.get}
        found = tables[kind](last) if kind in tables else None
        return found is not None and arn_of(state, kind, found) == name

    return is_there
