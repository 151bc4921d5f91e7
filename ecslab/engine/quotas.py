"""Service quotas, as data that a scene can adjust.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-quotas.html
"""

import msgspec


class Quotas(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an account may have at most in the lab's region; None is no limit."""

    clusters: int = 10_000
    """Active clusters."""
    services_per_cluster: int = 5_000
    tasks_per_service: int = 5_000
    instances_per_cluster: int = 5_000
    provisioning_tasks_per_cluster: int = 500
    """Tasks that wait, PROVISIONING, for instances."""
    containers_per_definition: int = 10
    definition_kib: int = 64
    """The size of a task definition, as JSON."""
    revisions_per_family: int = 1_000_000
    fargate_vcpus: int | None = None
    """vCPUs of Fargate tasks at a time. AWS grants new accounts 6 and more as they grow; a lab's account has
    grown."""
    fargate_spot_vcpus: int | None = None
    """As `fargate_vcpus`, for Fargate Spot."""
    run_task_calls_per_second: int | None = None
    """RunTask calls before the API throttles. AWS has 20 a second; a lab's clock stands still while a
    script runs, so that it does not count unless a scene wants it."""
