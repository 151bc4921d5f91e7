"""The bill of a lab, or of a part of it: one cluster, service or task."""

from typing import NamedTuple

from ecslab.engine.billing.bill import Bill, bill
from ecslab.engine.billing.prices import PRICED_ON, prices_of
from ecslab.engine.billing.what_if import Alternative, alternatives
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.errors import Problem, suggest
from ecslab.engine.lab import Lab
from ecslab.engine.records.meter import Meter
from ecslab.engine.state import State


class Account(NamedTuple):
    """A bill, the prices that it goes by, and what the same work would cost elsewhere."""

    bill: Bill
    region: str
    quoted_on: str
    """Of which month the prices are that are quoted in public material."""
    priced_on: str
    """Of which month the others are: general knowledge."""
    alternatives: tuple[Alternative, ...]


def account(lab: Lab, target: str | None = None, *, region: str | None = None) -> Account:
    """What `target` (`cluster/NAME`, `service/NAME`, `service/CLUSTER/NAME`, `task/ID`) has cost until now.

    None is everything in the lab; `region` gives other prices than the lab's own. Raises Problem for
    a target that names nothing and for a region without prices.
    """
    prices = prices_of(region or lab.region)
    meters = meters_of(lab.state, target)
    found = alternatives(meters, prices)
    return Account(bill(meters, prices), prices.region, prices.quoted_on, PRICED_ON, found)


def meters_of(state: State, target: str | None) -> list[Meter]:
    """The meters of `target`. Raises Problem when it names nothing, not even something that is gone."""
    if target is None:
        return list(metering.meters(state))
    kind, _, name = target.partition("/")
    match kind:
        case "cluster" if name in state.world.clusters:
            return list(metering.meters(state, "cluster", name))
        case "cluster":
            raise Problem("no-cluster", name=name, **suggest(name, _names(state, "clusters")))
        case "service":
            return list(metering.meters(state, "service", _service_key(state, name)))
        case "task":
            found = [meter for meter in metering.meters(state) if name and meter.id.startswith(name)]
            if len(found) == 1:
                return found
            waiting = any(name and task.id.startswith(name) for task in state.world.tasks.values())
            if not found and waiting:
                return []
            raise Problem("many-tasks" if found else "no-task", name=name)
    raise Problem("nothing-to-bill", target=target)


def _service_key(state: State, name: str) -> str:
    if "/" in name:
        keys = [name] if name in state.world.services or state.world.meters.count("service", name) else []
    else:
        here = [service.key for service in state.world.services.values() if service.name == name]
        gone = [
            meter.service
            for meter in state.world.meters.values()
            if meter.service is not None and meter.service.endswith(f"/{name}")
        ]
        keys = sorted({*here, *gone})
    if len(keys) > 1:
        raise Problem("many-services", name=name)
    if not keys:
        raise Problem("no-service", name=name, **suggest(name, _names(state, "services")))
    return keys[0]


def _names(state: State, table: str) -> list[str]:
    world = state.world
    records = world.clusters.values() if table == "clusters" else world.services.values()
    return [record.name for record in records]
