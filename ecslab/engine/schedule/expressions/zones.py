"""Time zones by their IANA names, from the package `tzdata`: equal on every machine.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
"""

from datetime import UTC, tzinfo
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

from ecslab.engine.errors import Problem, suggest


class UnknownZone(Problem):
    """There is no time zone of this name; the nearest right one is among its values."""


@cache
def zone(name: str) -> tzinfo:
    """The time zone called `name`, capitals as IANA has them. Raises UnknownZone."""
    if name == "UTC":
        return UTC
    if name not in known_zones():
        raise UnknownZone("unknown-zone", name=name, **_like(name))
    # The machine's own zones, which ZoneInfo(name) would prefer, may be older or not there at all.
    place = resources.files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with place.open("rb") as data:
        return ZoneInfo.from_file(data, key=name)


@cache
def known_zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def _like(name: str) -> dict[str, str]:
    """The nearest name; a bare city is enough, however it is written."""
    wanted = name.strip().replace(" ", "_").lower()
    for known in sorted(known_zones()):
        if wanted in (known.lower(), known.rpartition("/")[2].lower()):
            return {"near": known}
    found = suggest(name, known_zones())
    return found if "near" in found else {}
