"""Load on services, as data: how much work there is at which moment, for all tasks of a service together."""

from collections.abc import Mapping

import msgspec

from ecslab.engine.clock import MINUTE


class Point(msgspec.Struct, frozen=True, array_like=True):
    """A moment after the lab's start, and how much there is then."""

    after_ms: int
    amount: float


class Curve(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An amount over time: straight between its points, level before the first and after the last."""

    points: tuple[Point, ...] = ()
    repeats_ms: int | None = None
    """After how long it begins anew; None: never."""

    def at(self, after_ms: int) -> float:
        """The amount at that moment after the lab's start."""
        if not self.points:
            return 0.0
        moment = after_ms % self.repeats_ms if self.repeats_ms else after_ms
        before = self.points[0]
        for point in self.points:
            if point.after_ms > moment:
                if before.after_ms > moment:
                    return before.amount
                share = (moment - before.after_ms) / (point.after_ms - before.after_ms)
                return before.amount + share * (point.amount - before.amount)
            before = point
        return before.amount


class Load(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a service has to do. It is shared out evenly between the tasks that run."""

    cpu: Curve = Curve()
    """CPU units (1,024 are one vCPU) that the work takes."""
    memory: Curve = Curve()
    """MiB that the work takes."""
    requests: Curve = Curve()
    """Requests a minute that come through load balancers."""


class Usage(msgspec.Struct, frozen=True, kw_only=True):
    """A service's metrics over a minute, as CloudWatch has them; None where nothing runs to be measured."""

    cpu: float | None = None
    """ECSServiceAverageCPUUtilization, in percent."""
    memory: float | None = None
    """ECSServiceAverageMemoryUtilization, in percent."""
    requests: float | None = None
    """ALBRequestCountPerTarget."""


_IDLE_CPU = 0.5
"""The percentage of its CPU that a task takes for being there."""
_IDLE_MEMORY = 5.0


def usage(load: Load, after_ms: int, tasks: int, cpu: int, memory: int, targets: int) -> Usage:
    """The metrics when `tasks` tasks of that size (CPU units, MiB) share the load.

    `targets` of them get requests from a load balancer.
    """
    if not tasks:
        return Usage()
    return Usage(
        cpu=cpu_percent(load, after_ms, tasks * cpu),
        memory=memory_percent(load, after_ms, tasks * memory),
        requests=load.requests.at(after_ms) / targets if targets else None,
    )


def cpu_percent(load: Load, after_ms: int, capacity: int) -> float:
    """The CPU utilization of tasks that have `capacity` CPU units together."""
    return _percent(load.cpu.at(after_ms), capacity, _IDLE_CPU)


def memory_percent(load: Load, after_ms: int, capacity: int) -> float:
    """The memory utilization of tasks that have `capacity` MiB together."""
    return _percent(load.memory.at(after_ms), capacity, _IDLE_MEMORY)


def _percent(amount: float, capacity: int, idle: float) -> float:
    """Utilization cannot go above 100 percent: what is more waits, or is lost."""
    return min(100.0, idle + 100.0 * amount / capacity) if capacity else idle


def whole_minute(at_ms: int) -> int:
    """The end of the minute that `at_ms` lies in."""
    return (at_ms // MINUTE + 1) * MINUTE


def find(loads: Mapping[str, Load], key: str) -> Load:
    """The load of the service with that key (`cluster/name`), by its key or its name alone."""
    return loads.get(key) or loads.get(key.partition("/")[2]) or Load()
