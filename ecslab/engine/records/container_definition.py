"""Container definitions: what a task definition says of each container.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from typing import Literal

from msgspec import field

from ecslab.engine.record import Shape
from ecslab.engine.records.container_order import ContainerDependency, RestartPolicy
from ecslab.engine.records.health_check import HealthCheck
from ecslab.engine.records.log_configuration import LogConfiguration
from ecslab.engine.records.process_settings import HostEntry, LinuxParameters, SystemControl, Ulimit
from ecslab.engine.records.sensitive_data import EnvironmentFile, RepositoryCredentials, SecretReference
from ecslab.engine.records.volume import MountPoint, VolumeFrom


class KeyValue(Shape, frozen=True, kw_only=True):
    """An environment variable."""

    name: str
    value: str = ""


class PortMapping(Shape, frozen=True, kw_only=True):
    """A port that a container listens on."""

    container_port: int
    host_port: int | None = None
    protocol: str = "tcp"


class ResourceRequirement(Shape, frozen=True, kw_only=True):
    """A resource that a container gets for itself: so many GPUs."""

    type: str
    value: str


class ContainerDefinition(Shape, frozen=True, kw_only=True):
    """One container of a task definition. CPU in units, memory in MiB, time-outs in seconds."""

    name: str = ""
    image: str = ""
    version_consistency: Literal["enabled", "disabled"] = "enabled"
    """Whether the tasks of a deployment all get the build that its first one got."""
    cpu: int = 0
    memory: int | None = None
    memory_reservation: int | None = None
    essential: bool = True
    entry_point: tuple[str, ...] = ()
    command: tuple[str, ...] = ()
    environment: tuple[KeyValue, ...] = ()
    port_mappings: tuple[PortMapping, ...] = ()
    resource_requirements: tuple[ResourceRequirement, ...] = ()
    secrets: tuple[SecretReference, ...] = ()
    environment_files: tuple[EnvironmentFile, ...] = ()
    repository_credentials: RepositoryCredentials | None = None
    log_configuration: LogConfiguration | None = None
    health_check: HealthCheck | None = None
    depends_on: tuple[ContainerDependency, ...] = ()
    restart_policy: RestartPolicy | None = None
    start_timeout: int | None = None
    stop_timeout: int | None = None
    mount_points: tuple[MountPoint, ...] = ()
    volumes_from: tuple[VolumeFrom, ...] = ()
    linux_parameters: LinuxParameters | None = None
    privileged: bool = False
    user: str | None = None
    working_directory: str | None = None
    hostname: str | None = None
    extra_hosts: tuple[HostEntry, ...] = ()
    dns_servers: tuple[str, ...] = ()
    dns_search_domains: tuple[str, ...] = ()
    docker_security_options: tuple[str, ...] = ()
    readonly_root_filesystem: bool = False
    interactive: bool = False
    pseudo_terminal: bool = False
    ulimits: tuple[Ulimit, ...] = ()
    system_controls: tuple[SystemControl, ...] = ()
    docker_labels: dict[str, str] = field(default_factory=dict)

    @property
    def gpus(self) -> int:
        """How many GPUs it gets."""
        return sum(int(each.value) for each in self.resource_requirements if each.type == "GPU")
