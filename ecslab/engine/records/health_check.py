"""Container health checks, as a task definition has them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
"""

from ecslab.engine.record import Shape


class HealthCheck(Shape, frozen=True, kw_only=True):
    """A command that tells whether its container is well. Times are in seconds."""

    command: tuple[str, ...] = ()
    interval: int = 30
    timeout: int = 5
    retries: int = 3
    start_period: int = 0
