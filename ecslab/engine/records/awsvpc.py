"""The awsvpc network configuration of tasks and services."""

from ecslab.engine.record import Shape


class AwsVpcConfiguration(Shape, frozen=True, kw_only=True):
    """Where a task's network interface goes, and whether it gets a public address."""

    subnets: tuple[str, ...]
    security_groups: tuple[str, ...] = ()
    assign_public_ip: str = "DISABLED"
