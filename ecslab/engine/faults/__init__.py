"""Faults: the ways in which the world misbehaves, each under the name that scenes and lessons use.

The table FAULTS is menu data too: it says what fields each fault takes and what they name. Words stand
in the catalogues at `engine.fault.<name>` and `engine.fault-field.<field>`.
"""

from collections.abc import Iterable

from ecslab.engine.errors import FaultError, suggest
from ecslab.engine.faults import capacity, deployments, images, instances, scaling, tasks, zones
from ecslab.engine.faults.fault import Fault, Field, Given, Kind
from ecslab.engine.faults.reading import check
from ecslab.engine.state import State

__all__ = ["FAULTS", "Fault", "Field", "Kind", "inject", "written"]

FAULTS = {
    fault.name: fault
    for fault in (
        *tasks.FAULTS,
        *images.FAULTS,
        *capacity.FAULTS,
        *instances.FAULTS,
        *zones.FAULTS,
        *deployments.FAULTS,
        *scaling.FAULTS,
    )
}
"""Every fault by its name."""


def written(name: str, fields: Iterable[str]) -> dict[str, str | int]:
    """The fault that somebody wrote as a name and `FIELD=VALUE` words, as `Lab.inject` takes it.

    Numbers become numbers; what else is wrong the lab says itself. Raises FaultError for a word
    without `=`.
    """
    given: dict[str, str | int] = {"fault": name}
    kind = FAULTS.get(name)
    for each in fields:
        key, equals, value = each.partition("=")
        if not equals:
            raise FaultError("fault-not-field", found=each)
        field = kind.field(key) if kind is not None else None
        whole = field is not None and field.kind is Kind.WHOLE and value.isascii() and value.isdecimal()
        given[key] = int(value) if whole else value
    return given


def inject(state: State, given: Given) -> None:
    """Do what `given` says. Raises FaultError when it is malformed or names nothing in the lab."""
    name = given.get("fault")
    kind = FAULTS.get(name) if isinstance(name, str) else None
    if kind is None:
        raise FaultError("no-fault", name=str(name), **suggest(str(name), FAULTS))
    check(kind, given)
    kind.act(state, given)
