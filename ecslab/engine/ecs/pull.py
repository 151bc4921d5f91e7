"""Pulling a task's images: how long it takes, and why it fails.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from ecslab.engine.platform import registry
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

_MIB_PER_GIB = 1024


def duration(state: State, task: Task) -> int:
    """How long the pull of all images takes, or how long until it gives up."""
    if not reaches_registry(state, task):
        return state.delays.pull_unreachable
    if problem(state, task) is not None:
        return state.delays.pull_refused
    size = sum(
        registry.profile(state.settings.images, container.image).size_mib for container in task.containers
    )
    return state.delays.pull + size * state.delays.pull_gib // _MIB_PER_GIB


def problem(state: State, task: Task) -> str | None:
    """What AWS says when the images cannot be pulled; None when they can."""
    if not reaches_registry(state, task):
        image = task.containers[0].image
        ecr = registry.is_ecr(image)
        return registry.auth_unreachable(state.settings.region) if ecr else registry.unreachable(image)
    for container in task.containers:
        if registry.profile(state.settings.images, container.image).missing:
            return registry.not_found(container.image)
    return None


def reaches_registry(state: State, task: Task) -> bool:
    """Whether the task has a way out: without a NAT gateway only a public address in a public subnet has."""
    return task.network.assign_public_ip == "ENABLED" and state.world.subnets[task.subnet].public
