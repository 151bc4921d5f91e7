"""Managed daemons: one task of each on every managed instance, before any other task.

An instance whose critical daemon stops is drained and replaced; so are, a part at a time, the instances
of an earlier revision. The deployment circuit breaker, alarms and roll-back are not simulated.
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html
"""

from collections.abc import Iterable

from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.capacity_providers.managed_instances import members
from ecslab.engine.ecs.instances import instance_states
from ecslab.engine.ecs.placement.filters import FILTERS
from ecslab.engine.ecs.tasks import launch, lifecycle
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.managed_daemon import GROUP, Daemon, DaemonDeployment, DaemonRevision
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State

TICK = "daemon.tick"
"""Agenda: the managed daemon of that key is looked at."""

_DRAINED = "Task stopped during instance draining"


def look(state: State, daemon: Daemon, at_ms: int | None = None) -> None:
    """Have a daemon looked at, at once unless a time is given or a look is planned before it."""
    at_ms = state.now if at_ms is None else at_ms
    if daemon.tick_at is None or daemon.tick_at > at_ms:
        state.world.daemons.put(daemon.replace(tick_at=at_ms))
        state.agenda.add(at_ms, TICK, daemon.key)


def wake(state: State, ids: tuple[str, ...]) -> None:
    """The instances below a daemon have changed: look at it now, before any other task is placed."""
    daemon = state.world.daemons.get(ids[0])
    if daemon is not None:
        state.world.daemons.put(daemon.replace(tick_at=state.now))
        tick(state, ids)


def tick(state: State, ids: tuple[str, ...]) -> None:
    """Bring a daemon one step closer to one task of its revision on each instance."""
    daemon = state.world.daemons.get(ids[0])
    if daemon is None or daemon.tick_at != state.now:
        return
    state.world.daemons.put(daemon.replace(tick_at=None))
    revision = state.world.daemon_revisions[daemon.revision]
    instances = [each for each in instances_of(state, daemon) if each.registered]
    leaving = daemon.status == "DELETE_IN_PROGRESS"
    outdated = []
    for instance in instances:
        task = newest_on(state, daemon, instance)
        if task is None:
            if not leaving and instance.takes_tasks:
                _start(state, daemon, revision, instance)
        elif leaving or not _is_current(task, revision):
            outdated.append(instance)
        elif not task.live and revision.critical:
            _replace(state, instance)
    _roll(state, daemon, instances, outdated)
    _finish(state, daemon.key, bool(outdated))


def instances_of(state: State, daemon: Daemon) -> Iterable[ContainerInstance]:
    """The registered instances of the daemon's providers."""
    for name in daemon.providers:
        provider = state.world.providers.get(name)
        if provider is not None:
            yield from members(state, provider)


def newest_on(state: State, daemon: Daemon, instance: ContainerInstance) -> Task | None:
    """The newest task of the daemon on an instance, running or not."""
    mine = list(state.world.tasks.where("daemon", f"{instance.id} {daemon.group}"))
    return mine[-1] if mine else None


def _is_current(task: Task, revision: DaemonRevision) -> bool:
    return task.started_by == revision.id


def _start(state: State, daemon: Daemon, revision: DaemonRevision, instance: ContainerInstance) -> None:
    """Start the daemon's task where there is room; a critical one makes the instance wait for it."""
    definition = state.world.definitions[state.world.daemon_definitions[revision.definition].inside]
    order = launch.Order(
        cluster=daemon.cluster,
        definition=definition,
        network=None,
        launch_type="MANAGED_INSTANCES",
        capacity_provider=instance.capacity_provider,
        group=daemon.group,
        started_by=revision.id,
    )
    request = launch.request_of(state, order)
    if all(check(request, instance) is None for check in FILTERS):
        launch.launch_on(state, order, instance)


def _roll(
    state: State, daemon: Daemon, instances: list[ContainerInstance], outdated: list[ContainerInstance]
) -> None:
    """Replace instances of an earlier revision, no more at a time than the roll-out allows."""
    at_once = max(1, int(len(instances) * daemon.rollout.drain_percent / 100))
    draining = sum(instance.status == "DRAINING" for instance in outdated)
    for instance in outdated:
        if instance.status == "ACTIVE" and draining < at_once:
            _replace(state, instance)
            draining += 1


def _replace(state: State, instance: ContainerInstance) -> None:
    """Drain an instance: services move away, and what nobody moves is stopped."""
    drained = instance_states.set_status(state, instance, "DRAINING")
    for task in instance_states.tasks_on(state, drained):
        if task.service is None and not task.group.startswith(GROUP):
            lifecycle.stop(state, task, "ServiceSchedulerInitiated", _DRAINED)


def _finish(state: State, key: str, unfinished: bool) -> None:
    """Tell of a deployment that is through, after its bake time; forget a daemon that is gone."""
    daemon = state.world.daemons[key]
    deployment = state.world.daemon_deployments[daemon.deployment]
    if unfinished or deployment.status != "IN_PROGRESS" or not _all_run(state, daemon):
        return
    bakes_until = deployment.bakes_until or state.now + daemon.rollout.bake_time_in_minutes * MINUTE
    if state.now < bakes_until:
        state.world.daemon_deployments.put(deployment.replace(bakes_until=bakes_until))
        look(state, daemon, bakes_until)
        return
    done = deployment.replace(status="SUCCESSFUL", finished_at=state.now, bakes_until=None)
    state.world.daemon_deployments.put(done)
    if daemon.status == "DELETE_IN_PROGRESS":
        _forget(state, daemon)


def _all_run(state: State, daemon: Daemon) -> bool:
    """Whether every instance that takes tasks has the daemon's task, and it runs."""
    if daemon.status == "DELETE_IN_PROGRESS":
        return True
    for instance in instances_of(state, daemon):
        task = newest_on(state, daemon, instance)
        if instance.takes_tasks and (task is None or task.phase is not Phase.RUNNING):
            return False
    return True


def _forget(state: State, daemon: Daemon) -> None:
    world = state.world
    deployments: list[DaemonDeployment] = list(world.daemon_deployments.where("daemon", daemon.key))
    for deployment in deployments:
        world.daemon_deployments.remove(deployment.id)
    for revision in list(world.daemon_revisions.where("daemon", daemon.key)):
        world.daemon_revisions.remove(revision.id)
    world.daemons.remove(daemon.key)
    arn = state.arn("daemon", daemon.cluster, daemon.name)
    if arn in world.tags:
        world.tags.remove(arn)
