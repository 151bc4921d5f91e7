"""Why: what stands between a service or a task and what it is meant to be, as codes and values.

The words for each code stand in the catalogues, at `engine.why.<code>`.
"""

from typing import TYPE_CHECKING

import msgspec

from ecslab.engine.clock import format_duration
from ecslab.engine.ecs import launch, pull, replica, service_scheduler
from ecslab.engine.ecs.service import Service
from ecslab.engine.ecs.task import Phase, Task
from ecslab.engine.errors import EcslabError
from ecslab.engine.platform import registry
from ecslab.engine.state import State

if TYPE_CHECKING:  # the lab is at the top of the engine; only its type is needed here
    from ecslab.engine.lab import Lab


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: a code, and what its sentence needs."""

    code: str
    values: dict[str, str | int] = msgspec.field(default_factory=dict)


def explain(lab: "Lab", target: str, cluster: str | None = None) -> tuple[Reason, ...]:
    """Why `service/NAME` or `task/ID` is as it is: the plain fact first, then what causes it.

    `cluster` chooses between services of one name. Raises EcslabError when the target names nothing.
    """
    kind, _, name = target.partition("/")
    match kind:
        case "service":
            return tuple(_service(lab.state, _find_service(lab.state, name, cluster)))
        case "task":
            task = _find_task(lab.state, name)
            return tuple(_task(lab.state, task))
    raise EcslabError(f"{target!r} is neither service/NAME nor task/ID")


def _find_service(state: State, name: str, cluster: str | None) -> Service:
    found = [
        service
        for service in state.world.services.values()
        if service.name == name and cluster in (None, service.cluster)
    ]
    if len(found) != 1:
        known = ", ".join(service.name for service in state.world.services.values()) or "none"
        many = "more than one cluster has" if found else "there is no"
        raise EcslabError(f"{many} service {name!r}; services in this lab: {known}")
    return found[0]


def _find_task(state: State, name: str) -> Task:
    matches = [
        task for task in state.world.tasks.values() if name and task.id.startswith(name.rsplit("/", 1)[-1])
    ]
    if len(matches) != 1:
        how_many = "more than one task begins" if matches else "no task begins"
        raise EcslabError(f"{how_many} with {name!r}")
    return matches[0]


def _service(state: State, service: Service) -> list[Reason]:
    if service.status != "ACTIVE":
        return [Reason(code=f"service-{service.status.lower()}", values={"service": service.name})]
    primary = service_scheduler.primary_of(state, service.key)
    tasks = [task for task in state.world.tasks.where("current service", service.key) if task.live]
    running = sum(task.phase is Phase.RUNNING for task in tasks)
    pending = len(tasks) - running
    counts = {"service": service.name, "running": running, "pending": pending, "desired": service.desired}
    old = sum(task.deployment != primary.id for task in tasks)
    reasons = [
        Reason(
            code="service-steady" if running == service.desired and not old else "service-counts",
            values=counts,
        )
    ]
    if old:
        values = {
            "old": old,
            "new": len(tasks) - old,
            "deployment": primary.id,
            "definition": primary.definition,
        }
        reasons.append(Reason(code="deployment-in-progress", values=values))
    view = service_scheduler.view(state, service, primary)
    if replica.plan(view).blocked:
        bounds = {
            "minimum": service.minimum_healthy_percent,
            "maximum": service.maximum_percent,
            "floor": service.floor,
            "ceiling": service.ceiling,
        }
        reasons.append(Reason(code="deployment-blocked", values=bounds))
    if view.held and primary.retry_at is not None:
        wait = format_duration(primary.retry_at - state.now)
        reasons.append(
            Reason(code="starts-held-back", values={"failures": primary.failed_tasks, "wait": wait})
        )
    if service.desired and service.launch_type != "FARGATE":
        reasons.append(Reason(code="no-instances", values={"cluster": service.cluster}))
    refused = launch.refusal(state, state.world.definitions[primary.definition])
    if refused is not None:
        reasons.append(Reason(code="role-not-assumable", values={"message": refused}))
    ended = _last_ended(state, service)
    if ended is not None and running < service.desired:
        reasons += _task(state, ended)
    return reasons


def _last_ended(state: State, service: Service) -> Task | None:
    ended = [task for task in state.world.tasks.where("service", service.key) if not task.live]
    return max(ended, key=lambda task: task.stopping_at or 0, default=None)


def _task(state: State, task: Task) -> list[Reason]:
    named = {"task": task.id[:8], "status": task.last_status}
    if task.live:
        if task.phase is Phase.RUNNING:
            return [Reason(code="task-running", values=named)]
        reasons = [Reason(code=f"task-{task.phase}", values=named)]
        return reasons + _pull_troubles(state, task, upcoming=True)
    values = named | {"stop_code": task.stop_code or "", "reason": task.stopped_reason or ""}
    reasons = [Reason(code="task-ended", values=values)]
    if task.stop_code == "TaskFailedToStart":
        return reasons + _pull_troubles(state, task, upcoming=False)
    for container in task.containers:
        if container.exit_code is not None:
            shown: dict[str, str | int] = {"container": container.name, "exit_code": container.exit_code}
            reasons.append(Reason(code="container-exited", values=shown))
    return reasons


def _pull_troubles(state: State, task: Task, *, upcoming: bool) -> list[Reason]:
    """Why the task's images cannot be pulled, or will not be."""
    tense = "will-fail" if upcoming else "failed"
    image = task.containers[0].image
    if not pull.reaches_registry(state, task):
        return [Reason(code=f"no-route-{tense}", values={"image": image, "subnet": task.subnet})]
    missing = [
        container.image
        for container in task.containers
        if registry.profile(state.settings.images, container.image).missing
    ]
    return [Reason(code=f"image-missing-{tense}", values={"image": image}) for image in missing]
