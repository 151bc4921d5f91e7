"""Amazon ECS.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.ecs import (
    account_settings,
    agent,
    attributes,
    beyond,
    capacity_providers,
    clusters,
    daemon_definitions,
    daemons,
    execute_command,
    instances,
    protection,
    registration,
    service_deployments,
    services,
    start,
    tags,
    task_definitions,
    task_sets,
    tasks,
)

MODULES = (
    clusters,
    capacity_providers,
    daemon_definitions,
    daemons,
    task_definitions,
    tasks,
    start,
    execute_command,
    instances,
    registration,
    attributes,
    protection,
    services,
    service_deployments,
    task_sets,
    tags,
    account_settings,
    agent,
    beyond,
)
