"""Volumes of a task, and where its containers have them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_data_volumes.html
"""

from typing import Literal

from msgspec import field

from ecslab.engine.record import Shape


class HostVolume(Shape, frozen=True, kw_only=True):
    """A directory of the host; without a path Docker chooses one and forgets it with the task."""

    source_path: str | None = None


class DockerVolume(Shape, frozen=True, kw_only=True):
    """A volume that Docker manages on a container instance."""

    scope: Literal["task", "shared"] = "task"
    autoprovision: bool | None = None
    driver: str | None = None
    driver_opts: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)


class Volume(Shape, frozen=True, kw_only=True):
    """A volume of a task definition: of the host unless it is Docker's."""

    name: str = ""
    host: HostVolume | None = None
    docker_volume_configuration: DockerVolume | None = None


class MountPoint(Shape, frozen=True, kw_only=True):
    """Where a container has a volume."""

    source_volume: str = ""
    container_path: str = ""
    read_only: bool = False


class VolumeFrom(Shape, frozen=True, kw_only=True):
    """A container has what another one has mounted."""

    source_container: str = ""
    read_only: bool = False
