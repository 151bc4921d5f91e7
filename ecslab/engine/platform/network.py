"""The default VPC: one public subnet in each of three zones, no NAT gateway, one security group.

https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
"""

import ipaddress
from functools import cache

from ecslab.engine.chance import Chance
from ecslab.engine.record import Record
from ecslab.engine.settings import Settings
from ecslab.engine.table import Table

_ZONES = ("a", "b", "c")


class Vpc(Record, frozen=True, kw_only=True):
    """A virtual private cloud."""

    id: str
    cidr: str


class Subnet(Record, frozen=True, kw_only=True):
    """A subnet of a VPC; a public one has a route to the internet gateway."""

    id: str
    vpc: str
    zone: str
    zone_id: str
    cidr: str
    public: bool
    handed_out: int = 0
    """How many addresses were ever given to a task."""

    @property
    def size(self) -> int:
        """How many addresses a subnet has for hosts: AWS keeps five of each for itself."""
        return _block(self.cidr).num_addresses - 5

    def address(self) -> str:
        """The next private address, in the order of the block."""
        return str(_block(self.cidr)[4 + self.handed_out % self.size])


class SecurityGroup(Record, frozen=True, kw_only=True):
    """A security group of a VPC."""

    id: str
    vpc: str
    name: str
    description: str


def make_default_vpc(
    settings: Settings, chance: Chance, vpcs: Table[Vpc], subnets: Table[Subnet], groups: Table[SecurityGroup]
) -> None:
    """Put an account's default VPC, its subnets and its security group into the tables."""
    vpc = Vpc(id=f"vpc-0{chance.hex_id(16)}", cidr="172.31.0.0/16")
    vpcs.put(vpc)
    for number, letter in enumerate(_ZONES):
        subnets.put(
            Subnet(
                id=f"subnet-0{chance.hex_id(16)}",
                vpc=vpc.id,
                zone=settings.region + letter,
                zone_id=f"{_short(settings.region)}-az{number + 1}",
                cidr=f"172.31.{16 * number}.0/20",
                public=True,
            )
        )
    groups.put(
        SecurityGroup(
            id=f"sg-0{chance.hex_id(16)}",
            vpc=vpc.id,
            name="default",
            description="default VPC security group",
        )
    )


def _short(region: str) -> str:
    """A region as zone ids spell it: us-east-1 is use1, ap-northeast-1 is apne1."""
    area, direction, number = region.rsplit("-", 2)
    compass = {"northeast": "ne", "northwest": "nw", "southeast": "se", "southwest": "sw"}
    return area.replace("-", "") + compass.get(direction, direction[0]) + number


@cache
def _block(cidr: str) -> ipaddress.IPv4Network:
    """A block of addresses, read once: every task that is launched asks for one of its own."""
    return ipaddress.IPv4Network(cidr)
