"""The network configuration as AWS spells it."""

from collections.abc import Mapping
from typing import Any

from ecslab.aws.operations.ecs.reading import read
from ecslab.engine.records.awsvpc import AwsVpcConfiguration


def read_network(configuration: Mapping[str, Any] | None) -> AwsVpcConfiguration | None:
    """What `networkConfiguration` says, or None when it says nothing."""
    inner = (configuration or {}).get("awsvpcConfiguration")
    return read(AwsVpcConfiguration, inner, "networkConfiguration.awsvpcConfiguration") if inner else None


def show_network(configuration: AwsVpcConfiguration) -> dict[str, Any]:
    """The configuration as AWS shows it."""
    return {
        "awsvpcConfiguration": {
            "subnets": list(configuration.subnets),
            "securityGroups": list(configuration.security_groups),
            "assignPublicIp": configuration.assign_public_ip,
        }
    }
