"""What a service may say of load balancers, and the target groups that its tasks go into.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
"""

from collections.abc import Sequence

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.elb import routing
from ecslab.engine.elb import targets as elb
from ecslab.engine.errors import NotSimulated
from ecslab.engine.platform.load_balancing import TargetGroup
from ecslab.engine.records.load_balancing import AdvancedConfiguration, ServiceLoadBalancer, TargetUse
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_MOST = {"ECS": 5, "CODE_DEPLOY": 1, "EXTERNAL": 1}
"""How many target groups a service may have by its deployment controller, and so a task set."""


def check(
    state: State,
    balancers: Sequence[ServiceLoadBalancer],
    definition: TaskDefinition,
    *,
    shifts: bool = False,
    controller: str = "ECS",
) -> None:
    """Raise InvalidParameterException, in AWS's words, unless tasks of `definition` can go behind these.

    `shifts` says that ECS shifts traffic between target groups when it deploys.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/register-multiple-targetgroups.html
    """
    if len(balancers) > _MOST[controller]:
        raise invalid(f"loadBalancers can have at most {_MOST[controller]} items.")
    if len({each.load_balancer_name is not None for each in balancers}) > 1:
        raise invalid(
            "All loadBalancers must be strictly either ELBv1 (defining loadBalancerName) or ELBv2 (defining "
            "targetGroupArn)"
        )
    _check_advanced(state, balancers, shifts=shifts)
    for each in balancers:
        if each.load_balancer_name is not None:
            if definition.network_mode != "awsvpc":
                raise NotSimulated("ecslab does not simulate Classic Load Balancers; specify a target group.")
            raise invalid(
                "Classic Load Balancers are not supported with the awsvpc network mode; "
                "specify a target group."
            )
        if each.target_group_arn is None:
            raise invalid("targetGroupArn cannot be empty.")
        _check_container(each, definition)
        _check_group(state, each.target_group_arn, definition)
        advanced = each.advanced_configuration
        if advanced is not None and advanced.alternate_target_group_arn is not None:
            _check_group(state, advanced.alternate_target_group_arn, definition)


def uses(balancers: Sequence[ServiceLoadBalancer], *, alternate: bool = False) -> tuple[TargetUse, ...]:
    """The target groups that tasks go into; the alternate ones where ECS shifts traffic between two."""
    found = []
    for each in balancers:
        advanced = each.advanced_configuration
        other = advanced.alternate_target_group_arn if advanced is not None else None
        group = other if alternate and other is not None else each.target_group_arn
        if group is not None:
            found.append(
                TargetUse(group=group, container=each.container_name or "", port=each.container_port or 0)
            )
    return tuple(found)


def _check_advanced(state: State, balancers: Sequence[ServiceLoadBalancer], *, shifts: bool) -> None:
    """What the traffic shifting strategies need to know of each load balancer."""
    seen = set()
    for each in balancers:
        advanced = each.advanced_configuration
        for group in (each.target_group_arn, advanced.alternate_target_group_arn if advanced else None):
            if group is not None and group in seen:
                raise invalid(f"Duplicate targetGroupArn found: {group}")
            seen.add(group)
    given = [each.advanced_configuration for each in balancers if each.advanced_configuration is not None]
    if given and any(each.load_balancer_name is not None for each in balancers):
        raise invalid("advancedConfiguration field is not allowed with ELBv1 loadBalancers")
    if given and len(given) < len(balancers):
        raise invalid(
            "Either all or none of the provided loadBalancers must have advancedConfiguration defined"
        )
    if shifts and len(given) < len(balancers):
        raise invalid(
            "advancedConfiguration field is required for all loadBalancers when using a non-ROLLING "
            "deployment strategy"
        )
    for each in balancers:
        if each.advanced_configuration is not None:
            _check_shifting(state, each, each.advanced_configuration)


def _check_shifting(state: State, balancer: ServiceLoadBalancer, advanced: AdvancedConfiguration) -> None:
    production, test = advanced.production_listener_rule, advanced.test_listener_rule
    if not advanced.alternate_target_group_arn:
        raise invalid("alternateTargetGroupArn cannot be empty.")
    if not production:
        raise invalid("productionListenerRule cannot be empty.")
    if not advanced.role_arn:
        raise invalid("roleArn cannot be empty.")
    for name, rule in (("productionListenerRule", production), ("testListenerRule", test)):
        over_network = rule is not None and ":listener/net/" in rule
        if rule is not None and ":listener-rule/app/" not in rule and not over_network:
            raise invalid(
                f"{name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for NLB. "
                f"Got: {rule}"
            )
    if production == test:
        raise invalid(
            f"The following rules cannot be used as both production and test listener rules: {test}"
        )
    actions = routing.actions_of(state, production) or ()
    forwards = {weight.target_group_arn for action in actions for weight in action.weights}
    both = {balancer.target_group_arn, advanced.alternate_target_group_arn}
    if test is None and not both <= forwards and ":listener-rule/app/" in production:
        raise invalid(
            "For Application LoadBalancer, testListenerRule is required when productionListenerRule is not "
            "associated with both targetGroup and alternateTargetGroup"
        )


def _check_container(balancer: ServiceLoadBalancer, definition: TaskDefinition) -> None:
    name, port = balancer.container_name, balancer.container_port
    if not name:
        raise invalid("containerName should not be null or empty.")
    container = next((each for each in definition.containers if each.name == name), None)
    if container is None:
        raise invalid(f"The container {name} does not exist in the task definition.")
    if not any(mapping.container_port == port for mapping in container.port_mappings):
        raise invalid(f"The container {name} did not have a container port {port} defined.")


def _check_group(state: State, group_arn: str, definition: TaskDefinition) -> TargetGroup:
    group = state.world.target_groups.get(group_arn)
    if group is None:
        raise invalid(f"The specified target group does not exist. (targetGroupArn {group_arn})")
    needed = "ip" if definition.network_mode == "awsvpc" else "instance"
    if group.target_type != needed:
        raise invalid(
            f"The provided target group {group_arn} has target type {group.target_type}, which is "
            f"incompatible with the {definition.network_mode} network mode specified in the task definition."
        )
    if not elb.in_use(state, group_arn):
        raise invalid(
            f"The target group with targetGroupArn {group_arn} does not have an associated load balancer."
        )
    return group
