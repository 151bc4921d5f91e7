"""Services, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

MOST_EVENTS = 100
"""How many events of a service ECS keeps."""


class ServiceEvent(Record, frozen=True, kw_only=True):
    """Something the service scheduler reports."""

    id: str
    at: int
    message: str


class Service(Record, frozen=True, kw_only=True):
    """A service keeps `desired` tasks of its primary deployment's definition."""

    cluster: str
    name: str
    status: str = "ACTIVE"
    definition: str
    """`family:revision` of the primary deployment; empty as long as no task set is the primary one."""
    desired: int
    configuration: DeploymentConfiguration = DeploymentConfiguration()
    launch_type: str
    """What its tasks run on; ECS shows it only where there is no strategy."""
    controller: str = "ECS"
    """Who deploys: `ECS`, or `CODE_DEPLOY` or `EXTERNAL` through task sets."""
    shows_deployments: bool = False
    """Whether ECS deployed it before an external controller did: AWS then shows no task sets of it."""
    scheduling: str = "REPLICA"
    """`REPLICA` or `DAEMON`."""
    strategy: Strategy = ()
    fallback: str | None = None
    """The launch type that it was made with: what it goes back to when it gives up its strategy."""
    platform_version: str = "LATEST"
    network: AwsVpcConfiguration | None
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    load_balancers: tuple[ServiceLoadBalancer, ...] = ()
    grace_seconds: int | None = None
    """How long after its start a task's health checks are not held against it."""
    propagate_tags: str = "NONE"
    managed_tags: bool = False
    command_execution: bool = False
    """Whether commands may be run in the containers of the tasks that it starts."""
    created_at: int
    created_by: str
    fingerprint: str
    """What it was created with, so that creating it again with the same token is no error."""
    rebalancing: str = "DISABLED"
    """Whether tasks are moved to zones that lack them."""
    moving: bool = False
    """Whether a task is being moved to another zone."""
    service_deployment: str | None = None
    """The id of the service deployment that is under way."""
    completed: str | None = None
    """The id of the deployment that was completed last: where a failed one goes back to."""
    steady: bool = False
    """Whether it has told that it is steady since the last thing it did."""
    tick_at: int | None = None
    """When the service scheduler looks at it next, as far as is planned."""
    events: tuple[ServiceEvent, ...] = ()
    """Newest first."""

    @property
    def in_sets(self) -> bool:
        """Whether its tasks are those of task sets, not of deployments."""
        return self.controller != "ECS"

    @property
    def daemon(self) -> bool:
        """Whether it keeps one task on each instance."""
        return self.scheduling == "DAEMON"

    @property
    def key(self) -> str:
        """`cluster/name`."""
        return f"{self.cluster}/{self.name}"

    @property
    def minimum_healthy_percent(self) -> int:
        """How much of the desired count a deployment must keep healthy."""
        return self.configuration.minimum_healthy_percent

    @property
    def maximum_percent(self) -> int:
        """How much of the desired count a deployment may have live at once."""
        return self.configuration.maximum_percent

    @property
    def floor(self) -> int:
        """The fewest tasks that a deployment must keep healthy (rounded up, as ECS does)."""
        return -(-self.desired * self.minimum_healthy_percent // 100)

    @property
    def ceiling(self) -> int:
        """The most tasks that a deployment may have live at once (rounded down, as ECS does)."""
        return self.desired * self.maximum_percent // 100
