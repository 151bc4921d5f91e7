"""Bills: what metered work costs, line by line.

https://aws.amazon.com/fargate/pricing/
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from ecslab.engine.billing.prices import Prices
from ecslab.engine.platform.functions import Usage
from ecslab.engine.records.meter import Meter

_UNITS = 1024
_HOUR = 3600
FREE_STORAGE_GIB = 20
"""The ephemeral storage that a Fargate task's price includes."""


class Line(NamedTuple):
    """What was used of one thing, and what it costs. Words stand at `engine.bill.<code>`."""

    code: str
    of: str
    """Which one: an architecture or instance type."""
    quantity: Decimal
    """In hours: of a vCPU, a GB, an instance or an address; of Lambda in GB-seconds and requests."""
    rate: Decimal
    """US dollars for one of them."""
    amount: Decimal
    quoted: bool
    """Whether the rate is quoted in public material; otherwise it is from general knowledge."""


class Bill(NamedTuple):
    """Lines in a fixed order and their sum, in US dollars."""

    lines: tuple[Line, ...]
    total: Decimal

    @property
    def quoted(self) -> bool:
        """Whether all its rates are."""
        return all(line.quoted for line in self.lines)


def bill(meters: Iterable[Meter], prices: Prices) -> Bill:
    """What `meters` cost. Tasks on EC2 cost nothing themselves: their instance does, used or not."""
    used: dict[tuple[str, str], int] = defaultdict(int)
    for meter in meters:
        for code, of, amount in _used(meter):
            used[code, of] += amount * meter.seconds
    lines = []
    for code, of in sorted(used):
        scale, rate = _rate(prices, code, of)
        if used[code, of]:
            quantity = Decimal(used[code, of]) / (scale * _HOUR)
            quoted = prices.is_quoted(code, of)
            lines.append(Line(code, of, quantity, rate, quantity * rate, quoted))
    return Bill(tuple(lines), sum((line.amount for line in lines), Decimal(0)))


def function_bill(usages: Iterable[Usage], prices: Prices) -> Bill:
    """What invocations of Lambda functions cost, before the free tier."""
    mib_ms: dict[str, int] = defaultdict(int)
    requests = 0
    for usage in usages:
        mib_ms[usage.architecture] += usage.mib_ms
        requests += usage.requests
    lines = []
    for architecture in sorted(mib_ms):
        quantity, rate = Decimal(mib_ms[architecture]) / (1024 * 1000), prices.lambda_gb_second[architecture]
        lines.append(Line("lambda-duration", architecture, quantity, rate, quantity * rate, quoted=False))
    if requests:
        amount = requests * prices.lambda_request
        line = Line("lambda-requests", "", Decimal(requests), prices.lambda_request, amount, quoted=False)
        lines.append(line)
    return Bill(tuple(lines), sum((line.amount for line in lines), Decimal(0)))


def together(*bills: Bill) -> Bill:
    """Several bills as one."""
    lines = tuple(line for each in bills for line in each.lines)
    return Bill(lines, sum((each.total for each in bills), Decimal(0)))


def _used(meter: Meter) -> Iterable[tuple[str, str, int]]:
    """What a meter uses in every second: thing, which one, how much."""
    match meter.capacity:
        case "INSTANCE":
            yield "instance", meter.instance_type or "", 1
        case "FARGATE" | "FARGATE_SPOT":
            prefix = "spot" if meter.capacity == "FARGATE_SPOT" else "fargate"
            yield f"{prefix}-vcpu", meter.architecture, meter.cpu
            yield f"{prefix}-memory", meter.architecture, meter.memory
            yield "storage", "", max(0, meter.storage_gib - FREE_STORAGE_GIB)
    if meter.public_address:
        yield "public-address", "", 1


def _rate(prices: Prices, code: str, of: str) -> tuple[int, Decimal]:
    """How many of what is counted make one that has a price, and that price."""
    match code:
        case "fargate-vcpu":
            return _UNITS, prices.fargate[of].vcpu
        case "fargate-memory":
            return _UNITS, prices.fargate[of].gb
        case "spot-vcpu":
            return _UNITS, prices.fargate[of].vcpu * prices.spot
        case "spot-memory":
            return _UNITS, prices.fargate[of].gb * prices.spot
        case "storage":
            return 1, prices.storage_gb
        case "instance":
            return 1, prices.instance(of)
    return 1, prices.public_address
