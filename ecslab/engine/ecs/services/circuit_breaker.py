"""The deployment circuit breaker as pure functions: what counts as a failure, and when there are too many.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html
"""

from typing import Literal, NamedTuple, assert_never

from ecslab.engine.records.deployment import CircuitBreaker, Threshold

_LEAST, _MOST = 3, 200

Outcome = Literal["failed to start", "ran", "turned healthy", "turned unhealthy"]
"""What happened to a task of the deployment."""


class Count(NamedTuple):
    """What the breaker has seen of a deployment."""

    failures: int = 0
    ran: bool = False
    """Whether a task has run: then only failed health checks count any more."""


def threshold(rule: Threshold, desired: int) -> int:
    """How many failures end a deployment of `desired` tasks; percentages are rounded up.

    >>> [threshold(Threshold(), desired) for desired in (1, 25, 400, 800)]
    [3, 13, 200, 200]
    """
    if rule.type == "COUNT":
        return rule.value
    share = max(1, -(-desired * rule.value // 100))
    return min(max(share, _LEAST), _MOST) if rule.type == "BOUNDED_PERCENT" else share


def after(count: Count, outcome: Outcome, breaker: CircuitBreaker) -> Count:
    """The count once `outcome` has happened to a task.

    Until a task runs, those count that are not launched or do not get there; from then on, those that are
    replaced for a failed health check, and the others too where no healthy task resets the count. A task
    that ran and merely exited never counts.
    """
    resets = breaker.reset_on_healthy_task
    match outcome:
        case "failed to start":
            skipped = count.ran and resets
            return count if skipped else count._replace(failures=count.failures + 1)
        case "ran":
            return count if count.ran else Count(0 if resets else count.failures, ran=True)
        case "turned healthy":
            return count._replace(failures=0) if resets else count
        case "turned unhealthy":
            return count._replace(failures=count.failures + 1)
        case _:
            assert_never(outcome)


def tripped(count: Count, breaker: CircuitBreaker, desired: int) -> bool:
    """Whether a deployment has failed too often."""
    return breaker.enable and count.failures >= threshold(breaker.rule, desired)
