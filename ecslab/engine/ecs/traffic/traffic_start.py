"""How a deployment that shifts traffic begins: whose traffic it takes over, and in which target groups.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-implementation.html
"""

from ecslab.engine.clock import MINUTE
from ecslab.engine.ecs.services import load_balancer_rules
from ecslab.engine.records.deployment import Deployment, DeploymentConfiguration
from ecslab.engine.records.load_balancing import TargetUse
from ecslab.engine.records.service import Service
from ecslab.engine.records.traffic_shift import PausedHook, Shift, Stage
from ecslab.engine.state import State


def blue_of(state: State, service: Service) -> Deployment | None:
    """The deployment that has the traffic: the last one that was completed, as long as it is there."""
    return state.world.deployments.get(service.completed or "")


def target_groups(state: State, service: Service) -> tuple[TargetUse, ...]:
    """The target groups of a new deployment: the ones that the present one does not use."""
    usual = load_balancer_rules.uses(service.load_balancers)
    blue = blue_of(state, service) if service.configuration.shifts else None
    if blue is not None and blue.targets == usual:
        return load_balancer_rules.uses(service.load_balancers, alternate=True)
    return usual


def first(state: State, service: Service, sources: tuple[str, ...]) -> Shift | None:
    """The first stage of a deployment; None for a rolling one. `sources` are the revisions that run."""
    if not service.configuration.shifts:
        return None
    blue = blue_of(state, service)
    stage = Stage.RECONCILE_SERVICE if len(sources) > (blue is not None) else Stage.PRE_SCALE_UP
    return Shift(
        blue=blue.id if blue is not None else None,
        stage=stage,
        entered_at=state.now,
        hooks=pauses(state, service.configuration, stage),
    )


def pauses(state: State, configuration: DeploymentConfiguration, stage: Stage) -> tuple[PausedHook, ...]:
    """The pauses that a deployment comes to at a stage."""
    return tuple(
        PausedHook(
            id=f"ecs-pause-{state.chance.hex_id(43)}",
            stage=stage,
            expires_at=state.now + hook.timeout.timeout_in_minutes * MINUTE,
            action=hook.timeout.action,
        )
        for hook in configuration.lifecycle_hooks
        if stage in hook.lifecycle_stages
    )
