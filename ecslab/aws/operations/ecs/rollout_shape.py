"""Service deployments and service revisions as AWS shows them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceDeployment.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ServiceRevision.html
"""

from typing import Any

from ecslab.aws.operations.ecs.deployment_shape import show_configuration
from ecslab.aws.operations.ecs.network import show_network
from ecslab.aws.operations.ecs.strategy_shape import show_strategy
from ecslab.engine.clock import to_datetime
from ecslab.engine.ecs.definitions import fargate
from ecslab.engine.ecs.traffic import traffic_shift
from ecslab.engine.records.rollout import ServiceDeployment, ServiceRevision
from ecslab.engine.records.task import BEFORE_RUNNING, Phase
from ecslab.engine.records.traffic_shift import Shift
from ecslab.engine.state import State

_TIMES = {
    "createdAt": "created_at",
    "startedAt": "started_at",
    "finishedAt": "finished_at",
    "stoppedAt": "stopped_at",
    "updatedAt": "updated_at",
}
_BRIEF_TIMES = ("createdAt", "startedAt", "finishedAt")


def deployment_arn(state: State, record: ServiceDeployment) -> str:
    """The ARN of a service deployment."""
    return state.arn("service-deployment", record.service, record.id)


def revision_arn(state: State, service: str, revision: str) -> str:
    """The ARN of a service revision."""
    return state.arn("service-revision", service, revision)


def show_brief(state: State, record: ServiceDeployment) -> dict[str, Any]:
    """A service deployment as the listing has it."""
    shown = _heading(state, record) | {
        "targetServiceRevisionArn": revision_arn(state, record.service, record.target)
    }
    for name in _BRIEF_TIMES:
        shown |= _time(record, name)
    return shown


def show(state: State, record: ServiceDeployment) -> dict[str, Any]:
    """A service deployment in AWS's shape."""
    shown = _heading(state, record)
    for name in _TIMES:
        shown |= _time(record, name)
    shown |= {
        "sourceServiceRevisions": [summary(state, record.service, each) for each in record.sources],
        "targetServiceRevision": summary(state, record.service, record.target),
        "deploymentConfiguration": show_configuration(record.configuration),
        "deploymentCircuitBreaker": _breaker(state, record),
        "alarms": _alarms(record),
    }
    if record.shift is not None:
        shown |= _shift(state, record, record.shift)
    if record.rollback is not None:
        shown["rollback"] = {
            "reason": record.rollback.reason,
            "startedAt": to_datetime(record.rollback.started_at),
            "serviceRevisionArn": revision_arn(state, record.service, record.rollback.revision),
        }
    return shown


def show_revision(state: State, revision: ServiceRevision) -> dict[str, Any]:
    """A service revision in AWS's shape."""
    deployment = revision.deployment
    on_fargate = deployment.launch_type == "FARGATE"
    cluster, _, name = revision.service.partition("/")
    shown: dict[str, Any] = {
        "serviceRevisionArn": revision_arn(state, revision.service, revision.id),
        "serviceArn": state.arn("service", cluster, name),
        "clusterArn": state.arn("cluster", cluster),
        "taskDefinition": state.arn("task-definition", deployment.definition),
        "launchType": None if deployment.strategy else deployment.launch_type,
        "capacityProviderStrategy": show_strategy(deployment.strategy) or None,
        "platformVersion": fargate.PLATFORM_VERSION if on_fargate else None,
        "platformFamily": "Linux" if on_fargate else None,
        "networkConfiguration": show_network(deployment.network) if deployment.network else None,
        "containerImages": [
            {"containerName": each.container, "image": each.image, "imageDigest": each.digest}
            for each in revision.images
        ],
        "guardDutyEnabled": False,
        "serviceConnectConfiguration": {"enabled": False},
        "createdAt": to_datetime(revision.created_at),
    }
    return {key: value for key, value in shown.items() if value is not None}


def summary(state: State, service: str, revision: str) -> dict[str, Any]:
    """A revision and how many tasks it has now."""
    deployment = f"ecs-svc/{revision}"
    tasks = [
        task for task in state.world.tasks.where("current service", service) if task.deployment == deployment
    ]
    known = state.world.deployments.get(deployment)
    return {
        "arn": revision_arn(state, service, revision),
        "requestedTaskCount": traffic_shift.wanted(state, known) if known is not None else 0,
        "runningTaskCount": sum(task.phase in (Phase.RUNNING, Phase.NOTIFIED) for task in tasks),
        "pendingTaskCount": sum(task.phase in BEFORE_RUNNING for task in tasks),
    }


def _shift(state: State, record: ServiceDeployment, shift: Shift) -> dict[str, Any]:
    """How far a deployment has shifted traffic: its stage, the revisions' shares and the pauses."""
    target = summary(state, record.service, record.target) | {
        "requestedTestTrafficWeight": shift.test,
        "requestedProductionTrafficWeight": shift.production,
    }
    sources = [
        summary(state, record.service, each)
        | (
            {
                "requestedTestTrafficWeight": 100.0 - shift.test,
                "requestedProductionTrafficWeight": 100.0 - shift.production,
            }
            if f"ecs-svc/{each}" == shift.blue
            else {}
        )
        for each in record.sources
    ]
    hooks = [
        {
            "hookId": hook.id,
            "targetType": "PAUSE",
            "status": hook.status,
            "expiresAt": to_datetime(hook.expires_at),
            "timeoutAction": hook.action,
        }
        for hook in shift.hooks
        if hook.stage == shift.stage
    ]
    shown = {
        "lifecycleStage": str(shift.stage),
        "sourceServiceRevisions": sources,
        "targetServiceRevision": target,
    }
    return shown | ({"lifecycleHookDetails": hooks} if hooks else {})


def _heading(state: State, record: ServiceDeployment) -> dict[str, Any]:
    cluster, _, name = record.service.partition("/")
    shown = {
        "serviceDeploymentArn": deployment_arn(state, record),
        "serviceArn": state.arn("service", cluster, name),
        "clusterArn": state.arn("cluster", cluster),
        "status": record.status,
    }
    return shown | ({"statusReason": record.status_reason} if record.status_reason else {})


def _time(record: ServiceDeployment, name: str) -> dict[str, Any]:
    at_ms = getattr(record, _TIMES[name])
    return {} if at_ms is None else {name: to_datetime(at_ms)}


def _breaker(state: State, record: ServiceDeployment) -> dict[str, Any]:
    if not record.configuration.deployment_circuit_breaker.enable:
        return {"status": "DISABLED"}
    deployment = state.world.deployments.get(f"ecs-svc/{record.target}")
    counting = record.under_way and deployment is not None and not record.breaker_tripped
    failures = deployment.breaker_failures if counting and deployment is not None else record.failures
    return {
        "status": _monitor(record, triggered=record.breaker_tripped),
        "failureCount": failures,
        "threshold": record.threshold,
    }


def _alarms(record: ServiceDeployment) -> dict[str, Any]:
    if not record.watches_alarms:
        return {"status": "DISABLED"}
    shown: dict[str, Any] = {
        "status": _monitor(record, triggered=bool(record.triggered_alarms)),
        "alarmNames": list(record.configuration.alarms.alarm_names),
    }
    return shown | ({"triggeredAlarmNames": list(record.triggered_alarms)} if record.triggered_alarms else {})


def _monitor(record: ServiceDeployment, *, triggered: bool) -> str:
    if triggered:
        return "TRIGGERED"
    return "MONITORING" if record.under_way else "MONITORING_COMPLETE"
