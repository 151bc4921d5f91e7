"""Account settings: opt-ins that hold for a principal, or for an account.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
"""

from typing import NamedTuple

from ecslab.engine import arn
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.records.account_setting import AccountSetting
from ecslab.engine.state import State


class Kind(NamedTuple):
    """A setting: what it is when nobody says anything, and what it can be."""

    default: str
    values: tuple[str, ...]
    by_aws: bool = False
    """Whether AWS alone changes it."""


_SWITCH = ("enabled", "disabled")

SETTINGS = {
    "serviceLongArnFormat": Kind("enabled", ("enabled",)),
    "taskLongArnFormat": Kind("enabled", ("enabled",)),
    "containerInstanceLongArnFormat": Kind("enabled", ("enabled",)),
    "awsvpcTrunking": Kind("disabled", _SWITCH),
    "containerInsights": Kind("disabled", (*_SWITCH, "enhanced")),
    "fargateFIPSMode": Kind("disabled", _SWITCH),
    "tagResourceAuthorization": Kind("on", ("on", "off")),
    "fargateTaskRetirementWaitPeriod": Kind("7", ("0", "7", "14")),
    "guardDutyActivate": Kind("off", ("on", "off"), by_aws=True),
    "defaultLogDriverMode": Kind("non-blocking", ("blocking", "non-blocking")),
    "fargateEventWindows": Kind("disabled", _SWITCH),
}
"""Every setting. The long formats of ARNs cannot be given up: the short ones are of another age."""

_ACCOUNT_WIDE = frozenset({"fargateTaskRetirementWaitPeriod", "fargateFIPSMode", "fargateEventWindows"})
"""Settings that only the account as a whole has."""


def value(state: State, name: str, principal: str) -> str:
    """What a setting is for `principal`: its own choice, else the account's, else AWS's default."""
    for owner in (principal, root(state)):
        chosen = state.world.account_settings.get(f"{owner} {name}")
        if chosen is not None:
            return chosen.value
    return SETTINGS[name].default


def put(state: State, name: str, chosen: str, principal: str) -> AccountSetting:
    """Make a setting for `principal`. Raises InvalidParameterException for a value that it cannot have."""
    kind = SETTINGS[name]
    if kind.by_aws:
        raise invalid(f"The setting {name} is managed by AWS and can not be modified.")
    if chosen not in kind.values:
        raise invalid(f"Invalid value for setting {name}: should be one of [{','.join(kind.values)}]")
    owner = root(state) if name in _ACCOUNT_WIDE else principal
    setting = AccountSetting(name=name, principal=owner, value=chosen)
    state.world.account_settings.put(setting)
    return setting


def delete(state: State, name: str, principal: str) -> AccountSetting:
    """Take a principal's own choice back; gives what holds for it now."""
    if SETTINGS[name].by_aws:
        raise invalid(f"The setting {name} is managed by AWS and can not be modified.")
    owner = root(state) if name in _ACCOUNT_WIDE else principal
    key = f"{owner} {name}"
    if key in state.world.account_settings:
        state.world.account_settings.remove(key)
    return AccountSetting(name=name, principal=owner, value=value(state, name, owner))


def root(state: State) -> str:
    """The ARN of the account's root user, who stands for everybody without a choice of their own."""
    return arn.iam(state.settings, "root", "").removesuffix("/")
