"""A page about one thing as lines: facts, what happened, and where it has one, its part of the picture."""

from collections.abc import Iterator

from rich.cells import cell_len

from ecslab.engine.clock import to_datetime
from ecslab.locale import Words
from ecslab.locale.schedules import said as said_of_schedule
from ecslab.picture.drawing.instances import card
from ecslab.picture.drawing.lab import cluster, lab, stopped
from ecslab.picture.drawing.places import moved, place, provider
from ecslab.picture.drawing.services import service
from ecslab.picture.drawing.tasks import every
from ecslab.picture.layout import Block, Layout, drawn
from ecslab.picture.looking.page import Entry, Fact, Heading, Item, Page, Said, Text
from ecslab.picture.parts import Line, Part, Target, indented
from ecslab.picture.views import ClusterView, LabView
from ecslab.picture.wrapping import wrapped

SCHEDULE = "engine.schedule."
"""Sentences about expressions have lists in them."""

WIDEST_CARD = 100
"""The greatest width of an instance that is looked at."""

NAME_CELLS = 24
"""The most that the names of facts take."""


def page(found: Page, view: LabView, width: int, say: Words) -> Layout:
    """The page in a width."""
    if found.tab == "picture" and not found.items:
        return Layout(_picture(found.target, view, width, say), width)
    names = [cell_len(say(f"picture.fact.{item.name}")) for item in found.items if isinstance(item, Fact)]
    column = min(NAME_CELLS, max(names, default=0))
    return Layout((drawn(_item(item, column, width, say)) for item in found.items), width)


def said(text: Text, say: Words) -> str:
    """A text in a language."""
    if isinstance(text, str):
        return text
    if text.key.startswith(SCHEDULE):
        return said_of_schedule(text.key.removeprefix(SCHEDULE), text.values, say)
    values = {
        name: said(value, say) if isinstance(value, Said) else value for name, value in text.values.items()
    }
    return say(text.key, **values)


def _item(item: Item, column: int, width: int, say: Words) -> list[Line]:
    match item:
        case Heading(text, target):
            return [(), (Part(said(text, say), "cluster", target),)]
        case Fact():
            name = say(f"picture.fact.{item.name}")
            pad = " " * max(1, column + 2 - cell_len(name))
            kind = "name" if item.target is not None and item.kind == "text" else item.kind
            return _hanging(
                (Part(name, "faint"), Part(pad)), column + 2, said(item.value, say), width, kind, item.target
            )
        case Entry():
            stamp = f"{to_datetime(item.at_ms):%m-%d %H:%M:%S}  " if item.at_ms is not None else ""
            head = (Part(stamp, "faint"),)
            return _hanging(head, len(stamp), said(item.text, say), width, item.kind, item.target)
    raise TypeError(item)


def _hanging(head: Line, indent: int, text: str, width: int, kind: str, target: Target | None) -> list[Line]:
    """A text after a head, its further lines below its first."""
    if width - indent < 16:  # too narrow to stand beside the head
        lines = [(Part(piece, kind, target),) for piece in wrapped(text, max(1, width - 2))]
        return [head, *indented(lines, 2)] if indent else indented(lines, 0)
    first, *rest = _pieces(text, width - indent) or [""]
    return [(*head, Part(first, kind, target)), *indented(((Part(each, kind),) for each in rest), indent)]


def _pieces(text: str, width: int) -> list[str]:
    """The text in lines; blanks at its beginning, which tell what belongs to what, stay."""
    indent = len(text) - len(text.lstrip(" "))
    return [" " * indent + piece for piece in wrapped(text, max(1, width - indent))]


def _picture(target: Target, view: LabView, width: int, say: Words) -> list[Block]:
    if target.kind == "account":
        return lab(view, width, say)
    within = view.cluster(target.cluster)
    if within is None:
        return []
    match target.kind:
        case "cluster":
            return cluster(within, view.now_ms, width, say)
        case "service":
            return list(_service(within, target.id, view.now_ms, width, say))
        case "instance":
            return list(_instance(within, target.id, width, say))
        case "provider":
            return list(_provider(within, target.id, width, say))
    return []


def _service(view: ClusterView, name: str, now_ms: int, width: int, say: Words) -> Iterator[Block]:
    found = view.service(name)
    if found is None:
        return
    yield drawn([*service(found, view.name, width, say), ()])
    own = [task for task in view.tasks if task.service and task.owner == name]
    yield from every(own, view.name, width)
    owner = f"{found.letter} {found.name}"
    ended = [each for each in view.stopped if each.owner == owner]
    if ended:
        yield drawn([()])
        for each in ended:
            yield drawn(stopped(each, view.name, now_ms, width, say))


def _instance(view: ClusterView, name: str, width: int, say: Words) -> Iterator[Block]:
    found = next((each for each in view.instances if name in (each.id, each.machine)), None)
    if found is None:
        return
    yield drawn(card(found, view.name, min(width, WIDEST_CARD), 1, say))
    yield from every(found.tasks, view.name, width)


def _provider(view: ClusterView, name: str, width: int, say: Words) -> Iterator[Block]:
    found = next((each for each in view.providers if each.name == name), None)
    if found is not None:
        yield drawn([provider(found, view.name, len(view.tasks), say)])
    tasks = [task for task in view.tasks if task.capacity == name and task.instance is None]
    instances = [each for each in view.instances if each.provider == name]
    if instances:
        yield from place(name, [], instances, view.name, width, say)
    yield from moved(every(tasks, view.name, width - 2))
