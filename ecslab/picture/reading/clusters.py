"""A view of a cluster: who keeps its tasks, where they are, and which of them have stopped."""

from typing import TYPE_CHECKING

from ecslab.engine.records.task import Phase
from ecslab.picture.reading import capacity, services
from ecslab.picture.reading.tasks import Memo, Owner
from ecslab.picture.views import ClusterView, StoppedView, TaskView

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab
    from ecslab.engine.records.cluster import Cluster
    from ecslab.engine.records.service import Service
    from ecslab.engine.records.task import Task

STOPPED_SHOWN = 8
"""Stopped tasks of one cluster that are shown, the latest first."""


def letter(number: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    high, low = divmod(number, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


def read(lab: "Lab", cluster: "Cluster", memo: Memo) -> ClusterView:
    """The cluster as it is now."""
    world = lab.world
    # A deleted service keeps its letter: the others must not change theirs.
    kept = list(world.services.where("cluster", cluster.name))
    owners = {service.key: _owner(lab, service, number) for number, service in enumerate(kept)}
    groups: dict[str, Owner] = {}
    live: list[TaskView] = []
    stopped: list[Task] = []
    for task in world.tasks.where("cluster", cluster.name):
        if task.service is not None:
            owner = owners[task.service]
        elif (found := groups.get(task.group)) is not None:
            owner = found
        else:
            name = task.group.removeprefix("family:")
            owner = groups[task.group] = Owner(str(len(groups) + 1), name, service=False, primary=None)
        if task.phase is Phase.STOPPED:
            stopped.append(task)
        else:
            live.append(memo.view(task, owner))
    of_services: dict[str, list[TaskView]] = {}
    for view in live:
        if view.service:
            of_services.setdefault(view.owner, []).append(view)
    return ClusterView(
        name=cluster.name,
        services=tuple(
            services.read(lab, service, owners[service.key].letter, of_services.get(service.name, []))
            for service in kept
            # It is shown for as long as tasks of it are still leaving.
            if service.status != "INACTIVE" or service.name in of_services
        ),
        tasks=tuple(live),
        instances=capacity.instances(lab, cluster, live),
        providers=capacity.providers(lab, cluster, live),
        stopped=tuple(_stopped(task, owners) for task in _latest(stopped)),
        stopped_total=len(stopped),
    )


def _owner(lab: "Lab", service: "Service", number: int) -> Owner:
    deployments = lab.world.deployments.where("service", service.key)
    primary = next((each.id for each in deployments if each.primary), None)
    return Owner(letter(number), service.name, service=True, primary=primary)


def _latest(tasks: "list[Task]") -> "list[Task]":
    return sorted(tasks, key=lambda task: -(task.stopped_at or 0))[:STOPPED_SHOWN]


def _stopped(task: "Task", owners: dict[str, Owner]) -> StoppedView:
    owner = owners.get(task.service or "")
    return StoppedView(
        id=task.id,
        owner=f"{owner.letter} {owner.name}" if owner is not None else task.definition,
        reason=task.stopped_reason or "",
        exits=tuple((container.name, container.exit_code) for container in task.containers),
        at_ms=task.stopped_at or 0,
    )
