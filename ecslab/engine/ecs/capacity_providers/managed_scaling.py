"""Managed scaling: once a minute ECS measures a provider and sets the size of its Auto Scaling group.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-scaling-behavior.html
"""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ecslab.engine import levels
from ecslab.engine.clock import SECOND
from ecslab.engine.ec2 import autoscaling, templates
from ecslab.engine.ecs.capacity_providers import providers, reservation
from ecslab.engine.ecs.capacity_providers.reservation import Fleet, Queue, Room, Size
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import provisioning
from ecslab.engine.ecs.placement.request import Needs
from ecslab.engine.ecs.tasks import launch
from ecslab.engine.platform.autoscaling import Group
from ecslab.engine.platform.compute import Machine
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.records.capacity import CapacityProvider
from ecslab.engine.records.task import Task
from ecslab.engine.state import State


class Survey(NamedTuple):
    """A provider as managed scaling sees it."""

    cluster: str
    group: Group
    fleet: Fleet
    serving: Sequence[Machine]
    busy: frozenset[str]
    """The ids of the EC2 instances that have tasks which are no daemon's."""


def tick(state: State, ids: tuple[str, ...]) -> None:
    """Measure a provider, and grow or shrink its group where the metric has been off for long enough."""
    provider = state.world.providers.get(ids[0])
    if provider is None or provider.tick_at != state.now:
        return
    provider = provider.replace(tick_at=None)
    state.world.providers.put(provider)
    seen = survey(state, provider)
    if seen is None or not provider.scales:
        return
    _protect(state, provider, seen)
    metric, target = reservation.reservation(seen.fleet), seen.fleet.target
    low = provider.low_minutes + 1 if metric < target else 0
    size = Size(seen.group.desired, seen.group.minimum, seen.group.maximum)
    desired = size.desired
    if metric > target and not _warming(state, provider, seen.group):
        desired = reservation.grown(seen.fleet, size)
    elif low >= reservation.SCALE_IN_AFTER:
        desired = reservation.shrunk(seen.fleet, size)
    if desired != size.desired:
        autoscaling.set_desired(state, seen.group.name, desired)
    provider = provider.replace(reservation=metric, low_minutes=low)
    state.world.providers.put(provider)
    levels.put(state, levels.provider(seen.cluster, provider.name), (metric,))
    at_rest = metric == target or (low > reservation.SCALE_IN_AFTER and desired == size.desired)
    if not at_rest:
        provisioning.look(state, provider)


def survey(state: State, provider: CapacityProvider) -> Survey | None:
    """The provider's instances and waiting tasks; None without a cluster or a group."""
    cluster, group = providers.cluster_of(state, provider), state.world.groups.get(provider.group or "")
    if cluster is None or group is None:
        return None
    serving = [each for each in autoscaling.members(state, group.name) if each.lifecycle == "InService"]
    busy = frozenset(machine.id for machine in serving if _is_busy(state, machine))
    waiting = state.world.tasks.where("queued provider", f"{cluster}/{provider.name}")
    fleet = Fleet(
        running=len(serving),
        busy=len(busy),
        queues=_queues(state, list(waiting)),
        rooms=(_room(state, group),),
        minimum_step=provider.scaling.minimum_scaling_step_size,
        maximum_step=provider.scaling.maximum_scaling_step_size,
        target=provider.scaling.target_capacity,
    )
    return Survey(cluster, group, fleet, serving, busy)


def _is_busy(state: State, machine: Machine) -> bool:
    """Whether tasks are on an instance other than those that run on every instance."""
    registered = instances.of_machine(state, machine.id)
    if registered is None:
        return False
    return any(
        not _is_daemon(state, task) for task in state.world.tasks.where("live instance", registered.id)
    )


def _is_daemon(state: State, task: Task) -> bool:
    service = state.world.services.get(task.service) if task.service is not None else None
    return service is not None and service.daemon


def _queues(state: State, waiting: Sequence[Task]) -> tuple[Queue, ...]:
    """The waiting tasks by what they ask for."""
    asked = sorted(_demand(state, task) for task in waiting)
    return tuple(
        Queue(needs, len(list(tasks)), apart=bool(apart)) for (needs, apart), tasks in groupby(asked)
    )


def _demand(state: State, task: Task) -> tuple[Needs, str]:
    """What a task asks of an instance, and which tasks it may not share one with."""
    order = launch.order_of(state, task)
    apart = any(constraint.type == "distinctInstance" for constraint in order.constraints)
    return launch.request_of(state, order).needs, task.group if apart else ""


def _room(state: State, group: Group) -> Room:
    """What an empty instance of the group's template offers."""
    kind = TYPES[templates.version_of(state, group.template, group.version).type or ""]
    return Room(kind.vcpus * 1024, kind.usable_memory, kind.interfaces - 1, kind.gpus)


def _protect(state: State, provider: CapacityProvider, seen: Survey) -> None:
    """Keep the group from choosing an instance with tasks when it scales in, and let it have the others."""
    if provider.settings.managed_termination_protection == "ENABLED":
        for machine in seen.serving:
            autoscaling.protect(state, machine, protected=machine.id in seen.busy)


def _warming(state: State, provider: CapacityProvider, group: Group) -> bool:
    """Whether an instance of the group was launched too recently for the group to grow again."""
    since = state.now - provider.scaling.instance_warmup_period * SECOND
    return any(
        machine.present and machine.launched_at > since for machine in autoscaling.members(state, group.name)
    )
