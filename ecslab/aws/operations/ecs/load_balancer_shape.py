"""A service's load balancers as AWS takes and shows them.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations.ecs.reading import read, write
from ecslab.engine.records.load_balancing import ServiceLoadBalancer


def read_load_balancers(given: Sequence[Mapping[str, Any]]) -> tuple[ServiceLoadBalancer, ...]:
    """What `loadBalancers` says."""
    return tuple(read(ServiceLoadBalancer, each, f"loadBalancers[{at}]") for at, each in enumerate(given))


def show_load_balancers(balancers: Sequence[ServiceLoadBalancer]) -> list[dict[str, Any]]:
    """The load balancers in AWS's shape."""
    return [write(each) for each in balancers]
