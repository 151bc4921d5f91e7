"""Availability zones that are cut off: what is inside runs on, and nobody outside reaches it.

Agents lose their connection, load balancers get no answer, and Fargate puts no task there.
https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/availability-zones.html
"""

from collections.abc import Sequence

from ecslab.engine.platform.network import Subnet
from ecslab.engine.state import State


def cut_off(state: State, zone: str) -> bool:
    """Whether nobody reaches that zone now."""
    return zone in state.world.outages


def reachable(state: State, subnets: Sequence[str]) -> list[Subnet]:
    """Those of `subnets` whose zones are not cut off."""
    found = (state.world.subnets[subnet] for subnet in subnets)
    return [subnet for subnet in found if not cut_off(state, subnet.zone)]
