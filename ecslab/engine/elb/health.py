"""What a health check's answer makes of a target, as a pure function.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from typing import Literal, NamedTuple

from ecslab.engine.platform.load_balancing import Target, TargetGroup

Answer = int | Literal["timeout", "refused"]
"""The HTTP code of a target's answer, or why there was none. For TCP any code is an open port."""


class Verdict(NamedTuple):
    """One health check's outcome; a failed one has its reason in ELB's code and words."""

    reason: str | None = None
    description: str | None = None

    @property
    def passed(self) -> bool:
        """Whether the check was passed."""
        return self.reason is None


def verdict(group: TargetGroup, answer: Answer) -> Verdict:
    """Whether `answer` passes the group's check."""
    match answer:
        case "timeout":
            return Verdict("Target.Timeout", "Request timed out")
        case "refused":
            return Verdict("Target.FailedHealthChecks", "Health checks failed")
        case code if group.check.protocol in ("HTTP", "HTTPS") and not group.check.accepts(code):
            words = f"Health checks failed with these codes: [{code}]"
            return Verdict("Target.ResponseCodeMismatch", words)
    return Verdict()


def judge(group: TargetGroup, target: Target, outcome: Verdict) -> Target:
    """`target` after a health check: it changes its state when enough checks in a row say so.

    A newly registered target of an Application Load Balancer is healthy after its first passed check,
    whatever the threshold: measured on the real service, two seconds from registered to healthy. A
    Network Load Balancer counts to its threshold for new targets too.
    """
    if outcome.passed:
        passes = max(target.streak, 0) + 1
        enough = 1 if target.state == "initial" and group.application else group.check.healthy
        if target.state == "healthy":
            return target.replace(streak=0)
        if passes >= enough:
            return target.replace(state="healthy", streak=0, reason=None, description=None)
        return target.replace(streak=passes)
    failures = max(-target.streak, 0) + 1
    if target.state == "unhealthy":
        return target.replace(streak=0, reason=outcome.reason, description=outcome.description)
    if failures >= group.check.unhealthy:
        return target.replace(
            state="unhealthy", streak=0, reason=outcome.reason, description=outcome.description
        )
    return target.replace(streak=-failures)


def next_check(group: TargetGroup, target: Target, now: int) -> int | None:
    """The first of the target's health checks that begins after `now`."""
    first = target.first_check_at
    if first is None:
        return None
    if first > now:
        return first
    interval = group.check.interval * 1_000
    return first + ((now - first) // interval + 1) * interval
