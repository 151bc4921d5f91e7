"""What something in a picture is, in a few words: for a line below it, and for who cannot see it."""

from ecslab.locale import Words
from ecslab.picture.drawing.instances import short
from ecslab.picture.drawing.tasks import ID_CELLS
from ecslab.picture.parts import Target
from ecslab.picture.views import ClusterView, LabView


def label(target: Target) -> str:
    """A thing's name, as short as it can be told."""
    match target.kind:
        case "task":
            return target.id[:ID_CELLS]
        case "instance":
            return short(target.id)
        case "container":
            return target.id.partition("/")[2]
        case "schedule" | "rule":
            return target.id.removeprefix("default/")
    return target.id


def caption(target: Target, view: LabView, say: Words) -> str:
    """A thing in words."""
    cluster = view.cluster(target.cluster)
    if target.kind == "task" and cluster is not None:
        return _task(target, cluster, say)
    if target.kind == "instance" and cluster is not None:
        for each in cluster.instances:
            if target.id in (each.id, each.machine):
                cpu, memory = f"CPU {each.used_cpu}/{each.cpu}", f"MEM {each.used_memory}/{each.memory}"
                name = f"{each.machine} {each.status} {cpu} {memory}"
                return say("picture.caption", kind=say("picture.kind.instance"), name=name)
    return say("picture.caption", kind=say(f"picture.kind.{target.kind}"), name=label(target))


def _task(target: Target, cluster: ClusterView, say: Words) -> str:
    for task in cluster.tasks:
        if task.id == target.id:
            place = task.capacity
            for each in cluster.instances if task.instance is not None else ():
                if each.id == task.instance:
                    place = each.name
            return say(
                "picture.caption-task",
                id=task.id[:ID_CELLS],
                status=task.status,
                owner=f"{task.mark} {task.owner} ({task.definition})",
                place=place,
            )
    return say("picture.caption", kind=say("picture.kind.task"), name=f"{label(target)} STOPPED")
