"""Views of where tasks run: container instances, machines that are to become some, capacity providers."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ecslab.picture.views import InstanceView, ProviderView, TaskView

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab
    from ecslab.engine.platform.compute import Machine
    from ecslab.engine.records.cluster import Cluster
    from ecslab.engine.records.instance import ContainerInstance


def instances(lab: "Lab", cluster: "Cluster", tasks: Iterable[TaskView]) -> tuple[InstanceView, ...]:
    """The container instances of a cluster with their tasks, then the machines on their way to it."""
    on: dict[str, list[TaskView]] = {}
    for task in tasks:
        if task.instance is not None:
            on.setdefault(task.instance, []).append(task)
    world = lab.world
    registered = [
        _instance(instance, on.get(instance.id, []))
        for instance in world.instances.where("cluster", cluster.name)
    ]
    coming = [
        InstanceView(id="", machine=machine.id, type=machine.type, zone=machine.zone, status=machine.state)
        for machine in world.machines.values()
        if machine.state in ("pending", "running")
        and not world.instances.count("machine", machine.id)
        and _bound_for(lab, machine) == cluster.name
    ]
    return (*registered, *coming)


def _bound_for(lab: "Lab", machine: "Machine") -> str | None:
    """The cluster that a machine will register with; None where it will with none."""
    if machine.provider is not None:
        provider = lab.world.providers.get(machine.provider)
        return provider.cluster if provider is not None else None
    return machine.ecs_cluster if machine.profile is not None else None


def _instance(instance: "ContainerInstance", tasks: list[TaskView]) -> InstanceView:
    return InstanceView(
        id=instance.id,
        machine=instance.ec2,
        type=instance.value("ecs.instance-type") or "",
        zone=instance.zone,
        status=instance.status,
        connected=instance.agent_connected,
        provider=instance.capacity_provider,
        cpu=instance.cpu,
        memory=instance.memory,
        used_cpu=instance.used_cpu,
        used_memory=instance.used_memory,
        tasks=tuple(tasks),
    )


def providers(lab: "Lab", cluster: "Cluster", tasks: Iterable[TaskView]) -> tuple[ProviderView, ...]:
    """The capacity providers that are associated with a cluster."""
    if not cluster.capacity_providers:
        return ()
    has = Counter(task.capacity for task in tasks)
    held = Counter(each.capacity_provider for each in lab.world.instances.where("cluster", cluster.name))
    strategy = {item.capacity_provider: item for item in cluster.default_strategy}
    views = []
    for name in cluster.capacity_providers:
        item, provider = strategy.get(name), lab.world.providers.get(name)
        group = lab.world.groups.get(provider.group or "") if provider is not None else None
        scaled = provider is not None and provider.scaling.status == "ENABLED"
        views.append(
            ProviderView(
                name=name,
                base=item.base if item else None,
                weight=item.weight if item else None,
                tasks=has[name],
                group=group.name if group else None,
                minimum=group.minimum if group else 0,
                desired=group.desired if group else 0,
                maximum=group.maximum if group else 0,
                instances=held[name],
                reservation=provider.reservation if provider else None,
                target=provider.scaling.target_capacity if provider and scaled else None,
                short=name in lab.world.shortages,
            )
        )
    return tuple(views)
