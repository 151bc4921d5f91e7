"""Pages about container instances and capacity providers."""

from typing import TYPE_CHECKING

from ecslab.engine.records.capacity import PREDEFINED
from ecslab.picture.looking.page import Entry, Heading, Item, Said, fact, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.records.instance import ContainerInstance
    from ecslab.engine.state import State


def instance_facts(state: "State", instance: "ContainerInstance") -> list[Item]:
    """What an instance is and has, and what of it is taken."""
    machine = state.world.machines.get(instance.ec2)
    provider = instance.capacity_provider
    items: list[Item] = [
        *fact("status", instance.status, kind="text" if instance.status == "ACTIVE" else "reason"),
        *fact("agent", Said(f"picture.note.agent-{'connected' if instance.agent_connected else 'lost'}")),
        *fact("container-instance", instance.id),
        *fact("machine", instance.ec2),
        *fact("machine-state", machine.state if machine is not None else None),
        *fact("instance-type", instance.value("ecs.instance-type")),
        *fact("zone", " ".join(filter(None, (instance.zone, instance.subnet)))),
        *fact("provider", provider, Target(instance.cluster, f"provider/{provider}")),
        *fact("cpu", _taken(instance.used_cpu, instance.cpu)),
        *fact("memory", f"{_taken(instance.used_memory, instance.memory)} MiB"),
        *fact("gpus", _taken(len(instance.used_gpus), len(instance.gpus)) if instance.gpus else None),
        *fact("interfaces", _taken(instance.used_interfaces, instance.interfaces)),
        *fact("used-ports", ", ".join(str(each) for each in sorted(instance.used_ports))),
        *fact("images", len(instance.images)),
        *fact("agent-version", instance.agent_version),
    ]
    if instance.attributes:
        items.append(Heading(Said("picture.heading.attributes")))
        items += [
            Entry(text=name if value is None else f"{name} = {value}")
            for name, value in sorted(instance.attributes.items())
        ]
    return items


def _taken(used: int, whole: int) -> str:
    return f"{used} / {whole}"


def provider_facts(state: "State", cluster: str, name: str) -> list[Item]:
    """How a provider gives capacity, its group, and what its group last did."""
    world = state.world
    if name in PREDEFINED:
        return [note("predefined", provider=name)]
    provider = world.providers.get(name)
    if provider is None:
        return [note("gone")]
    scaling = provider.scaling
    items: list[Item] = [
        *fact("status", provider.status),
        *fact("update-status", provider.update_status),
        *fact("managed-scaling", scaling.status),
        *fact("target-capacity", f"{scaling.target_capacity}%"),
        *fact("reservation", None if provider.reservation is None else f"{provider.reservation:.0f}%"),
        *fact("steps", f"{scaling.minimum_scaling_step_size}–{scaling.maximum_scaling_step_size}"),
        *fact("termination-protection", provider.settings.managed_termination_protection),
        *fact("managed-draining", provider.settings.managed_draining),
        *fact("waiting-tasks", world.tasks.count("queued provider", f"{cluster}/{name}")),
    ]
    group = world.groups.get(provider.group or "")
    if group is not None:
        items += fact("auto-scaling-group", group.name)
        items += fact("group-size", f"{group.desired} ({group.minimum}–{group.maximum})")
        items.append(Heading(Said("picture.heading.activities")))
        items += [
            Entry(at_ms=each.at, text=each.message or each.cause or each.description)
            for each in group.activities
        ] or [note("no-events")]
    return items
