"""StartTask: a task on an instance that the caller chose.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StartTask.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ecs import task_shape
from ecslab.aws.operations.ecs.instances import find_all
from ecslab.aws.operations.ecs.network import read_network
from ecslab.aws.operations.ecs.reading import read
from ecslab.aws.operations.ecs.tags import check_tags, put_tags
from ecslab.aws.operations.ecs.tasks import check_run, own_tags, show_failure
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.ecs.definitions import override_rules
from ecslab.engine.ecs.definitions import task_definition as definitions
from ecslab.engine.ecs.services import service_changes
from ecslab.engine.ecs.tasks import command_execution, launch
from ecslab.engine.ecs.tasks.launch import Failure
from ecslab.engine.errors import ApiError
from ecslab.engine.records.overrides import TaskOverride

_MOST_INSTANCES = 10
_LONGEST_STARTED_BY = 36


def start_task(
    call: Call,
    *,
    task_definition: str,
    container_instances: Sequence[str],
    cluster: str | None = None,
    network_configuration: Mapping[str, Any] | None = None,
    overrides: Mapping[str, Any] | None = None,
    group: str | None = None,
    started_by: str | None = None,
    tags: Sequence[Mapping[str, str]] = (),
    propagate_tags: str = "NONE",
    enable_ecs_managed_tags: bool = False,
    enable_execute_command: bool = False,
) -> dict[str, Any]:
    """Start a task on each of the given instances that has room for it."""
    state = call.state
    found = find_cluster(state, cluster)
    check_tags(tags)
    if not container_instances:
        raise ApiError("ClientException", "Container Instances cannot be empty.")
    if len(container_instances) > _MOST_INSTANCES:
        raise ApiError(
            "InvalidParameterException", f"Container Instances can have at most {_MOST_INSTANCES} items."
        )
    check_run(1, overrides, started_by, propagate_tags)
    if started_by is not None and len(started_by) > _LONGEST_STARTED_BY:
        raise ApiError(
            "InvalidParameterException", f"startedBy can have at most {_LONGEST_STARTED_BY} characters."
        )
    definition = definitions.find_runnable(state, task_definition)
    network = read_network(network_configuration)
    service_changes.check_fit(state, definition, network, "EC2")
    changes = read(TaskOverride, overrides or {}, "overrides")
    override_rules.check(state, definition, changes, "EC2")
    if enable_execute_command:
        command_execution.check_task(definition, changes)
    refused = launch.refusal(state, definition, changes)
    if refused is not None:
        raise ApiError("ClientException", refused)
    order = launch.Order(
        cluster=found.name,
        definition=definition,
        network=network,
        launch_type="EC2",
        group=group or f"family:{definition.family}",
        started_by=started_by,
        overrides=changes,
        command_execution=enable_execute_command,
    )
    known, failures = find_all(state, found, container_instances)
    own = own_tags(state, order, tags, propagate=propagate_tags, managed=enable_ecs_managed_tags)
    tasks = []
    for instance in known:
        started = launch.start_on(state, order, state.world.instances[instance.id])
        if isinstance(started, Failure):
            failures.append(show_failure(started))
        else:
            put_tags(state, state.arn("task", found.name, started.id), own, by_aws=True)
            tasks.append(task_shape.show(state, started, with_tags=True))
    return {"tasks": tasks, "failures": failures}
