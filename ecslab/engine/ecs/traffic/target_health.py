"""Health checks of targets: what a task answers a load balancer, and who is told.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
"""

from ecslab.engine.clock import SECOND
from ecslab.engine.ecs.instances import outages
from ecslab.engine.ecs.services import watch
from ecslab.engine.ecs.tasks import work
from ecslab.engine.elb import health, targets
from ecslab.engine.platform.load_balancing import Target, TargetGroup
from ecslab.engine.records.task import Container, Task
from ecslab.engine.state import State

RESULT = "target.result"
"""Agenda: the answer of the target of that key to the check that began then is known."""

_ERROR = 503
"""What an application that is unwell answers."""


def check(state: State, ids: tuple[str, ...]) -> None:
    """Check a target's health, unless the check was moved or the target is gone."""
    target = state.world.targets.get(ids[0])
    if target is None or str(target.check_at) != ids[1]:
        return
    group = state.world.target_groups[target.group]
    if answer(state, target) == "timeout":
        state.after(group.check.timeout * SECOND, RESULT, *ids)
    else:
        conclude(state, ids)


def conclude(state: State, ids: tuple[str, ...]) -> None:
    """Make of a health check what it means for its target, plan the next, and tell the task's service."""
    target = state.world.targets.get(ids[0])
    if target is None or str(target.check_at) != ids[1]:
        return
    group = state.world.target_groups[target.group]
    outcome = health.verdict(group, answer(state, target))
    after = health.judge(group, target, outcome)
    settled = after.state == ("healthy" if outcome.passed else "unhealthy")
    at_ms = health.next_check(group, after, state.now)
    targets.plan_check(state, after, _change_after(state, group, after) if settled else at_ms)
    if after.state != target.state:
        tell(state, after)


def drained(state: State, ids: tuple[str, ...]) -> None:
    """A deregistered target is gone; its task may be stopped now."""
    target = targets.drained(state, ids)
    if target is not None:
        tell(state, target)


def look(state: State, task: Task) -> None:
    """What the task answers may have changed: have its targets checked again."""
    for target in list(state.world.targets.where("task", task.id)):
        targets.look(state, target)


def answer(state: State, target: Target) -> health.Answer:
    """What the target answers a health check that arrives now."""
    task = task_of(state, target)
    container = _listening(state, task, target.port) if task is not None else None
    if task is None or outages.cut_off(state, task.zone):
        return "timeout"
    if container is None or container.last_status != "RUNNING" or container.started_at is None:
        return "refused"
    if container.fails_checks(state.now):
        return _ERROR
    profile = work.workload(state, container, work.definition(state, task, container))
    ran = state.now - container.started_at
    if ran < profile.healthy_after_ms:
        return "refused"
    if profile.healthy_until_ms is not None and ran >= profile.healthy_until_ms:
        return _ERROR
    return "timeout" if profile.answers is None else profile.answers


def task_of(state: State, target: Target) -> Task | None:
    """The task behind a target: the one it was registered for, else the one with its address and port."""
    if target.task is not None:
        return state.world.tasks.get(target.task)
    if not target.id.startswith("i-"):
        return next(iter(state.world.tasks.where("live address", target.id)), None)
    for instance in state.world.instances.where("machine", target.id):
        for task in state.world.tasks.where("live instance", instance.id):
            if _listening(state, task, target.port) is not None:
                return task
    return None


def _listening(state: State, task: Task, port: int) -> Container | None:
    """The container of the task that listens on that port, of its own or of its instance."""
    definition = state.world.definitions.get(task.definition)
    drawn = {each.name: each for each in definition.containers} if definition is not None else {}
    for container in task.containers:
        ports = [binding.host_port for binding in container.bindings]
        if not ports and container.name in drawn:
            ports = [mapping.container_port for mapping in drawn[container.name].port_mappings]
        if port in ports:
            return container
    return None


def _change_after(state: State, group: TargetGroup, target: Target) -> int | None:
    """The first check that finds another answer, as far as the image's profile tells; None: none will."""
    task = task_of(state, target)
    container = _listening(state, task, target.port) if task is not None else None
    if task is None or container is None or container.started_at is None:
        return None
    if container.last_status != "RUNNING":
        return None
    profile = work.workload(state, container, work.definition(state, task, container))
    ages = [age for age in (profile.healthy_after_ms, profile.healthy_until_ms) if age is not None]
    upcoming = [container.started_at + age for age in ages if container.started_at + age > state.now]
    return health.next_check(group, target, min(upcoming) - 1) if upcoming else None


def tell(state: State, target: Target) -> None:
    """Have the service that a target's task belongs to look at it."""
    task = state.world.tasks.get(target.task) if target.task is not None else None
    if task is not None and task.service is not None:
        watch.touch(state, task.service)
