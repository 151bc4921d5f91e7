"""What becomes of a registered instance: drained, cut off, deregistered, lost with its machine.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/container-instance-draining.html
"""

from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import provisioning
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.tasks import lifecycle
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

FORGET = "instance.forget"
"""Agenda: the deregistered instance of that id is forgotten."""


def set_status(state: State, instance: ContainerInstance, status: str) -> ContainerInstance:
    """Make an instance DRAINING, so that services move their tasks away, or ACTIVE again."""
    if status not in ("ACTIVE", "DRAINING"):
        raise invalid("Container instance status should be one of [ACTIVE, DRAINING]")
    if instance.status not in ("ACTIVE", "DRAINING"):
        raise invalid(f"The container instance {instance.id} is {instance.status}.")
    if instance.status == status:
        return instance
    changed = instances.keep(state, instance.replace(status=status))
    for task in tasks_on(state, changed):
        if task.service is not None:
            watch.touch(state, task.service)
    instances.wake_waiting(state, changed.cluster)
    return changed


def set_agent(state: State, instance: ContainerInstance, *, connected: bool) -> ContainerInstance:
    """The agent of an instance lost its connection to ECS, or has it again. Its tasks run on."""
    if instance.agent_connected == connected:
        return instance
    changed = instances.keep(state, instance.replace(agent_connected=connected))
    if connected:
        instances.wake_waiting(state, changed.cluster)
    return changed


def deregister(state: State, instance: ContainerInstance, *, force: bool) -> ContainerInstance:
    """Take an instance out of its cluster. `force` allows it while tasks are on it: ECS gives those up.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deregister_container_instance.html
    """
    if not force and any(task.live for task in tasks_on(state, instance)):
        raise invalid("Found running tasks on the instance.")
    return _remove(
        state, instance, "UserInitiated", "Container instance deregistration forced by user", agent=True
    )


def lose(state: State, instance: ContainerInstance, *, terminated: bool) -> ContainerInstance:
    """The EC2 instance below has ended: its tasks end with it.

    Terminated, it leaves its cluster; stopped, it stays registered without its agent. One whose agent was
    cut off before that is not deregistered, for ECS does not hear of it.
    """
    ending = "terminated" if terminated else "stopped"
    reason = f"Host EC2 (instance {instance.ec2}) {ending}."
    if terminated:
        return _remove(state, instance, "TerminationNotice", reason, agent=False)
    _stop_tasks(state, instance, "TerminationNotice", reason)
    return set_agent(state, state.world.instances[instance.id], connected=False)


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a deregistered instance and its tags."""
    instance = state.world.instances.get(ids[0])
    if instance is not None and not instance.registered:
        state.world.instances.remove(instance.id)
        arn = state.arn("container-instance", instance.cluster, instance.id)
        if arn in state.world.tags:
            state.world.tags.remove(arn)


def tasks_on(state: State, instance: ContainerInstance) -> list[Task]:
    """The tasks that have not stopped yet on an instance."""
    return list(state.world.tasks.where("live instance", instance.id))


def _remove(
    state: State, instance: ContainerInstance, code: str, reason: str, *, agent: bool
) -> ContainerInstance:
    _stop_tasks(state, instance, code, reason)
    left = state.world.instances[instance.id].replace(status="INACTIVE", agent_connected=agent)
    state.after(state.delays.retention, FORGET, left.id)
    gone = instances.keep(state, left)
    provisioning.wake(state, gone.cluster)
    return gone


def _stop_tasks(state: State, instance: ContainerInstance, code: str, reason: str) -> None:
    for task in tasks_on(state, instance):
        lifecycle.lose(state, task, code, reason)
