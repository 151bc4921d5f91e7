"""The lab picture as lines of named parts: a pure function from a snapshot and a width.

Every task stands in a small box: its service's letter, a mark for its stage, and, while there is
room, the start of its id. Nothing is told by colour alone.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size

from ecslab.engine.clock import format_duration
from ecslab.locale import Words
from ecslab.tui.snapshot import ClusterView, DeploymentView, Group, ServiceView, Snapshot, Stage, StoppedView
from ecslab.tui.wrapping import wrapped

MARKS = {
    Stage.WAITING: "○",
    Stage.STARTING: "◐",
    Stage.RUNNING: "●",
    Stage.STOPPING: "◌",
    Stage.STOPPED: "×",
}
"""How each stage is marked."""

ID_CELLS = 6
"""How much of a task's id its box shows."""

BOXES_WITH_ID = 12
"""A larger group shows its tasks without ids."""

BAR_CELLS = 40
"""The longest bar that stands for a group too large to list."""

COLUMN_CELLS = 34
"""Deployments stand side by side where each has at least this width."""


class Target(NamedTuple):
    """Something in the picture that can be pointed at."""

    cluster: str
    name: str
    """As `why` takes it: `service/web` or `task/<id>`."""


class Part(NamedTuple):
    """A piece of a line: its text, what kind of thing it is (which gives its style), what it points at."""

    text: str
    kind: str = "text"
    target: Target | None = None


Line = tuple[Part, ...]


def lay_out(snapshot: Snapshot, width: int, say: Words) -> tuple[Line, ...]:
    """The whole picture, each line no wider than `width` cells."""
    if not snapshot.clusters:
        lines: list[Line] = [(Part(piece, "faint"),) for piece in wrapped(say("tui.picture.empty"), width)]
    else:
        lines = []
        for cluster in snapshot.clusters:
            if lines:
                lines.append(())
            lines += _cluster(cluster, snapshot.now_ms, width, say)
    return tuple(_cropped(line, width) for line in lines)


def legend(say: Words) -> str:
    """What the marks mean, on one line."""
    return "  ".join(f"{mark} {say(f'tui.picture.stage.{stage}')}" for stage, mark in MARKS.items())


def summary(snapshot: Snapshot) -> str:
    """How many tasks are in which stage, as short as can be: `● 2 ◐ 1`."""
    totals = dict.fromkeys(Stage, 0)
    for cluster in snapshot.clusters:
        groups = [d.group for s in cluster.services for d in s.deployments]
        for group in [*groups, *(group for _, group in cluster.standalone)]:
            for stage, count in group.counts:
                totals[stage] += count
    return " ".join(f"{MARKS[stage]} {count}" for stage, count in totals.items() if count)


def _cluster(cluster: ClusterView, now_ms: int, width: int, say: Words) -> list[Line]:
    lines: list[Line] = [(Part(say("tui.picture.cluster"), "faint"), Part(f" {cluster.name} ", "cluster"))]
    for service in cluster.services:
        lines += _service(service, cluster.name, width, say)
    if cluster.standalone:
        lines.append((Part(say("tui.picture.standalone"), "faint"),))
        for definition, group in cluster.standalone:
            head = (Part("  "), Part(definition, "name"), Part(f"  {_counts(group)}", "faint"))
            lines += [head, *_boxes("", cluster.name, group, width, indent=4, say=say)]
    if cluster.stopped:
        lines.append((Part(say("tui.picture.stopped", count=cluster.stopped_total), "faint"),))
        for stopped in cluster.stopped:
            lines += _stopped(stopped, cluster.name, now_ms, width, say)
    if len(lines) == 1:
        lines.append((Part(f"  {say('tui.picture.nothing')}", "faint"),))
    return lines


def _service(service: ServiceView, cluster: str, width: int, say: Words) -> list[Line]:
    target = Target(cluster, f"service/{service.name}")
    running = sum(
        count for d in service.deployments for stage, count in d.group.counts if stage is Stage.RUNNING
    )
    head = (
        Part(f" {service.letter} ", "letter", target),
        Part(f" {service.name}", "name", target),
        Part(f"  {say('tui.picture.desired', desired=service.desired, running=running)}"),
        Part(f"  {service.status}" if service.status != "ACTIVE" else "", "bad"),
    )
    count = len(service.deployments)
    column = (width - 2) // count if count else width
    if count > 1 and column >= COLUMN_CELLS:
        columns = [
            _deployment(each, service.letter, cluster, column - 2, say) for each in service.deployments
        ]
        return [head, *((Part("  "), *line) for line in _beside(columns, column))]
    lines: list[Line] = [head]
    for each in service.deployments:
        lines += ((Part("  "), *line) for line in _deployment(each, service.letter, cluster, width - 2, say))
    return lines


def _deployment(deployment: DeploymentView, mark: str, cluster: str, width: int, say: Words) -> list[Line]:
    failed = deployment.rollout_state == "FAILED"
    lines: list[Line] = [
        (
            Part(
                deployment.status or say("tui.picture.leaving"),
                "strong" if deployment.status == "PRIMARY" else "faint",
            ),
            Part(f" {deployment.definition} "),
            Part(deployment.rollout_state, "bad" if failed else "faint"),
            Part(f"  {_counts(deployment.group)}", "faint"),
        )
    ]
    if failed and deployment.rollout_reason:
        lines += ((Part("  "), Part(piece, "bad")) for piece in wrapped(deployment.rollout_reason, width - 2))
    return lines + _boxes(mark, cluster, deployment.group, width, indent=2, say=say)


def _counts(group: Group) -> str:
    return "  ".join(f"{MARKS[stage]} {count}" for stage, count in group.counts)


def _boxes(mark: str, cluster: str, group: Group, width: int, *, indent: int, say: Words) -> list[Line]:
    if group.total and not group.tasks:
        return _bar(group, width, indent, say)
    with_id = len(group.tasks) <= BOXES_WITH_ID
    boxes = [
        Part(
            f" {mark}{MARKS[task.stage]} {task.id[:ID_CELLS]} "
            if with_id
            else f" {mark}{MARKS[task.stage]} ",
            task.stage,
            Target(cluster, f"task/{task.id}"),
        )
        for task in group.tasks
    ]
    return _flow(boxes, width, indent)


def _flow(boxes: Sequence[Part], width: int, indent: int) -> list[Line]:
    lines: list[Line] = []
    row: list[Part] = []
    used = indent
    for box in boxes:
        cells = cell_len(box.text) + 1
        if row and used + cells > width:
            lines.append((Part(" " * indent), *row))
            row, used = [], indent
        row += [box, Part(" ")]
        used += cells
    if row:
        lines.append((Part(" " * indent), *row))
    return lines


def _bar(group: Group, width: int, indent: int, say: Words) -> list[Line]:
    """A bar in proportion, for a group too large to list; no stage that is there goes missing."""
    cells = max(len(group.counts), min(BAR_CELLS, width - indent))
    each = -(-group.total // cells)
    parts = [Part(MARKS[stage] * -(-count // each), stage) for stage, count in group.counts]
    note = Part(" " * indent + say("tui.picture.each", mark=MARKS[Stage.RUNNING], count=each), "faint")
    return [(Part(" " * indent), *parts), (note,)]


def _stopped(stopped: StoppedView, cluster: str, now_ms: int, width: int, say: Words) -> list[Line]:
    ago = format_duration(max(0, now_ms - stopped.at_ms) // 1000 * 1000)
    target = Target(cluster, f"task/{stopped.id}")
    exits = ", ".join(f"{name} exit {code}" for name, code in stopped.exits if code is not None)
    head = (
        Part("  "),
        Part(f" {MARKS[Stage.STOPPED]} {stopped.id[:ID_CELLS]} ", Stage.STOPPED, target),
        Part(f" {stopped.owner}", "name"),
        Part(f"  {say('tui.picture.ago', duration=ago)}", "faint"),
        Part(f"  {exits}" if exits else ""),
    )
    return [head, *((Part("    "), Part(piece, "reason")) for piece in wrapped(stopped.reason, width - 4))]


def _beside(columns: Sequence[Sequence[Line]], width: int) -> Iterable[Line]:
    for row in zip_longest(*columns, fillvalue=()):
        yield tuple(part for line in row for part in _padded(line, width))


def _padded(line: Line, width: int) -> Line:
    line = _cropped(line, width - 1)
    return (*line, Part(" " * (width - cells_of(line))))


def cells_of(line: Line) -> int:
    """The width of a line."""
    return sum(cell_len(part.text) for part in line)


def _cropped(line: Line, width: int) -> Line:
    if cells_of(line) <= width:
        return line
    kept: list[Part] = []
    left = width - 1
    for part in line:
        cells = cell_len(part.text)
        if cells > left:
            kept.append(part._replace(text=set_cell_size(part.text, left) + "…"))
            break
        kept.append(part)
        left -= cells
    return tuple(kept)
