"""Metering: Fargate tasks from the start of their pull until they have stopped, EC2 instances while they run.

https://aws.amazon.com/fargate/pricing/
https://aws.amazon.com/ec2/pricing/on-demand/
"""

from collections.abc import Iterator

from ecslab.engine.clock import SECOND
from ecslab.engine.platform.compute import Machine
from ecslab.engine.records.meter import Meter
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

POWER_ON = 10 * SECOND
"""From the launch of an EC2 instance until it runs, which is when it begins to cost."""


def of_task(state: State, task: Task) -> Meter | None:
    """What a task has used until now; None when its pull has not begun."""
    if task.pull_started_at is None:
        return None
    subnet = state.world.subnets.get(task.subnet) if task.subnet is not None else None
    public = task.network is not None and task.network.assign_public_ip == "ENABLED"
    return Meter(
        id=task.id,
        capacity=_capacity(task),
        cluster=task.cluster,
        service=task.service,
        definition=task.definition,
        cpu=task.cpu,
        memory=task.memory,
        architecture=task.architecture,
        storage_gib=task.storage_gib,
        public_address=public and subnet is not None and subnet.public,
        started_at=task.pull_started_at,
        ended_at=state.now if task.stopped_at is None else task.stopped_at,
    )


def close(state: State, task: Task) -> None:
    """Keep the meter of a task that has stopped."""
    meter = of_task(state, task)
    if meter is not None:
        state.world.meters.put(meter)


def of_machine(state: State, machine: Machine) -> Meter | None:
    """What an EC2 instance has used until now; None while it does not run."""
    runs_since = machine.started_at + POWER_ON
    if machine.state != "running" or runs_since > state.now:
        return None
    registered = next(state.world.instances.where("machine", machine.id), None)
    return Meter(
        id=machine.id,
        capacity="INSTANCE",
        cluster=registered.cluster if registered is not None else machine.ecs_cluster,
        architecture=machine.kind.architecture,
        storage_gib=0,
        public_address=machine.public_ip is not None,
        instance_type=machine.type,
        started_at=runs_since,
        ended_at=state.now,
    )


def close_machine(state: State, machine: Machine) -> None:
    """Keep the meter of an EC2 instance that begins to stop."""
    meter = of_machine(state, machine)
    if meter is not None:
        state.world.meters.put(meter)


def meters(state: State, index: str | None = None, value: str = "") -> Iterator[Meter]:
    """Every meter, closed ones first; of one `cluster` or `service` only when that `index` is given."""
    world = state.world
    yield from world.meters.values() if index is None else world.meters.where(index, value)
    # The tasks of a service or cluster that have stopped are among those closed above.
    for task in world.tasks.values() if index is None else world.tasks.where(index, value):
        if task.phase is not Phase.STOPPED:
            meter = of_task(state, task)
            if meter is not None:
                yield meter
    if index != "service":
        for machine in world.machines.values():
            meter = of_machine(state, machine)
            if meter is not None and (index is None or meter.cluster == value):
                yield meter


def _capacity(task: Task) -> str:
    if task.capacity_provider == "FARGATE_SPOT":
        return "FARGATE_SPOT"
    return task.launch_type if task.launch_type in ("FARGATE", "EC2") else "EC2"
