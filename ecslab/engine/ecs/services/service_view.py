"""A service and its tasks as the scheduling functions see them.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_services.html
"""

from ecslab.engine.ecs.placement import leaving
from ecslab.engine.ecs.services import healthy, protection, replica, rollout
from ecslab.engine.ecs.services.healthy import Health
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Phase, Task
from ecslab.engine.state import State


def view(state: State, service: Service, primary: Deployment) -> replica.View:
    """The service as the scheduling function sees it."""
    turns = _turns(state, service, primary)
    keeper = rollout.keeper(state, service)
    tasks = [
        replica.TaskView(
            id=task.id,
            current=task.deployment == primary.id,
            running=task.phase is Phase.RUNNING,
            healthy=(judged := healthy.health(state, task)) is Health.HEALTHY,
            zone=task.zone,
            created_at=task.created_at,
            unhealthy=judged is Health.UNHEALTHY,
            protected=protection.is_protected(state, task),
            instance=task.instance or "",
            leaving=_drained(state, task),
            provider=task.capacity_provider or "",
            turn=turns.get(task.id),
            kept=keeper is not None and task.deployment == keeper.id,
        )
        for task in state.world.tasks.where("current service", service.key)
        if task.live
    ]
    held = primary.rollout_state == "FAILED" or _held_back(state, primary)
    return replica.View(
        service.desired,
        service.floor,
        service.ceiling,
        held,
        tasks,
        moving=service.moving,
        strategy=primary.strategy,
        kept=keeper.desired if keeper is not None else 0,
        kept_held=keeper is not None and _held_back(state, keeper),
    )


def _held_back(state: State, deployment: Deployment) -> bool:
    """Whether too many starts of a deployment in a row have failed for it to start more already."""
    return deployment.retry_at is not None and state.now < deployment.retry_at


def _turns(state: State, service: Service, primary: Deployment) -> dict[str, int]:
    """The order in which a service with placement strategies of its own gives up tasks, if it must."""
    if not service.strategies:
        return {}
    tasks = state.world.tasks.where("current service", service.key)
    current = [task for task in tasks if task.live and task.deployment == primary.id]
    if len(current) <= service.desired:
        return {}
    names = dict.fromkeys(task.instance for task in current if task.instance is not None)
    found = {name: state.world.instances[name] for name in names if name in state.world.instances}
    return leaving.turns(service.strategies, current, found)


def _drained(state: State, task: Task) -> bool:
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    return instance is not None and instance.status == "DRAINING"


def alone(state: State, service: Service, deployment: Deployment, wanted: int) -> replica.View:
    """One of several deployments that are kept side by side, as if it were a service of `wanted` tasks."""
    whole = view(state, service, deployment)
    own = [task for task in whole.tasks if task.current]
    floor = min(service.floor, wanted)
    own = [task._replace(kept=False) for task in own]
    return whole._replace(
        desired=wanted, floor=floor, ceiling=max(service.ceiling, wanted), tasks=own, kept=0
    )
