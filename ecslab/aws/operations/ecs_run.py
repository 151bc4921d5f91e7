"""EcsParameters: how rules and schedules write down the tasks that they run.

https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EcsParameters.html
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from ecslab.aws.operations.ecs.placement_shape import read_constraints, read_strategies
from ecslab.aws.operations.ecs.strategy_shape import read_strategy, show_strategy
from ecslab.engine.errors import NotSimulated
from ecslab.engine.platform.eventbridge import EcsRun
from ecslab.engine.records.tags import Tag

_PLAIN = {
    "LaunchType": "launch_type",
    "PlatformVersion": "platform_version",
    "Group": "group",
    "PropagateTags": "propagate_tags",
}


def read_run(given: Mapping[str, Any], tags: Iterable[tuple[str, str]]) -> EcsRun:
    """EcsParameters as a request gives them; the tags in a form of each service's own."""
    if given.get("ReferenceId"):
        raise NotSimulated("ecslab does not simulate ReferenceId of EcsParameters; leave it out.")
    network = given.get("NetworkConfiguration", {}).get("awsvpcConfiguration", {})
    return EcsRun(
        definition=given["TaskDefinitionArn"],
        count=given.get("TaskCount", 1),
        subnets=tuple(network.get("Subnets", ())),
        security_groups=tuple(network.get("SecurityGroups", ())),
        public_address=network.get("AssignPublicIp"),
        strategy=read_strategy(given.get("CapacityProviderStrategy", ())),
        constraints=read_constraints(given.get("PlacementConstraints", ())),
        strategies=read_strategies(given.get("PlacementStrategy", ())),
        managed_tags=given.get("EnableECSManagedTags", False),
        command_execution=given.get("EnableExecuteCommand", False),
        tags=tuple(Tag(key=key, value=value) for key, value in tags),
        **{field: given[name] for name, field in _PLAIN.items() if name in given},
    )


def show_run(run: EcsRun, tags: list[dict[str, str]]) -> dict[str, Any]:
    """EcsParameters as an answer shows them."""
    shown: dict[str, Any] = {"TaskDefinitionArn": run.definition, "TaskCount": run.count}
    shown |= {name: value for name, field in _PLAIN.items() if (value := getattr(run, field)) is not None}
    shown |= {"EnableECSManagedTags": run.managed_tags, "EnableExecuteCommand": run.command_execution}
    lists = {
        "CapacityProviderStrategy": show_strategy(run.strategy),
        "PlacementConstraints": [msgspec.to_builtins(each) for each in run.constraints],
        "PlacementStrategy": [msgspec.to_builtins(each) for each in run.strategies],
        "Tags": tags,
    }
    shown |= {name: value for name, value in lists.items() if value}
    if run.subnets:
        network: dict[str, Any] = {"Subnets": list(run.subnets)}
        if run.security_groups:
            network["SecurityGroups"] = list(run.security_groups)
        if run.public_address is not None:
            network["AssignPublicIp"] = run.public_address
        shown["NetworkConfiguration"] = {"awsvpcConfiguration": network}
    return shown
