"""ECS Managed Instances: what a provider says of the EC2 instances that ECS launches itself, as records.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ManagedInstancesProvider.html
"""

from typing import Literal

from msgspec import field

from ecslab.engine.record import Shape

Inclusion = Literal["included", "required", "excluded"]


class Range(Shape, frozen=True, kw_only=True):
    """A number from `min` to `max`, or without an upper bound."""

    min: int = 0
    max: int | None = None

    def __contains__(self, value: object) -> bool:
        return isinstance(value, int) and self.min <= value and (self.max is None or value <= self.max)


class InstanceRequirements(Shape, frozen=True, kw_only=True):
    """Which instance types ECS may choose."""

    v_cpu_count: Range
    memory_mib: Range = field(name="memoryMiB")
    allowed_instance_types: tuple[str, ...] = ()
    excluded_instance_types: tuple[str, ...] = ()
    burstable_performance: Inclusion = "excluded"


class ManagedNetwork(Shape, frozen=True, kw_only=True):
    """Where the instances are."""

    subnets: tuple[str, ...] = ()
    security_groups: tuple[str, ...] = ()


class ManagedLaunch(Shape, frozen=True, kw_only=True):
    """How ECS launches an instance."""

    ec2_instance_profile_arn: str
    network_configuration: ManagedNetwork
    capacity_option_type: Literal["ON_DEMAND"] = "ON_DEMAND"
    instance_requirements: InstanceRequirements | None = None


class Optimization(Shape, frozen=True, kw_only=True):
    """When ECS takes an idle instance away: seconds, -1 for never, or AWS's own default."""

    scale_in_after: int | None = None


class ManagedInstances(Shape, frozen=True, kw_only=True):
    """The whole of it."""

    infrastructure_role_arn: str
    instance_launch_template: ManagedLaunch
    propagate_tags: Literal["CAPACITY_PROVIDER", "NONE"] = "NONE"
    infrastructure_optimization: Optimization | None = None
