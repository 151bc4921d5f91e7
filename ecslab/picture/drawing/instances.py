"""Container instances: boxes that fill up with the CPU and memory of the tasks inside them.

In the two bars every task begins with its letter, as long as there is room for each of them.
"""

from collections.abc import Sequence

from ecslab.locale import Words
from ecslab.picture.drawing.tasks import box, counts
from ecslab.picture.layout import Block
from ecslab.picture.parts import Line, Part, Target, beside, cells_of, cropped, flowing, padded, proportions
from ecslab.picture.views import InstanceView, TaskView, counted, hue_of

CARD_CELLS = 34
"""The least width of a box."""

WIDEST = 50
"""The greatest."""

TASK_ROWS = 2
"""In how many lines at most a box shows its tasks; a number stands for the rest."""

LINES_FROM = 13
"""As many instances or more are shown in a line each."""

LINE_CELLS = 62
"""The least width of such a line."""

FREE = "·"
"""What nothing has taken."""

NAME_CELLS = 11
"""How much of an instance's id is shown."""

_GIB = 1024


def fleet(views: Sequence[InstanceView], cluster: str, width: int, say: Words) -> list[Block]:
    """Instances: as boxes side by side while they are few, else in a line each."""
    if len(views) >= LINES_FROM:
        in_row = max(1, (width + 2) // (LINE_CELLS + 2))
        cells = (width + 2) // in_row - 2
        return [_line_row(views[at : at + in_row], cluster, cells) for at in range(0, len(views), in_row)]
    in_row = max(1, (width + 1) // (CARD_CELLS + 1))
    cells = min(WIDEST, (width + 1) // in_row - 1)
    return [_card_row(views[at : at + in_row], cluster, cells, say) for at in range(0, len(views), in_row)]


def _card_row(views: Sequence[InstanceView], cluster: str, cells: int, say: Words) -> Block:
    rows = max(1, max(min(TASK_ROWS, len(_tasks(view, cluster, cells - 2))) for view in views))
    return Block(
        4 + rows, lambda: beside([card(view, cluster, cells, rows, say) for view in views], cells, gap=1)
    )


def card(view: InstanceView, cluster: str, cells: int, rows: int, say: Words) -> list[Line]:
    """One instance as a box, its tasks in `rows` lines."""
    target = Target(cluster, f"instance/{view.id or view.machine}")
    inside = cells - 2
    kind = "frame" if view.status == "ACTIVE" and view.connected else "reason"
    what = f" {view.type} {view.zone}".rstrip()
    title = cropped((Part(f" {short(view.name)}", "name", target), Part(f"{what} ", "faint")), inside)
    top = (Part("╭", kind), *title, Part("─" * (inside - cells_of(title)), kind), Part("╮", kind))
    state = "" if view.status == "ACTIVE" else f" {view.status} "
    if not view.connected:
        state += f" {say('picture.disconnected')} "
    foot = cropped((Part(state, "reason"),), inside)
    bottom = (Part("╰", kind), *foot, Part("─" * (inside - cells_of(foot)), kind), Part("╯", kind))
    tasks = _tasks(view, cluster, inside)
    if len(tasks) > rows:
        tasks = _shortened(view, cluster, inside, rows)
    body = [
        _bar("CPU", view.cpu, view.used_cpu, view.tasks, inside, memory=False),
        _bar("MEM", view.memory, view.used_memory, view.tasks, inside, memory=True),
        *tasks,
        *[()] * (rows - len(tasks)),
    ]
    return [top, *((Part("│", kind), *padded(line, inside), Part("│", kind)) for line in body), bottom]


def _tasks(view: InstanceView, cluster: str, width: int) -> list[Line]:
    return flowing((box(task, cluster, with_id=False) for task in view.tasks), width)


def _shortened(view: InstanceView, cluster: str, width: int, rows: int) -> list[Line]:
    """The tasks as far as they fit in `rows` lines, and how many there are beside them."""
    shown = len(view.tasks)
    while shown:
        shown -= 1
        more = Part(f"+{len(view.tasks) - shown}", "faint")
        boxes = [*(box(task, cluster, with_id=False) for task in view.tasks[:shown]), more]
        if len(lines := flowing(boxes, width)) <= rows:
            return lines
    return []


def _bar(name: str, whole: int, used: int, tasks: Sequence[TaskView], width: int, *, memory: bool) -> Line:
    note = f" {_amount(used, memory=memory)}/{_amount(whole, memory=memory)}" if whole else ""
    cells = max(1, width - len(name) - len(note) - 3)
    return (Part(f"{name} ", "faint"), *fill(whole, used, tasks, cells, memory=memory), Part(note, "faint"))


def _amount(units: int, *, memory: bool) -> str:
    return f"{units / _GIB:.1f}G" if memory and units >= _GIB else f"{units}{'M' if memory else ''}"


def fill(whole: int, used: int, tasks: Sequence[TaskView], cells: int, *, memory: bool) -> list[Part]:
    """What tasks take of a whole, in so many cells and two brackets."""
    takes = [(task, task.memory if memory else task.cpu) for task in tasks]
    by_owner = sorted((each for each in takes if each[1]), key=lambda each: each[0].mark)
    amounts = [amount for _, amount in by_owner]
    rest = max(0, used - sum(amounts))
    taken = min(cells, -(-(sum(amounts) + rest) * cells // max(1, whole)))
    parts: list[Part] = []
    if taken >= len(amounts) + bool(rest):
        *each, other = proportions([*amounts, rest], taken)
        for (task, _), share in zip(by_owner, each, strict=True):
            text = task.mark + "━" * max(0, share - len(task.mark))
            parts.append(Part(text[:share], task.stage, hue=hue_of(task.letter)))
    else:
        marks: dict[str, int] = {}
        for task, amount in by_owner:
            marks[task.mark] = marks.get(task.mark, 0) + amount
        *each, other = proportions([*marks.values(), rest], taken)
        for mark, share in zip(marks, each, strict=True):
            parts.append(Part((mark * share)[:share], "running", hue=hue_of(mark)))
    parts.append(Part("▒" * other, "faint"))
    return [Part("["), *parts, Part(FREE * (cells - taken), "faint"), Part("]")]


def short(name: str) -> str:
    """As much of an instance's id as tells it from others."""
    return name if len(name) <= NAME_CELLS else f"{name[: NAME_CELLS - 1]}…"


def _line_row(views: Sequence[InstanceView], cluster: str, cells: int) -> Block:
    return Block(1, lambda: beside([[line(view, cluster, cells)] for view in views], cells))


def line(view: InstanceView, cluster: str, width: int) -> Line:
    """One instance in a line."""
    target = Target(cluster, f"instance/{view.id or view.machine}")
    note = counts(counted(view.tasks))
    bar = max(6, (width - 44) // 2)
    state = "" if view.status == "ACTIVE" else f"{view.status} "
    return (
        Part(f"{short(view.name):<12}", "name", target),
        Part(f"{view.zone[-2:]:<3}", "faint"),
        Part(state, "reason"),
        Part("CPU ", "faint"),
        *fill(view.cpu, view.used_cpu, view.tasks, bar, memory=False),
        Part(" MEM ", "faint"),
        *fill(view.memory, view.used_memory, view.tasks, bar, memory=True),
        Part(f" {note}"),
    )
