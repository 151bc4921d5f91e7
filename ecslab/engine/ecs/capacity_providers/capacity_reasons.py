"""What capacity has to do with it: why a task waits for its provider, and what a service's provider lacks.

Each reason is a code and its values; the words stand in the catalogues at `engine.why.<code>`.
"""

from collections.abc import Iterator

from ecslab.engine.clock import MINUTE, SECOND, format_duration
from ecslab.engine.ecs.capacity_providers import (
    instance_choice,
    managed_instances,
    managed_scaling,
    reservation,
    spot,
)
from ecslab.engine.ecs.capacity_providers.managed_scaling import Survey
from ecslab.engine.ecs.tasks import launch
from ecslab.engine.records.capacity import CapacityProvider, Strategy
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

Cause = tuple[str, dict[str, str | int]]


def of_waiting_task(state: State, task: Task) -> Iterator[Cause]:
    """Why a task that waits has no instance yet, whether it will get one, and when it will give up."""
    provider = state.world.providers.get(task.capacity_provider or "")
    ends = task.created_at + state.delays.provisioning
    at_most: Cause = ("waits-at-most", {"wait": format_duration(max(0, ends - state.now))})
    if provider is not None and provider.managed is not None:
        kinds = managed_instances.types_of(provider.managed)
        fits = bool(
            instance_choice.launches(
                kinds,
                [],
                [managed_instances.demand_of(state, task)],
                managed_instances.residents(state, provider),
            )
        )
        yield "managed-launching" if fits else "managed-misfit", {"provider": provider.name}
        yield at_most
        return
    seen = managed_scaling.survey(state, provider) if provider is not None else None
    if provider is None or seen is None:
        yield "provider-without-group", {"provider": task.capacity_provider or ""}
        return
    values: dict[str, str | int] = {
        "provider": provider.name,
        "group": seen.group.name,
        "running": len(seen.serving),
        "desired": seen.group.desired,
        "maximum": seen.group.maximum,
    }
    if not _fits(state, task, seen):
        yield "provider-misfit", values
    elif seen.group.desired > len(seen.serving):
        yield "provider-launching", values
    elif seen.group.desired >= seen.group.maximum:
        yield "provider-at-maximum", values
    else:
        yield "provider-will-grow", values | {"wait": _until_growth(state, provider, seen)}
    yield at_most


def of_strategy(state: State, strategy: Strategy, launch_type: str) -> Iterator[Cause]:
    """Which providers of a service have no capacity for new tasks."""
    names = [item.capacity_provider for item in strategy] or [launch_type]
    for name in names:
        if spot.is_short(state, name):
            yield "provider-short", {"provider": name}


def _fits(state: State, task: Task, seen: Survey) -> bool:
    needs = launch.request_of(state, launch.order_of(state, task)).needs
    return all(reservation.capacity(room, reservation.Queue(needs, 1)) > 0 for room in seen.fleet.rooms)


def _until_growth(state: State, provider: CapacityProvider, seen: Survey) -> str:
    """How long until the metric is published next and no instance is warming up any more."""
    warm_up = provider.scaling.instance_warmup_period * SECOND
    newest = max((machine.launched_at for machine in seen.serving), default=-warm_up)
    ready = max(state.now, newest + warm_up - 1)
    return format_duration((ready // MINUTE + 1) * MINUTE - state.now)
