"""What happens to scalable targets with time: metrics each minute, scheduled actions when they are due.

https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
"""

from ecslab.engine.ecs.traffic import targets
from ecslab.engine.load import Usage, find, usage
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Phase
from ecslab.engine.scaling import change, decide, scalable, schedule
from ecslab.engine.state import State

SCHEDULED = "scaling.scheduled"
"""Agenda: the scheduled action of that key is due."""

METRICS = {
    "ECSServiceAverageCPUUtilization": "cpu",
    "ECSServiceAverageMemoryUtilization": "memory",
    "ALBRequestCountPerTarget": "requests",
}
"""The predefined metrics of services, each with its place in a `Usage`."""


def over(state: State, ids: tuple[str, ...]) -> None:
    """A minute is over: see what the policies of a target make of its metrics."""
    key = ids[0]
    target = state.world.scalable_targets.get(key)
    if target is None or str(target.minute_at) != ids[1]:
        return
    state.world.scalable_targets.put(target.replace(minute_at=None))
    service = state.world.services.get(key)
    if service is not None and service.status == "ACTIVE":
        _scale(state, service)
    scalable.watch(state, key)


def due(state: State, ids: tuple[str, ...]) -> None:
    """A scheduled action is due: its target gets new bounds, and its desired count follows."""
    action = state.world.scheduled_actions.get(ids[0])
    if action is None or str(action.next_at) != ids[1]:
        return
    target = state.world.scalable_targets[action.service]
    if not target.suspended.scheduled_scaling_suspended:
        least = target.minimum if action.minimum is None else action.minimum
        most = target.maximum if action.maximum is None else action.maximum
        # A new minimum above the old maximum takes the maximum along, and the other way round.
        if action.maximum is None:
            most = max(most, least)
        if action.minimum is None:
            least = min(least, most)
        state.world.scalable_targets.put(target.replace(minimum=least, maximum=most))
        said = " and ".join(
            f"{name} capacity to {value}"
            for name, value in (("min", action.minimum), ("max", action.maximum))
            if value is not None
        )
        scalable.record(
            state,
            action.service,
            f"Setting {said}",
            f"scheduled action name {action.name} was triggered",
            f"Successfully set {said}",
        )
        scalable.keep_within(state, action.service)
    plan(state, ids[0])


def plan(state: State, key: str) -> None:
    """Put the next time of a scheduled action into the agenda; one that has none any more is gone."""
    action = state.world.scheduled_actions[key]
    after = max(state.now, (action.starts_at or 0) - 1)
    next_at = schedule.next_due(
        action.schedule, action.timezone, after, action.starts_at or action.created_at
    )
    if next_at is None or (action.ends_at is not None and next_at > action.ends_at):
        state.world.scheduled_actions.remove(key)
        return
    state.world.scheduled_actions.put(action.replace(next_at=next_at))
    state.agenda.add(next_at, SCHEDULED, key, str(next_at))


def measure(state: State, service: Service) -> tuple[Usage, int]:
    """A service's metrics now, and how many running tasks they were measured on."""
    tasks = [
        task
        for task in state.world.tasks.where("current service", service.key)
        if task.phase is Phase.RUNNING
    ]
    healthy = sum(targets.health(state, task) == "healthy" for task in tasks)
    load = find(state.settings.loads, service.key)
    cpu = sum(task.cpu for task in tasks) // len(tasks) if tasks else 0
    memory = sum(task.memory for task in tasks) // len(tasks) if tasks else 0
    return usage(load, state.now - state.settings.start_ms, len(tasks), cpu, memory, healthy), len(tasks)


def _scale(state: State, service: Service) -> None:
    measured, running = measure(state, service)
    tracked, names = [], []
    for policy in list(state.world.scaling_policies.where("service", service.key)):
        if policy.tracking is None or policy.tracking.predefined_metric_specification is None:
            continue
        place = METRICS[policy.tracking.predefined_metric_specification.predefined_metric_type]
        value = getattr(measured, place)
        streaks = decide.observe(decide.Streaks(policy.high, policy.low), value, policy.tracking.target_value)
        state.world.scaling_policies.put(policy.replace(high=streaks.high, low=streaks.low))
        tracked.append(decide.Tracked(policy.tracking, streaks, value))
        names.append(policy)
    if not tracked:
        return
    wanted = decide.tracking(tracked, running, service.desired)
    out = wanted >= service.desired
    speaking = [
        (each.value or 0.0, at)
        for at, each in enumerate(tracked)
        if (each.wants_out if out else each.wants_in)
    ]
    if not speaking:
        return
    policy = names[max(speaking)[1]]
    alarm = policy.alarms[0 if out else 1]
    tracking = policy.tracking
    change.carry_out(
        state,
        service,
        wanted,
        f"monitor alarm {alarm} in state ALARM triggered policy {policy.name}",
        change.Cooldowns(
            tracking.scale_out_cooldown if tracking is not None else None,
            tracking.scale_in_cooldown if tracking is not None else None,
        ),
    )
