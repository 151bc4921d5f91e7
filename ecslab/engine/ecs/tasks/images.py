"""What an image's containers do in this lab: its profile, a command taken at its word, and faults that last.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_cannot_pull_image.html
"""

from collections.abc import Mapping

import msgspec

from ecslab.engine.ecr import registry as ecr
from ecslab.engine.platform import registry, repositories
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.disturbance import Disturbance
from ecslab.engine.records.task import Container
from ecslab.engine.state import State
from ecslab.engine.workload import Workload, behaviour

_NONE: Mapping[str, str] = {}

MEND = "image.mend"
"""Agenda: the disturbance of that key ends."""

MISSING = "image-missing"
SLOW = "slow-pull"
CRASHING = "crash-loop"
LEAKING = "memory-leak"
UNWELL = "failing-health-check"


def digest(state: State, image: str) -> str:
    """The digest that `image` stands for now: its tag may be moved to another build at any time."""
    own = repositories.parse(state.settings, image)
    if own is not None:
        return ecr.digest(state, own, image)
    return registry.digest(image, state.world.image_tags.get(image))


def push(state: State, image: str, like: str) -> str:
    """Move the tag of `image` to a new build that behaves like the image `like`; gives its digest."""
    own = repositories.parse(state.settings, image)
    if own is not None:
        return ecr.push(state, own, like)
    new = registry.next_digest(image, state.world.pushes.count("image", image))
    state.world.pushes.put(registry.Push(digest=new, image=image, like=like, at=state.now))
    state.world.image_tags.put(registry.Tag(image=image, digest=new))
    return new


def named(state: State, image: str) -> Workload:
    """How the image that a name stands for now pulls and behaves."""
    own = repositories.parse(state.settings, image)
    if own is not None:
        return ecr.profile(state, own, image)
    return registry.profile(state.settings.images, image)


def profile(state: State, container: Container) -> Workload:
    """How the image of `container` pulls and behaves when no command says otherwise."""
    return _disturbed(state, container.image, known(state, container.image, container.digest))


def behaves(
    state: State,
    container: Container,
    drawn: ContainerDefinition,
    variables: Mapping[str, str] = _NONE,
) -> Workload:
    """How `container` behaves as `drawn` has it, with `variables` in its environment."""
    does = behaviour(
        known(state, container.image, container.digest), drawn.command, variables, drawn.entry_point
    )
    return _disturbed(state, container.image, does)


def disturb(state: State, disturbance: Disturbance) -> None:
    """Let a fault of an image begin; one of its kind that the image has already is replaced."""
    state.world.disturbances.put(disturbance)
    if disturbance.ends_at is not None:
        state.agenda.add(disturbance.ends_at, MEND, disturbance.key)


def mend(state: State, ids: tuple[str, ...]) -> None:
    """End a disturbance, unless it was prolonged."""
    disturbance = state.world.disturbances.get(ids[0])
    if disturbance is not None and disturbance.ends_at == state.now:
        state.world.disturbances.remove(disturbance.key)


def known(state: State, image: str, digest: str) -> Workload:
    """The profile of the build of `image` that has `digest`."""
    own = repositories.parse(state.settings, image)
    if own is not None:
        return ecr.profile(state, own, image, digest)
    build = state.world.pushes.get(digest)
    return registry.profile(state.settings.images, build.like if build is not None else image)


def _disturbed(state: State, image: str, workload: Workload) -> Workload:
    disturbances = state.world.disturbances
    # Nearly every lab has none: do not look one up for each container.
    if not len(disturbances):
        return workload
    if disturbances.get(f"{MISSING} {image}"):
        workload = msgspec.structs.replace(workload, missing=True)
    crashing = disturbances.get(f"{CRASHING} {image}")
    if crashing is not None:
        workload = msgspec.structs.replace(
            workload, runs_for_ms=crashing.amount, exit_code=crashing.exit_code, script=None
        )
    return workload


def slowness(state: State, image: str) -> int:
    """How many times as long the pull of `image` takes because of a fault."""
    disturbance = state.world.disturbances.get(f"{SLOW} {image}")
    return disturbance.amount if disturbance is not None else 1


def unwell(state: State, image: str) -> bool:
    """Whether the containers of `image` fail their health checks because of a fault."""
    return f"{UNWELL} {image}" in state.world.disturbances


def leaking(state: State, image: str) -> int | None:
    """In how many ms a container of `image` fills its memory because of a fault; None: it does not."""
    disturbance = state.world.disturbances.get(f"{LEAKING} {image}")
    return disturbance.amount if disturbance is not None else None
