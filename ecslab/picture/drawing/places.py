"""Where tasks run: each capacity provider with its share, Fargate, and instances of no provider."""

from collections.abc import Iterator, Sequence

from ecslab.locale import Words
from ecslab.picture.drawing.instances import fleet
from ecslab.picture.drawing.tasks import counts, group
from ecslab.picture.layout import Block, drawn
from ecslab.picture.parts import Line, Part, Target, indented
from ecslab.picture.views import ClusterView, InstanceView, ProviderView, TaskView, counted

SERVERLESS = {"FARGATE": "Fargate", "FARGATE_SPOT": "Fargate Spot"}
"""Where tasks run without instances, by launch type or capacity provider."""

INDENT = 2


def places(view: ClusterView, width: int, say: Words) -> Iterator[Block]:
    """Every place of a cluster with what is in it."""
    apart: dict[str, list[TaskView]] = {}
    for task in view.tasks:
        if task.instance is None:
            apart.setdefault(task.capacity, []).append(task)
    own: dict[str | None, list[InstanceView]] = {}
    names = {provider.name for provider in view.providers}
    for instance in view.instances:
        name = instance.provider if instance.provider in names else None
        own.setdefault(name, []).append(instance)
    total = len(view.tasks)
    for each in view.providers:
        yield drawn([provider(each, view.name, total, say)])
        yield from place(each.name, apart.pop(each.name, []), own.get(each.name, []), view.name, width, say)
    others = own.get(None, [])
    for name in sorted(apart, key=lambda name: name not in SERVERLESS):
        tasks = apart[name]
        if name in SERVERLESS:
            yield drawn([_heading(SERVERLESS[name], counts(counted(tasks)))])
            yield from place(name, tasks, [], view.name, width, say)
        else:
            yield from place(name, tasks, [], view.name, width, say)
    if others:
        head = say("picture.instances", count=len(others))
        yield drawn([_heading(head, counts(counted(t for each in others for t in each.tasks)))])
        yield from place("EC2", [], others, view.name, width, say)


def place(
    name: str,
    tasks: Sequence[TaskView],
    instances: Sequence[InstanceView],
    cluster: str,
    width: int,
    say: Words,
) -> Iterator[Block]:
    """What is in one place: its instances, and the tasks that are on none."""
    yield from moved(fleet(instances, cluster, width - INDENT, say))
    if tasks and name not in SERVERLESS:
        yield drawn([(Part("  "), Part(say("picture.waiting-for-room"), "reason"))])
    yield from moved(group(tasks, cluster, width - INDENT, say))


def moved(blocks: Sequence[Block]) -> list[Block]:
    """Blocks moved to the right."""
    return [_moved(block) for block in blocks]


def _moved(block: Block) -> Block:
    return Block(block.height, lambda: indented(block.draw(), INDENT))


def _heading(name: str, note: str) -> Line:
    return (Part(f" {name}", "strong"), Part(f"  {note}" if note else "", "faint"))


def provider(view: ProviderView, cluster: str, total: int, say: Words) -> Line:
    """A capacity provider: its share of the tasks, its part in the default strategy, its group."""
    target = Target(cluster, f"provider/{view.name}")
    parts = [
        Part(f" {SERVERLESS.get(view.name, view.name)}", "strong", target),
        Part(f"  {say('picture.share', tasks=view.tasks, percent=100 * view.tasks // max(1, total))}"),
    ]
    if view.weight is not None:
        parts.append(
            Part(f"  {say('picture.base-weight', base=view.base or 0, weight=view.weight)}", "faint")
        )
    if view.group is not None:
        bounds = {"minimum": view.minimum, "desired": view.desired, "maximum": view.maximum}
        parts.append(Part(f"  {say('picture.group', instances=view.instances, **bounds)}"))
    if view.target is not None:
        now = "–" if view.reservation is None else f"{view.reservation:.0f}"
        parts.append(Part(f"  {say('picture.reservation', now=now, target=view.target)}", "faint"))
    if view.short:
        parts.append(Part(f"  {say('picture.short')}", "bad"))
    return tuple(parts)
