"""What of AWS's API a lab simulates, read off the code: operations, parameters, fields of parameters."""

import inspect
from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from botocore import xform_name
from botocore.model import ListShape, StructureShape
from botocore.model import Shape as Model

from ecslab.aws import models
from ecslab.aws.operations import operations, refusing
from ecslab.aws.operations.ecs.reading import fields_of
from ecslab.engine.record import Shape
from ecslab.engine.records.capacity import StrategyItem
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.deployment import DeploymentConfiguration
from ecslab.engine.records.load_balancing import ServiceLoadBalancer
from ecslab.engine.records.managed_daemon import DaemonRollout
from ecslab.engine.records.managed_instances import ManagedInstances
from ecslab.engine.records.overrides import TaskOverride
from ecslab.engine.records.placement import PlacementConstraint, PlacementStrategy
from ecslab.engine.records.task_definition import EphemeralStorage, RuntimePlatform
from ecslab.engine.records.volume import Volume

SIMULATED, REFUSED, MISSING = "simulated", "refused", "missing"
"""How an operation stands: it works; it answers with AWS's own kind of error; it says it is not simulated."""

_READ: Mapping[str, type[Shape]] = {
    "containerDefinitions": ContainerDefinition,
    "runtimePlatform": RuntimePlatform,
    "ephemeralStorage": EphemeralStorage,
    "overrides": TaskOverride,
    "placementConstraints": PlacementConstraint,
    "placementStrategy": PlacementStrategy,
    "capacityProviderStrategy": StrategyItem,
    "defaultCapacityProviderStrategy": StrategyItem,
    "deploymentConfiguration": DeploymentConfiguration,
    "loadBalancers": ServiceLoadBalancer,
    "managedInstancesProvider": ManagedInstances,
    "volumes": Volume,
}
"""What the parameters of ECS that have parts of their own are read as."""

_READ_BY: Mapping[tuple[str, str], type[Shape]] = {
    ("CreateDaemon", "deploymentConfiguration"): DaemonRollout,
    ("UpdateDaemon", "deploymentConfiguration"): DaemonRollout,
}
"""Where one operation's parameter is not what the others' of its name are."""


class Coverage(NamedTuple):
    """An operation: how it stands, and what of its parameters is not simulated, by place."""

    operation: str
    standing: str
    left_out: tuple[str, ...] = ()

    @property
    def command(self) -> str:
        """As the AWS CLI calls it."""
        return str(xform_name(self.operation, "-"))


@cache
def coverage(service: str) -> tuple[Coverage, ...]:
    """Every operation of a service, in the order of AWS's model."""
    known, refused = operations(service), refusing(service)
    found = []
    for name in models.service_model(service).operation_names:
        if name in refused:
            found.append(Coverage(name, REFUSED))
        elif name in known:
            found.append(Coverage(name, SIMULATED, tuple(_left_out(service, name))))
        else:
            found.append(Coverage(name, MISSING))
    return tuple(found)


def _left_out(service: str, operation: str) -> Iterator[str]:
    """The parameters that an operation refuses, and the fields of those that it takes."""
    model = models.service_model(service).operation_model(operation).input_shape
    taken = set(inspect.signature(operations(service)[operation]).parameters)
    for name, member in model.members.items() if model is not None else ():
        if xform_name(name) not in taken:
            yield name
        elif (kind := read_as(service, operation, name)) is not None:
            yield from _fields_left_out(member, kind, name)


def read_as(service: str, operation: str, name: str) -> type[Shape] | None:
    """What a parameter with parts of its own is read as; None where the operation looks at it itself."""
    if service != "ecs":
        return None
    return _READ_BY.get((operation, name)) or _READ.get(name)


def _fields_left_out(model: Model, kind: type[Shape], place: str) -> Iterator[str]:
    inner = model.member if isinstance(model, ListShape) else model
    if not isinstance(inner, StructureShape):
        return
    known = fields_of(kind)
    for name, member in inner.members.items():
        if name not in known:
            yield f"{place}.{name}"
            continue
        part = known[name]
        if part is not None:
            yield from _fields_left_out(member, part, f"{place}.{name}")
