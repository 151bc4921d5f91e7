"""Faults of images: every container of one is struck, and those that are made while it lasts."""

from ecslab.engine.clock import MINUTE, SECOND
from ecslab.engine.ecs.tasks import container_events, containers, health, images, memory
from ecslab.engine.ecs.traffic import target_health
from ecslab.engine.faults.fault import FOR, IMAGE, Fault, Field, Given, Kind
from ecslab.engine.faults.reading import duration, known_name
from ecslab.engine.records.disturbance import Disturbance
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

EXIT_CODE = Field("exit-code", Kind.WHOLE, most=255)
AFTER = Field("after", Kind.DURATION)
TIMES = Field("times", Kind.WHOLE, most=1_000)

_CRASHES_AFTER = 5 * SECOND
_FULL_AFTER = 5 * MINUTE
_SLOWER = 20


def _missing(state: State, given: Given) -> None:
    """The registry has lost an image: what runs goes on, what is started cannot pull it."""
    _disturb(state, given, images.MISSING)


def _slow(state: State, given: Given) -> None:
    """An image's pull takes many times as long."""
    _disturb(state, given, images.SLOW, amount=max(1, given.get("times", _SLOWER)))


def _crash(state: State, given: Given) -> None:
    """Containers of an image crash a little after each start; those that run now crash at once."""
    exit_code = given.get("exit-code", 1)
    after = duration(given["after"]) if "after" in given else _CRASHES_AFTER
    _disturb(state, given, images.CRASHING, amount=after, exit_code=exit_code)
    for task, container in _running(state, given["image"]):
        container_events.end(state, task, container, exit_code)


def _unwell(state: State, given: Given) -> None:
    """Containers of an image run, and fail every health check from now on."""
    _disturb(state, given, images.UNWELL)
    for task, container in _running(state, given["image"]):
        ailing = health.fail(state, task, container)
        state.world.tasks.put(ailing)
        target_health.look(state, ailing)


def _leak(state: State, given: Given) -> None:
    """Containers of an image take more and more memory, until the kernel kills them at their limit."""
    after = duration(given["after"]) if "after" in given else _FULL_AFTER
    _disturb(state, given, images.LEAKING, amount=after)
    for task, container in _running(state, given["image"]):
        state.world.tasks.put(memory.leak(state, task, container, after))


def _mend(state: State, given: Given) -> None:
    """Faults of images end: all of them, those of one image, or those of one kind."""
    kind = (
        known_name("no-lasting-fault", given["what"], (each.name for each in _LASTING))
        if "what" in given
        else None
    )
    for disturbance in list(state.world.disturbances.values()):
        if kind in (None, disturbance.kind) and given.get("image") in (None, disturbance.image):
            state.world.disturbances.remove(disturbance.key)


def _disturb(state: State, given: Given, kind: str, *, amount: int = 0, exit_code: int = 1) -> None:
    ends_at = state.now + duration(given["for"]) if "for" in given else None
    images.disturb(
        state,
        Disturbance(kind=kind, image=given["image"], amount=amount, exit_code=exit_code, ends_at=ends_at),
    )


def _running(state: State, image: str) -> list[tuple[Task, Container]]:
    """The running containers of `image`, the first of each live task."""
    found = []
    for task in state.world.tasks.values():
        if task.live and task.started_at is not None:
            found += [(task, each) for each in containers.running(task) if each.image == image][:1]
    return found


_LASTING = (
    Fault(images.MISSING, _missing, (IMAGE, FOR), required=("image",)),
    Fault(images.SLOW, _slow, (IMAGE, TIMES, FOR), required=("image",)),
    Fault(images.CRASHING, _crash, (IMAGE, AFTER, EXIT_CODE, FOR), required=("image",)),
    Fault(images.UNWELL, _unwell, (IMAGE, FOR), required=("image",)),
    Fault(images.LEAKING, _leak, (IMAGE, AFTER, FOR), required=("image",)),
)
FAULTS = (*_LASTING, Fault("mend", _mend, (IMAGE, Field("what", Kind.FAULT))))
