"""Waking those who wait for instances: tasks without room, managed scaling, and draining machines.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/cluster-auto-scaling.html
"""

from ecslab.engine.clock import MINUTE
from ecslab.engine.records.capacity import CapacityProvider
from ecslab.engine.state import State

DAEMONS = "daemon.wake"
"""Agenda: the instances below the managed daemon of that key have changed."""
PLACE = "capacity.place"
"""Agenda: the waiting tasks of that cluster are placed, as far as there is room."""
EXPIRE = "capacity.expire"
"""Agenda: the task of that id has waited for too long, if it still waits."""
SUPPLY = "capacity.supply"
"""Agenda: ECS looks at the managed instances of the capacity provider of that name."""
SCALE = "capacity.scale"
"""Agenda: managed scaling looks at the capacity provider of that name."""


def wake(state: State, cluster: str) -> None:
    """The instances of a cluster have changed: look at what waits for room, and at what is empty now."""
    for daemon in state.world.daemons.where("cluster", cluster):
        state.after(0, DAEMONS, daemon.key)
    home = state.world.clusters[cluster]
    if home.placing_at is None and state.world.tasks.count("queued cluster", cluster):
        state.world.clusters.put(home.replace(placing_at=state.now))
        state.after(0, PLACE, cluster)
    for name in home.capacity_providers:
        provider = state.world.providers.get(name)
        if provider is not None:
            look(state, provider)


def touch(state: State, name: str | None) -> None:
    """An instance of the capacity provider of that name, if it has one, got or lost a task."""
    provider = state.world.providers.get(name) if name is not None else None
    if provider is not None:
        look(state, provider)


def look(state: State, provider: CapacityProvider) -> None:
    """Have ECS look at how many instances a provider needs.

    For a group that is at the next full minute, when its metric is published; managed instances have no
    metric to wait for.
    """
    if not provider.scales or provider.tick_at is not None:
        return
    soon = state.now + state.delays.scheduler
    at_ms = (state.now // MINUTE + 1) * MINUTE if provider.managed is None else soon
    state.world.providers.put(provider.replace(tick_at=at_ms))
    state.agenda.add(at_ms, SCALE if provider.managed is None else SUPPLY, provider.name)


def room(state: State, cluster: str) -> int:
    """How many more tasks of a cluster may wait."""
    most = state.settings.quotas.provisioning_tasks_per_cluster
    return max(0, most - state.world.tasks.count("queued cluster", cluster))
