"""Tasks as small boxes: the letter of what they belong to, a mark for their stage, the start of their id.

The letter is small where the task is of an old deployment. Nothing is told by colour alone.
"""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from ecslab.locale import Words
from ecslab.picture.layout import Block, drawn
from ecslab.picture.parts import Line, Part, Target, flowing, proportions
from ecslab.picture.stages import MARKS, Stage
from ecslab.picture.views import TaskView, counted, hue_of

ID_CELLS = 6
"""How much of a task's id its box shows."""

WITH_ID = 12
"""A larger group shows its tasks without ids."""

EACH = 60
"""A larger group is drawn as bars, one for each service."""

BAR_CELLS = 40
"""The longest bar."""

AILING = "!"
"""What stands after the mark of a task whose health check fails."""


def box(task: TaskView, cluster: str, *, with_id: bool) -> Part:
    """One task."""
    sign = f"{task.mark}{MARKS[task.stage]}{AILING if task.ailing else ''}"
    text = f" {sign} {task.id[:ID_CELLS]} " if with_id else f" {sign} "
    return Part(text, task.stage, Target(cluster, f"task/{task.id}"), hue_of(task.letter))


def counts(found: Iterable[tuple[Stage, int]]) -> str:
    """How many tasks are in which stage: `● 2  ◐ 1`."""
    return "  ".join(f"{MARKS[stage]} {count}" for stage, count in found)


def group(tasks: Sequence[TaskView], cluster: str, width: int, say: Words) -> list[Block]:
    """Tasks that are in one place: each of them while they are few, else a bar for each service."""
    if len(tasks) > EACH:
        return [drawn(line) for line in _bars(tasks, cluster, width, say)]
    with_id = len(tasks) <= WITH_ID
    return [drawn(flowing((box(task, cluster, with_id=with_id) for task in tasks), width))]


def every(tasks: Sequence[TaskView], cluster: str, width: int) -> list[Block]:
    """Each of them with its id, however many they are, a line a block."""
    if not tasks:
        return []
    cells = max(cell_len(task.mark) for task in tasks) + ID_CELLS + 5
    in_row = max(1, (width + 1) // cells)
    return [_row(tasks[start : start + in_row], cluster, width) for start in range(0, len(tasks), in_row)]


def _row(tasks: Sequence[TaskView], cluster: str, width: int) -> Block:
    return Block(1, lambda: flowing((box(task, cluster, with_id=True) for task in tasks), width))


def _bars(tasks: Sequence[TaskView], cluster: str, width: int, say: Words) -> Iterable[list[Line]]:
    owners: dict[tuple[str, str, bool], list[TaskView]] = {}
    for task in tasks:
        owners.setdefault((task.mark, task.owner, task.service), []).append(task)
    most = max(len(each) for each in owners.values())
    marks = max(cell_len(mark) for mark, _, _ in owners)
    cells = max(4, min(BAR_CELLS, width - marks - 30))
    for (mark, name, service), own in owners.items():
        target = Target(cluster, f"service/{name}") if service else None
        length = max(1, len(own) * cells // most)
        found = counted(own)
        spread = proportions([count for _, count in found], max(length, len(found)))
        bar = [
            Part(MARKS[stage] * share, stage, target, hue_of(mark))
            for (stage, _), share in zip(found, spread, strict=True)
        ]
        head = Part(f" {mark:<{marks}} ", "letter", target, hue_of(mark))
        yield [(head, Part(" "), *bar, Part(f"  {counts(found)}  "), Part(name, "faint"))]
    yield [(Part(say("picture.each", count=-(-most // cells)), "faint"),)]
