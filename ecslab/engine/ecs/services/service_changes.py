"""Creating, updating and deleting services.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
"""

from ecslab.engine.ecs import awsvpc, limits
from ecslab.engine.ecs.capacity_providers import strategy as strategies
from ecslab.engine.ecs.cluster import check_name
from ecslab.engine.ecs.definitions import task_definition
from ecslab.engine.ecs.placement import rules as placement_rules
from ecslab.engine.ecs.refusals import invalid
from ecslab.engine.ecs.services import (
    controllers,
    load_balancer_rules,
    rebalancing,
    rollout,
    service_rules,
    task_sets,
    watch,
)
from ecslab.engine.ecs.services.deployment_rules import check_configuration
from ecslab.engine.ecs.tasks import command_execution
from ecslab.engine.errors import ApiError
from ecslab.engine.record import Record
from ecslab.engine.records.awsvpc import AwsVpcConfiguration
from ecslab.engine.records.capacity import Strategy
from ecslab.engine.records.cluster import Cluster
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy
from ecslab.engine.records.service import Service
from ecslab.engine.records.task_definition import TaskDefinition
from ecslab.engine.state import State

_LONGEST_GRACE = 2**31 - 1

_MUST_FORCE = (
    "When switching from launch type to capacity provider strategy on an existing service, or making a "
    "change to a capacity provider strategy on a service that is already using one, you must force a new "
    "deployment."
)


class Request(Record, frozen=True, kw_only=True):
    """What CreateService asks for."""

    name: str
    definition: TaskDefinition | None
    """None only for an EXTERNAL controller, whose task sets have theirs."""
    desired: int | None
    configuration: DeploymentConfiguration
    launch_type: str
    strategy: Strategy = ()
    platform_version: str
    network: AwsVpcConfiguration | None
    constraints: tuple[PlacementConstraint, ...] = ()
    strategies: tuple[PlacementStrategy, ...] = ()
    load_balancers: tuple[ServiceLoadBalancer, ...] = ()
    grace_seconds: int | None = None
    controller: str = "ECS"
    scheduling: str = "REPLICA"
    rebalancing: str | None = None
    propagate_tags: str
    managed_tags: bool
    command_execution: bool = False
    created_by: str
    fingerprint: str


class Change(Record, frozen=True, kw_only=True):
    """What UpdateService asks for; None leaves a thing as it is."""

    controller: str | None = None
    definition: TaskDefinition | None = None
    desired: int | None = None
    configuration: DeploymentConfiguration | None = None
    strategy: Strategy | None = None
    """An empty one goes back to the launch type that the service was made with."""
    platform_version: str | None = None
    network: AwsVpcConfiguration | None = None
    constraints: tuple[PlacementConstraint, ...] | None = None
    strategies: tuple[PlacementStrategy, ...] | None = None
    load_balancers: tuple[ServiceLoadBalancer, ...] | None = None
    grace_seconds: int | None = None
    rebalancing: str | None = None
    command_execution: bool | None = None
    propagate_tags: str | None = None
    managed_tags: bool | None = None
    force: bool = False


def find(state: State, cluster: Cluster, reference: str) -> Service | None:
    """The service of `cluster` that a name or ARN means."""
    return state.world.services.get(f"{cluster.name}/{reference.rsplit('/', 1)[-1]}")


def create(state: State, cluster: Cluster, request: Request) -> Service:
    """Make a service with its first deployment; the same request with the same token gives the same service.

    Raises InvalidParameterException for a name that is taken, and in AWS's words for what does not fit.
    """
    check_name(request.name, "service")
    existing = find(state, cluster, request.name)
    if existing is not None and existing.status == "ACTIVE":
        if request.fingerprint and existing.fingerprint == request.fingerprint:
            return existing
        raise invalid("Creation of service was not idempotent.")
    if existing is not None and existing.status == "DRAINING":
        raise invalid("Unable to Start a service that is still Draining.")
    limits.check_services(state, cluster.name)
    desired = _check_request(state, request)
    service = Service(
        cluster=cluster.name,
        name=request.name,
        definition=request.definition.key if request.definition is not None else "",
        desired=desired,
        controller=request.controller,
        scheduling=request.scheduling,
        rebalancing=_rebalancing(request.rebalancing, None, request),
        configuration=request.configuration,
        launch_type=request.launch_type,
        strategy=request.strategy,
        fallback=None if request.strategy else request.launch_type,
        platform_version=request.platform_version,
        network=request.network,
        constraints=request.constraints,
        strategies=request.strategies,
        load_balancers=request.load_balancers,
        grace_seconds=_grace(request.grace_seconds, request.load_balancers),
        propagate_tags=request.propagate_tags,
        managed_tags=request.managed_tags,
        command_execution=request.command_execution,
        created_at=state.now,
        created_by=request.created_by,
        fingerprint=request.fingerprint,
    )
    state.world.services.put(service)
    if not service.in_sets:
        rollout.begin(state, service)
    elif request.definition is not None:
        task_sets.create(state, service, _first_set(request, request.definition), primary=True)
    return state.world.services[service.key]


def update(state: State, service: Service, change: Change) -> Service:
    """Change a service; what concerns its tasks starts a new deployment, a new desired count does not.

    Raises ServiceNotActiveException, and InvalidParameterException in AWS's words for what does not fit.
    """
    if service.status != "ACTIVE":
        raise ApiError("ServiceNotActiveException", "Service was not ACTIVE.")
    if change.controller not in (None, service.controller):
        service = controllers.under(state, service, change.controller or service.controller)
    if service.in_sets:
        return _update_in_sets(state, service, change)
    definition = change.definition or state.world.definitions[service.definition]
    network = change.network or service.network
    if service.daemon:
        service_rules.check_count(change.desired, daemon=True)
    desired = service.desired if change.desired is None else change.desired
    configuration = change.configuration or service.configuration
    limits.check_desired(state, desired)
    check_configuration(configuration)
    launch_type, strategy = _capacity(state, service, change)
    check_fit(state, definition, network, launch_type)
    executes = service.command_execution if change.command_execution is None else change.command_execution
    if executes:
        command_execution.check_service(definition, created=False)
    constraints = service.constraints if change.constraints is None else change.constraints
    preferences = service.strategies if change.strategies is None else change.strategies
    placement_rules.check(constraints, preferences, launch_type, more=len(definition.constraints))
    balancers = service.load_balancers if change.load_balancers is None else change.load_balancers
    if (balancers, definition.key, configuration.strategy) != (
        service.load_balancers,
        service.definition,
        service.configuration.strategy,
    ):
        load_balancer_rules.check(state, balancers, definition, shifts=configuration.shifts)
    updated = service.replace(
        definition=definition.key,
        desired=desired,
        configuration=configuration,
        launch_type=launch_type,
        strategy=strategy,
        platform_version=change.platform_version or service.platform_version,
        network=network,
        constraints=constraints,
        strategies=preferences,
        load_balancers=balancers,
        command_execution=executes,
        propagate_tags=change.propagate_tags or service.propagate_tags,
        managed_tags=service.managed_tags if change.managed_tags is None else change.managed_tags,
        grace_seconds=_grace(
            service.grace_seconds if change.grace_seconds is None else change.grace_seconds, balancers
        ),
        steady=service.steady and desired == service.desired,
    )
    if service.daemon:
        service_rules.check_daemon(configuration, launch_type, "ECS", preferences)
    updated = updated.replace(rebalancing=_rebalancing(change.rebalancing, service.rebalancing, updated))
    _keep(state, updated)
    if change.force or _deployed(updated) != _deployed(service):
        rollout.begin(state, updated)
    elif desired != service.desired:
        _rescale(state, updated, more=desired - service.desired)
    if desired != service.desired or _deployed(updated) != _deployed(service) or change.force:
        rebalancing.interrupt(state, state.world.services[updated.key])
    watch.touch(state, updated.key)
    return state.world.services[updated.key]


def delete(state: State, service: Service, *, force: bool) -> Service:
    """Have a service drained; `force` allows it while its desired count is above 0."""
    if service.status != "ACTIVE":
        raise ApiError("ServiceNotFoundException", "Service not found.")
    if service.desired and not force and not service.daemon:
        raise invalid("The service cannot be stopped while it is scaled above 0.")
    drained = service.replace(status="DRAINING", desired=0)
    state.world.services.put(drained)
    _rescale(state, drained)
    watch.touch(state, drained.key)
    return state.world.services[drained.key]


def check_fit(
    state: State, definition: TaskDefinition, network: AwsVpcConfiguration | None, launch_type: str
) -> None:
    """Raise InvalidParameterException unless `definition` can run with that launch type and network."""
    if launch_type == "FARGATE" and "FARGATE" not in task_definition.compatibilities(definition):
        raise invalid("Task definition does not support launch_type FARGATE.")
    awsvpc.check(state, network, definition.network_mode, launch_type)


def _check_request(state: State, request: Request) -> int:
    """Raise in AWS's words for what does not fit; gives the desired count."""
    daemon = request.scheduling == "DAEMON"
    asked = 0 if request.desired is None and request.controller == "EXTERNAL" else request.desired
    desired = service_rules.check_count(asked, daemon=daemon)
    limits.check_desired(state, desired)
    check_configuration(request.configuration)
    definition = request.definition
    if definition is not None:
        check_fit(state, definition, request.network, request.launch_type)
        if request.command_execution:
            command_execution.check_service(definition, created=True)
        shifts = request.configuration.shifts
        load_balancer_rules.check(
            state, request.load_balancers, definition, shifts=shifts, controller=request.controller
        )
    more = len(definition.constraints) if definition is not None else 0
    placement_rules.check(request.constraints, request.strategies, request.launch_type, more=more)
    if daemon:
        service_rules.check_daemon(
            request.configuration, request.launch_type, request.controller, request.strategies
        )
    service_rules.check_controller(request.controller, request.configuration, request.load_balancers)
    return desired


def _first_set(request: Request, definition: TaskDefinition) -> task_sets.Draft:
    """The task set that a service begins with which CodeDeploy deploys."""
    return task_sets.Draft(
        definition=definition,
        launch_type=request.launch_type,
        strategy=request.strategy,
        platform_version=request.platform_version,
        network=request.network,
        load_balancers=request.load_balancers,
        scale=100.0,
        started_by=request.controller,
    )


def _update_in_sets(state: State, service: Service, change: Change) -> Service:
    """Change what of a service is not its task sets'."""
    configuration = change.configuration or service.configuration
    service_rules.check_controlled(
        service.controller,
        {
            "task definition": change.definition is not None,
            "network parameters": change.network is not None,
            "load balancers": change.load_balancers is not None,
            "platform version": change.platform_version is not None,
            "capacity provider strategy": change.strategy is not None,
            "deployment configuration": service.controller == "EXTERNAL"
            and configuration != service.configuration,
        },
        force=change.force,
    )
    desired = service.desired if change.desired is None else change.desired
    limits.check_desired(state, desired)
    check_configuration(configuration)
    service_rules.check_controller(service.controller, configuration, service.load_balancers)
    constraints = service.constraints if change.constraints is None else change.constraints
    preferences = service.strategies if change.strategies is None else change.strategies
    placement_rules.check(constraints, preferences, service.launch_type)
    grace = service.grace_seconds if change.grace_seconds is None else change.grace_seconds
    executes = service.command_execution if change.command_execution is None else change.command_execution
    updated = service.replace(
        desired=desired,
        configuration=configuration,
        constraints=constraints,
        strategies=preferences,
        command_execution=executes,
        propagate_tags=change.propagate_tags or service.propagate_tags,
        managed_tags=service.managed_tags if change.managed_tags is None else change.managed_tags,
        grace_seconds=_grace(grace, service.load_balancers),
        steady=service.steady and desired == service.desired,
    )
    updated = updated.replace(rebalancing=_rebalancing(change.rebalancing, service.rebalancing, updated))
    _keep(state, updated)
    watch.touch(state, updated.key)
    return state.world.services[updated.key]


def _keep(state: State, updated: Service) -> None:
    """Keep a service that was changed, and what another controller makes of its parts."""
    before = state.world.services[updated.key].controller
    state.world.services.put(updated)
    controllers.settle(state, updated, before)


def _deployed(service: Service) -> tuple[object, ...]:
    """What of a service a deployment rolls out."""
    return (service.definition, service.network, service.platform_version, service.load_balancers)


def _rebalancing(asked: str | None, before: str | None, service: Request | Service) -> str:
    """Whether the service's zones are rebalanced."""
    fits = service_rules.zone_is_free(service.launch_type, service.constraints, service.strategies)
    kind = "DAEMON" if service.scheduling == "DAEMON" else service.controller
    return service_rules.rebalancing(asked, before, service.configuration, kind=kind, fits=fits)


def _grace(seconds: int | None, balancers: tuple[ServiceLoadBalancer, ...]) -> int | None:
    """The grace period: none at all behind a load balancer, unless somebody gives one."""
    if seconds is not None and not 0 <= seconds <= _LONGEST_GRACE:
        raise invalid(f"healthCheckGracePeriodSeconds must be between 0 and {_LONGEST_GRACE}.")
    return 0 if seconds is None and balancers else seconds


def _rescale(state: State, service: Service, *, more: int = 0) -> None:
    """Give the primary deployment its new count; of `more` tasks, one that is kept up gets as many too."""
    kept = rollout.keeper(state, service)
    if kept is not None and more > 0:
        state.world.deployments.put(kept.replace(desired=kept.desired + more, updated_at=state.now))
    for deployment in list(state.world.deployments.where("service", service.key)):
        if deployment.primary:
            state.world.deployments.put(deployment.replace(desired=service.desired, updated_at=state.now))


def _capacity(state: State, service: Service, change: Change) -> strategies.Choice:
    """Where the service's tasks run after `change`; another strategy needs a forced deployment."""
    chosen = strategies.Choice(service.launch_type, service.strategy)
    if change.strategy is not None:
        cluster = state.world.clusters[service.cluster]
        chosen = strategies.change(state, cluster, service, change.strategy)
    if chosen.strategy != service.strategy and not change.force:
        raise invalid(_MUST_FORCE)
    return chosen
