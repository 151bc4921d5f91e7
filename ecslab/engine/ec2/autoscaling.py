"""Auto Scaling groups: a reconciler that keeps each at its desired capacity.

https://docs.aws.amazon.com/autoscaling/ec2/userguide/auto-scaling-groups.html
"""

from collections import Counter
from collections.abc import Sequence

from ecslab.engine.clock import HOUR
from ecslab.engine.ec2 import machines, templates
from ecslab.engine.ec2.machines import Launch
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.autoscaling import MOST_ACTIVITIES, Activity, Group
from ecslab.engine.platform.compute import Machine
from ecslab.engine.records.tags import Tag
from ecslab.engine.state import State

LOOK = machines.GROUP_LOOK

_HEARTBEAT = 1 * HOUR
"""How long the hook that ECS makes for draining holds an instance, if ECS does not let it go before."""

GIVE_UP = "autoscaling.give-up"
"""Agenda: the EC2 instance of that id has waited to be drained for as long as it may."""

DRAIN = "autoscaling.drain"
"""Agenda: the EC2 instance of that id is to be drained before its group terminates it."""

_OUT_OF_SERVICE = "an instance was taken out of service in response to "
_STOPPED = "an EC2 health check indicating it has been terminated or stopped."
_DIFFERENCE = "a difference between desired and actual capacity, "


def look(state: State, ids: tuple[str, ...]) -> None:
    """Bring a group one step closer to what it asks for: replace what ended, launch and terminate."""
    group = state.world.groups.get(ids[0])
    if group is None:
        return
    for machine in members(state, group.name):
        if machine.state in ("stopping", "stopped"):
            _scale_in(state, group, machine, _OUT_OF_SERVICE + _STOPPED)
    serving = [machine for machine in members(state, group.name) if _counts(machine)]
    missing = group.desired - len(serving)
    if missing > 0:
        _launch(state, group, serving, missing)
    for machine in _surplus(serving, -missing):
        shrinking = f"shrinking the capacity from {len(serving)} to {group.desired}."
        cause = _OUT_OF_SERVICE + _DIFFERENCE + shrinking
        _scale_in(state, group, machine, cause)
    _finish_deletion(state, group.name)


def set_desired(state: State, name: str, desired: int) -> Group:
    """Have a group hold `desired` instances. Raises ValidationError outside its bounds."""
    group = find(state, name)
    if desired < group.minimum:
        raise _invalid(
            f"New SetDesiredCapacity value {desired} is below min value {group.minimum} for the "
            "AutoScalingGroup."
        )
    if desired > group.maximum:
        raise _invalid(
            f"New SetDesiredCapacity value {desired} is above max value {group.maximum} for the "
            "AutoScalingGroup."
        )
    return change(state, group.replace(desired=desired))


def change(state: State, group: Group) -> Group:
    """Let `group` succeed its last version, and act on it."""
    state.world.groups.put(group)
    state.after(0, LOOK, group.name)
    return group


def retry(state: State, template_id: str) -> None:
    """Have the groups that launch from a template look at it anew: it says something else now."""
    for group in state.world.groups.values():
        if group.template == template_id:
            state.after(0, LOOK, group.name)


def delete(state: State, name: str, *, force: bool) -> None:
    """Delete a group; `force` takes its instances along."""
    group = find(state, name)
    if not force and any(machine.present for machine in members(state, name)):
        raise ApiError(
            "ResourceInUse",
            "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance "
            "request(s) still in the group.",
        )
    change(state, group.replace(minimum=0, desired=0, deleting=True, holds_terminating=False))
    for machine in members(state, name):
        state.world.machines.put(machine.replace(protected=False))


def release(state: State, machine: Machine) -> None:
    """Let an instance that waits to be terminated go: ECS has drained it."""
    if machine.lifecycle == "Terminating:Wait":
        going = machine.replace(lifecycle="Terminating:Proceed")
        state.world.machines.put(going)
        machines.terminate(state, going, "Client.UserInitiatedShutdown")


def protect(state: State, machine: Machine, *, protected: bool) -> None:
    """Say whether a group may choose an instance when it scales in."""
    if machine.protected != protected:
        state.world.machines.put(machine.replace(protected=protected))
        if machine.group is not None:
            state.after(0, LOOK, machine.group)


def terminate(state: State, machine: Machine, *, decrement: bool) -> None:
    """Terminate one instance of a group, which gets another in its place unless its capacity shrinks too."""
    group = find(state, machine.group or "")
    if decrement:
        if group.desired - 1 < group.minimum:
            raise _invalid(
                f"Currently, desiredSize equals minSize ({group.minimum}). Terminating instance without "
                "replacement will violate group's min size constraint. Either set "
                "shouldDecrementDesiredCapacity flag to false or lower group's min size."
            )
        group = change(state, group.replace(desired=group.desired - 1))
    _scale_in(state, group, machine, _OUT_OF_SERVICE + "a user request.")


def find(state: State, name: str) -> Group:
    """The group of that name. Raises ValidationError when there is none."""
    group = state.world.groups.get(name)
    if group is None:
        raise _invalid(f"AutoScalingGroup name not found - AutoScalingGroup '{name}' not found")
    return group


def members(state: State, name: str) -> list[Machine]:
    """The instances of a group that are not terminated, oldest first."""
    return [machine for machine in state.world.machines.where("group", name) if machine.state != "terminated"]


def _counts(machine: Machine) -> bool:
    return machine.present and not machine.lifecycle.startswith("Terminating")


def _launch(state: State, group: Group, serving: Sequence[Machine], count: int) -> None:
    """Launch instances where the group has fewest."""
    zones = Counter({state.world.subnets[subnet].zone: 0 for subnet in group.subnets})
    zones.update(machine.zone for machine in serving)
    growing = f"increasing the capacity from {len(serving)} to {group.desired}."
    cause = "an instance was started in response to " + _DIFFERENCE + growing
    try:
        image, kind, template = templates.complete_version(state, group.template, group.version)
    except ApiError as error:
        _fail(state, group, f"{error.message} Launching EC2 instance failed.", cause)
        return
    marks = (Tag(key="aws:autoscaling:groupName", value=group.name), *group.propagated, *template.tags)
    for _ in range(count):
        subnet = min(
            (state.world.subnets[each] for each in group.subnets), key=lambda subnet: zones[subnet.zone]
        )
        zones[subnet.zone] += 1
        machine = machines.launch(
            state,
            Launch(
                type=kind,
                image=image,
                subnet=subnet,
                user_data=template.user_data,
                profile=template.profile,
                security_groups=template.security_groups,
                tags=marks,
                group=group.name,
                protected=group.protects_new,
            ),
        )
        _note(state, group.name, f"Launching a new EC2 instance: {machine.id}", cause)


def _surplus(serving: Sequence[Machine], count: int) -> list[Machine]:
    """The instances that are too many: unprotected, from the fullest zone, oldest first."""
    zones = Counter(machine.zone for machine in serving)
    free = [machine for machine in serving if not machine.protected]
    chosen: list[Machine] = []
    while free and len(chosen) < count:
        machine = max(free, key=lambda each: (zones[each.zone], -each.launched_at))
        free.remove(machine)
        zones[machine.zone] -= 1
        chosen.append(machine)
    return chosen


def _scale_in(state: State, group: Group, machine: Machine, cause: str) -> None:
    """Let an instance go: at once, or once ECS has drained it."""
    if machine.lifecycle.startswith("Terminating"):
        return
    _note(state, group.name, f"Terminating EC2 instance: {machine.id}", cause)
    if group.holds_terminating and machine.state == "running":
        state.world.machines.put(machine.replace(lifecycle="Terminating:Wait"))
        state.after(0, DRAIN, machine.id)
        state.after(_HEARTBEAT, GIVE_UP, machine.id)
        return
    going = machine.replace(lifecycle="Terminating")
    state.world.machines.put(going)
    machines.terminate(state, going, "Client.UserInitiatedShutdown")


def _fail(state: State, group: Group, why: str, cause: str) -> None:
    """Tell once that a group can not launch."""
    description = f"Launching a new EC2 instance.  Status Reason: {why}"
    if not group.activities or group.activities[0].description != description:
        _note(state, group.name, description, cause, failure=why)


def _note(state: State, name: str, description: str, cause: str, failure: str | None = None) -> None:
    group = state.world.groups[name]
    activity = Activity(
        id=state.chance.uuid(),
        description=description,
        cause=cause,
        at=state.now,
        status="Successful" if failure is None else "Failed",
        message=failure,
    )
    state.world.groups.put(group.replace(activities=(activity, *group.activities)[:MOST_ACTIVITIES]))


def _finish_deletion(state: State, name: str) -> None:
    if state.world.groups[name].deleting and not members(state, name):
        state.world.groups.remove(name)


def _invalid(message: str) -> ApiError:
    return ApiError("ValidationError", message)
