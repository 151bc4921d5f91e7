"""The whole picture: clusters with all that is in them, and what runs by the clock."""

from collections.abc import Collection, Iterator

from ecslab.locale import Words
from ecslab.picture.drawing.places import places
from ecslab.picture.drawing.schedules import rounded, schedule
from ecslab.picture.drawing.services import service
from ecslab.picture.drawing.tasks import ID_CELLS, counts
from ecslab.picture.layout import Block, Layout, drawn
from ecslab.picture.parts import Line, Part, Target, indented
from ecslab.picture.stages import MARKS, Stage
from ecslab.picture.views import PARTS, ClusterView, LabView, StoppedView, TaskView, counted, hue_of
from ecslab.picture.wrapping import wrapped


def layout(view: LabView, width: int, say: Words, parts: Collection[str] = PARTS) -> Layout:
    """What is in a lab, or only some parts of it."""
    return Layout(lab(view, width, say, parts), width)


def lab(view: LabView, width: int, say: Words, parts: Collection[str] = PARTS) -> list[Block]:
    """What is in a lab, as blocks."""
    if not view.clusters and not view.schedules:
        return [drawn([(Part(piece, "faint"),) for piece in wrapped(say("picture.empty"), width)])]
    blocks: list[Block] = []
    for each in view.clusters:
        if blocks:
            blocks.append(drawn([()]))
        blocks += cluster(each, view.now_ms, width, say, parts)
    if view.schedules and "schedules" in parts:
        lines = [line for each in view.schedules for line in schedule(each, view.now_ms, width, say)]
        blocks.append(drawn([*([()] if blocks else []), *lines]))
    return blocks


def legend(say: Words, stages: Collection[Stage] = tuple(Stage)) -> str:
    """What the marks of `stages` mean, on one line."""
    marks = ((stage, mark) for stage, mark in MARKS.items() if stage in stages)
    return "  ".join(f"{mark} {say(f'picture.stage.{stage}')}" for stage, mark in marks)


def summary(view: LabView) -> str:
    """How many tasks are in which stage, as short as can be: `● 2 ◐ 1`."""
    found = counted(task for cluster in view.clusters for task in cluster.tasks)
    return " ".join(f"{MARKS[stage]} {count}" for stage, count in found)


def cluster(
    view: ClusterView, now_ms: int, width: int, say: Words, parts: Collection[str] = PARTS
) -> list[Block]:
    """One cluster."""
    target = Target(view.name, f"cluster/{view.name}")
    title: Line = (
        Part(f"{say('picture.cluster')} ", "faint"),
        Part(view.name, "cluster", target),
        Part(f"  {counts(counted(view.tasks))}", "faint"),
    )
    blocks = [drawn([title])] if "cluster" in parts else []
    if "services" in parts:
        blocks += [drawn(service(each, view.name, width, say)) for each in view.services]
    if "tasks" in parts:
        blocks += _standalone(view, say)
    if "places" in parts:
        blocks += places(view, width, say)
    if "stopped" in parts:
        blocks += _ended(view, now_ms, width, say)
    if len(blocks) == 1 and len(parts) == len(PARTS):
        blocks.append(drawn([(Part(f"  {say('picture.nothing')}", "faint"),)]))
    return blocks


def _standalone(view: ClusterView, say: Words) -> Iterator[Block]:
    groups: dict[str, list[TaskView]] = {}
    for task in view.tasks:
        if not task.service:
            groups.setdefault(task.letter, []).append(task)
    for letter, tasks in groups.items():
        first = tasks[0]
        target = Target(view.name, f"definition/{first.definition}")
        yield drawn(
            [
                (
                    Part(f" {letter} ", "letter", target, hue_of(letter)),
                    Part(f" {first.definition}", "name", target),
                    Part(f"  {counts(counted(tasks))}"),
                    Part(f"  {say('picture.standalone')}", "faint"),
                )
            ]
        )


def _ended(view: ClusterView, now_ms: int, width: int, say: Words) -> Iterator[Block]:
    if view.stopped:
        yield drawn([(Part(f" {say('picture.stopped', count=view.stopped_total)}", "faint"),)])
        for each in view.stopped:
            yield drawn(indented(stopped(each, view.name, now_ms, width - 2, say), 2))


def stopped(view: StoppedView, cluster: str, now_ms: int, width: int, say: Words) -> list[Line]:
    """One task that has stopped, and AWS's word on why."""
    target = Target(cluster, f"task/{view.id}")
    exits = ", ".join(f"{name} exit {code}" for name, code in view.exits if code is not None)
    head = (
        Part(f" {MARKS[Stage.STOPPED]} {view.id[:ID_CELLS]} ", Stage.STOPPED, target),
        Part(f" {view.owner}", "name"),
        Part(f"  {say('picture.ago', duration=rounded(now_ms - view.at_ms))}", "faint"),
        Part(f"  {exits}" if exits else ""),
    )
    return [head, *indented(((Part(piece, "reason"),) for piece in wrapped(view.reason, width - 2)), 2)]
