"""A task set as AWS shows it.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_TaskSet.html
"""

from typing import Any

from ecslab.aws.operations.ecs.load_balancer_shape import show_load_balancers
from ecslab.aws.operations.ecs.network import show_network
from ecslab.aws.operations.ecs.strategy_shape import show_strategy
from ecslab.aws.operations.ecs.tags import tags_of
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.definitions import fargate
from ecslab.engine.ecs.services import task_sets
from ecslab.engine.records.task import BEFORE_RUNNING, Phase
from ecslab.engine.records.task_set import TaskSet
from ecslab.engine.state import State


def task_set_arn(state: State, task_set: TaskSet) -> str:
    """The ARN of a task set."""
    return state.arn("task-set", task_set.service, task_set.id)


def show_task_set(state: State, task_set: TaskSet, *, with_tags: bool = False) -> dict[str, Any]:
    """The task set in AWS's shape."""
    deployment = state.world.deployments[task_set.id]
    cluster, _, name = task_set.service.partition("/")
    on_fargate = deployment.launch_type == "FARGATE"
    tasks = [
        task
        for task in state.world.tasks.where("current service", task_set.service)
        if task.deployment == task_set.id
    ]
    arn = task_set_arn(state, task_set)
    shown: dict[str, Any] = {
        "id": task_set.id,
        "taskSetArn": arn,
        "serviceArn": state.arn("service", cluster, name),
        "clusterArn": state.arn("cluster", cluster),
        "startedBy": task_set.started_by,
        "externalId": task_set.external_id,
        "status": task_sets.status(state, task_set),
        "taskDefinition": state.arn("task-definition", deployment.definition),
        "computedDesiredCount": task_set.computed,
        "pendingCount": sum(task.phase in BEFORE_RUNNING for task in tasks),
        "runningCount": sum(task.phase in (Phase.RUNNING, Phase.NOTIFIED) for task in tasks),
        "createdAt": to_datetime(task_set.created_at),
        "updatedAt": to_datetime(task_set.updated_at),
        "launchType": None if deployment.strategy else deployment.launch_type,
        "capacityProviderStrategy": show_strategy(deployment.strategy) or None,
        "platformVersion": fargate.PLATFORM_VERSION if on_fargate else None,
        "platformFamily": "Linux" if on_fargate else None,
        "networkConfiguration": show_network(deployment.network) if deployment.network else None,
        "loadBalancers": show_load_balancers(deployment.load_balancers),
        "serviceRegistries": [],
        "scale": {"value": task_set.scale, "unit": "PERCENT"},
        "stabilityStatus": "STEADY_STATE" if task_set.steady else "STABILIZING",
        "stabilityStatusAt": to_datetime(task_set.steady_at),
        "tags": tags_of(state, arn) if with_tags else None,
    }
    return {key: value for key, value in shown.items() if value is not None}
