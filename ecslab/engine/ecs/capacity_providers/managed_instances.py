"""ECS Managed Instances: ECS launches EC2 instances for the tasks that wait, and takes idle ones away.

Not simulated: moving tasks together from instances that are little used, replacing instances after 14
days, and repairing impaired ones.
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ManagedInstances.html
"""

import base64

from ecslab.engine.clock import SECOND
from ecslab.engine.ec2 import machines
from ecslab.engine.ecs.capacity_providers import instance_choice
from ecslab.engine.ecs.capacity_providers.instance_choice import Demand
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.ecs.placement.request import needs_of
from ecslab.engine.ecs.tasks import launch
from ecslab.engine.platform.compute import AMI, Machine
from ecslab.engine.platform.instance_types import TYPES, InstanceType
from ecslab.engine.platform.network import Subnet
from ecslab.engine.records.capacity import CapacityProvider
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.managed_daemon import GROUP
from ecslab.engine.records.managed_instances import ManagedInstances
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.tags import Tag
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

IDLE = "capacity.idle"
"""Agenda: the managed container instance of that id has been idle for long enough, if nothing came since."""

_ARCHITECTURES = {"X86_64": "x86_64", "ARM64": "arm64"}
_IDLE_SECONDS = 300
"""How long an instance is kept idle where nothing is said: the lab's choice, for AWS tells no figure."""


def types_of(managed: ManagedInstances) -> list[InstanceType]:
    """The types that ECS may launch, smallest first."""
    wanted = managed.instance_launch_template.instance_requirements
    return instance_choice.allowed(list(TYPES.values()), wanted)


def supply(state: State, ids: tuple[str, ...]) -> None:
    """Launch instances for the tasks that wait, and note which instances are idle from now on."""
    provider = state.world.providers.get(ids[0])
    if provider is None or provider.tick_at != state.now:
        return
    state.world.providers.put(provider.replace(tick_at=None))
    if provider.managed is None or provider.status != "ACTIVE":
        return
    waiting = state.world.tasks.where("queued provider", f"{provider.cluster}/{provider.name}")
    demands = [demand_of(state, task) for task in waiting]
    on_its_way, everywhere = coming(state, provider), residents(state, provider)
    for kind in instance_choice.launches(types_of(provider.managed), on_its_way, demands, everywhere):
        _launch(state, provider, provider.managed, kind)
    patience = patience_of(provider.managed)
    for instance in members(state, provider):
        if not is_idle(state, instance):
            continue
        if instance.status == "DRAINING":
            _take_away(state, instance)
        elif patience >= 0 and instance.idle_since is None:
            state.world.instances.put(instance.replace(idle_since=state.now))
            state.after(patience * SECOND, IDLE, instance.id, str(state.now))


def retire(state: State, ids: tuple[str, ...]) -> None:
    """Take an instance away that has been idle for long enough."""
    instance = state.world.instances.get(ids[0])
    if instance is None or not instance.registered or str(instance.idle_since) != ids[1]:
        return
    if is_idle(state, instance):
        _take_away(state, instance)


def demand_of(state: State, task: Task) -> Demand:
    """What a waiting task asks of an instance."""
    order = launch.order_of(state, task)
    platform = order.definition.runtime_platform
    architecture = _ARCHITECTURES[platform.cpu_architecture] if platform is not None else "x86_64"
    return Demand(launch.request_of(state, order).needs, architecture)


def residents(state: State, provider: CapacityProvider) -> list[Demand]:
    """What the provider's daemons ask of every instance."""
    demands = []
    for daemon in state.world.daemons.where("cluster", provider.cluster or ""):
        if provider.name in daemon.providers and daemon.status == "ACTIVE":
            revision = state.world.daemon_revisions[daemon.revision]
            inside = state.world.daemon_definitions[revision.definition].inside
            demands.append(Demand(needs_of(state.world.definitions[inside], TaskOverride())))
    return demands


def coming(state: State, provider: CapacityProvider) -> list[InstanceType]:
    """The instances that are launched and have not registered yet."""
    return [
        machine.kind
        for machine in state.world.machines.where("provider", provider.name)
        if machine.present and instances.of_machine(state, machine.id) is None
    ]


def members(state: State, provider: CapacityProvider) -> list[ContainerInstance]:
    """The provider's registered instances."""
    found = (
        instances.of_machine(state, machine.id)
        for machine in state.world.machines.where("provider", provider.name)
    )
    return [instance for instance in found if instance is not None]


def is_idle(state: State, instance: ContainerInstance) -> bool:
    """Whether no task is on an instance but those that run on every instance."""
    return all(_is_daemon(state, task) for task in state.world.tasks.where("live instance", instance.id))


def _is_daemon(state: State, task: Task) -> bool:
    if task.service is None:
        return task.group.startswith(GROUP)
    return state.world.services[task.service].daemon


def _take_away(state: State, instance: ContainerInstance) -> None:
    """Let nothing more onto an instance, and end the machine below."""
    instance_states.set_status(state, instance, "DRAINING")
    machine = state.world.machines.get(instance.ec2)
    if machine is not None:
        machines.terminate(state, machine, "Client.UserInitiatedShutdown")


def _launch(
    state: State, provider: CapacityProvider, managed: ManagedInstances, kind: InstanceType
) -> Machine:
    template = managed.instance_launch_template
    script = f"#!/bin/bash\necho ECS_CLUSTER={provider.cluster} >> /etc/ecs/ecs.config\n"
    arn = state.arn("capacity-provider", provider.name)
    tags = state.world.tags.get(arn) if managed.propagate_tags == "CAPACITY_PROVIDER" else None
    return machines.launch(
        state,
        machines.Launch(
            type=kind.name,
            image=AMI[kind.architecture],
            subnet=_emptiest(state, provider, template.network_configuration.subnets),
            user_data=base64.b64encode(script.encode()).decode(),
            profile=template.ec2_instance_profile_arn.rsplit("/", 1)[-1],
            security_groups=template.network_configuration.security_groups,
            tags=(
                Tag(key="aws:ecs:clusterName", value=provider.cluster or ""),
                *(tags.tags if tags is not None else ()),
            ),
            provider=provider.name,
        ),
    )


def _emptiest(state: State, provider: CapacityProvider, subnets: tuple[str, ...]) -> Subnet:
    """The subnet with the fewest of the provider's instances."""
    present = [each.subnet for each in state.world.machines.where("provider", provider.name) if each.present]
    return state.world.subnets[min(subnets, key=present.count)]


def patience_of(managed: ManagedInstances) -> int:
    """For how many seconds an instance is kept idle; -1 means for ever."""
    optimization = managed.infrastructure_optimization
    given = optimization.scale_in_after if optimization is not None else None
    return _IDLE_SECONDS if given is None else given
