"""What ECS refuses of a service's scheduling strategy, controller and zone rebalancing.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""

from collections.abc import Mapping, Sequence

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

_ZONE = "attribute:ecs.availability-zone"
_ARTICLE = {"CODE_DEPLOY": "a", "EXTERNAL": "an"}
_ZONES = "Availability Zone Rebalancing does not support"
_DAEMON = "The daemon scheduling strategy does not support"


def check_count(desired: int | None, *, daemon: bool) -> int:
    """The desired count that a request gives, or raise when it must not or does not give one."""
    if daemon:
        if desired is not None:
            raise invalid(
                f"{_DAEMON} a desired count for services. Remove the desired count value and try again"
            )
        return 0
    if desired is None:
        raise invalid("DesiredCount is missing")
    return desired


def check_daemon(
    configuration: DeploymentConfiguration,
    launch_type: str,
    controller: str,
    strategies: Sequence[PlacementStrategy],
) -> None:
    """Raise for what a DAEMON service cannot have."""
    if launch_type == "FARGATE":
        raise invalid(f"{_DAEMON} the FARGATE launch type. Change the launch type and try again")
    if controller != "ECS":
        raise invalid(f"{_DAEMON} the {controller} deployment controller. Use the ECS one and try again")
    if strategies:
        raise invalid(f"{_DAEMON} placement strategies")
    if configuration.maximum_percent != 100:
        raise invalid(f"{_DAEMON} values above 100 for maximumPercent")


def check_controller(
    controller: str,
    configuration: DeploymentConfiguration,
    load_balancers: Sequence[ServiceLoadBalancer],
) -> None:
    """Raise for what a service cannot have whose deployments are not ECS's own."""
    if controller == "ECS":
        return
    if controller == "CODE_DEPLOY" and not load_balancers:
        raise invalid("A load balancer is required for services with a CODE_DEPLOY deployment controller.")
    for name, given in (
        ("deploymentCircuitBreaker", configuration.deployment_circuit_breaker.enable),
        ("alarms", configuration.alarms.enable),
        ("strategy", configuration.shifts),
        ("bakeTimeInMinutes", bool(configuration.bake_time_in_minutes)),
        ("earlySuccessCriteria", configuration.early_success_criteria.enable),
    ):
        if given:
            raise invalid(f"The {controller} deployment controller does not support {name}.")


def check_controlled(controller: str, changes: Mapping[str, bool], *, force: bool) -> None:
    """Raise for changes of a service that its task sets carry. `changes`: what is changed, in AWS's words.

    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    """
    way = (
        "Use AWS CodeDeploy to trigger a new deployment."
        if controller == "CODE_DEPLOY"
        else "Create a new task set instead."
    )
    where = f"on services with {_ARTICLE[controller]} {controller} deployment controller. {way}"
    for what, changed in changes.items():
        if changed:
            raise invalid(f"Unable to update {what} {where}")
    if force:
        raise invalid(f"Cannot force a new deployment {where}")


def rebalancing(
    asked: str | None,
    before: str | None,
    configuration: DeploymentConfiguration,
    *,
    kind: str,
    fits: bool,
) -> str:
    """Whether zones are rebalanced: as asked, else as `before`, else ENABLED where it can be.

    `kind`: `DAEMON`, or the controller of a REPLICA service. `fits`: whether placement leaves the choice
    of the zone to ECS. Raises where it is asked for and
    cannot be.
    """
    refusal = None
    if kind != "ECS":
        refusal = f"{_ZONES} {kind} services"
    elif configuration.maximum_percent <= 100:
        refusal = f"{_ZONES} maximumPercent <= 100 % as deployment configuration."
    elif not fits:
        refusal = (
            f"{_ZONES} placement that chooses the zone: spread by {_ZONE} first, and do not constrain it."
        )
    if asked == "ENABLED" and refusal is not None:
        raise invalid(refusal)
    return "DISABLED" if refusal is not None else asked or before or "ENABLED"


def zone_is_free(
    launch_type: str, constraints: Sequence[PlacementConstraint], strategies: Sequence[PlacementStrategy]
) -> bool:
    """Whether placement leaves it to ECS to spread tasks over zones."""
    if launch_type == "FARGATE":
        return True
    if any("ecs.availability-zone" in (each.expression or "") for each in constraints):
        return False
    first = strategies[0] if strategies else None
    return first is None or (first.type.lower() == "spread" and first.field == _ZONE)
