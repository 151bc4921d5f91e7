"""The credentials in the environment: whose they are, it is who calls.

https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecslab.aws.command.errors import ConfigurationError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ecslab.aws.authorization.keys import Credentials
    from ecslab.aws.command.target import Target

_KEY, _SECRET, _TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"
OWN_KEYS = ("AKIAECSLAB", "ASIAECSLAB")
"""How the access keys begin that labs give out: no real one is like them."""


def signed(target: Target, environment: Mapping[str, str]) -> Target:
    """The target as it is called with the environment's credentials; without any, the target itself.

    Raises ConfigurationError for one half of them.
    """
    given = [name for name in (_KEY, _SECRET) if environment.get(name)]
    if not given:
        return target
    missing = [name for name in (_KEY, _SECRET) if name not in given]
    if missing:
        raise ConfigurationError(f"Partial credentials found in env, missing: {', '.join(missing)}")
    from ecslab.aws.authorization.keys import Credentials  # deferred: most command lines have none

    token = environment.get(_TOKEN) or None
    return _Signed(target, Credentials(environment[_KEY], environment[_SECRET], token))


class _Signed:
    """A target whose every call is made with the same credentials."""

    def __init__(self, target: Target, credentials: Credentials) -> None:
        self._target = target
        self._credentials = credentials

    @property
    def region(self) -> str:
        return self._target.region

    @property
    def account(self) -> str:
        return self._target.account

    @property
    def now(self) -> int:
        return self._target.now

    @property
    def state(self) -> Any:
        return self._target.state

    def call(
        self, service: str, operation: str, params: Mapping[str, Any], caller: str | None = None
    ) -> dict[str, Any]:
        from ecslab.aws.authorization import keys  # deferred as above

        keys.check(self._target.state, service, self._credentials)
        return self._target.call(service, operation, params, caller or self._credentials.key)

    def advance(self, duration_ms: int) -> None:
        self._target.advance(duration_ms)
