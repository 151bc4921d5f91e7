"""EC2 instances: launching, stopping, terminating them, and what their agent then does.

https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
"""

from typing import NamedTuple

from ecslab.engine.ec2 import agent
from ecslab.engine.ecs.instances import instance as instances
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.compute import Machine
from ecslab.engine.platform.network import Subnet
from ecslab.engine.records.tags import Tag
from ecslab.engine.state import State

RUNNING = "machine.running"
"""Agenda: the EC2 instance of that id runs, if it has not been stopped in the meantime."""
ENDED = "machine.ended"
"""Agenda: the EC2 instance of that id has stopped or is terminated."""
FORGET = "machine.forget"
"""Agenda: the terminated EC2 instance of that id is forgotten."""
GROUP_LOOK = "autoscaling.look"
"""Agenda: the Auto Scaling group of that name is looked at."""

_USER_TERMINATED = "User initiated"
_HARDWARE = "Server.InternalError: The hardware below the instance failed"


class Launch(NamedTuple):
    """What is to be launched."""

    type: str
    image: str
    subnet: Subnet
    user_data: str = ""
    profile: str | None = None
    security_groups: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    group: str | None = None
    protected: bool = False
    provider: str | None = None


def launch(state: State, wanted: Launch) -> Machine:
    """Start a new EC2 instance: it is pending, then runs, and its agent registers when it has booted."""
    subnet = state.world.subnets[wanted.subnet.id]
    state.world.subnets.put(subnet.replace(handed_out=subnet.handed_out + 1))
    machine = Machine(
        id=f"i-0{state.chance.hex_id(16)}",
        type=wanted.type,
        image=wanted.image,
        subnet=subnet.id,
        zone=subnet.zone,
        vpc=subnet.vpc,
        private_ip=subnet.address(),
        public_ip=_public_address(state) if subnet.public else None,
        user_data=wanted.user_data,
        profile=wanted.profile,
        security_groups=wanted.security_groups,
        group=wanted.group,
        protected=wanted.protected,
        provider=wanted.provider,
        lifecycle="Pending" if wanted.group else "",
        tags=wanted.tags,
        launched_at=state.now,
        started_at=state.now,
    )
    state.world.machines.put(machine)
    _boot(state, machine)
    return machine


def start(state: State, machine: Machine) -> Machine:
    """Start a stopped instance again; it gets another public address."""
    check_startable(machine)
    if machine.state in ("pending", "running"):
        return machine
    public_ip = _public_address(state) if state.world.subnets[machine.subnet].public else None
    started = machine.replace(
        state="pending", public_ip=public_ip, started_at=state.now, ended_at=None, reason=""
    )
    state.world.machines.put(started)
    _boot(state, started)
    return started


def stop(state: State, machine: Machine) -> Machine:
    """Stop an instance: its tasks end, and it stays registered without its agent."""
    check_stoppable(machine)
    if machine.state in ("stopping", "stopped"):
        return machine
    return _end(state, machine.replace(state="stopping", reason=_USER_TERMINATED))


def terminate(state: State, machine: Machine, reason: str = _USER_TERMINATED) -> Machine:
    """End an instance for good. One that is on its way out already is left as it is."""
    if not machine.present:
        return machine
    return _end(state, machine.replace(state="shutting-down", reason=reason))


def fail(state: State, machine: Machine) -> None:
    """The hardware below an instance fails: it is terminated at once, and ECS learns of it."""
    metering.close_machine(state, machine)
    state.world.machines.put(machine.replace(state="shutting-down", reason=_HARDWARE))
    ended(state, (machine.id, "connected"))


def runs(state: State, ids: tuple[str, ...]) -> None:
    """An instance has power: it runs, though its agent is still starting."""
    machine = state.world.machines.get(ids[0])
    if machine is not None and machine.state == "pending" and str(machine.started_at) == ids[1]:
        in_group = "InService" if machine.group else ""
        state.world.machines.put(machine.replace(state="running", lifecycle=in_group))
        _tell_group(state, machine)


def ended(state: State, ids: tuple[str, ...]) -> None:
    """An instance has stopped or is terminated: ECS learns of it."""
    machine = state.world.machines[ids[0]]
    if machine.state not in ("stopping", "shutting-down"):
        return
    terminated = machine.state == "shutting-down"
    gone = machine.replace(
        state="terminated" if terminated else "stopped",
        lifecycle="Terminated" if terminated and machine.group else machine.lifecycle,
        public_ip=None,
        ended_at=state.now,
    )
    state.world.machines.put(gone)
    registered = instances.of_machine(state, machine.id)
    if registered is not None:
        # ECS takes a terminated instance out of its cluster only if it could still talk to the agent.
        instance_states.lose(state, registered, terminated=terminated and ids[1] == "connected")
    if terminated:
        state.after(state.delays.retention, FORGET, machine.id)
    _tell_group(state, gone)


def forget(state: State, ids: tuple[str, ...]) -> None:
    """Forget a terminated instance."""
    state.world.machines.remove(ids[0])


def find(state: State, machine_id: str) -> Machine:
    """The instance of that id. Raises InvalidInstanceID.NotFound or InvalidInstanceID.Malformed."""
    machine = state.world.machines.get(machine_id)
    if machine is None:
        if not machine_id.startswith("i-"):
            raise ApiError("InvalidInstanceID.Malformed", f'Invalid id: "{machine_id}"')
        raise ApiError("InvalidInstanceID.NotFound", f"The instance ID '{machine_id}' does not exist")
    return machine


def check_startable(machine: Machine) -> None:
    """Raise IncorrectInstanceState unless the instance can be started, or runs already."""
    if machine.state not in ("pending", "running", "stopped"):
        raise _wrong_state(machine, "started")


def check_stoppable(machine: Machine) -> None:
    """Raise IncorrectInstanceState unless the instance can be stopped, or has stopped already."""
    if not machine.present:
        raise _wrong_state(machine, "stopped")


def _boot(state: State, machine: Machine) -> None:
    state.after(metering.POWER_ON, RUNNING, machine.id, str(machine.started_at))
    boot = state.delays.vary(state.delays.instance.boot, state.chance)
    state.after(boot, agent.STARTS, machine.id, str(machine.started_at))


def _end(state: State, ending: Machine) -> Machine:
    registered = instances.of_machine(state, ending.id)
    connected = registered is not None and registered.agent_connected
    if registered is not None:
        instance_states.set_agent(state, registered, connected=False)
    metering.close_machine(state, state.world.machines[ending.id])
    state.world.machines.put(ending)
    state.after(state.delays.instance.stop, ENDED, ending.id, "connected" if connected else "cut-off")
    _tell_group(state, ending)
    return ending


def _tell_group(state: State, machine: Machine) -> None:
    if machine.group is not None:
        state.after(0, GROUP_LOOK, machine.group)


def _public_address(state: State) -> str:
    """An address out of a block that is set aside for documentation."""
    return f"198.51.100.{1 + state.chance.below(254)}"


def _wrong_state(machine: Machine, verb: str) -> ApiError:
    return ApiError(
        "IncorrectInstanceState",
        f"The instance '{machine.id}' is not in a state from which it can be {verb}.",
    )
