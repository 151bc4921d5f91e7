"""What a task asks of an instance: sizes, ports, a network interface, attributes, a zone.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/memory-management.html
"""

from typing import NamedTuple

from ecslab.engine.ecs.definitions import fargate
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy
from ecslab.engine.records.task_definition import TaskDefinition


class Needs(NamedTuple):
    """What a task takes of its instance for as long as it is there."""

    cpu: int
    memory: int
    ports: tuple[int, ...] = ()
    ports_udp: tuple[int, ...] = ()
    gpus: int = 0
    interface: bool = False


class Request(NamedTuple):
    """What is to be placed: its needs, and what it demands and prefers."""

    needs: Needs
    cluster: str
    group: str
    """`service:NAME` or a standalone task's group: whose tasks are spread and kept apart."""
    by_service: bool = False
    attributes: tuple[str, ...] = ()
    zones: frozenset[str] | None = None
    """Where its network interface can be; None when it has none of its own."""
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    capacity_provider: str | None = None
    """Whose instances alone may take it."""
    external: bool = False
    """Whether it is for machines outside AWS, and for them alone."""


def needs_of(definition: TaskDefinition, overrides: TaskOverride) -> Needs:
    """What a task of `definition` with `overrides` takes.

    A task's own size counts before those of its containers, a container's reservation before its limit.
    Host ports that Docker is to choose take nothing here.
    """
    drawn = [overrides.apply(container) for container in definition.containers]
    cpu = fargate.parse_cpu(overrides.cpu) if overrides.cpu else definition.cpu
    memory = fargate.parse_memory(overrides.memory) if overrides.memory else definition.memory
    return Needs(
        cpu=cpu or sum(each.cpu for each in drawn),
        memory=memory or sum(each.memory_reservation or each.memory or 0 for each in drawn),
        ports=_ports(definition, drawn, "tcp"),
        ports_udp=_ports(definition, drawn, "udp"),
        gpus=sum(container.gpus for container in drawn),
        interface=definition.network_mode == "awsvpc",
    )


def _ports(definition: TaskDefinition, drawn: list[ContainerDefinition], protocol: str) -> tuple[int, ...]:
    """The ports of the instance that the task names; with an interface of its own it needs none."""
    if definition.network_mode not in ("bridge", "host"):
        return ()
    ports = {
        port.host_port
        for container in drawn
        for port in container.port_mappings
        if port.host_port and port.protocol == protocol
    }
    return tuple(sorted(ports))
