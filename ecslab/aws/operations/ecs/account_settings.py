"""Account setting operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
"""

from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs import account
from ecslab.engine.errors import ApiError
from ecslab.engine.records.account_setting import AccountSetting
from ecslab.engine.state import State

_MOST = 10


def put_account_setting(
    call: Call, *, name: str, value: str, principal_arn: str | None = None
) -> dict[str, Any]:
    """Make a setting for the caller, or for another principal of the account."""
    owner = _principal(call, principal_arn)
    return {"setting": _show(account.put(call.state, name, value, owner))}


def put_account_setting_default(call: Call, *, name: str, value: str) -> dict[str, Any]:
    """Make a setting for everybody who has not made it for themselves."""
    return {"setting": _show(account.put(call.state, name, value, account.root(call.state)))}


def delete_account_setting(call: Call, *, name: str, principal_arn: str | None = None) -> dict[str, Any]:
    """Take a principal's own setting back: the account's holds again."""
    owner = _principal(call, principal_arn)
    return {"setting": _show(account.delete(call.state, name, owner))}


def list_account_settings(
    call: Call,
    *,
    name: str | None = None,
    value: str | None = None,
    principal_arn: str | None = None,
    effective_settings: bool = False,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The settings that a principal has made, or with `effectiveSettings` all that hold for it."""
    if value is not None and name is None:
        raise ApiError("InvalidParameterException", "A value can only be asked for together with a name.")
    if max_results is not None and not 1 <= max_results <= _MOST:
        raise ApiError("InvalidParameterException", f"maxResults must be between 1 and {_MOST}.")
    owner = _principal(call, principal_arn)
    found = _effective(call.state, owner) if effective_settings else _own(call.state, owner)
    shown = [
        _show(setting) for setting in found if name in (None, setting.name) and value in (None, setting.value)
    ]
    filters = ("settings", name, value, owner, effective_settings)
    return page(shown, filters, max_results, next_token, _MOST).answer("settings")


def _own(state: State, owner: str) -> list[AccountSetting]:
    made = (state.world.account_settings.get(f"{owner} {name}") for name in account.SETTINGS)
    return [setting for setting in made if setting is not None]


def _effective(state: State, owner: str) -> list[AccountSetting]:
    return [
        AccountSetting(name=name, principal=owner, value=account.value(state, name, owner))
        for name in account.SETTINGS
    ]


def _principal(call: Call, principal_arn: str | None) -> str:
    """The principal that a call is about. Raises InvalidParameterException for one of another account."""
    if principal_arn is None:
        return call.caller
    if not principal_arn.startswith(f"arn:aws:iam::{call.state.settings.account}:"):
        raise ApiError("InvalidParameterException", "The principalArn provided is invalid.")
    return principal_arn


def _show(setting: AccountSetting) -> dict[str, Any]:
    by_aws = account.SETTINGS[setting.name].by_aws
    return {
        "name": setting.name,
        "value": setting.value,
        "principalArn": setting.principal,
        "type": "aws_managed" if by_aws else "user",
    }
