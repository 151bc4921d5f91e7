"""Load balancer operations.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.elbv2.shapes import pages, show_balancer
from ecslab.aws.operations.elbv2.tagging import check_tags, keep_tags
from ecslab.engine.elb import balancers
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.platform.load_balancing import Balancer


def create_load_balancer(
    call: Call,
    *,
    name: str,
    subnets: Sequence[str] = (),
    subnet_mappings: Sequence[Mapping[str, str]] = (),
    security_groups: Sequence[str] = (),
    scheme: str = "internet-facing",
    type: str = "application",  # noqa: A002  # the parameter's name in AWS's model
    ip_address_type: str = "ipv4",
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Make a load balancer; it takes some minutes until it is active."""
    if type == "gateway":
        raise NotSimulated("ecslab does not simulate Gateway Load Balancers; use application or network.")
    if ip_address_type != "ipv4":
        raise NotSimulated("ecslab does not simulate IPv6; leave IpAddressType out.")
    for mapping in subnet_mappings:
        for key, value in mapping.items():
            if key != "SubnetId" and value:
                raise NotSimulated(f"ecslab does not simulate SubnetMappings.{key}; leave it out.")
    if subnets and subnet_mappings:
        raise ApiError("ValidationError", "Only one of Subnets and SubnetMappings can be specified")
    wanted = balancers.Wanted(
        name=name,
        type=type,
        scheme=scheme,
        subnets=tuple(subnets) or tuple(mapping.get("SubnetId", "") for mapping in subnet_mappings),
        security_groups=tuple(security_groups),
    )
    check_tags(call.state, tags)
    balancer = balancers.create(call.state, wanted)
    keep_tags(call.state, balancer.arn, tags)
    return {"LoadBalancers": [show_balancer(call.state, balancer)]}


def describe_load_balancers(
    call: Call,
    *,
    load_balancer_arns: Sequence[str] = (),
    names: Sequence[str] = (),
    marker: str | None = None,
    page_size: int | None = None,
) -> dict[str, Any]:
    """Load balancers by ARN or name, or all of them."""
    if load_balancer_arns and names:
        raise ApiError(
            "ValidationError", "Load balancer names and load balancer ARNs cannot both be specified"
        )
    chosen = list(call.state.world.balancers.values())
    if load_balancer_arns:
        chosen = [balancers.find(call.state, wanted) for wanted in load_balancer_arns]
    if names:
        by_name = {balancer.name: balancer for balancer in chosen}
        missing = [name for name in names if name not in by_name]
        if missing:
            raise ApiError("LoadBalancerNotFound", f"Load balancers '[{', '.join(missing)}]' not found")
        chosen = [by_name[name] for name in names]
    shown = [show_balancer(call.state, balancer) for balancer in chosen]
    return pages("LoadBalancers", shown, (load_balancer_arns, names), page_size, marker)


def delete_load_balancer(call: Call, *, load_balancer_arn: str) -> dict[str, Any]:
    """Delete a load balancer with its listeners; its target groups stay."""
    balancers.delete(call.state, load_balancer_arn)
    return {}


def describe_load_balancer_attributes(call: Call, *, load_balancer_arn: str) -> dict[str, Any]:
    """Every attribute of a load balancer."""
    return {"Attributes": _attributes(balancers.find(call.state, load_balancer_arn))}


def modify_load_balancer_attributes(
    call: Call, *, load_balancer_arn: str, attributes: Sequence[Mapping[str, str]]
) -> dict[str, Any]:
    """Change attributes: deletion protection; the others would have no effect here."""
    balancer = balancers.find(call.state, load_balancer_arn)
    changes = [(each.get("Key", ""), each.get("Value", "")) for each in attributes]
    now = balancers.DEFAULTS[balancer.type] | balancer.attributes
    for key, value in changes:
        if key in now and key not in balancers.SIMULATED and now[key] != value:
            raise NotSimulated(f"ecslab does not simulate the load balancer attribute {key}; leave it out.")
    return {"Attributes": _attributes(balancers.change_attributes(call.state, balancer, changes))}


def _attributes(balancer: Balancer) -> list[dict[str, str]]:
    shown = balancers.DEFAULTS[balancer.type] | balancer.attributes
    return [{"Key": key, "Value": value} for key, value in shown.items()]
