"""The bill of a lab, or of a part of it: one cluster, service or task."""

from typing import NamedTuple

from ecslab.engine.billing.bill import Bill, bill, function_bill, together
from ecslab.engine.billing.prices import PRICED_ON, prices_of
from ecslab.engine.billing.what_if import Alternative, alternatives, as_tasks
from ecslab.engine.ecs.tasks import metering
from ecslab.engine.errors import Problem, suggest
from ecslab.engine.lab import Lab
from ecslab.engine.platform.functions import Usage
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
    """What `target` has cost until now: `cluster/NAME`, `service/NAME`, `service/CLUSTER/NAME`, `task/ID`,
    or `function/NAME`.

    None is everything in the lab; `region` gives other prices than the lab's own. Raises Problem for
    a target that names nothing and for a region without prices.
    """
    prices = prices_of(region or lab.region)
    if target is not None and target.startswith("function/"):
        meters, usages = [], _usages_of(lab.state, target.removeprefix("function/"))
        found = as_tasks(usages, prices)
    else:
        meters = meters_of(lab.state, target)
        usages = list(lab.state.world.function_usage.values()) if target is None else []
        found = alternatives(meters, prices)
    whole = together(bill(meters, prices), function_bill(usages, prices))
    return Account(whole, prices.region, prices.quoted_on, PRICED_ON, found)


def _usages_of(state: State, name: str) -> list[Usage]:
    """What a function has used, even if it is gone. Raises Problem when there never was one."""
    found = [usage for usage in state.world.function_usage.values() if usage.function == name]
    if not found and name not in state.world.functions:
        known = {*(each.name for each in state.world.functions.values())}
        raise Problem("no-function", name=name, **suggest(name, known))
    return found


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
