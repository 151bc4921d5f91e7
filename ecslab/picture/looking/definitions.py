"""Pages about task definitions."""

from typing import TYPE_CHECKING

from ecslab.picture.looking.page import Entry, Heading, Item, fact

if TYPE_CHECKING:
    from ecslab.engine.records.container_definition import ContainerDefinition
    from ecslab.engine.records.task_definition import TaskDefinition


def facts(drawn: "TaskDefinition") -> list[Item]:
    """What a task definition says."""
    items: list[Item] = [
        *fact("status", drawn.status),
        *fact("network-mode", drawn.network_mode),
        *fact("compatibilities", ", ".join(drawn.requires_compatibilities)),
        *fact("size", f"{drawn.cpu} CPU, {drawn.memory} MiB" if drawn.cpu or drawn.memory else None),
        *fact("volumes", ", ".join(volume.name for volume in drawn.volumes)),
        *fact("registered-by", drawn.registered_by),
    ]
    for container in drawn.containers:
        items.append(Heading(container.name))
        items += _container(container)
    return items


def _container(container: "ContainerDefinition") -> list[Item]:
    ports = ", ".join(f"{each.container_port}/{each.protocol}" for each in container.port_mappings)
    needs = ", ".join(f"{each.container_name} {each.condition}" for each in container.depends_on)
    logs = container.log_configuration
    items: list[Item] = [
        *fact("image", container.image),
        *fact("essential", str(container.essential).lower()),
        *fact("command", " ".join((*container.entry_point, *container.command))),
        *fact("size", _size(container)),
        *fact("ports", ports),
        *fact("depends-on", needs),
        *fact("log-driver", logs.log_driver if logs is not None else None),
    ]
    items += [Entry(text=f"  {each.name}={each.value}") for each in container.environment]
    items += [Entry(text=f"  {each.name} ← {each.value_from}") for each in container.secrets]
    return items


def _size(container: "ContainerDefinition") -> str | None:
    memory = container.memory or container.memory_reservation
    parts = [f"{container.cpu} CPU"] if container.cpu else []
    return ", ".join([*parts, *([f"{memory} MiB"] if memory else [])]) or None
