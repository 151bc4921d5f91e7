"""Changing who deploys a service: ECS itself, CodeDeploy, or an external controller through task sets.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/update-service-parameters.html
"""

from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.ecs.services import rollout, task_sets
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.service import Service
from ecslab.engine.records.task_set import TaskSet
from ecslab.engine.state import State

_WAYS = frozenset(
    {("CODE_DEPLOY", "ECS"), ("CODE_DEPLOY", "EXTERNAL"), ("ECS", "EXTERNAL"), ("EXTERNAL", "ECS")}
)
"""From which controller to which AWS lets a service go."""


def under(state: State, service: Service, controller: str) -> Service:
    """The service as it is under another controller; `settle` has the rest of the lab follow.

    Raises InvalidParameterException for a way that AWS does not allow, and for a service that cannot go it.
    """
    if (service.controller, controller) not in _WAYS:
        raise invalid(
            f"Unable to update the deployment controller from {service.controller} to {controller}."
        )
    if _is_deploying(state, service):
        raise invalid("Unable to update the deployment controller during an ongoing service deployment.")
    if controller == "EXTERNAL":
        if service.daemon:
            raise invalid(
                "The EXTERNAL deployment controller does not support the DAEMON scheduling strategy."
            )
        if len(service.load_balancers) > 1:
            raise invalid("The EXTERNAL deployment controller does not support multiple target groups.")
        was_ecs = service.controller == "ECS"
        return service.replace(
            controller=controller, shows_deployments=was_ecs, rebalancing="DISABLED", moving=False
        )
    first = _primary(state, service)
    if first is None:
        raise invalid(
            "The service has no PRIMARY task set that the ECS deployment controller could take over."
        )
    return service.replace(controller=controller, shows_deployments=False, completed=first.id)


def settle(state: State, service: Service, before: str) -> None:
    """Make deployments of task sets, or a task set of the deployment; `before` had the service until now."""
    if before == service.controller:
        return
    if service.controller == "ECS":
        for task_set in list(state.world.task_sets.where("service", service.key)):
            _take_over(state, service, task_set)
    elif before == "ECS":
        _hand_over(state, service)


def _take_over(state: State, service: Service, task_set: TaskSet) -> None:
    """Have ECS deploy what a task set had: the primary one is in place, any other makes room for it."""
    deployment = state.world.deployments[task_set.id]
    if deployment.primary:
        state.world.deployments.put(
            deployment.replace(
                desired=service.desired,
                rollout_state="COMPLETED",
                rollout_reason=f"ECS deployment {deployment.id} completed.",
                updated_at=state.now,
            )
        )
    task_sets.drop(state, task_set)


def _hand_over(state: State, service: Service) -> None:
    """Give an external controller the service's deployment as its primary task set."""
    first = rollout.primary_of(state, service.key)
    state.world.task_sets.put(
        TaskSet(
            id=first.id,
            service=service.key,
            scale=100.0,
            computed=service.desired,
            steady=service.steady,
            steady_at=state.now,
            created_at=first.created_at,
            updated_at=state.now,
        )
    )


def _is_deploying(state: State, service: Service) -> bool:
    if service.in_sets:
        return rollout.is_under_way(state, service.key)
    alone = state.world.deployments.count("service", service.key) == 1
    return not alone or rollout.is_under_way(state, service.key)


def _primary(state: State, service: Service) -> Deployment | None:
    found = state.world.deployments.where("service", service.key)
    return next((each for each in found if each.primary), None)
