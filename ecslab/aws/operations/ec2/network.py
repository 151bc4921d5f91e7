"""VPCs, subnets and security groups, to be looked at."""

from collections.abc import Callable, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.ec2.selecting import Filters, answer, select
from ecslab.engine import arn
from ecslab.engine.platform.network import SecurityGroup, Subnet, Vpc
from ecslab.engine.state import State


def describe_vpcs(
    call: Call,
    *,
    vpc_ids: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The account's VPCs: the default one."""
    properties: dict[str, Callable[[Vpc], str]] = {
        "vpc-id": lambda vpc: vpc.id,
        "cidr": lambda vpc: vpc.cidr,
        "is-default": lambda _: "true",
        "isDefault": lambda _: "true",
        "state": lambda _: "available",
        "owner-id": lambda _: call.state.settings.account,
    }
    vpcs = select(
        call.state.world.vpcs.values(), vpc_ids, filters, properties, "InvalidVpcID.NotFound", "vpc"
    )
    shown = [
        {
            "OwnerId": call.state.settings.account,
            "InstanceTenancy": "default",
            "CidrBlockAssociationSet": [],
            "IsDefault": True,
            "Tags": [],
            "VpcId": vpc.id,
            "State": "available",
            "CidrBlock": vpc.cidr,
        }
        for vpc in vpcs
    ]
    return answer("Vpcs", shown, (vpc_ids, filters), max_results, next_token)


def describe_subnets(
    call: Call,
    *,
    subnet_ids: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The subnets of the default VPC."""
    properties: dict[str, Callable[[Subnet], str]] = {
        "subnet-id": lambda subnet: subnet.id,
        "vpc-id": lambda subnet: subnet.vpc,
        "availability-zone": lambda subnet: subnet.zone,
        "availabilityZone": lambda subnet: subnet.zone,
        "availability-zone-id": lambda subnet: subnet.zone_id,
        "cidr-block": lambda subnet: subnet.cidr,
        "default-for-az": lambda _: "true",
        "defaultForAz": lambda _: "true",
        "map-public-ip-on-launch": lambda subnet: str(subnet.public).lower(),
        "state": lambda _: "available",
        "owner-id": lambda _: call.state.settings.account,
    }
    subnets = select(
        call.state.world.subnets.values(),
        subnet_ids,
        filters,
        properties,
        "InvalidSubnetID.NotFound",
        "subnet",
    )
    shown = [_show_subnet(call.state, subnet) for subnet in subnets]
    return answer("Subnets", shown, (subnet_ids, filters), max_results, next_token)


def describe_security_groups(
    call: Call,
    *,
    group_ids: Sequence[str] = (),
    group_names: Sequence[str] = (),
    filters: Filters = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """The security groups of the default VPC."""
    properties: dict[str, Callable[[SecurityGroup], str]] = {
        "group-id": lambda group: group.id,
        "group-name": lambda group: group.name,
        "vpc-id": lambda group: group.vpc,
        "description": lambda group: group.description,
        "owner-id": lambda _: call.state.settings.account,
    }
    named = list(filters) + ([{"Name": "group-name", "Values": list(group_names)}] if group_names else [])
    groups = select(
        call.state.world.security_groups.values(),
        group_ids,
        named,
        properties,
        "InvalidGroup.NotFound",
        "security group",
    )
    shown = [_show_group(call.state, group) for group in groups]
    return answer("SecurityGroups", shown, (group_ids, group_names, filters), max_results, next_token)


def _show_subnet(state: State, subnet: Subnet) -> dict[str, Any]:
    in_use = state.world.tasks.count("live subnet", subnet.id)
    return {
        "AvailabilityZoneId": subnet.zone_id,
        "MapCustomerOwnedIpOnLaunch": False,
        "OwnerId": state.settings.account,
        "AssignIpv6AddressOnCreation": False,
        "Ipv6CidrBlockAssociationSet": [],
        "Tags": [],
        "SubnetArn": arn.ec2(state.settings, "subnet", subnet.id),
        "EnableDns64": False,
        "Ipv6Native": False,
        "SubnetId": subnet.id,
        "State": "available",
        "VpcId": subnet.vpc,
        "CidrBlock": subnet.cidr,
        "AvailableIpAddressCount": subnet.size - in_use,
        "AvailabilityZone": subnet.zone,
        "DefaultForAz": True,
        "MapPublicIpOnLaunch": subnet.public,
    }


def _show_group(state: State, group: SecurityGroup) -> dict[str, Any]:
    anywhere = {
        "IpProtocol": "-1",
        "UserIdGroupPairs": [],
        "IpRanges": [],
        "Ipv6Ranges": [],
        "PrefixListIds": [],
    }
    itself = {"UserId": state.settings.account, "GroupId": group.id}
    return {
        "GroupId": group.id,
        "IpPermissionsEgress": [anywhere | {"IpRanges": [{"CidrIp": "0.0.0.0/0"}]}],
        "Tags": [],
        "VpcId": group.vpc,
        "SecurityGroupArn": arn.ec2(state.settings, "security-group", group.id),
        "OwnerId": state.settings.account,
        "GroupName": group.name,
        "Description": group.description,
        "IpPermissions": [anywhere | {"UserIdGroupPairs": [itself]}],
    }
