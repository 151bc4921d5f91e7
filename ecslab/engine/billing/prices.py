"""List prices as dated data: US dollars, on demand, Linux.

Those of Fargate are quoted in public material of 2026; those of EC2, Lambda, Spot and Tokyo's ARM processors
and storage are from general knowledge, not looked up.

https://aws.amazon.com/fargate/pricing/
https://aws.amazon.com/ec2/pricing/on-demand/
https://aws.amazon.com/lambda/pricing/
"""

from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from ecslab.engine.errors import Problem

PRICED_ON = "2026-09"
"""When the prices were written down that are from general knowledge. AWS changes them: a bill says so."""


class FargateRate(NamedTuple):
    """What Fargate asks for an hour of one vCPU and of one GB."""

    vcpu: Decimal
    gb: Decimal


_SMALL = {"nano": 16, "micro": 8, "small": 4, "medium": 2, "large": 1}


def _of_large(size: str) -> Decimal:
    """How many times as much as a `large` an instance of `size` costs. Raises KeyError for no such size."""
    if size.endswith("xlarge"):
        return Decimal(2 * int(size.removesuffix("xlarge") or 1))
    return Decimal(1) / _SMALL[size]


class Prices(NamedTuple):
    """A region's prices, each for an hour unless it says otherwise."""

    region: str
    fargate: dict[str, FargateRate]
    """By architecture, `x86_64` or `arm64`."""
    spot: Decimal
    """What a Spot task costs of the price on demand. Spot prices move with supply; here they stand still."""
    storage_gb: Decimal
    """A GB of ephemeral storage above the 20 that come with a task."""
    public_address: Decimal
    """A public IPv4 address."""
    families: dict[str, Decimal]
    """An EC2 instance of the size `large`, by family: other sizes cost in proportion."""
    others: dict[str, Decimal]
    """An EC2 instance of a family whose sizes do not, by type."""
    lambda_gb_second: dict[str, Decimal]
    """A GB of memory for a second, by architecture."""
    lambda_request: Decimal
    """One invocation."""
    quoted: frozenset[str]
    """What of these is quoted in public material: `fargate` with its architecture, `storage`."""
    quoted_on: str
    """The month of that material."""

    def is_quoted(self, code: str, of: str) -> bool:
        """Whether the price behind a bill's line is quoted somewhere, and not from general knowledge."""
        kind = f"fargate {of}" if code in ("fargate-vcpu", "fargate-memory") else code
        return kind in self.quoted

    def instance(self, name: str) -> Decimal:
        """An EC2 instance of the type `name`. Raises KeyError for a type without a price."""
        if name in self.others:
            return self.others[name]
        family, _, size = name.partition(".")
        return self.families[family] * _of_large(size)


_US = Prices(
    region="us-east-1",
    fargate={
        "x86_64": FargateRate(Decimal("0.04048"), Decimal("0.004445")),
        "arm64": FargateRate(Decimal("0.03238"), Decimal("0.00356")),
    },
    spot=Decimal("0.30"),
    storage_gb=Decimal("0.000111"),
    public_address=Decimal("0.005"),
    families={
        "t2": Decimal("0.0928"),
        "t3": Decimal("0.0832"),
        "t3a": Decimal("0.0752"),
        "t4g": Decimal("0.0672"),
        "c5": Decimal("0.085"),
        "c6g": Decimal("0.068"),
        "c6i": Decimal("0.085"),
        "c7g": Decimal("0.0725"),
        "m4": Decimal("0.1"),
        "m5": Decimal("0.096"),
        "m6g": Decimal("0.077"),
        "m6i": Decimal("0.096"),
        "m7g": Decimal("0.0816"),
        "r5": Decimal("0.126"),
        "r6g": Decimal("0.1008"),
    },
    others={
        "g4dn.xlarge": Decimal("0.526"),
        "g4dn.12xlarge": Decimal("3.912"),
        "g5.xlarge": Decimal("1.006"),
        "p3.2xlarge": Decimal("3.06"),
        "p3.8xlarge": Decimal("12.24"),
    },
    lambda_gb_second={"x86_64": Decimal("0.0000166667"), "arm64": Decimal("0.0000133334")},
    lambda_request=Decimal("0.0000002"),
    quoted=frozenset({"fargate x86_64", "fargate arm64", "storage"}),
    quoted_on="2026-03",
)

_TOKYO = Prices(
    region="ap-northeast-1",
    fargate={
        "x86_64": FargateRate(Decimal("0.05056"), Decimal("0.00553")),
        "arm64": FargateRate(Decimal("0.04045"), Decimal("0.00442")),
    },
    spot=Decimal("0.30"),
    storage_gb=Decimal("0.000133"),
    public_address=Decimal("0.005"),
    families={
        "t2": Decimal("0.1216"),
        "t3": Decimal("0.1088"),
        "t3a": Decimal("0.0979"),
        "t4g": Decimal("0.0864"),
        "c5": Decimal("0.107"),
        "c6g": Decimal("0.0856"),
        "c6i": Decimal("0.107"),
        "c7g": Decimal("0.0911"),
        "m4": Decimal("0.129"),
        "m5": Decimal("0.124"),
        "m6g": Decimal("0.099"),
        "m6i": Decimal("0.124"),
        "m7g": Decimal("0.1054"),
        "r5": Decimal("0.152"),
        "r6g": Decimal("0.1216"),
    },
    others={
        "g4dn.xlarge": Decimal("0.71"),
        "g4dn.12xlarge": Decimal("5.281"),
        "g5.xlarge": Decimal("1.459"),
        "p3.2xlarge": Decimal("4.194"),
        "p3.8xlarge": Decimal("16.776"),
    },
    lambda_gb_second={"x86_64": Decimal("0.0000166667"), "arm64": Decimal("0.0000133334")},
    lambda_request=Decimal("0.0000002"),
    quoted=frozenset({"fargate x86_64"}),
    quoted_on="2026-08",
)

PRICES = MappingProxyType({prices.region: prices for prices in (_US, _TOKYO)})
"""The regions that have prices here."""


def prices_of(region: str) -> Prices:
    """The prices of `region`. Raises Problem for a region without any."""
    if region not in PRICES:
        raise Problem("no-prices", region=region, known=", ".join(PRICES))
    return PRICES[region]
