"""A view of a service: its deployments with their tasks, and how its strategy shares them out."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ecslab.engine.ecs.capacity_providers.capacity import split
from ecslab.picture.stages import Stage
from ecslab.picture.views import DeploymentView, ServiceView, StrategyView, TaskView, counted

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab
    from ecslab.engine.records.capacity import Strategy
    from ecslab.engine.records.service import Service

SHARED_OUT = 1_000
"""Of how many tasks at most it is worked out what base and weight give to each provider."""


def read(lab: "Lab", service: "Service", mark: str, tasks: list[TaskView]) -> ServiceView:
    """The service as it is now; `tasks` are those that have not stopped."""
    by_deployment: dict[str, list[TaskView]] = {}
    world = lab.world
    for task in tasks:
        by_deployment.setdefault(world.tasks[task.id].deployment or "", []).append(task)
    kept = sorted(world.deployments.where("service", service.key), key=lambda each: not each.primary)
    deployments = [
        DeploymentView(
            id=each.id,
            status=each.status,
            definition=each.definition,
            rollout_state=each.rollout_state,
            rollout_reason=each.rollout_reason,
            desired=each.desired,
            failed=each.failed_tasks,
            counts=counted(by_deployment.pop(each.id, [])),
        )
        for each in kept
    ]
    # Tasks that outlive their deployment come last.
    leaving = [
        DeploymentView(definition=left[0].definition, counts=counted(left)) for left in by_deployment.values()
    ]
    return ServiceView(
        letter=mark,
        name=service.name,
        status=service.status,
        scheduling=service.scheduling,
        desired=service.desired,
        deployments=(*deployments, *leaving),
        strategy=shares(service.strategy, tasks),
    )


def shares(strategy: "Strategy", tasks: Iterable[TaskView]) -> tuple[StrategyView, ...]:
    """How a strategy's providers share tasks: what each has, and what base and weight would give it.

    Tasks that are on their way out have no part in it.
    """
    if not strategy:
        return ()
    has = Counter(task.capacity for task in tasks if task.stage is not Stage.STOPPING)
    total = sum(has[item.capacity_provider] for item in strategy)
    wanted = Counter(split(strategy, {}, min(total, SHARED_OUT)))
    scale = total / SHARED_OUT if total > SHARED_OUT else 1
    return tuple(
        StrategyView(
            item.capacity_provider,
            item.base,
            item.weight,
            has[item.capacity_provider],
            round(wanted[item.capacity_provider] * scale),
        )
        for item in strategy
    )
