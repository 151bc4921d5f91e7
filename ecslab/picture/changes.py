"""What has changed between two looks at a lab, so that it can be noticed."""

from collections.abc import Hashable, Iterator, Mapping

from ecslab.picture.parts import Target
from ecslab.picture.views import ClusterView, LabView


def changes(before: LabView, after: LabView) -> frozenset[Target]:
    """What is new or another than before. After a step back in time nothing is: that is no news."""
    if not before.now_ms or before.now_ms > after.now_ms:
        return frozenset()
    known, now = _states(before), _states(after)
    changed = {target for target, state in now.items() if known.get(target) != state}
    clusters = {cluster.name: cluster for cluster in before.clusters}
    for cluster in after.clusters:
        changed.update(_tasks(clusters.get(cluster.name), cluster))
    return frozenset(changed)


def _tasks(before: ClusterView | None, after: ClusterView) -> Iterator[Target]:
    """The tasks that are new or another. Most are the very same view as before: they are passed over."""
    same = {id(task) for task in before.tasks} if before is not None else set()
    fresh = [task for task in after.tasks if id(task) not in same]
    if not fresh:
        return
    known = {task.id: (task.status, task.ailing) for task in before.tasks} if before is not None else {}
    for task in fresh:
        if known.get(task.id) != (task.status, task.ailing):
            yield Target(after.name, f"task/{task.id}")


def _states(view: LabView) -> Mapping[Target, Hashable]:
    """What of each thing but tasks that live counts as its state."""
    states: dict[Target, Hashable] = {}
    for cluster in view.clusters:
        states.update(_of_cluster(cluster))
    for each in view.schedules:
        states[Target("", f"{each.kind}/{each.key}")] = (each.due, each.outcome, each.enabled)
    return states


def _of_cluster(view: ClusterView) -> Iterator[tuple[Target, Hashable]]:
    for stopped in view.stopped:
        yield Target(view.name, f"task/{stopped.id}"), "STOPPED"
    for service in view.services:
        roll_out = tuple(
            (each.id, each.status, each.rollout_state) for each in service.deployments if each.id
        )
        yield Target(view.name, f"service/{service.name}"), (service.desired, service.status, roll_out)
    for instance in view.instances:
        name = instance.id or instance.machine
        yield Target(view.name, f"instance/{name}"), (instance.status, instance.connected)
    for provider in view.providers:
        yield Target(view.name, f"provider/{provider.name}"), (provider.desired, provider.short)
