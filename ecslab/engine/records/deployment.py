"""Deployments of services, as records, and how a service wants them done.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html
"""

from typing import Literal

from ecslab.engine.record import Record, Shape
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.load_balancing import ServiceLoadBalancer, TargetUse
from ecslab.engine.records.traffic_shift import CanaryConfiguration, LifecycleHook, LinearConfiguration


class Threshold(Shape, frozen=True, kw_only=True):
    """How many failures a deployment may have: a count, or a percentage of the desired count."""

    type: Literal["COUNT", "BOUNDED_PERCENT", "UNBOUNDED_PERCENT"] = "BOUNDED_PERCENT"
    value: int = 50


class CircuitBreaker(Shape, frozen=True, kw_only=True):
    """Whether tasks that fail end a deployment, and whether the service then goes back."""

    enable: bool = False
    rollback: bool = False
    reset_on_healthy_task: bool = True
    threshold_configuration: Threshold | None = None

    @property
    def rule(self) -> Threshold:
        """The threshold, given or not."""
        return self.threshold_configuration or Threshold()


class DeploymentAlarms(Shape, frozen=True, kw_only=True):
    """The alarms that end a deployment."""

    alarm_names: tuple[str, ...] = ()
    enable: bool = False
    rollback: bool = False


class EarlySuccess(Shape, frozen=True, kw_only=True):
    """From which share of healthy tasks on a rolling deployment counts as successful."""

    enable: bool = False
    healthy_percent: int | None = None
    source_service_revision_cleanup: Literal["BLOCKING", "DEFERRED"] | None = None
    """Whether the tasks before it are removed until then, or afterwards."""

    def needed(self, desired: int) -> int:
        """How many tasks must be healthy (rounded up, as the minimum is)."""
        return -(-desired * (self.healthy_percent or 0) // 100) if self.enable else desired

    @property
    def defers(self) -> bool:
        """Whether old tasks may still be there when the deployment is completed."""
        return self.enable and self.source_service_revision_cleanup == "DEFERRED"


class DeploymentConfiguration(Shape, frozen=True, kw_only=True):
    """How a service wants its deployments done."""

    maximum_percent: int = 200
    minimum_healthy_percent: int = 100
    deployment_circuit_breaker: CircuitBreaker = CircuitBreaker()
    alarms: DeploymentAlarms = DeploymentAlarms()
    strategy: Literal["ROLLING", "BLUE_GREEN", "LINEAR", "CANARY"] = "ROLLING"
    bake_time_in_minutes: int = 0
    lifecycle_hooks: tuple[LifecycleHook, ...] = ()
    linear_configuration: LinearConfiguration | None = None
    canary_configuration: CanaryConfiguration | None = None
    early_success_criteria: EarlySuccess = EarlySuccess()

    @property
    def shifts(self) -> bool:
        """Whether a deployment shifts traffic from one target group to another."""
        return self.strategy != "ROLLING"

    @property
    def linear(self) -> LinearConfiguration:
        """The steps of a linear deployment, given or not."""
        return self.linear_configuration or LinearConfiguration()

    @property
    def canary(self) -> CanaryConfiguration:
        """The steps of a canary deployment, given or not."""
        return self.canary_configuration or CanaryConfiguration()


class Deployment(Record, frozen=True, kw_only=True):
    """One roll-out of a service: a definition and where its tasks run."""

    id: str
    """`ecs-svc/` and 19 digits."""
    service: str
    """The key of its service."""
    definition: str
    primary: bool = True
    desired: int
    launch_type: str
    strategy: Strategy = ()
    platform_version: str
    network: AwsVpcConfiguration | None
    load_balancers: tuple[ServiceLoadBalancer, ...] = ()
    """As its service had them."""
    targets: tuple[TargetUse, ...] = ()
    """The target groups that its tasks go into."""
    rollout_state: str = "IN_PROGRESS"
    rollout_reason: str
    """What ECS says of the roll-out."""
    failed_tasks: int = 0
    """How many tasks in a row failed: not launched, not RUNNING, or stopped for a failed health check."""
    well: bool = False
    """Whether one of its tasks has turned healthy: from then on failed tasks are not counted any more."""
    start_failures: int = 0
    """How many starts in a row failed: from the third on they are held back."""
    breaker_failures: int = 0
    """How many failures the circuit breaker has counted."""
    ran: bool = False
    """Whether one of its tasks has run: from then on the circuit breaker looks at health checks only."""
    bakes_until: int | None = None
    """Until when it is watched after everything is in place."""
    retry_at: int | None = None
    """Until when the scheduler holds back further starts."""
    recount_at: int | None = None
    """From when on it is a failure again that a task cannot be launched."""
    created_at: int
    updated_at: int

    @property
    def status(self) -> str:
        """`PRIMARY` or `ACTIVE`."""
        return "PRIMARY" if self.primary else "ACTIVE"

    @property
    def revision(self) -> str:
        """The id of the service revision that it rolls out: its own digits."""
        return self.id.rpartition("/")[2]
