"""Tasks as targets: which target groups a task belongs into, how well it is there, in and out.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-load-balancing.html
"""

from collections.abc import Iterable
from typing import Literal, NamedTuple

from ecslab.engine.elb import targets as elb
from ecslab.engine.platform.load_balancing import Target, TargetGroup
from ecslab.engine.records.load_balancing import TargetUse
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

_BAD = frozenset({"unhealthy", "unused"})
"""The states of targets that a service does not put up with."""


class Failure(NamedTuple):
    """Why a target is unhealthy: what its service reports, and what its task was stopped for."""

    event: str
    stopped_reason: str


def uses(state: State, task: Task) -> tuple[TargetUse, ...]:
    """The target groups that the task's deployment puts it into."""
    deployment = state.world.deployments.get(task.deployment) if task.deployment else None
    return deployment.targets if deployment is not None else ()


def registered(state: State, task: Task) -> list[Target]:
    """The task's targets that nobody has deregistered."""
    return [target for target in state.world.targets.where("task", task.id) if target.registered]


def ended(state: State, service: str) -> list[Task]:
    """The tasks of a service that are to stop, or have stopped, and that a target group sends requests to.

    They are found by their targets: there may be many more tasks that are over and still remembered.
    """
    names = dict.fromkeys(target.task for target in state.world.targets.where("service", service))
    found = (state.world.tasks.get(name) for name in names if name is not None)
    return [task for task in found if task is not None and not task.live]


def present(state: State, task: Task) -> bool:
    """Whether any target group still knows the task, be it that it drains."""
    return state.world.targets.count("task", task.id) > 0


def register(state: State, task: Task) -> list[str]:
    """Put a task into its target groups; gives the groups' ARNs. One that was deleted is passed over."""
    groups = []
    for use in uses(state, task):
        group = state.world.target_groups.get(use.group)
        address = address_of(state, task, group, use) if group is not None else None
        if group is not None and address is not None:
            target_id, port = address
            elb.register(state, group, target_id, port, zone=task.zone, task=task.id, service=task.service)
            groups.append(group.arn)
    return groups


def deregister(state: State, task: Task) -> list[str]:
    """Take a task out of its target groups; gives the groups' ARNs."""
    found = registered(state, task)
    for target in found:
        elb.deregister(state, target)
    return [target.group for target in found]


def address_of(state: State, task: Task, group: TargetGroup, use: TargetUse) -> tuple[str, int] | None:
    """Where a load balancer reaches that port of the task: by its own address, or by its instance's port."""
    if group.target_type == "ip":
        return (task.private_ip, use.port) if task.private_ip is not None else None
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    if instance is None:
        return None
    bindings = task.container(use.container).bindings
    ports = [each.host_port for each in bindings if each.container_port == use.port]
    return instance.ec2, ports[0] if ports else use.port


def health(state: State, task: Task) -> Literal["healthy", "unhealthy", "initial"] | None:
    """How well the task is behind its load balancers, the worst deciding; None when it has none.

    A task that is not registered yet, or whose target group no load balancer checks, is `initial`. One
    that somebody else took out of a target group is `unhealthy`.
    """
    wanted = uses(state, task)
    if not wanted:
        return None
    found = registered(state, task)
    states = {target.state for target in found}
    if states & _BAD or _lost(task, wanted, found) is not None:
        return "unhealthy"
    return "healthy" if states == {"healthy"} else "initial"


def failure(state: State, task: Task) -> Failure | None:
    """Why the task counts as unhealthy behind a load balancer, in AWS's words; None while it does not."""
    found = registered(state, task)
    for target in found:
        if target.state in _BAD:
            return Failure(
                f"(task {task.id}) (port {target.port}) is unhealthy in (target-group {target.group}) due to "
                f"(reason {target.description}).",
                f"Task failed ELB health checks in (target-group {target.group})",
            )
    lost = _lost(task, uses(state, task), found)
    if lost is None:
        return None
    what = "TARGET IS NOT FOUND" if lost in state.world.target_groups else "TARGET GROUP IS NOT FOUND"
    return Failure(
        f"task set ({task.deployment}) (task {task.id}) is not healthy in target-group ({lost}) due to "
        f"{what}.",
        f"Task failed ELB health checks in (target-group {lost})",
    )


def _lost(task: Task, wanted: Iterable[TargetUse], found: Iterable[Target]) -> str | None:
    """A target group that a running task should be in and is not: it, or its target, was deleted."""
    if task.started_at is None or not task.live:
        return None
    groups = {target.group for target in found}
    return next((use.group for use in wanted if use.group not in groups), None)


def counted(groups: Iterable[str]) -> dict[str, int]:
    """How often each group was named, in the order in which they first were."""
    counts: dict[str, int] = {}
    for group in groups:
        counts[group] = counts.get(group, 0) + 1
    return counts
