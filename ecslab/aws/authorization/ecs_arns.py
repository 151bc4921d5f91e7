"""Which of ECS's resources a request names, as the ARNs that IAM looks at.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
"""

from collections.abc import Callable, Sequence
from typing import Any

from ecslab.aws.authorization.acting import Params
from ecslab.engine.state import State

Arns = Callable[[State, Params], Sequence[str]]
"""Gives the resources of a request."""


def cluster(state: State, params: Params) -> str:
    """The ARN of the cluster that a call means."""
    given = str(params.get("cluster") or "default")
    return given if given.startswith("arn:") else state.arn("cluster", given)


def cluster_name(state: State, params: Params) -> str:
    """The name of that cluster."""
    return cluster(state, params).rsplit("/", 1)[-1]


def of_cluster(kind: str, reference: str, state: State, params: Params) -> str:
    """The ARN of a service, a task or an instance that a call names by its ARN, its name or its id."""
    if reference.startswith("arn:"):
        return reference
    return state.arn(kind, cluster_name(state, params), reference.rsplit("/", 1)[-1])


def by_name(kind: str, *fields: str) -> Arns:
    """The resources of a kind, in the call's cluster, that the fields of the request name."""

    def arns(state: State, params: Params) -> Sequence[str]:
        given = [each for field in fields for each in _listed(params.get(field))]
        return [of_cluster(kind, each, state, params) for each in given]

    return arns


def by_arn(*fields: str, kind: str = "") -> Arns:
    """The resources whose ARNs, or names of a kind without a cluster, stand in the fields of the request."""

    def arns(state: State, params: Params) -> Sequence[str]:
        given = [each for field in fields for each in _listed(params.get(field))]
        return [each if each.startswith("arn:") or not kind else state.arn(kind, each) for each in given]

    return arns


def _listed(value: Any) -> Sequence[str]:
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def clusters(state: State, params: Params) -> Sequence[str]:
    """The clusters that a call names; the default one when it names none."""
    names = _listed(params.get("clusters")) or ("default",)
    return [each if each.startswith("arn:") else state.arn("cluster", each) for each in names]


def the_cluster(state: State, params: Params) -> Sequence[str]:
    """The cluster that a call means, alone."""
    return (cluster(state, params),)


def new_cluster(state: State, params: Params) -> Sequence[str]:
    """The cluster that a call makes."""
    return (state.arn("cluster", params.get("clusterName") or "default"),)


def targets(state: State, params: Params) -> Sequence[str]:
    """The container instances whose attributes change."""
    given = [each["targetId"] for each in params.get("attributes", ()) if each.get("targetId")]
    return [of_cluster("container-instance", each, state, params) for each in given]


def task_sets(state: State, params: Params) -> Sequence[str]:
    """The task sets of a service that a call names; all of them when it names none."""
    service = str(params.get("service", "")).rsplit("/", 1)[-1]
    names = _listed(params.get("taskSet") or params.get("primaryTaskSet") or params.get("taskSets"))
    name = cluster_name(state, params)
    return [
        each if each.startswith("arn:") else state.arn("task-set", name, service, each)
        for each in names or ("*",)
    ]


def owners(_: State, params: Params) -> Sequence[str]:
    """The service of service deployments or revisions, from their ARNs."""
    given = [
        each
        for field in ("serviceDeploymentArns", "serviceRevisionArns", "serviceDeploymentArn")
        for each in _listed(params.get(field))
    ]
    return [
        each.replace(":service-deployment/", ":service/")
        .replace(":service-revision/", ":service/")
        .rsplit("/", 1)[0]
        for each in given
    ]
