"""What the lab picture shows: a frozen value made from a lab, safe to hand to another thread."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab
    from ecslab.engine.records.cluster import Cluster
    from ecslab.engine.records.service import Service
    from ecslab.engine.records.task import Task

TASKS_LISTED = 60
"""Tasks of one group that are shown one by one; a larger group is only counted."""

STOPPED_LISTED = 8
"""Stopped tasks of one cluster that are shown, the latest first."""

NAMES_LISTED = 500
"""Names of one kind that are offered for completion."""


class Stage(StrEnum):
    """Where in its life a task is, as far as a picture tells."""

    WAITING = "waiting"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"


STAGE_OF: Mapping[str, Stage] = {
    "PROVISIONING": Stage.WAITING,
    "PENDING": Stage.WAITING,
    "ACTIVATING": Stage.STARTING,
    "RUNNING": Stage.RUNNING,
    "DEACTIVATING": Stage.STOPPING,
    "STOPPING": Stage.STOPPING,
    "DEPROVISIONING": Stage.STOPPING,
    "STOPPED": Stage.STOPPED,
}
"""ECS's task states, https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html."""


class TaskView(Struct, frozen=True):
    """One task that has not stopped."""

    id: str
    stage: Stage
    status: str


class Group(Struct, frozen=True):
    """Tasks that belong together: how many are in which stage, and each of them while they are few."""

    counts: tuple[tuple[Stage, int], ...]
    tasks: tuple[TaskView, ...]

    @property
    def total(self) -> int:
        """How many tasks there are, listed or not."""
        return sum(count for _, count in self.counts)


class DeploymentView(Struct, frozen=True, kw_only=True):
    """One deployment of a service."""

    definition: str
    group: Group
    status: str = ""
    """`PRIMARY` or `ACTIVE`; empty for tasks whose deployment is gone already."""
    rollout_state: str = ""
    rollout_reason: str = ""


class ServiceView(Struct, frozen=True):
    """One service; `letter` marks its tasks."""

    letter: str
    name: str
    status: str
    desired: int
    deployments: tuple[DeploymentView, ...]


class StoppedView(Struct, frozen=True):
    """One task that stopped within the last hour."""

    id: str
    owner: str
    """The service's letter and name, else the task definition."""
    reason: str
    exits: tuple[tuple[str, int | None], ...]
    """Each container's name and exit code."""
    at_ms: int


class ClusterView(Struct, frozen=True):
    """One cluster with all that runs in it."""

    name: str
    services: tuple[ServiceView, ...]
    standalone: tuple[tuple[str, Group], ...]
    """Task definition and tasks, for tasks that no service keeps."""
    stopped: tuple[StoppedView, ...]
    stopped_total: int


class Snapshot(Struct, frozen=True):
    """A lab at one instant."""

    now_ms: int
    clusters: tuple[ClusterView, ...] = ()
    names: Mapping[str, tuple[str, ...]] = {}
    """What exists, by kind as completion has them: cluster, service, task, task-definition …"""
    next_event_ms: int | None = None

    @property
    def live(self) -> int:
        """How many tasks have not stopped."""
        return sum(
            sum(d.group.total for s in cluster.services for d in s.deployments)
            + sum(group.total for _, group in cluster.standalone)
            for cluster in self.clusters
        )


def view(lab: "Lab") -> Snapshot:
    """The picture of `lab` now; looks at every task once."""
    world = lab.world
    return Snapshot(
        now_ms=lab.now,
        clusters=tuple(
            _cluster(lab, cluster) for cluster in world.clusters.values() if cluster.status != "INACTIVE"
        ),
        names={
            "cluster": _some(cluster.name for cluster in world.clusters.values()),
            "service": _some(
                service.name for service in world.services.values() if service.status != "INACTIVE"
            ),
            "task": _some(task.id for task in world.tasks.values() if task.last_status != "STOPPED"),
            "task-definition": _some(
                made.key for made in world.definitions.values() if made.status == "ACTIVE"
            ),
            "family": _some(family.name for family in world.families.values()),
            "subnet": _some(subnet.id for subnet in world.subnets.values()),
            "security-group": _some(group.id for group in world.security_groups.values()),
            "vpc": _some(vpc.id for vpc in world.vpcs.values()),
        },
        next_event_ms=lab.next_event_at(),
    )


def letter(number: int) -> str:
    """A, B … Z, AA, AB … for 0, 1 …"""
    high, low = divmod(number, 26)
    return (letter(high - 1) if high else "") + chr(ord("A") + low)


def _cluster(lab: "Lab", cluster: "Cluster") -> ClusterView:
    of_services: dict[str, list[Task]] = {}
    standalone: dict[str, list[Task]] = {}
    stopped: list[Task] = []
    for task in lab.world.tasks.where("cluster", cluster.name):
        if task.last_status == "STOPPED":
            stopped.append(task)
        elif task.service is None:
            standalone.setdefault(task.definition, []).append(task)
        else:
            of_services.setdefault(task.service, []).append(task)
    # A deleted service is shown for as long as tasks of it are still leaving.
    services = [
        service
        for service in lab.world.services.where("cluster", cluster.name)
        if service.status != "INACTIVE" or service.key in of_services
    ]
    letters = {service.key: letter(number) for number, service in enumerate(services)}
    latest = sorted(stopped, key=lambda task: -(task.stopped_at or 0))[:STOPPED_LISTED]
    return ClusterView(
        name=cluster.name,
        services=tuple(
            _service(lab, service, letters[service.key], of_services.get(service.key, []))
            for service in services
        ),
        standalone=tuple((definition, _group(tasks)) for definition, tasks in standalone.items()),
        stopped=tuple(_stopped(task, letters) for task in latest),
        stopped_total=len(stopped),
    )


def _service(lab: "Lab", service: "Service", mark: str, tasks: "list[Task]") -> ServiceView:
    by_deployment: dict[str, list[Task]] = {}
    for task in tasks:
        by_deployment.setdefault(task.deployment or "", []).append(task)
    deployments = [
        DeploymentView(
            status=deployment.status,
            definition=deployment.definition,
            rollout_state=deployment.rollout_state,
            rollout_reason=deployment.rollout_reason,
            group=_group(by_deployment.pop(deployment.id, [])),
        )
        for deployment in lab.world.deployments.where("service", service.key)
    ]
    # The newest stands first; tasks that outlive their deployment come last.
    deployments.sort(key=lambda deployment: deployment.status != "PRIMARY")
    leaving = [
        DeploymentView(definition=left[0].definition, group=_group(left)) for left in by_deployment.values()
    ]
    return ServiceView(
        letter=mark,
        name=service.name,
        status=service.status,
        desired=service.desired,
        deployments=(*deployments, *leaving),
    )


def _group(tasks: "list[Task]") -> Group:
    counts: dict[Stage, int] = {}
    for task in tasks:
        stage = STAGE_OF[task.last_status]
        counts[stage] = counts.get(stage, 0) + 1
    listed = tasks if len(tasks) <= TASKS_LISTED else []
    return Group(
        counts=tuple((stage, counts[stage]) for stage in Stage if stage in counts),
        tasks=tuple(TaskView(task.id, STAGE_OF[task.last_status], task.last_status) for task in listed),
    )


def _stopped(task: "Task", letters: Mapping[str, str]) -> StoppedView:
    mark = letters.get(task.service or "", "")
    name = (task.service or "").rpartition("/")[2]
    return StoppedView(
        id=task.id,
        owner=f"{mark} {name}".strip() if task.service else task.definition,
        reason=task.stopped_reason or "",
        exits=tuple((container.name, container.exit_code) for container in task.containers),
        at_ms=task.stopped_at or 0,
    )


def _some(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name, _ in zip(names, range(NAMES_LISTED), strict=False))
