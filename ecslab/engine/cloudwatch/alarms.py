"""Alarms: made and deleted, evaluated again and again, and put into a state.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.engine.clock import SECOND
from ecslab.engine.cloudwatch import actions, history, store
from ecslab.engine.cloudwatch.evaluate import Datum, verdict
from ecslab.engine.cloudwatch.statistics import statistic
from ecslab.engine.ecs.services import watch
from ecslab.engine.errors import ApiError
from ecslab.engine.eventbridge import bus
from ecslab.engine.platform.alarms import Actions, Alarm, AlarmState, Watched
from ecslab.engine.platform.eventbridge import DEFAULT
from ecslab.engine.state import State

EVALUATE = "cloudwatch.evaluate"
"""Agenda: the alarm of that name is evaluated."""


def put(
    state: State, name: str, watched: Watched, described: str | None, doing: Actions, shown: Any
) -> Alarm:
    """Make an alarm, or give it another configuration and leave its state; `shown` is for its history."""
    before = state.world.alarms.get(name)
    alarm = before or Alarm(name=name, configured_at=state.now, changed_at=state.now, moved_at=state.now)
    kept = alarm.replace(watched=watched, description=described, actions=doing, configured_at=state.now)
    state.world.alarms.put(kept)
    made = before is None
    summary = f'Alarm "{name}" {"created" if made else "updated"}'
    data = {"type": "Create" if made else "Update", **shown}
    history.write(state, name, "ConfigurationUpdate", summary, data)
    _plan(state, kept)
    return state.world.alarms[name]


def delete(state: State, names: Sequence[str]) -> None:
    """Delete alarms; names of none are passed over."""
    for name in names:
        if name in state.world.alarms:
            state.world.alarms.remove(name)
            history.write(state, name, "ConfigurationUpdate", f'Alarm "{name}" deleted', {"type": "Delete"})


def enable(state: State, names: Sequence[str], *, enabled: bool) -> None:
    """Let the actions of alarms happen, or not any more; names of none are passed over."""
    for name in names:
        alarm = state.world.alarms.get(name)
        if alarm is not None and alarm.actions.enabled != enabled:
            state.world.alarms.put(alarm.replace(actions=alarm.actions.replace(enabled=enabled)))
            done = "enabled" if enabled else "disabled"
            summary = f'Actions of alarm "{name}" {done}'
            history.write(state, name, "ConfigurationUpdate", summary, {"type": "Update"})


def set_state(state: State, name: str, to: AlarmState, reason: str, data: str | None) -> None:
    """Put an alarm into a state until it is evaluated next. Raises ResourceNotFound."""
    alarm = state.world.alarms.get(name)
    if alarm is None:
        raise ApiError("ResourceNotFound", f"Alarm {name} does not exist", status=404)
    _move(state, alarm, to, reason, data)


def ring(state: State, name: str, to: AlarmState, reason: str) -> None:
    """Something outside puts an alarm into a state; one that nobody has made is there from then on."""
    if name not in state.world.alarms:
        now = state.now
        state.world.alarms.put(Alarm(name=name, configured_at=now, changed_at=now, moved_at=now))
    set_state(state, name, to, reason, None)


def evaluate(state: State, ids: tuple[str, ...]) -> None:
    """Look at an alarm's metric, and see which state that makes."""
    alarm = state.world.alarms.get(ids[0])
    if alarm is None or alarm.watched is None or alarm.due_at != state.now:
        return
    watched = alarm.watched
    found = verdict(watched, _data(state, watched))
    if found is None or found.state == alarm.state:
        actions.again(state, _refreshed(state, alarm, watched, found))
    else:
        _move(state, alarm, found.state, found.reason, history.reason_data(state, watched, found))
    left = state.world.alarms.get(alarm.name)
    if left is not None:
        _plan(state, left)


def _refreshed(state: State, alarm: Alarm, watched: Watched, found: Any) -> Alarm:
    """The alarm with the data of this evaluation, for the actions that go by them; it is not kept."""
    if found is None or not any(alarm.actions.of(alarm.state)):
        return alarm
    return alarm.replace(reason_data=history.reason_data(state, watched, found))


def _data(state: State, watched: Watched) -> list[Datum | None]:
    """The statistic of each period in the alarm's range, oldest first."""
    size = watched.period_s * SECOND
    since = state.now - watched.range * size
    found: list[Datum | None] = [None] * watched.range
    for point in store.periods(state, watched.metric, since, state.now, watched.period_s, watched.unit):
        value = statistic(watched.statistic, point)
        if value is not None:
            found[(point.at - since) // size] = Datum(point.at, value, point.count)
    return found


def _move(state: State, alarm: Alarm, to: AlarmState, reason: str, data: str | None) -> None:
    """Give an alarm a state; where it is another one, everybody who listens hears of it."""
    moved = alarm.replace(
        state=to,
        reason=reason,
        reason_data=data,
        changed_at=state.now,
        moved_at=state.now if to != alarm.state else alarm.moved_at,
    )
    state.world.alarms.put(moved)
    if to == alarm.state:
        return
    summary = f"Alarm updated from {alarm.state} to {to}"
    states = {"oldState": history.state_of(alarm), "newState": history.state_of(moved)}
    history.write(state, alarm.name, "StateUpdate", summary, states)
    for service in list(state.world.services.values()):
        if service.service_deployment is not None and alarm.name in service.configuration.alarms.alarm_names:
            watch.touch(state, service.key)
    if len(state.world.event_rules):
        bus.publish(state, DEFAULT, state.api.alarm_event(state, moved, alarm))
    actions.run(state, moved, alarm)


def _plan(state: State, alarm: Alarm) -> None:
    """Have an alarm evaluated at the end of the minute, or when its turn is."""
    if alarm.watched is None:
        return
    every = alarm.watched.every_ms
    due_at = (state.now // every + 1) * every
    if alarm.due_at == due_at:
        return
    state.world.alarms.put(alarm.replace(due_at=due_at))
    state.agenda.add(due_at, EVALUATE, alarm.name)
