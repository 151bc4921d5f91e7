"""What ECS checks of volumes and of what containers want of their host; on Fargate there is no host.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-tasks-services.html
"""

import re
from collections.abc import Sequence

from ecslab.engine.ecs.refusals import refused
from ecslab.engine.errors import ApiError
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.volume import Volume

_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


def check(containers: Sequence[ContainerDefinition], volumes: Sequence[Volume], network_mode: str) -> None:
    """Raise ClientException for a volume or a host name that cannot be."""
    names = _check_volumes(volumes)
    for container in containers:
        _check_mounts(container, names)
        known = {other.name for other in containers} - {container.name}
        for source in container.volumes_from:
            if source.source_container not in known:
                raise refused(f"Unknown container '{source.source_container}' in volumesFrom.")
        for name, given in (("hostname", container.hostname), ("extraHosts", container.extra_hosts)):
            if given and network_mode == "awsvpc":
                raise refused(f"{name} is not supported on container when networkMode=awsvpc.")


def _check_volumes(volumes: Sequence[Volume]) -> set[str]:
    """The names of the volumes."""
    names = set[str]()
    for volume in volumes:
        if not _NAME.fullmatch(volume.name):
            raise refused(f"Volume name '{volume.name}' contains invalid characters.")
        if volume.name in names:
            raise refused(f"Volume name '{volume.name}' is used by more than one volume.")
        names.add(volume.name)
        if volume.host is not None and volume.docker_volume_configuration is not None:
            raise refused(f"Volume '{volume.name}' can have either host or dockerVolumeConfiguration.")
    return names


def _check_mounts(container: ContainerDefinition, volumes: set[str]) -> None:
    for mount in container.mount_points:
        if mount.source_volume not in volumes:
            raise refused(f"Unknown volume '{mount.source_volume}'.")
        if not mount.container_path:
            raise refused(f"Container '{container.name}' has a mount point without a containerPath.")


def check_fargate(
    containers: Sequence[ContainerDefinition],
    volumes: Sequence[Volume],
    pid_mode: str | None,
    ipc: str | None,
) -> None:
    """Raise ClientException for what only a container instance has."""
    if pid_mode not in (None, "task"):
        raise refused(
            f"Tasks using the Fargate launch type do not support pidMode '{pid_mode}'. "
            "The supported value for pidMode is 'task'."
        )
    if ipc is not None:
        raise _unsupported("ipcMode")
    for volume in volumes:
        if volume.host is not None and volume.host.source_path is not None:
            raise refused("host.sourcePath should not be set for volumes in Fargate.")
        if volume.docker_volume_configuration is not None:
            raise _unsupported("dockerVolumeConfiguration")
    for container in containers:
        if container.privileged:
            raise refused("Fargate requires that the 'privileged' setting be 'false'")
        if container.docker_security_options:
            raise _unsupported("dockerSecurityOptions")
        linux = container.linux_parameters
        for name, given in (
            ("devices", linux is not None and linux.devices),
            ("sharedMemorySize", linux is not None and linux.shared_memory_size is not None),
            ("maxSwap", linux is not None and linux.max_swap is not None),
            ("swappiness", linux is not None and linux.swappiness is not None),
        ):
            if given:
                raise _unsupported(name)


def _unsupported(what: str) -> ApiError:
    return refused(f"Fargate compatible task definitions do not support {what}")
