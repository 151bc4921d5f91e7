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
    ports_per_instance: int = 100
    """Host ports that tasks name on a container instance, with those that are reserved for other things."""
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
    service_launches_per_minute: int | None = None
    """How many tasks of a service are launched a minute. AWS launches 500; as that slows large services only,
    it does not count unless a scene wants it."""
    fargate_launches_per_second: int | None = None
    """How many tasks Fargate launches a second once the burst is used up, and as many Spot tasks. AWS: 20; as
    `run_task_calls_per_second`, it does not count unless a scene wants it."""
    fargate_launch_burst: int = 100
    """How many tasks Fargate launches at once, where launches are throttled at all."""
