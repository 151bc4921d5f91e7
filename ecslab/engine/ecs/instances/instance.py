"""Container instances: registering them, what their tasks take of them, and losing them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_instances.html
"""

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from ecslab.engine import events, levels
from ecslab.engine.ecs import account, limits
from ecslab.engine.ecs.instances import provisioning
from ecslab.engine.ecs.placement.request import Needs
from ecslab.engine.ecs.services import watch
from ecslab.engine.errors import ApiError
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.instance import DYNAMIC_PORTS, RESERVED_PORTS, ContainerInstance
from ecslab.engine.records.placement import Waiting
from ecslab.engine.records.task import Binding, Task
from ecslab.engine.state import State

T = TypeVar("T")

TRUNKED = "instance.trunked"
"""Agenda: the trunk of that instance is there."""
DRAINED = "instance.drained"
"""Agenda: the EC2 instance of that id may have no tasks any more."""


class Host(NamedTuple):
    """A machine as its agent describes it when it registers."""

    ec2: str
    zone: str
    cpu: int
    memory: int
    interfaces: int
    attributes: dict[str, str | None]
    custom: tuple[str, ...] = ()
    gpus: tuple[str, ...] = ()
    subnet: str | None = None
    public: bool = True
    reserved_ports: tuple[int, ...] = RESERVED_PORTS
    reserved_ports_udp: tuple[int, ...] = ()
    capacity_provider: str | None = None


def register(
    state: State, cluster: str, host: Host, *, principal: str, trunked: int = 0
) -> ContainerInstance:
    """Let a machine into a cluster: tasks may be placed on it from now on.

    Where `principal` has opted in to trunks and the type has them, as many tasks as are `trunked` may
    have interfaces of their own, and the instance is REGISTERING until its trunk is there.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-eni.html
    """
    limits.check_instances(state, cluster)
    instance = ContainerInstance(
        id=state.chance.hex_id(), cluster=cluster, registered_at=state.now, **host._asdict()
    )
    if trunked and account.value(state, "awsvpcTrunking", principal) == "enabled":
        trunk = {"ecs.awsvpc-trunk-id": f"eni-0{state.chance.hex_id(16)}"}
        attributes = instance.attributes | trunk
        instance = instance.replace(status="REGISTERING", interfaces=trunked, attributes=attributes)
        state.after(state.delays.instance.trunk, TRUNKED, instance.id)
    levels.instance_changed(state, None, instance)
    state.world.instances.put(instance)
    events.instance_changed(state, instance)
    wake_waiting(state, cluster)
    watch.zones_changed(state, cluster)
    return instance


def activate(state: State, ids: tuple[str, ...]) -> None:
    """An instance has its trunk: it is registered."""
    instance = state.world.instances.get(ids[0])
    if instance is not None and instance.status == "REGISTERING":
        keep(state, instance.replace(status="ACTIVE"))
        wake_waiting(state, instance.cluster)
        watch.zones_changed(state, instance.cluster)


def of_machine(state: State, ec2_id: str) -> ContainerInstance | None:
    """The container instance that an EC2 instance is registered as, if it is."""
    return next(state.world.instances.where("machine", ec2_id), None)


def keep(state: State, instance: ContainerInstance) -> ContainerInstance:
    """Let `instance` succeed its last version. Every change of an instance comes through here."""
    kept = instance.replace(version=instance.version + 1)
    levels.instance_changed(state, state.world.instances.get(kept.id), kept)
    state.world.instances.put(kept)
    events.instance_changed(state, kept)
    return kept


def wake_waiting(state: State, cluster: str) -> None:
    """Tell the services and tasks that found no room in a cluster that there may be some now."""
    provisioning.wake(state, cluster)
    for waiting in list(state.world.waiting.where("cluster", cluster)):
        service = state.world.services.get(waiting.service)
        if service is None or service.status != "ACTIVE":
            state.world.waiting.remove(waiting.service)
        else:
            watch.touch(state, waiting.service)


def wait_for_room(state: State, service: str, *, waits: bool) -> None:
    """Note whether a service found no room for a task: it then waits for a change of the instances."""
    if waits and service not in state.world.waiting:
        cluster = state.world.services[service].cluster
        state.world.waiting.put(Waiting(service=service, cluster=cluster))
    elif not waits and service in state.world.waiting:
        state.world.waiting.remove(service)


def occupy(state: State, instance: ContainerInstance, needs: Needs) -> tuple[str, ...]:
    """Take what a task needs of an instance that has it; gives the GPUs that the task gets."""
    provisioning.touch(state, instance.capacity_provider)
    gpus = tuple(gpu for gpu in instance.gpus if gpu not in instance.used_gpus)[: needs.gpus]
    keep(
        state,
        instance.replace(
            used_cpu=instance.used_cpu + needs.cpu,
            idle_since=None,
            used_memory=instance.used_memory + needs.memory,
            used_gpus=(*instance.used_gpus, *gpus),
            used_interfaces=instance.used_interfaces + needs.interface,
            used_ports=(*instance.used_ports, *needs.ports),
            used_ports_udp=(*instance.used_ports_udp, *needs.ports_udp),
        ),
    )
    return gpus


def release(state: State, task: Task) -> None:
    """Give back what a stopped task took of its instance, if that is still there."""
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    if instance is None:
        return
    bound = [binding for container in task.containers for binding in container.bindings]
    tcp = {*task.ports, *(each.host_port for each in bound if each.protocol == "tcp")}
    udp = {*task.ports_udp, *(each.host_port for each in bound if each.protocol == "udp")}
    keep(
        state,
        instance.replace(
            used_cpu=instance.used_cpu - task.cpu,
            used_memory=instance.used_memory - task.memory,
            used_gpus=_without(instance.used_gpus, task.gpus),
            used_interfaces=instance.used_interfaces - (task.interface is not None),
            used_ports=_without(instance.used_ports, tcp),
            used_ports_udp=_without(instance.used_ports_udp, udp),
        ),
    )
    wake_waiting(state, instance.cluster)
    if instance.status == "DRAINING":
        state.after(0, DRAINED, instance.ec2)


def remember_images(state: State, task: Task) -> None:
    """An instance keeps the images that it has pulled."""
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    if instance is not None:
        new = [each.digest for each in task.containers if each.digest not in instance.images]
        if new:
            state.world.instances.put(instance.replace(images=(*instance.images, *dict.fromkeys(new))))


def bind(state: State, task: Task) -> Task:
    """Bind the ports of a task that shares its instance's interface, as Docker does at its start."""
    definition = state.world.definitions[task.definition]
    if task.instance is None or definition.network_mode not in ("bridge", "host"):
        return task
    drawn = {each.name: each for each in definition.containers}
    containers = tuple(
        container.replace(bindings=tuple(_bindings(state, task, drawn[container.name])))
        for container in task.containers
    )
    return task.replace(containers=containers)


def _bindings(state: State, task: Task, definition: ContainerDefinition) -> Iterable[Binding]:
    for port in definition.port_mappings:
        host_port = port.host_port or _dynamic_port(state, str(task.instance), port.protocol)
        yield Binding(container_port=port.container_port, host_port=host_port, protocol=port.protocol)


def _dynamic_port(state: State, instance_id: str, protocol: str) -> int:
    """The next port of the ephemeral range that nobody has. Raises when all are taken."""
    instance = state.world.instances[instance_id]
    used = set(instance.used_ports if protocol == "tcp" else instance.used_ports_udp)
    first, size = DYNAMIC_PORTS.start, len(DYNAMIC_PORTS)
    for step in range(size):
        port = first + (instance.next_port - first + step) % size
        if port not in used:
            break
    else:
        raise ApiError("ServerException", "Every ephemeral port of the instance is taken.", status=500)
    changes: dict[str, Any] = {"next_port": first + (port - first + 1) % size}
    if protocol == "tcp":
        state.world.instances.put(instance.replace(used_ports=(*instance.used_ports, port), **changes))
    else:
        state.world.instances.put(
            instance.replace(used_ports_udp=(*instance.used_ports_udp, port), **changes)
        )
    return port


def _without(values: tuple[T, ...], gone: Iterable[T]) -> tuple[T, ...]:
    taken = set(gone)
    return tuple(value for value in values if value not in taken)
