"""List prices as dated data: US dollars, on demand, Linux.

https://aws.amazon.com/fargate/pricing/
https://aws.amazon.com/ec2/pricing/on-demand/
https://aws.amazon.com/lambda/pricing/
"""

from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from ecslab.engine.errors import Problem

PRICED_ON = "2026-09"
"""When the prices were written down. AWS changes them: a bill says so."""


class FargateRate(NamedTuple):
    """What Fargate asks for an hour of one vCPU and of one GB."""

    vcpu: Decimal
    gb: Decimal


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
    instances: dict[str, Decimal]
    """An EC2 instance, by type."""
    lambda_gb_second: dict[str, Decimal]
    """A GB of memory for a second, by architecture."""
    lambda_request: Decimal
    """One invocation."""


_US = Prices(
    region="us-east-1",
    fargate={
        "x86_64": FargateRate(Decimal("0.04048"), Decimal("0.004445")),
        "arm64": FargateRate(Decimal("0.03238"), Decimal("0.00356")),
    },
    spot=Decimal("0.30"),
    storage_gb=Decimal("0.000111"),
    public_address=Decimal("0.005"),
    instances={
        "t3.micro": Decimal("0.0104"),
        "t3.small": Decimal("0.0208"),
        "t3.medium": Decimal("0.0416"),
        "t3.large": Decimal("0.0832"),
        "c5.large": Decimal("0.085"),
        "c5.xlarge": Decimal("0.17"),
        "m5.large": Decimal("0.096"),
        "m5.xlarge": Decimal("0.192"),
        "m5.2xlarge": Decimal("0.384"),
        "r5.large": Decimal("0.126"),
        "t4g.small": Decimal("0.0168"),
        "t4g.medium": Decimal("0.0336"),
        "m6g.large": Decimal("0.077"),
        "g4dn.xlarge": Decimal("0.526"),
    },
    lambda_gb_second={"x86_64": Decimal("0.0000166667"), "arm64": Decimal("0.0000133334")},
    lambda_request=Decimal("0.0000002"),
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
    instances={
        "t3.micro": Decimal("0.0136"),
        "t3.small": Decimal("0.0272"),
        "t3.medium": Decimal("0.0544"),
        "t3.large": Decimal("0.1088"),
        "c5.large": Decimal("0.107"),
        "c5.xlarge": Decimal("0.214"),
        "m5.large": Decimal("0.124"),
        "m5.xlarge": Decimal("0.248"),
        "m5.2xlarge": Decimal("0.496"),
        "r5.large": Decimal("0.152"),
        "t4g.small": Decimal("0.0216"),
        "t4g.medium": Decimal("0.0432"),
        "m6g.large": Decimal("0.099"),
        "g4dn.xlarge": Decimal("0.71"),
    },
    lambda_gb_second={"x86_64": Decimal("0.0000166667"), "arm64": Decimal("0.0000133334")},
    lambda_request=Decimal("0.0000002"),
)

PRICES = MappingProxyType({prices.region: prices for prices in (_US, _TOKYO)})
"""The regions that have prices here."""

DEFAULT_REGION = "us-east-1"


def prices_of(region: str) -> Prices:
    """The prices of `region`. Raises Problem for a region without any."""
    if region not in PRICES:
        raise Problem("no-prices", region=region, known=", ".join(PRICES))
    return PRICES[region]
