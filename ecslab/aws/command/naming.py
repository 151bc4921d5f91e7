"""The names of the command line (`list-tasks`) for those of the API (`ListTasks`)."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ecslab.aws.models import service_model, waiters

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def cli_name(api_name: str) -> str:
    """`taskDefinition` as the AWS CLI writes it: `task-definition`."""
    from botocore import xform_name  # deferred: a front end that shows no command yet needs no botocore

    name: str = xform_name(api_name, "-")
    return name


@cache
def operations(service: str) -> Mapping[str, str]:
    """The API names of a service's operations by their names on the command line."""
    return {cli_name(name): name for name in service_model(service).operation_names}


@cache
def waiter_names(service: str) -> Mapping[str, str]:
    """The API names of a service's waiters by their names on the command line, sorted."""
    return {cli_name(name): name for name in sorted(waiters(service))}


@cache
def simulated(service: str) -> tuple[str, ...]:
    """The operations that a lab answers, by their names on the command line, sorted.

    They come first in completions, help and corrections; whether a call is answered is for the target to say.
    """
    from ecslab.aws.operations import operations as registered  # deferred: a call does not need the list

    return tuple(sorted(cli_name(name) for name in registered(service)))


@cache
def simulated_waiters(service: str) -> tuple[str, ...]:
    """The waiters whose operation a lab answers, by their names on the command line, sorted."""
    answered = simulated(service)
    return tuple(
        name
        for name, waiter in waiter_names(service).items()
        if cli_name(waiters(service)[waiter]["operation"]) in answered
    )
