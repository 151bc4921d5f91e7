"""Listener operations.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-listeners.html
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.elbv2.shapes import pages, read_actions, show_listener
from ecslab.aws.operations.elbv2.tagging import check_tags, keep_tags
from ecslab.engine.elb import balancers, routing
from ecslab.engine.errors import ApiError


def create_listener(
    call: Call,
    *,
    load_balancer_arn: str,
    default_actions: Sequence[Mapping[str, Any]],
    protocol: str | None = None,
    port: int | None = None,
    certificates: Sequence[Mapping[str, Any]] = (),
    tags: Sequence[Mapping[str, str]] = (),
) -> dict[str, Any]:
    """Have a load balancer listen on a port."""
    balancer = balancers.find(call.state, load_balancer_arn)
    if protocol is None or port is None:
        raise ApiError("ValidationError", "A listener protocol and port must be specified")
    actions = read_actions(default_actions, "DefaultActions")
    check_tags(call.state, tags)
    listener = routing.create_listener(
        call.state, balancer, protocol, port, _certificates(certificates), actions
    )
    keep_tags(call.state, listener.arn, tags)
    return {"Listeners": [show_listener(listener)]}


def describe_listeners(
    call: Call,
    *,
    load_balancer_arn: str | None = None,
    listener_arns: Sequence[str] = (),
    marker: str | None = None,
    page_size: int | None = None,
) -> dict[str, Any]:
    """The listeners of a load balancer, or those with the given ARNs."""
    if listener_arns:
        chosen = [routing.find_listener(call.state, wanted) for wanted in listener_arns]
    elif load_balancer_arn is not None:
        balancer = balancers.find(call.state, load_balancer_arn)
        chosen = list(call.state.world.listeners.where("balancer", balancer.arn))
    else:
        raise ApiError("ValidationError", "You must specify either listener ARNs or a load balancer ARN")
    shown = [show_listener(listener) for listener in chosen]
    return pages("Listeners", shown, (load_balancer_arn, listener_arns), page_size, marker)


def modify_listener(
    call: Call,
    *,
    listener_arn: str,
    port: int | None = None,
    protocol: str | None = None,
    certificates: Sequence[Mapping[str, Any]] = (),
    default_actions: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Change a listener's port, protocol, certificates or default actions."""
    listener = routing.find_listener(call.state, listener_arn)
    changed = routing.change_listener(
        call.state,
        listener,
        protocol=protocol or listener.protocol,
        port=port or listener.port,
        certificates=_certificates(certificates) or listener.certificates,
        actions=read_actions(default_actions, "DefaultActions") or listener.actions,
    )
    return {"Listeners": [show_listener(changed)]}


def delete_listener(call: Call, *, listener_arn: str) -> dict[str, Any]:
    """Delete a listener and its rules."""
    routing.delete_listener(call.state, routing.find_listener(call.state, listener_arn))
    return {}


def _certificates(given: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(each.get("CertificateArn", "") for each in given)
