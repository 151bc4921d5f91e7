"""The simulated API operations: one package a service, one function an operation.

A function is named after its operation and takes the parameters that it simulates, in snake case; what
it does not take is refused. It gets a `Call` first and returns a dictionary in AWS's shape.
"""

import keyword
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from types import MappingProxyType
from typing import Any, NamedTuple

from ecslab.aws import models
from ecslab.engine.state import State


class Call(NamedTuple):
    """What an operation acts on, and for whom."""

    state: State
    caller: str
    """The ARN of the principal that makes the call, or a service principal."""
    via: str | None = None
    """The service principal that makes the call for the caller, if one does."""
    source: str | None = None
    """The ARN of the resource for which a service principal calls: the condition key `aws:SourceArn`."""


Operation = Callable[..., dict[str, Any]]
_REFUSING: set[Operation] = set()


def only_refuses(operation: Operation) -> Operation:
    """Mark an operation that answers with AWS's own kind of error, whatever it is asked."""
    _REFUSING.add(operation)
    return operation


@cache
def refusing(service: str) -> frozenset[str]:
    """The operations of a service, by API name, that only ever refuse."""
    return frozenset(name for name, function in operations(service).items() if function in _REFUSING)


@cache
def operations(service: str) -> Mapping[str, Operation]:
    """The simulated operations of a service by API name, in the order of its model.

    A service's package lists its modules' functions; a public function that is named after no
    operation of the model is no operation.
    """
    name = service.replace("-", "_")
    package = import_module(f"{__name__}.{name}_" if keyword.iskeyword(name) else f"{__name__}.{name}")
    functions = {name: function for module in package.MODULES for name, function in vars(module).items()}
    found = {}
    for operation, name in models.operation_methods(service).items():
        if name in functions:
            found[operation] = functions[name]
    return MappingProxyType(found)
