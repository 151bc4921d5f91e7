"""Faults of container instances: the machine is lost, or its agent is."""

from ecslab.engine.ec2 import machines
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.errors import FaultError, suggest
from ecslab.engine.faults.fault import INSTANCE, Fault, Given
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.state import State


def _lose(state: State, given: Given) -> None:
    """The machine of an instance fails at once: its tasks end, and their containers get no signal."""
    instance = _instance(state, given)
    machine = state.world.machines.get(instance.ec2)
    if machine is not None and machine.present:
        machines.fail(state, machine)
    else:
        instance_states.lose(state, instance, terminated=True)


def _cut(state: State, given: Given) -> None:
    """The agent of an instance loses its connection: its tasks run on, nothing is placed there."""
    instance = _instance(state, given)
    if not instance.agent_connected:
        raise FaultError("agent-not-connected", instance=instance.id)
    instance_states.set_agent(state, instance, connected=False)


def _restore(state: State, given: Given) -> None:
    """The agent of an instance has its connection again."""
    instance = _instance(state, given)
    if instance.agent_connected:
        raise FaultError("agent-connected", instance=instance.id)
    machine = state.world.machines.get(instance.ec2)
    if machine is not None and machine.state != "running":
        raise FaultError("agent-not-running", instance=instance.id, machine=machine.id)
    instance_states.set_agent(state, instance, connected=True)


def _instance(state: State, given: Given) -> ContainerInstance:
    """The registered instance that an id, an ARN or the id of an EC2 instance names."""
    name = given["instance"].rsplit("/", 1)[-1]
    instance = state.world.instances.get(name) or instances.of_machine(state, name)
    if instance is None or not instance.registered:
        known = (each.ec2 for each in state.world.instances.values() if each.registered)
        raise FaultError("no-instance", instance=name, **suggest(name, known))
    return instance


FAULTS = (
    Fault("lose-instance", _lose, (INSTANCE,), required=("instance",)),
    Fault("agent-lost", _cut, (INSTANCE,), required=("instance",)),
    Fault("agent-back", _restore, (INSTANCE,), required=("instance",)),
)
