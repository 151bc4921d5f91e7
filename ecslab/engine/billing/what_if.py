"""What if the same work had run elsewhere: on other processors, on Spot, in another region, on Lambda.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from ecslab.engine.billing.bill import Bill, bill
from ecslab.engine.billing.prices import PRICES, Prices
from ecslab.engine.ecs.definitions.fargate import MEMORY_FOR_CPU
from ecslab.engine.platform.functions import Usage
from ecslab.engine.platform.instance_types import TYPES
from ecslab.engine.records.meter import Meter

LAMBDA_SECONDS = 900
"""The longest that a Lambda function may run."""
LAMBDA_MIB = 10_240
"""The most memory that one may have."""
_LEAST_LAMBDA_MIB = 128

INSTANCES = ("t3.medium", "m5.large")
"""The EC2 instance types that are compared."""

TASKS = ("FARGATE", "FARGATE_SPOT", "EC2")


class Alternative(NamedTuple):
    """Another place for the work: what it costs there, or why it cannot run there.

    Words stand at `engine.what-if.<code>` and `engine.cannot.<obstacle>`.
    """

    code: str
    of: str
    total: Decimal | None
    obstacle: str | None = None
    value: int = 0
    """How many tasks the obstacle concerns, or how many instances would be needed."""
    quoted: bool = False
    """Whether all its prices are quoted in public material."""


def alternatives(meters: Sequence[Meter], prices: Prices) -> tuple[Alternative, ...]:
    """What the tasks among `meters` would have cost in every other place that is known here."""
    tasks = [meter for meter in meters if meter.capacity in TASKS]
    found = []
    for capacity, code in (("FARGATE", "fargate"), ("FARGATE_SPOT", "spot")):
        for architecture in prices.fargate:
            moved = [_moved(meter, capacity, architecture) for meter in tasks]
            found.append(_costs(code, architecture, bill(moved, prices)))
    for region, others in PRICES.items():
        if region != prices.region:
            found.append(_costs("region", region, bill(meters, others)))
    found += [_on_instances(tasks, prices, name) for name in INSTANCES]
    return (*found, _on_lambda(tasks, prices))


def as_tasks(usages: Sequence[Usage], prices: Prices) -> tuple[Alternative, ...]:
    """What a function's invocations would have cost as Fargate tasks of the least size with its memory."""
    found = []
    for code, capacity in (("fargate", "FARGATE"), ("spot", "FARGATE_SPOT")):
        for architecture in prices.fargate:
            costs = [_as_task(usage, capacity, architecture) for usage in usages]
            found.append(_costs(code, architecture, bill(costs, prices)))
    return tuple(found)


def _as_task(usage: Usage, capacity: str, architecture: str) -> Meter:
    cpu, memory = next(
        (cpu, memory) for cpu, sizes in MEMORY_FOR_CPU.items() for memory in sizes if memory >= usage.memory
    )
    return Meter(
        id=usage.key,
        capacity=capacity,
        cluster="",
        cpu=cpu,
        memory=memory,
        architecture=architecture,
        started_at=0,
        ended_at=usage.task_seconds * 1000,
    )


def _costs(code: str, of: str, cost: Bill) -> Alternative:
    return Alternative(code, of, cost.total, quoted=cost.quoted)


def _moved(meter: Meter, capacity: str, architecture: str) -> Meter:
    return meter.replace(capacity=capacity, architecture=architecture)


def _on_instances(tasks: Sequence[Meter], prices: Prices, name: str) -> Alternative:
    """As many instances as the busiest moment needs, from the first task's start to the last one's end."""
    kind = TYPES[name]
    cpu, memory = kind.vcpus * 1024, kind.usable_memory
    too_large = sum(meter.cpu > cpu or meter.memory > memory for meter in tasks)
    if too_large:
        return Alternative("instances", name, None, "instance-too-small", too_large)
    if not tasks:
        return Alternative("instances", name, Decimal(0))
    peak_cpu, peak_memory = _peak(tasks, "cpu"), _peak(tasks, "memory")
    count = max(-(-peak_cpu // cpu), -(-peak_memory // memory), 1)
    first, last = min(meter.started_at for meter in tasks), max(meter.ended_at for meter in tasks)
    whole = tasks[0].replace(capacity="INSTANCE", instance_type=name, started_at=first, ended_at=last)
    price = bill([whole.replace(public_address=False)], prices).total * count
    return Alternative("instances", name, price, value=count)


def _peak(tasks: Sequence[Meter], what: str) -> int:
    """The most CPU units or MiB that the tasks had at one time."""
    changes = [(meter.started_at, getattr(meter, what)) for meter in tasks]
    changes += [(meter.ended_at, -getattr(meter, what)) for meter in tasks]
    at_a_time = most = 0
    for _, change in sorted(changes):
        at_a_time += change
        most = max(most, at_a_time)
    return most


def _on_lambda(tasks: Sequence[Meter], prices: Prices) -> Alternative:
    """Each task as one invocation that takes as long as the task did."""
    too_long = sum(meter.seconds > LAMBDA_SECONDS for meter in tasks)
    if too_long:
        return Alternative("lambda", "", None, "lambda-too-long", too_long)
    too_large = sum(meter.memory > LAMBDA_MIB for meter in tasks)
    if too_large:
        return Alternative("lambda", "", None, "lambda-too-large", too_large)
    total = Decimal(0)
    for meter in tasks:
        gb_seconds = Decimal(max(meter.memory, _LEAST_LAMBDA_MIB) * meter.seconds) / 1024
        total += gb_seconds * prices.lambda_gb_second[meter.architecture] + prices.lambda_request
    return Alternative("lambda", "", total)
