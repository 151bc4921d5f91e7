"""What a service says of load balancers, as records.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

from ecslab.engine.record import Record, Shape


class AdvancedConfiguration(Shape, frozen=True, kw_only=True):
    """What ECS needs to shift traffic between two target groups itself."""

    alternate_target_group_arn: str | None = None
    production_listener_rule: str | None = None
    test_listener_rule: str | None = None
    role_arn: str | None = None


class ServiceLoadBalancer(Shape, frozen=True, kw_only=True):
    """A container's port behind a target group."""

    target_group_arn: str | None = None
    load_balancer_name: str | None = None
    container_name: str | None = None
    container_port: int | None = None
    advanced_configuration: AdvancedConfiguration | None = None


class TargetUse(Record, frozen=True, kw_only=True):
    """The target group that tasks of a deployment go into, with which port of which container."""

    group: str
    container: str
    port: int
