"""Why: what stands between a service or a task and what it is meant to be, as codes and values.

The words for each code stand in the catalogues, at `engine.why.<code>`.
"""

from collections.abc import Iterable

import msgspec

from ecslab.engine.clock import format_duration
from ecslab.engine.ecs.capacity_providers import capacity_reasons
from ecslab.engine.ecs.placement import placement_reasons
from ecslab.engine.ecs.placement.place import has_instances
from ecslab.engine.ecs.services import replica, rollout, service_view
from ecslab.engine.ecs.tasks import container_reasons, images, launch, pull, role_reasons
from ecslab.engine.ecs.traffic import traffic_reasons, traffic_shift
from ecslab.engine.errors import Problem, suggest
from ecslab.engine.eventbridge import reasons as rule_reasons
from ecslab.engine.functions import reasons as function_reasons
from ecslab.engine.lab import Lab
from ecslab.engine.platform.functions import Function
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.scaling import reasons as scaling_reasons
from ecslab.engine.schedule import reasons as schedule_reasons
from ecslab.engine.schedule import rules as scheduled_rules
from ecslab.engine.state import State


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """One reason: a code, and what its sentence needs."""

    code: str
    values: dict[str, str | int] = msgspec.field(default_factory=dict)


def explain(lab: Lab, target: str, cluster: str | None = None) -> tuple[Reason, ...]:
    """Why `service/NAME`, `task/ID`, `rule/NAME` … is as it is: the plain fact first, then what causes it.

    Of `user/NAME` and `role/NAME` it tells why the last call was refused that IAM refused them.
    `cluster` chooses between services of one name. Raises Problem when the target names nothing.
    """
    kind, _, name = target.partition("/")
    match kind:
        case "service":
            return tuple(_service(lab.state, _find_service(lab.state, name, cluster)))
        case "task":
            task = _find_task(lab.state, name)
            return tuple(_task(lab.state, task))
        case "rule":
            return tuple(_rule(lab.state, name))
        case "schedule":
            return tuple(_schedule(lab.state, name))
        case "function":
            return tuple(_reasons(function_reasons.of_function(lab.state, _find_function(lab.state, name))))
        case "user" | "role":
            return tuple(_denied(lab.state, kind, name))
    raise Problem("nothing-to-explain", target=target)


_DENIALS = ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")


def _denied(state: State, kind: str, name: str) -> list[Reason]:
    """The last call that IAM refused to a user, or to a session of a role, and why it would now."""
    world = state.world
    known = [each.name for each in (world.users.values() if kind == "user" else world.roles.values())]
    if name not in known:
        raise Problem(f"no-{kind}", name=name, **suggest(name, known))
    form = f":user/{name}" if kind == "user" else f":assumed-role/{name}/"
    calls = [
        call
        for call in world.api_calls.values()
        if call.error in _DENIALS and (call.caller.endswith(form) if kind == "user" else form in call.caller)
    ]
    if not calls:
        return [_because("nothing-denied", caller=name)]
    last = calls[-1]
    fact = _because(
        "denied-call",
        ago=format_duration(state.now - last.at),
        service=last.service,
        operation=last.operation,
        caller=name,
    )
    why = [Reason(code=code, values=values) for code, values in state.api.refusal(state, last)]
    return [fact, *(why or [_because("denied-no-more")])]


def _rule(state: State, name: str) -> list[Reason]:
    """A rule, and the tasks of its last run that ended."""
    rule = rule_reasons.find_rule(state, name)
    reasons = _reasons(rule_reasons.of_rule(state, rule)) + _reasons(scheduled_rules.reasons(state, rule))
    return reasons + _ended(state, rule_reasons.last_tasks(state, rule))


def _schedule(state: State, name: str) -> list[Reason]:
    """A schedule, and the tasks of its last run that ended."""
    schedule = schedule_reasons.find_schedule(state, name)
    reasons = _reasons(schedule_reasons.of_schedule(state, schedule))
    return reasons + _ended(state, schedule_reasons.last_tasks(state, schedule))


def _ended(state: State, ids: Iterable[str]) -> list[Reason]:
    """Those of some tasks that have ended."""
    tasks = (state.world.tasks.get(task) for task in ids)
    return [reason for task in tasks if task is not None and not task.live for reason in _task(state, task)]


def _find_service(state: State, name: str, cluster: str | None) -> Service:
    found = [
        service
        for service in state.world.services.values()
        if service.name == name and cluster in (None, service.cluster)
    ]
    if len(found) != 1:
        if found:
            raise Problem("many-services", name=name)
        known = (service.name for service in state.world.services.values())
        raise Problem("no-service", name=name, **suggest(name, known))
    return found[0]


def _find_function(state: State, name: str) -> Function:
    function = state.world.functions.get(name)
    if function is None:
        known = (each.name for each in state.world.functions.values())
        raise Problem("no-function", name=name, **suggest(name, known))
    return function


def _find_task(state: State, name: str) -> Task:
    matches = [
        task for task in state.world.tasks.values() if name and task.id.startswith(name.rsplit("/", 1)[-1])
    ]
    if len(matches) != 1:
        raise Problem("many-tasks" if matches else "no-task", name=name)
    return matches[0]


def _service(state: State, service: Service) -> list[Reason]:
    if service.status != "ACTIVE":
        return [_because(f"service-{service.status.lower()}", service=service.name)]
    if service.in_sets:
        return _service_in_sets(state, service)
    primary = rollout.primary_of(state, service.key)
    tasks = [task for task in state.world.tasks.where("current service", service.key) if task.live]
    running = sum(task.phase is Phase.RUNNING for task in tasks)
    pending = len(tasks) - running
    old = sum(task.deployment != primary.id for task in tasks)
    code = "service-counts" if old or pending or running != service.desired else "service-steady"
    reasons = [
        _because(code, service=service.name, running=running, pending=pending, desired=service.desired)
    ]
    failed = primary.rollout_state == "FAILED"
    if old or failed:
        reasons.append(
            _because(
                "deployment-failed" if failed else "deployment-in-progress",
                old=old,
                new=len(tasks) - old,
                deployment=primary.id,
                definition=primary.definition,
            )
        )
    reasons += _obstacles(state, service, primary)
    ended = _last_ended(state, service)
    if ended is not None and running < service.desired:
        reasons += _task(state, ended)
    return reasons


def _service_in_sets(state: State, service: Service) -> list[Reason]:
    """A service whose controller keeps task sets: what it has, and what keeps each set from its share."""
    tasks = [task for task in state.world.tasks.where("current service", service.key) if task.live]
    sets = list(state.world.task_sets.where("service", service.key))
    running = sum(task.phase is Phase.RUNNING for task in tasks)
    wanted = sum(each.computed for each in sets)
    steady = bool(sets) and all(each.steady for each in sets)
    code = "task-sets-steady" if steady else "task-sets-counts"
    counts = {"running": running, "pending": len(tasks) - running, "wanted": wanted, "sets": len(sets)}
    reasons = [_because(code, service=service.name, desired=service.desired, **counts)]
    if not any(each.scale for each in sets):
        reasons.append(_because("task-sets-unscaled", service=service.name, controller=service.controller))
    for each in sets:
        own = state.world.deployments[each.id]
        if own.retry_at is not None and own.retry_at > state.now:
            wait = format_duration(own.retry_at - state.now)
            reasons.append(_because("starts-held-back", failures=own.start_failures, wait=wait))
    ended = _last_ended(state, service)
    return reasons + (_task(state, ended) if ended is not None and running < wanted else [])


def _obstacles(state: State, service: Service, primary: Deployment) -> list[Reason]:
    """What keeps the scheduler from starting or stopping tasks."""
    reasons = []
    view = service_view.view(state, service, primary)
    running = sum(task.running for task in view.tasks)
    shifts = traffic_shift.sides(state, service.key, primary) is not None
    if not shifts and replica.plan(view).blocked:
        reasons.append(
            _because(
                "deployment-blocked",
                minimum=service.minimum_healthy_percent,
                maximum=service.maximum_percent,
                floor=service.floor,
                ceiling=service.ceiling,
            )
        )
    if view.held and primary.retry_at is not None:
        wait = format_duration(primary.retry_at - state.now)
        reasons.append(_because("starts-held-back", failures=primary.start_failures, wait=wait))
    if service.desired and primary.launch_type == "EC2" and not has_instances(state, service.cluster):
        reasons.append(_because("no-instances", cluster=service.cluster))
    if running < service.desired:
        reasons += _reasons(placement_reasons.of_service(state, service, primary))
    lacks = capacity_reasons.of_strategy(state, primary.strategy, primary.launch_type)
    reasons += [Reason(code=code, values=values) for code, values in lacks if running < service.desired]
    reasons += _reasons(traffic_reasons.of_service(state, service, primary))
    reasons += _reasons(scaling_reasons.of_service(state, service))
    refused = launch.refusal(state, state.world.definitions[primary.definition])
    if refused is not None:
        reasons.append(_because("role-not-assumable", message=refused))
    return reasons


def _last_ended(state: State, service: Service) -> Task | None:
    ended = [task for task in state.world.tasks.where("service", service.key) if not task.live]
    return max(ended, key=lambda task: task.stopping_at or 0, default=None)


def _task(state: State, task: Task) -> list[Reason]:
    name, status = task.id[:8], task.last_status
    if task.phase is Phase.RUNNING:
        reason = _because("task-running", task=name, status=status)
        placed = _reasons(placement_reasons.of_task(state, task))
        behind = _reasons(traffic_reasons.of_running_task(state, task))
        denied = _reasons(role_reasons.of_application(state, task))
        return [reason, *_reasons(container_reasons.of_running_task(state, task)), *denied, *behind, *placed]
    if task.live:
        reason = _because(f"task-{task.phase}", task=name, status=status)
        if task.phase is Phase.QUEUED:
            return [reason, *_reasons(capacity_reasons.of_waiting_task(state, task))]
        troubles = _pull_troubles(state, task, upcoming=True)
        return [reason, *(troubles or _reasons(container_reasons.of_starting_task(state, task)))]
    code, said = task.stop_code or "", task.stopped_reason or ""
    reason = _because("task-ended", task=name, status=status, stop_code=code, reason=said)
    if task.stop_code == "TaskFailedToStart":
        denied = _reasons(role_reasons.before_running(task))
        reasons = [reason, *(denied or _pull_troubles(state, task, upcoming=False))]
    else:
        reasons = [reason, *_reasons(role_reasons.of_application(state, task))]
    return [*reasons, *_reasons(container_reasons.of_ended_task(task))]


def _pull_troubles(state: State, task: Task, *, upcoming: bool) -> list[Reason]:
    """Why the task's images cannot be pulled, or will not be."""
    tense = "will-fail" if upcoming else "failed"
    image = task.containers[0].image
    if not pull.reaches_registry(state, task):
        instance = state.world.instances.get(task.instance) if task.instance is not None else None
        subnet = instance.subnet if instance is not None else task.subnet
        return [_because(f"no-route-{tense}", image=image, subnet=subnet or "")]
    missing = [each.image for each in task.containers if images.profile(state, each).missing]
    return [_because(f"image-missing-{tense}", image=image) for image in missing]


def _reasons(found: Iterable[tuple[str, dict[str, str | int]]]) -> list[Reason]:
    return [Reason(code=code, values=values) for code, values in found]


def _because(code: str, **values: str | int) -> Reason:
    return Reason(code=code, values=values)
