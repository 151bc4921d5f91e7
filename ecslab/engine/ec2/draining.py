"""Managed draining: an instance that its group wants to terminate is drained by ECS first.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/managed-instance-draining.html
"""

from ecslab.engine.ec2 import autoscaling
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.state import State


def begin(state: State, ids: tuple[str, ...]) -> None:
    """Drain an instance that waits to be terminated; without any task it goes at once."""
    machine = state.world.machines.get(ids[0])
    if machine is None or machine.lifecycle != "Terminating:Wait":
        return
    registered = instances.of_machine(state, machine.id)
    if registered is None:
        autoscaling.release(state, machine)
        return
    drained = instance_states.set_status(state, registered, "DRAINING")
    if not instance_states.tasks_on(state, drained):
        autoscaling.release(state, machine)


def give_up(state: State, ids: tuple[str, ...]) -> None:
    """The draining took too long: the instance goes, with what still runs on it."""
    machine = state.world.machines.get(ids[0])
    if machine is not None:
        autoscaling.release(state, machine)
