"""What Elastic Load Balancing keeps: load balancers, listeners, rules, target groups and their targets.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/introduction.html
"""

from msgspec import field

from ecslab.engine.record import Record, Shape


class ListenerZone(Record, frozen=True, kw_only=True):
    """A zone that a load balancer takes traffic in, and its subnet there."""

    zone: str
    subnet: str


class Balancer(Record, frozen=True, kw_only=True):
    """An Application or Network Load Balancer."""

    arn: str
    name: str
    type: str
    scheme: str
    vpc: str
    zones: tuple[ListenerZone, ...]
    security_groups: tuple[str, ...]
    dns_name: str
    created_at: int
    active_at: int
    """Until then it is being provisioned, and checks nobody's health."""
    attributes: dict[str, str] = field(default_factory=dict)
    """Those that differ from the default."""


class GroupWeight(Shape, frozen=True, kw_only=True, rename="pascal"):
    """A target group that an action forwards to, and its share."""

    target_group_arn: str = ""
    weight: int | None = None


class Stickiness(Shape, frozen=True, kw_only=True, rename="pascal"):
    """Whether requests of one client stay with one target group."""

    enabled: bool = False
    duration_seconds: int | None = None


class ForwardConfig(Shape, frozen=True, kw_only=True, rename="pascal"):
    """Target groups that share the requests by weight."""

    target_groups: tuple[GroupWeight, ...] = ()
    target_group_stickiness_config: Stickiness | None = None


class Redirect(Shape, frozen=True, kw_only=True, rename="pascal"):
    """An answer that sends the client elsewhere."""

    protocol: str = "#{protocol}"
    port: str = "#{port}"
    host: str = "#{host}"
    path: str = "/#{path}"
    query: str = "#{query}"
    status_code: str = "HTTP_301"


class FixedResponse(Shape, frozen=True, kw_only=True, rename="pascal"):
    """An answer that the load balancer gives itself."""

    status_code: str = "200"
    content_type: str = "text/plain"
    message_body: str = ""


class Action(Shape, frozen=True, kw_only=True, rename="pascal"):
    """What a listener or rule does with a request."""

    type: str
    target_group_arn: str | None = None
    forward_config: ForwardConfig | None = None
    redirect_config: Redirect | None = None
    fixed_response_config: FixedResponse | None = None
    order: int | None = None

    @property
    def weights(self) -> tuple[GroupWeight, ...]:
        """The target groups that it forwards to, each with its weight."""
        if self.forward_config is not None and self.forward_config.target_groups:
            return self.forward_config.target_groups
        if self.target_group_arn is not None:
            return (GroupWeight(target_group_arn=self.target_group_arn, weight=1),)
        return ()


class Values(Shape, frozen=True, kw_only=True, rename="pascal"):
    """The values that a condition looks for."""

    values: tuple[str, ...] = ()


class HeaderValues(Shape, frozen=True, kw_only=True, rename="pascal"):
    """An HTTP header and the values that a condition looks for in it."""

    http_header_name: str = ""
    values: tuple[str, ...] = ()


class Condition(Shape, frozen=True, kw_only=True, rename="pascal"):
    """What a request must have for a rule to apply."""

    field: str = ""
    values: tuple[str, ...] = ()
    host_header_config: Values | None = None
    path_pattern_config: Values | None = None
    http_header_config: HeaderValues | None = None
    http_request_method_config: Values | None = None
    source_ip_config: Values | None = None


class Listener(Record, frozen=True, kw_only=True):
    """A port of a load balancer, and what it does with requests that no rule takes."""

    arn: str
    balancer: str
    protocol: str
    port: int
    certificates: tuple[str, ...] = ()
    actions: tuple[Action, ...]


class Rule(Record, frozen=True, kw_only=True):
    """A rule of a listener; lower priorities are tried first."""

    arn: str
    listener: str
    priority: int
    conditions: tuple[Condition, ...]
    actions: tuple[Action, ...]


class HealthCheck(Record, frozen=True, kw_only=True):
    """How a load balancer finds out whether a target is well. Times in seconds."""

    protocol: str
    port: str = "traffic-port"
    path: str | None
    interval: int = 30
    timeout: int
    healthy: int = 5
    """How many passed checks in a row make an unhealthy target healthy."""
    unhealthy: int = 2
    """How many failed checks in a row make a healthy target unhealthy."""
    codes: str | None
    """The HTTP codes of a passed check: `200`, `200,202` or `200-299`."""

    def accepts(self, code: int) -> bool:
        """Whether an answer with that HTTP code passes."""
        for part in (self.codes or "200-399").split(","):
            low, _, high = part.partition("-")
            if int(low) <= code <= int(high or low):
                return True
        return False


class TargetGroup(Record, frozen=True, kw_only=True):
    """Targets that share requests, and how their health is checked."""

    arn: str
    name: str
    protocol: str
    port: int
    vpc: str
    target_type: str
    protocol_version: str | None
    check: HealthCheck
    attributes: dict[str, str] = field(default_factory=dict)
    """Those that differ from the default."""
    created_at: int

    @property
    def application(self) -> bool:
        """Whether it is for an Application Load Balancer."""
        return self.protocol in ("HTTP", "HTTPS")

    @property
    def deregistration_delay(self) -> int:
        """How many seconds a target that was deregistered keeps its connections."""
        return int(self.attributes.get("deregistration_delay.timeout_seconds", "300"))


class Target(Record, frozen=True, kw_only=True):
    """A registered target: an IP address or an instance, with a port."""

    group: str
    id: str
    port: int
    zone: str | None = None
    task: str | None = None
    """The task that ECS registered it for."""
    service: str | None = None
    """The key of that task's service."""
    state: str = "initial"
    """`initial`, `healthy`, `unhealthy`, `draining`, or `unused` in a zone that no load balancer serves."""
    reason: str | None = "Elb.RegistrationInProgress"
    description: str | None = "Target registration is in progress"
    first_check_at: int | None = None
    """When its first health check begins; the others follow at the group's interval. None while unused."""
    check_at: int | None = None
    """The next health check that can change anything."""
    streak: int = 0
    """Passed checks in a row as a positive number, failed ones as a negative, since its last change."""
    drained_at: int | None = None
    """When its connections are over, once it is deregistered."""

    @property
    def key(self) -> str:
        """Group, id and port."""
        return target_key(self.group, self.id, self.port)

    @property
    def registered(self) -> bool:
        """Whether nobody has deregistered it."""
        return self.drained_at is None


def target_key(group: str, target_id: str, port: int) -> str:
    """Under what a target stands in its table."""
    return f"{group} {target_id}:{port}"
