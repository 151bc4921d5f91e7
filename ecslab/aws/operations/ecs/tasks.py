"""Task operations.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/standalone-tasks.html
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import task_shape
from ecslab.aws.operations.ecs.instances import find as find_instance
from ecslab.aws.operations.ecs.network import read_network
from ecslab.aws.operations.ecs.placement_shape import read_constraints, read_strategies
from ecslab.aws.operations.ecs.reading import read
from ecslab.aws.operations.ecs.strategy_shape import read_strategy
from ecslab.aws.operations.ecs.tags import check_tags, put_tags, tags_of
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs import limits
from ecslab.engine.ecs.capacity_providers.provision import check_room, provision
from ecslab.engine.ecs.capacity_providers.strategy import choose
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.definitions import fargate, override_rules
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.ecs.placement import rules as placement_rules
from ecslab.engine.ecs.placement.place import has_instances
from ecslab.engine.ecs.services import service_changes
from ecslab.engine.ecs.tasks import command_execution, launch, lifecycle
from ecslab.engine.ecs.tasks.launch import Failure
from ecslab.engine.errors import ApiError
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.task import Task
from ecslab.engine.records.token import Token
from ecslab.engine.state import State

_MOST_TASKS = 10
_LONGEST_OVERRIDES = 8192
_STARTED_BY = re.compile(r"[A-Za-z0-9_/-]{1,128}")


def run_task(
    call: Call,
    *,
    task_definition: str,
    cluster: str | None = None,
    count: int = 1,
    launch_type: str | None = None,
    capacity_provider_strategy: Sequence[Mapping[str, Any]] = (),
    platform_version: str | None = None,
    network_configuration: Mapping[str, Any] | None = None,
    placement_constraints: Sequence[Mapping[str, Any]] = (),
    placement_strategy: Sequence[Mapping[str, Any]] = (),
    overrides: Mapping[str, Any] | None = None,
    group: str | None = None,
    started_by: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    propagate_tags: str = "NONE",
    enable_ecs_managed_tags: bool = False,
    enable_execute_command: bool = False,
    client_token: str | None = None,
) -> dict[str, Any]:
    """Start standalone tasks; a task without a place is a failure in the answer, and no error.

    Without launch type and strategy the cluster's default strategy counts, and without that EC2.
    """
    state = call.state
    found = find_cluster(state, cluster)
    request = (
        found.name,
        task_definition,
        count,
        launch_type,
        capacity_provider_strategy,
        network_configuration,
        placement_constraints,
        placement_strategy,
        overrides,
        group,
        started_by,
        platform_version,
        tags,
        propagate_tags,
        enable_ecs_managed_tags,
        enable_execute_command,
    )
    limits.count_call(state, "RunTask", state.settings.quotas.run_task_calls_per_second)
    repeated = _repeated(state, client_token, request)
    if repeated is not None:
        return {"tasks": [task_shape.show(state, task) for task in repeated], "failures": []}
    check_tags(tags)
    check_run(count, overrides, started_by, propagate_tags)
    definition = definitions.find_runnable(state, task_definition)
    network = read_network(network_configuration)
    choice = choose(state, found, launch_type, read_strategy(capacity_provider_strategy))
    service_changes.check_fit(state, definition, network, choice.launch_type)
    check_platform(platform_version, choice.launch_type)
    constraints, strategies = read_constraints(placement_constraints), read_strategies(placement_strategy)
    more = len(definition.constraints)
    placement_rules.check(constraints, strategies, choice.launch_type, more=more)
    changes = read(TaskOverride, overrides or {}, "overrides")
    override_rules.check(state, definition, changes, choice.launch_type)
    placed = choice.launch_type != "FARGATE" and not choice.strategy
    if placed and not has_instances(state, found.name, choice.launch_type):
        raise ApiError("InvalidParameterException", "No Container Instances were found in your cluster.")
    if enable_execute_command:
        command_execution.check_task(definition, changes)
    refused = launch.refusal(state, definition, changes)
    if refused is not None:
        raise ApiError("ClientException", refused)
    order = launch.Order(
        cluster=found.name,
        definition=definition,
        network=network,
        launch_type=choice.launch_type,
        constraints=constraints,
        strategies=strategies,
        group=group or f"family:{definition.family}",
        started_by=started_by,
        overrides=changes,
        command_execution=enable_execute_command,
    )
    check_room(state, found.name, choice.strategy, count)
    done = provision(state, order, choice.strategy, count)
    own = own_tags(state, order, tags, propagate=propagate_tags, managed=enable_ecs_managed_tags)
    for task in done.tasks:
        put_tags(state, state.arn("task", task.cluster, task.id), own, by_aws=True)
    if client_token:
        ids = tuple(task.id for task in done.tasks)
        state.world.tokens.put(Token(token=client_token, fingerprint=_fingerprint(request), ids=ids))
    return {
        "tasks": [task_shape.show(state, task, with_tags=True) for task in done.tasks],
        "failures": [show_failure(each) for each in done.failures],
    }


def stop_task(
    call: Call, *, task: str, cluster: str | None = None, reason: str | None = None
) -> dict[str, Any]:
    """Ask a task to stop: SIGTERM, and after its stop time-out SIGKILL."""
    found = find_task(call.state, find_cluster(call.state, cluster), task)
    if found is None:
        raise ApiError("InvalidParameterException", "The referenced task was not found.")
    stopped = lifecycle.stop(call.state, found, "UserInitiated", reason or "Task stopped by user")
    return {"task": task_shape.show(call.state, stopped)}


def describe_tasks(
    call: Call, *, tasks: Sequence[str], cluster: str | None = None, include: Sequence[str] = ()
) -> dict[str, Any]:
    """Tasks by id or ARN; unknown ones are failures, not errors."""
    found = find_cluster(call.state, cluster)
    if not tasks:
        raise ApiError("InvalidParameterException", "Tasks cannot be empty.")
    if len(tasks) > 100:
        raise ApiError("InvalidParameterException", "Tasks can have at most 100 items.")
    shown, failures = [], []
    for reference in tasks:
        task = find_task(call.state, found, reference)
        if task is None:
            arn = call.state.arn("task", found.name, reference.rsplit("/", 1)[-1])
            failures.append({"arn": arn, "reason": "MISSING"})
        else:
            shown.append(task_shape.show(call.state, task, with_tags="TAGS" in include))
    return {"tasks": shown, "failures": failures}


def list_tasks(
    call: Call,
    *,
    cluster: str | None = None,
    container_instance: str | None = None,
    family: str | None = None,
    service_name: str | None = None,
    started_by: str | None = None,
    desired_status: str = "RUNNING",
    launch_type: str | None = None,
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The ARNs of a cluster's tasks, oldest first; those that were asked to stop are not RUNNING any more."""
    state, found = call.state, find_cluster(call.state, cluster)
    if started_by is not None and (family or service_name or container_instance):
        raise ApiError("InvalidParameterException", "startedBy can not be used together with another filter.")
    instance = None
    if container_instance is not None:
        instance = find_instance(state, found, container_instance)
        if instance is None:
            raise ApiError("InvalidParameterException", "The referenced container instance was not found.")
    if service_name is not None:
        service = service_changes.find(state, found, service_name)
        if service is None:
            raise ApiError("ServiceNotFoundException", "Service not found.")
        candidates = state.world.tasks.where("service", service.key)
    else:
        candidates = state.world.tasks.where("cluster", found.name)
    arns = [
        state.arn("task", found.name, task.id)
        for task in candidates
        if task.desired_status == desired_status
        and family in (None, task.definition.rsplit(":", 1)[0])
        and started_by in (None, task.started_by)
        and launch_type in (None, task.launch_type)
        and (instance is None or instance.id == task.instance)
    ]
    chosen = (container_instance, family, service_name, started_by, desired_status, launch_type)
    filters = ("tasks", found.name, *chosen)
    return page(arns, filters, max_results, next_token, 100).answer("taskArns")


def find_task(state: State, cluster: Cluster, reference: str) -> Task | None:
    """The task of `cluster` that an id or ARN means. Raises InvalidParameterException for what is neither."""
    parts = reference.split("/")
    if reference.startswith("arn:") and len(parts) not in (2, 3):
        raise ApiError("InvalidParameterException", "Unexpected number of separators")
    if len(parts[-1]) not in (32, 36):
        raise ApiError("InvalidParameterException", "taskId length should be one of [32,36]")
    task = state.world.tasks.get(parts[-1])
    return task if task is not None and task.cluster == cluster.name else None


def check_platform(version: str | None, launch_type: str) -> None:
    """Raise unless `version` is a platform version that Fargate has for Linux."""
    if version in (None, "LATEST", fargate.PLATFORM_VERSION):
        return
    if launch_type != "FARGATE":
        raise ApiError(
            "InvalidParameterException",
            "The platform version must be null when specifying an EC2 launch type.",
        )
    raise ApiError("PlatformUnknownException", f"The specified platform version does not exist: {version}.")


def own_tags(
    state: State, order: launch.Order, tags: Sequence[Mapping[str, str]], *, propagate: str, managed: bool
) -> list[Mapping[str, str]]:
    """The tags that the tasks of an order get: given, of the definition, of ECS itself."""
    own = list(tags)
    if propagate == "TASK_DEFINITION":
        own = [*tags_of(state, state.arn("task-definition", order.definition.key)), *own]
    if managed:
        own = [{"key": "aws:ecs:clusterName", "value": order.cluster}, *own]
    return own


def check_run(
    count: int, overrides: Mapping[str, Any] | None, started_by: str | None, propagate_tags: str
) -> None:
    """Raise InvalidParameterException for what neither RunTask nor StartTask takes."""
    if not 1 <= count <= _MOST_TASKS:
        raise ApiError("InvalidParameterException", f"count must be between 1 and {_MOST_TASKS}.")
    if overrides and len(json.dumps(overrides)) > _LONGEST_OVERRIDES:
        raise ApiError(
            "InvalidParameterException", f"Overrides can have at most {_LONGEST_OVERRIDES} characters."
        )
    if started_by is not None and not _STARTED_BY.fullmatch(started_by):
        raise ApiError(
            "InvalidParameterException",
            "startedBy can have up to 128 letters, numbers, hyphens, underscores and slashes.",
        )
    if propagate_tags == "SERVICE":
        raise ApiError(
            "InvalidParameterException", "A standalone task can not propagate tags from a service."
        )


def _repeated(state: State, token: str | None, request: tuple[object, ...]) -> list[Task] | None:
    """The tasks that this very request made before under the same client token; None for a new one."""
    used = state.world.tokens.get(token) if token else None
    if used is None:
        return None
    if used.fingerprint != _fingerprint(request):
        raise ApiError(
            "ConflictException",
            "The client token was used before with other parameters, or by another request.",
        )
    return [task for task in map(state.world.tasks.get, used.ids) if task is not None]


def show_failure(failure: Failure) -> dict[str, str]:
    """A failure as AWS shows it."""
    return {"reason": failure.reason} | ({"arn": failure.arn} if failure.arn is not None else {})


def _fingerprint(request: tuple[object, ...]) -> str:
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()
