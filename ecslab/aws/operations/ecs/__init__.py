"""Amazon ECS.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Operations.html
"""

from ecslab.aws.operations.ecs import clusters, services, tags, task_definitions, tasks

MODULES = (clusters, task_definitions, tasks, services, tags)
