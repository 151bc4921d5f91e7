"""What a container definition says of starting: which containers come first, and whether it starts again.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDependency.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerRestartPolicy.html
"""

from typing import Literal

from ecslab.engine.record import Shape


class ContainerDependency(Shape, frozen=True, kw_only=True):
    """A container waits for another one: until it started, exited, exited with 0, or is healthy."""

    container_name: str
    condition: Literal["START", "COMPLETE", "SUCCESS", "HEALTHY"]


class RestartPolicy(Shape, frozen=True, kw_only=True):
    """A container that exits starts again if it ran for `restart_attempt_period` seconds at least."""

    enabled: bool = False
    ignored_exit_codes: tuple[int, ...] = ()
    restart_attempt_period: int = 300
