"""Attempts at a target: which errors another attempt may mend, how long to wait, and when to give up.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
"""

from typing import Final, NamedTuple

from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.platform.eventbridge import LONGEST_AGE_S, MOST_ATTEMPTS

_LONGEST_WAIT: Final = 8 * MINUTE
"""Waits double from a second up to this, so that 185 attempts fill a day; AWS tells no figures."""

_TRANSIENT: Final = ("Throttl", "TooManyRequests", "ServerException", "ServiceUnavailable", "InternalError")
"""How the codes of errors begin after which another attempt may succeed."""


class Next(NamedTuple):
    """What follows a failed attempt: a wait (ms) before the next one, or which limit leaves none.

    Neither for an error that no other attempt can mend.
    """

    wait: int | None = None
    exhausted: str | None = None


def after(
    code: str, attempts: int, since_ms: int, now_ms: int, most: int | None, longest_age_s: int | None
) -> Next:
    """What follows when attempt number `attempts` at something due at `since_ms` failed with `code`.

    `most` retries and an age of `longest_age_s` are the policy, AWS's defaults for None.
    """
    if not code.startswith(_TRANSIENT):
        return Next()
    wait = min(SECOND << min(attempts - 1, 30), _LONGEST_WAIT)
    if attempts > (MOST_ATTEMPTS if most is None else most):
        return Next(exhausted="MaximumRetryAttempts")
    longest = LONGEST_AGE_S if longest_age_s is None else longest_age_s
    if now_ms + wait > since_ms + longest * SECOND:
        return Next(exhausted="MaximumEventAgeInSeconds")
    return Next(wait=wait)


def error_code(code: str) -> str:
    """What a dead-letter queue is told of an error of AWS's."""
    if "AccessDenied" in code or "NotAuthorized" in code:
        return "NO_PERMISSIONS"
    if "NotFound" in code or "NonExistent" in code or "DoesNotExist" in code:
        return "NO_RESOURCE"
    return "THROTTLING" if code.startswith(("Throttl", "TooManyRequests")) else "SDK_CLIENT_ERROR"
