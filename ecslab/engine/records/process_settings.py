"""How a container's process is set up. Only a real process would notice most of it: it is kept and shown.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_definition_parameters.html
"""

from ecslab.engine.record import Shape


class Ulimit(Shape, frozen=True, kw_only=True):
    """A limit that the kernel holds the process to."""

    name: str
    soft_limit: int
    hard_limit: int


class HostEntry(Shape, frozen=True, kw_only=True):
    """A line of the container's /etc/hosts."""

    hostname: str
    ip_address: str


class SystemControl(Shape, frozen=True, kw_only=True):
    """A kernel parameter of the container."""

    namespace: str = ""
    value: str = ""


class KernelCapabilities(Shape, frozen=True, kw_only=True):
    """Linux capabilities that the process gets or loses."""

    add: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


class Device(Shape, frozen=True, kw_only=True):
    """A device of the host."""

    host_path: str
    container_path: str | None = None
    permissions: tuple[str, ...] = ()


class Tmpfs(Shape, frozen=True, kw_only=True):
    """A file system in memory, in MiB."""

    container_path: str
    size: int
    mount_options: tuple[str, ...] = ()


class LinuxParameters(Shape, frozen=True, kw_only=True):
    """What Linux is asked for. With an init process a plain command hears SIGTERM."""

    init_process_enabled: bool = False
    capabilities: KernelCapabilities | None = None
    devices: tuple[Device, ...] = ()
    shared_memory_size: int | None = None
    tmpfs: tuple[Tmpfs, ...] = ()
    max_swap: int | None = None
    swappiness: int | None = None
