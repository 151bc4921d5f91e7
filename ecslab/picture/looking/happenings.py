"""Pages about what happened: the event bus, as far as a thing is concerned."""

from typing import TYPE_CHECKING, Final

from ecslab.engine.records.event import DETAIL_TYPES
from ecslab.picture.looking.page import Entry, Item, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.records.event import Event
    from ecslab.engine.state import State

MOST: Final = 60
"""How many events are shown, the newest."""


def of(state: "State", target: Target) -> list[Item]:
    """The events about a task, an instance or a cluster, or all of them, the newest first."""
    found = [event for event in state.world.events.values() if _concerns(event, target)]
    return [_entry(event) for event in reversed(found[-MOST:])] or [note("no-events")]


def _concerns(event: "Event", target: Target) -> bool:
    match target.kind:
        case "task":
            return event.task is not None and event.task.id == target.id
        case "instance":
            return event.instance is not None and event.instance.id == target.id
        case "cluster":
            if event.task is not None:
                return event.task.cluster == target.id
            if event.instance is not None:
                return event.instance.cluster == target.id
            return (event.service or "").partition("/")[0] == target.id
    return True


def _entry(event: "Event") -> Entry:
    kind = {"WARN": "reason", "ERROR": "bad"}.get(event.level, "text")
    if event.task is not None:
        task = event.task
        text = f"task {task.id[:8]}  {task.last_status}  {task.stopped_reason or ''}".rstrip()
        return Entry(at_ms=event.at, text=text, target=Target(task.cluster, f"task/{task.id}"))
    if event.instance is not None:
        own = event.instance
        text = f"instance {own.ec2}  {own.status}  CPU {own.used_cpu}/{own.cpu}"
        return Entry(at_ms=event.at, text=text, target=Target(own.cluster, f"instance/{own.id}"))
    cluster, _, name = (event.service or "").partition("/")
    text = "  ".join(filter(None, (f"service {name}", event.name or DETAIL_TYPES[event.kind], event.reason)))
    return Entry(at_ms=event.at, text=text, kind=kind, target=Target(cluster, f"service/{name}"))
