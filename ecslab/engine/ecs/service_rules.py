"""What ECS refuses of a service's scheduling strategy, controller and zone rebalancing.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_service-options.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html
"""

from collections.abc import Sequence

from ecslab.engine.errors import ApiError
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy

_ZONE = "attribute:ecs.availability-zone"
_ZONES = "Availability Zone Rebalancing does not support"
_DAEMON = "The daemon scheduling strategy does not support"


def check_count(desired: int | None, *, daemon: bool) -> int:
    """The desired count that a request gives, or raise when it must not or does not give one."""
    if daemon:
        if desired is not None:
            raise _invalid(
                f"{_DAEMON} a desired count for services. Remove the desired count value and try again"
            )
        return 0
    if desired is None:
        raise _invalid("DesiredCount is missing")
    return desired


def check_daemon(
    configuration: DeploymentConfiguration,
    launch_type: str,
    controller: str,
    strategies: Sequence[PlacementStrategy],
) -> None:
    """Raise for what a DAEMON service cannot have."""
    if launch_type == "FARGATE":
        raise _invalid(f"{_DAEMON} the FARGATE launch type. Change the launch type and try again")
    if controller != "ECS":
        raise _invalid(f"{_DAEMON} the {controller} deployment controller. Use the ECS one and try again")
    if strategies:
        raise _invalid(f"{_DAEMON} placement strategies")
    if configuration.maximum_percent != 100:
        raise _invalid(f"{_DAEMON} values above 100 for maximumPercent")


def rebalancing(
    asked: str | None,
    before: str | None,
    configuration: DeploymentConfiguration,
    *,
    daemon: bool,
    fits: bool,
) -> str:
    """Whether zones are rebalanced: as asked, else as `before`, else ENABLED where it can be.

    `fits`: whether placement leaves the choice of the zone to ECS. Raises where it is asked for and
    cannot be.
    """
    refusal = None
    if daemon:
        refusal = f"{_ZONES} DAEMON services"
    elif configuration.maximum_percent <= 100:
        refusal = f"{_ZONES} maximumPercent <= 100 % as deployment configuration."
    elif not fits:
        refusal = (
            f"{_ZONES} placement that chooses the zone: spread by {_ZONE} first, and do not constrain it."
        )
    if asked == "ENABLED" and refusal is not None:
        raise _invalid(refusal)
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


def _invalid(message: str) -> ApiError:
    return ApiError("InvalidParameterException", message)
