"""Service deployment and service revision operations: the history of a service.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-deployment.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import rollout_shape
from ecslab.aws.operations.instants import read_instant
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.services import rollout, service_changes
from ecslab.engine.ecs.traffic import traffic_shift
from ecslab.engine.errors import ApiError
from ecslab.engine.records.rollout import ServiceDeployment, ServiceRevision
from ecslab.engine.state import State

_MOST_DESCRIBED = 20


def list_service_deployments(
    call: Call,
    *,
    service: str,
    cluster: str | None = None,
    status: Sequence[str] = (),
    created_at: Mapping[str, Any] | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The deployments of a service, newest first, 20 a page unless asked otherwise."""
    state = call.state
    found = service_changes.find(state, find_cluster(state, cluster), service)
    if found is None:
        raise ApiError("ServiceNotFoundException", "Service not found.")
    span = {name: read_instant(value, f"createdAt.{name}") for name, value in (created_at or {}).items()}
    records = [
        record
        for record in state.world.service_deployments.where("service", found.key)
        if (not status or record.status in status) and _within(record, span)
    ]
    shown = [rollout_shape.show_brief(state, record) for record in reversed(records)]
    filters = ("service-deployments", found.key, tuple(status), sorted(span.items()))
    return page(shown, filters, max_results, next_token, 20).answer("serviceDeployments")


def describe_service_deployments(call: Call, *, service_deployment_arns: Sequence[str]) -> dict[str, Any]:
    """Service deployments by ARN; unknown ones are failures, not errors."""
    _check_count(service_deployment_arns, "serviceDeploymentArns")
    shown, failures = [], []
    for arn in service_deployment_arns:
        record = _find_deployment(call.state, arn)
        if record is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            shown.append(rollout_shape.show(call.state, record))
    return {"serviceDeployments": shown, "failures": failures}


def describe_service_revisions(call: Call, *, service_revision_arns: Sequence[str]) -> dict[str, Any]:
    """Service revisions by ARN; unknown ones are failures, not errors."""
    _check_count(service_revision_arns, "serviceRevisionArns")
    shown, failures = [], []
    for arn in service_revision_arns:
        revision = _find_revision(call.state, arn)
        if revision is None:
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            shown.append(rollout_shape.show_revision(call.state, revision))
    return {"serviceRevisions": shown, "failures": failures}


def stop_service_deployment(
    call: Call, *, service_deployment_arn: str, stop_type: str = "ROLLBACK"
) -> dict[str, Any]:
    """Stop a deployment that is under way and go back to the last that was completed."""
    record = _find_deployment(call.state, service_deployment_arn)
    if record is None:
        raise ApiError("ServiceDeploymentNotFoundException", "Service deployment not found.")
    if stop_type != "ROLLBACK":
        raise ApiError("InvalidParameterException", "stopType should be one of [ROLLBACK]")
    rollout.request_rollback(call.state, record)
    return {"serviceDeploymentArn": service_deployment_arn}


def continue_service_deployment(
    call: Call, *, service_deployment_arn: str, hook_id: str, action: str = "CONTINUE"
) -> dict[str, Any]:
    """Let a deployment that pauses at a lifecycle hook go on, or have it go back."""
    record = _find_deployment(call.state, service_deployment_arn)
    if record is None:
        raise ApiError("ServiceDeploymentNotFoundException", "Service deployment not found.")
    traffic_shift.answer(call.state, record, hook_id, action)
    return {"serviceDeploymentArn": service_deployment_arn}


def _within(record: ServiceDeployment, span: Mapping[str, int]) -> bool:
    before, after = span.get("before"), span.get("after")
    return (before is None or record.created_at < before) and (after is None or record.created_at > after)


def _find_deployment(state: State, arn: str) -> ServiceDeployment | None:
    record = state.world.service_deployments.get(arn.rsplit("/", 1)[-1])
    return record if record is not None and rollout_shape.deployment_arn(state, record) == arn else None


def _find_revision(state: State, arn: str) -> ServiceRevision | None:
    revision = state.world.revisions.get(arn.rsplit("/", 1)[-1])
    if revision is None or rollout_shape.revision_arn(state, revision.service, revision.id) != arn:
        return None
    return revision


def _check_count(arns: Sequence[str], name: str) -> None:
    if not arns:
        raise ApiError("InvalidParameterException", f"{name} cannot be empty.")
    if len(arns) > _MOST_DESCRIBED:
        raise ApiError("InvalidParameterException", f"{name} can have at most {_MOST_DESCRIBED} items.")
