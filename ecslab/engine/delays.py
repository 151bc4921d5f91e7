"""How long each phase takes, as data: realistic by default, with packs for other tempers.

The realistic figures are means of what was measured on the real service; see the timestamps that
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_cwe_events.html shows for two tasks.
"""

import msgspec

from ecslab.engine.chance import Chance
from ecslab.engine.clock import HOUR, MINUTE, SECOND


class InstanceDelays(msgspec.Struct, frozen=True, kw_only=True):
    """Durations in milliseconds on container instances, where they are others than on Fargate."""

    boot: int = 75 * SECOND
    """From the launch of an EC2 instance until its agent has registered with the cluster."""
    stop: int = 30 * SECOND
    """From a request to stop or terminate an EC2 instance until it is done."""
    trunk: int = 10 * SECOND
    """Attaching an instance's trunk interface: REGISTERING."""
    attach: int = 5 * SECOND
    """Attaching a task's own network interface."""
    pull_wait: int = 1_500
    """From PENDING to the start of the image pull."""
    pull_cached: int = 300
    """A pull of images that the instance has."""
    start: int = 1_200
    """From the pulled image to RUNNING."""
    detach: int = 5 * SECOND
    """Detaching a task's own network interface."""


class Delays(msgspec.Struct, frozen=True, kw_only=True):
    """Durations in milliseconds, unless a field says otherwise."""

    attach: int = 16 * SECOND
    """Creating a task's network interface: PROVISIONING."""
    pull_wait: int = 5 * SECOND
    """From PENDING to the start of the image pull."""
    pull: int = 3 * SECOND
    """A pull's fixed part."""
    pull_gib: int = 35 * SECOND
    """A pull's part for each GiB, compressed."""
    pull_refused: int = 5 * SECOND
    """Until the registry's refusal ends a pull."""
    pull_unreachable: int = 3 * MINUTE
    """Until a pull without a route to the registry gives up."""
    start: int = 2 * SECOND
    """From the pulled image to RUNNING."""
    stop_notice: int = 1 * SECOND
    """From a request to stop to the signal in the container."""
    detach: int = 10 * SECOND
    """Deleting the network interface: DEPROVISIONING."""
    scheduler: int = 5 * SECOND
    """From a change that concerns a service to the service scheduler's decision."""
    healthy: int = 40 * SECOND
    """How long a task without a health check must have run to count as healthy."""
    balancer: int = 150 * SECOND
    """Provisioning a load balancer."""
    target_registration: int = 2 * SECOND
    """From a target's registration to its first health check."""
    shift: int = 30 * SECOND
    """Until a listener's new weights are in effect everywhere, as far as ECS waits for it."""
    deregister: int = 10 * SECOND
    """From the decision to stop a task behind a load balancer to its deregistration, and from the end of
    its deregistration delay to the signal."""
    event_delivery: int = 500
    """From an event to the call that a rule's target gets for it."""
    rule_due: int = 5 * SECOND
    """From a rule's full minute to its event: AWS says within the minute, not at its first second."""
    schedule_group: int = 5 * SECOND
    """Deleting a schedule group and the schedules in it (AWS tells no figure)."""
    provider_update: int = 10 * SECOND
    """Updating or deleting a capacity provider."""
    provisioning: int = 15 * MINUTE
    """How long a task waits for its capacity provider to have room (AWS tells no figure)."""
    retention: int = 1 * HOUR
    """How long stopped tasks and deleted services stay visible."""
    repeat: int = 6 * HOUR
    """How often a quiet service repeats its event."""
    instance: InstanceDelays = InstanceDelays()
    jitter_percent: int = 0
    """How far a phase may take longer, drawn from the seed."""

    def vary(self, duration_ms: int, chance: Chance) -> int:
        """`duration_ms` with the pack's jitter."""
        if not self.jitter_percent:
            return duration_ms
        return duration_ms + chance.below(duration_ms * self.jitter_percent // 100 + 1)


PACKS = {
    "realistic": Delays(),
    "fast": Delays(
        attach=1_000,
        pull_wait=500,
        pull=500,
        pull_gib=2_000,
        start=500,
        detach=1_000,
        scheduler=1_000,
        balancer=5_000,
        target_registration=500,
        shift=2_000,
        deregister=2_000,
        event_delivery=100,
    ),
    "chaos": Delays(jitter_percent=300),
}
"""The packs that a scene can name."""
