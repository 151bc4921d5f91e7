"""Availability Zone rebalancing: moves one task of a settled service after another to a zone that lacks it.

A task starts in the emptiest zone; when it is healthy, one in the fullest zone stops.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.services import balance, replica, service_tasks, watch
from ecslab.engine.ecs.services.replica import TaskView, View
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.state import State


def step(state: State, key: str, primary: Deployment, view: View) -> None:
    """Begin, go on with or end the rebalancing of a service for which there is nothing else to do."""
    service = state.world.services[key]
    if service.rebalancing != "ENABLED":
        return
    current = [task.zone for task in view.tasks if task.current]
    zones = zones_of(state, service, primary)
    move = balance.next_move(current, zones)
    if service.moving and (move is None or not _settled(view)):
        if len(current) > service.desired:
            return
        state.world.services.put(service.replace(moving=False))
        if move is None:
            watch.report(state, key, f"is AZ balanced with {balance.describe(current, zones)}.")
        return
    if move is None or not _settled(view) or view.held or primary.rollout_state != "COMPLETED":
        return
    if len(view.tasks) >= view.ceiling:
        return
    if not service.moving:
        state.world.services.put(service.replace(moving=True))
        text = f"is not AZ balanced with {balance.describe(current, zones)}. AZ Rebalancing in progress."
        watch.report(state, key, text)
    leaving = replica.moves_out([task for task in view.tasks if task.current])
    gone = leaving.id if leaving is not None else None
    service_tasks.start(state, key, primary, 1, zone=move.target, leaving=gone)


def interrupt(state: State, service: Service) -> Service:
    """Give up a rebalancing, for the service was changed: it begins anew once everything is in place."""
    if not service.moving:
        return service
    state.world.services.put(service.replace(moving=False))
    watch.report(state, service.key, "stopped AZ Rebalancing.")
    return state.world.services[service.key]


def zones_of(state: State, service: Service, primary: Deployment) -> Sequence[str]:
    """The zones that tasks of the service can be placed in now."""
    subnets = primary.network.subnets if primary.network is not None else ()
    reached = {state.world.subnets[subnet].zone for subnet in subnets}
    reached = {zone for zone in reached if zone not in state.world.outages}
    if primary.launch_type == "FARGATE":
        return sorted(reached)
    instances = state.world.instances.where("cluster", service.cluster)
    found = {instance.zone for instance in instances if instance.takes_tasks and instance.agent_connected}
    return sorted(found & reached if reached else found)


def _settled(view: View) -> bool:
    """Whether the service has exactly what it wants, all of it healthy."""
    return len(view.tasks) == view.desired and all(_well(task) for task in view.tasks)


def _well(task: TaskView) -> bool:
    return task.current and task.healthy and not task.leaving
