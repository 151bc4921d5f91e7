"""Why traffic is where it is: what a deployment that shifts it waits for, and how targets are, as codes."""

from collections import Counter
from collections.abc import Iterator

from ecslab.engine.clock import SECOND, format_duration
from ecslab.engine.ecs.services import rollout
from ecslab.engine.ecs.tasks import images
from ecslab.engine.ecs.traffic import targets
from ecslab.engine.elb.targets import balancers_of
from ecslab.engine.platform.load_balancing import Target, TargetGroup
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

Reason = tuple[str, dict[str, str | int]]


def of_service(state: State, service: Service, primary: Deployment) -> list[Reason]:
    """What stands between a service and its traffic."""
    return [
        *_shift(state, service),
        *_provisioning(state, primary),
        *_targets(state, service),
        *_too_soon(state, service, primary),
    ]


def of_running_task(state: State, task: Task) -> list[Reason]:
    """How a task is in each of its target groups, as far as it is not healthy there."""
    found: list[Reason] = []
    for target in targets.registered(state, task):
        group = state.world.target_groups[target.group]
        if target.state != "healthy":
            found.append(_of_target(group, target.state, target.description or "", 1))
    return found


def _shift(state: State, service: Service) -> Iterator[Reason]:
    record = rollout.under_way(state, service)
    if record is None or record.shift is None:
        return
    shift = record.shift
    yield (
        "traffic-stage",
        {
            "strategy": record.configuration.strategy,
            "stage": str(shift.stage),
            "percent": f"{shift.production:g}",
        },
    )
    for hook in shift.hooks:
        if hook.status == "AWAITING_ACTION":
            wait = format_duration(max(0, hook.expires_at - state.now))
            yield "traffic-paused", {"hook": hook.id, "wait": wait, "action": hook.action}


def _provisioning(state: State, primary: Deployment) -> Iterator[Reason]:
    for use in primary.targets:
        for balancer in balancers_of(state, use.group):
            if state.now < balancer.active_at:
                wait = format_duration(balancer.active_at - state.now)
                yield "balancer-provisioning", {"balancer": balancer.name, "wait": wait}


def _targets(state: State, service: Service) -> list[Reason]:
    """The targets of the service's tasks that are not healthy, those alike together."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for task in state.world.tasks.where("current service", service.key):
        for target in state.world.targets.where("task", task.id):
            if target.state != "healthy":
                counts[target.group, target.state, _said(target)] += 1
    return [
        _of_target(state.world.target_groups[group], status, said, count)
        for (group, status, said), count in counts.items()
    ]


def _said(target: Target) -> str:
    return target.description or "" if target.state in ("unhealthy", "unused") else ""


def _of_target(group: TargetGroup, status: str, said: str, count: int) -> Reason:
    values: dict[str, str | int] = {"group": group.name, "count": count}
    if status in ("unhealthy", "unused"):
        values["reason"] = said
    if status == "draining":
        values["delay"] = format_duration(group.deregistration_delay * SECOND)
    return f"target-{status}", values


def _too_soon(state: State, service: Service, primary: Deployment) -> Iterator[Reason]:
    """Foresight: tasks that are given up before they are ready, so that none ever gets healthy."""
    definition = state.world.definitions[primary.definition]
    for use in primary.targets:
        group = state.world.target_groups.get(use.group)
        drawn = next((each for each in definition.containers if each.name == use.container), None)
        if group is None or drawn is None:
            continue
        profile = images.named(state, drawn.image)
        failing = (group.check.unhealthy - 1) * group.check.interval * SECOND
        patience = max(state.delays.target_registration + failing, (service.grace_seconds or 0) * SECOND)
        if profile.healthy_after_ms > patience:
            yield (
                "health-check-too-soon",
                {
                    "starts": format_duration(profile.healthy_after_ms),
                    "patience": format_duration(patience),
                    "group": group.name,
                },
            )
