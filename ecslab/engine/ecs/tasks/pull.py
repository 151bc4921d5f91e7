"""Pulling a task's images: how long it takes, and why it fails.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from ecslab.engine.ecs.tasks import execution_role, images
from ecslab.engine.ecs.tasks.failure import Failure
from ecslab.engine.platform import registry
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

_MIB_PER_GIB = 1024


def duration(state: State, task: Task) -> int:
    """How long the pull of all images takes, or how long until it gives up."""
    if not _missing_here(state, task):
        return state.delays.instance.pull_cached
    if not reaches_registry(state, task):
        return state.delays.pull_unreachable
    if problem(state, task) is not None:
        return state.delays.pull_refused
    size = sum(
        images.profile(state, each).size_mib * images.slowness(state, each.image)
        for each in _missing_here(state, task)
    )
    return state.delays.pull + size * state.delays.pull_gib // _MIB_PER_GIB


def problem(state: State, task: Task) -> Failure | None:
    """What AWS says when the images cannot be pulled; None when they can, or are on the instance."""
    for container in _missing_here(state, task):
        said = _trouble(state, task, container)
        if said is not None:
            return Failure(said, container.name if task.instance is not None else None)
    return None


def _trouble(state: State, task: Task, container: Container) -> str | None:
    image = container.image
    if not reaches_registry(state, task):
        ecr = registry.is_ecr(image)
        return registry.auth_unreachable(state.settings.region) if ecr else registry.unreachable(image)
    profile = images.profile(state, container)
    denial = execution_role.registry_denial(state, task) if task.instance is not None else None
    if denial is not None:
        return f"CannotPullECRContainerError: AccessDeniedException: {denial.message}"
    if execution_role.pull_denial(state, task, image) is not None:
        return registry.refused(image, "forbidden")
    if profile.missing:
        return registry.not_found(image)
    if profile.pull_error is not None:
        return registry.refused(image, profile.pull_error)
    if profile.architecture is not None and profile.architecture.lower() != task.architecture:
        return registry.other_architecture(task.architecture, fargate=task.instance is None)
    if task.instance is None and _unpacked_mib(state, task) > task.storage_gib * _MIB_PER_GIB:
        return registry.no_space(image)
    return None


def _unpacked_mib(state: State, task: Task) -> int:
    """What a Fargate task's images take of its disk: AWS gives no figure, here twice their size to pull."""
    return 2 * sum(images.profile(state, container).size_mib for container in task.containers)


def reaches_registry(state: State, task: Task) -> bool:
    """Whether the pull has a way out: without a NAT gateway only a public address in a public subnet has.

    On a container instance it is the instance that pulls, through its own interface.
    """
    if task.instance is not None:
        instance = state.world.instances.get(task.instance)
        return instance is not None and instance.public
    public = task.network is not None and task.network.assign_public_ip == "ENABLED"
    return public and task.subnet is not None and state.world.subnets[task.subnet].public


def _missing_here(state: State, task: Task) -> list[Container]:
    """The containers whose images have to come over the network: all but those that the instance has."""
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    present = instance.images if instance is not None else ()
    return [container for container in task.containers if container.digest not in present]
