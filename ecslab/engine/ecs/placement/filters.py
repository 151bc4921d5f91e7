"""Filters: each says why an instance cannot take a task, or nothing.

The reasons are the ones that `failures` shows.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/api_failures_messages.html
"""

from collections.abc import Callable

from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.records.instance import ContainerInstance

Filter = Callable[[Request, ContainerInstance], str | None]


def agent(_: Request, instance: ContainerInstance) -> str | None:
    """Nobody is there to start the task."""
    return None if instance.agent_connected else "AGENT"


def cpu(request: Request, instance: ContainerInstance) -> str | None:
    """Too few CPU units are free."""
    return None if instance.free_cpu >= request.needs.cpu else "RESOURCE:CPU"


def memory(request: Request, instance: ContainerInstance) -> str | None:
    """Too little memory is free."""
    return None if instance.free_memory >= request.needs.memory else "RESOURCE:MEMORY"


def ports(request: Request, instance: ContainerInstance) -> str | None:
    """A port that the task names is in use."""
    needs = request.needs
    if not needs.ports and not needs.ports_udp:
        return None
    taken = {*instance.reserved_ports, *instance.used_ports}
    taken_udp = {*instance.reserved_ports_udp, *instance.used_ports_udp}
    free = taken.isdisjoint(needs.ports) and taken_udp.isdisjoint(needs.ports_udp)
    return None if free else "RESOURCE:PORTS"


def gpu(request: Request, instance: ContainerInstance) -> str | None:
    """Too few GPUs are free."""
    return None if len(instance.gpus) - len(instance.used_gpus) >= request.needs.gpus else "RESOURCE:GPU"


def interface(request: Request, instance: ContainerInstance) -> str | None:
    """The instance holds as many network interfaces as its type can."""
    if not request.needs.interface:
        return None
    return None if instance.used_interfaces < instance.interfaces else "RESOURCE:ENI"


def attributes(request: Request, instance: ContainerInstance) -> str | None:
    """The instance lacks something that the definition needs."""
    present = instance.attributes
    return None if all(name in present for name in request.attributes) else "ATTRIBUTE"


def location(request: Request, instance: ContainerInstance) -> str | None:
    """None of the task's subnets is in the instance's zone."""
    return None if request.zones is None or instance.zone in request.zones else "LOCATION"


FILTERS: tuple[Filter, ...] = (agent, cpu, memory, ports, gpu, interface, attributes, location)
"""In the order in which they are asked; the first that objects is the reason."""
