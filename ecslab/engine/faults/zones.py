"""Faults of an availability zone: it is cut off, and comes back."""

from ecslab.engine.ec2 import agent
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.traffic import target_health
from ecslab.engine.errors import FaultError
from ecslab.engine.faults.fault import FOR, ZONE, Fault, Given
from ecslab.engine.faults.reading import duration, known_name
from ecslab.engine.records.outage import Outage
from ecslab.engine.state import State

OVER = "zone.over"
"""Agenda: the zone of that name is no longer cut off, unless its outage was prolonged."""


def over(state: State, ids: tuple[str, ...]) -> None:
    """End an outage whose hour has come."""
    outage = state.world.outages.get(ids[0])
    if outage is not None and outage.ends_at == state.now:
        _end(state, outage.zone)


def _partition(state: State, given: Given) -> None:
    """A zone is cut off: its agents lose their connection, nothing is started there, its targets time out."""
    zone = _zone(state, given)
    ends_at = state.now + duration(given["for"]) if "for" in given else None
    state.world.outages.put(Outage(zone=zone, ends_at=ends_at))
    if ends_at is not None:
        state.agenda.add(ends_at, OVER, zone)
    for instance in list(state.world.instances.values()):
        if instance.zone == zone and instance.registered:
            instance_states.set_agent(state, instance, connected=False)
    _look_at_targets(state, zone)


def _back(state: State, given: Given) -> None:
    """A zone is reached again."""
    zone = _zone(state, given)
    if zone not in state.world.outages:
        raise FaultError("zone-not-cut-off", zone=zone)
    _end(state, zone)


def _end(state: State, zone: str) -> None:
    state.world.outages.remove(zone)
    for machine in list(state.world.machines.values()):
        if machine.zone == zone:
            agent.reconnect(state, machine)
    for instance in list(state.world.instances.values()):
        # An agent without an EC2 instance in the lab was registered by hand: it is simply reached again.
        if instance.zone == zone and instance.registered and instance.ec2 not in state.world.machines:
            instance_states.set_agent(state, instance, connected=True)
    _look_at_targets(state, zone)
    for service in list(state.world.services.values()):
        watch.touch(state, service.key)
    for cluster in list(state.world.clusters.values()):
        instances.wake_waiting(state, cluster.name)


def _look_at_targets(state: State, zone: str) -> None:
    for target in list(state.world.targets.values()):
        task = target_health.task_of(state, target)
        if task is not None and task.zone == zone:
            target_health.look(state, task)


def _zone(state: State, given: Given) -> str:
    zones = (subnet.zone for subnet in state.world.subnets.values())
    return known_name("no-zone", given["zone"], zones)


FAULTS = (
    Fault("partition-zone", _partition, (ZONE, FOR), required=("zone",)),
    Fault("zone-back", _back, (ZONE,), required=("zone",)),
)
