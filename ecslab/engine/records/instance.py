"""Container instances: the machines of a cluster that tasks of the launch type EC2 are placed on.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_instances.html
"""

from msgspec import field

from ecslab.engine.record import Record

RESERVED_PORTS = (22, 2375, 2376, 51678, 51679)
"""The TCP ports that the agent keeps for SSH, Docker and itself."""

DYNAMIC_PORTS = range(32768, 61000)
"""Where Docker finds a host port for a container that asks for none (Linux's ephemeral range)."""


class ContainerInstance(Record, frozen=True, kw_only=True):
    """A machine that its agent registered with a cluster; what its tasks take is kept along."""

    id: str
    """32 hexadecimal digits."""
    cluster: str
    ec2: str
    """The id of its EC2 instance."""
    zone: str
    subnet: str | None = None
    public: bool = True
    """Whether it reaches the internet, and so the registries."""
    status: str = "ACTIVE"
    agent_connected: bool = True
    capacity_provider: str | None = None
    cpu: int
    """Registered CPU units."""
    memory: int
    """Registered MiB."""
    gpus: tuple[str, ...] = ()
    interfaces: int
    """How many tasks may have a network interface of their own on it."""
    reserved_ports: tuple[int, ...] = RESERVED_PORTS
    reserved_ports_udp: tuple[int, ...] = ()
    attributes: dict[str, str | None] = field(default_factory=dict)
    """What is known of it, by name. Capabilities have no value."""
    custom: tuple[str, ...] = ()
    """The names of the attributes that people put there, with PutAttributes or at registration."""
    used_cpu: int = 0
    used_memory: int = 0
    used_gpus: tuple[str, ...] = ()
    used_interfaces: int = 0
    used_ports: tuple[int, ...] = ()
    used_ports_udp: tuple[int, ...] = ()
    next_port: int = DYNAMIC_PORTS.start
    """Where the search for the next dynamic port begins."""
    images: tuple[str, ...] = ()
    """The digests of the images that it has pulled before."""
    idle_since: int | None = None
    """Since when ECS has known a managed instance to be idle."""
    registered_at: int
    version: int = 1
    agent_version: str = "1.98.0"

    @property
    def free_cpu(self) -> int:
        """The CPU units that no task has."""
        return self.cpu - self.used_cpu

    @property
    def free_memory(self) -> int:
        """The MiB that no task has."""
        return self.memory - self.used_memory

    @property
    def registered(self) -> bool:
        """Whether it belongs to its cluster; an INACTIVE one is only remembered."""
        return self.status != "INACTIVE"

    @property
    def external(self) -> bool:
        """Whether it is a machine outside AWS, for the launch type EXTERNAL."""
        return "ecs.capability.external" in self.attributes

    @property
    def takes_tasks(self) -> bool:
        """Whether tasks may be placed on it, as far as its status goes."""
        return self.status == "ACTIVE"

    def value(self, name: str) -> str | None:
        """The value of the attribute of that name; None when it has none."""
        return self.attributes.get(name)
