"""Amazon ECS.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.ecs import (
    account_settings,
    agent,
    beyond,
    capacity_providers,
    clusters,
    protection,
    service_deployments,
    services,
    tags,
    task_definitions,
    tasks,
)

MODULES = (
    clusters,
    capacity_providers,
    task_definitions,
    tasks,
    protection,
    services,
    service_deployments,
    tags,
    account_settings,
    agent,
    beyond,
)
