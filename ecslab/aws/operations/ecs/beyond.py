"""Parts of ECS that stand on services a lab does not have.

Express services, gateways and Cloud Map namespaces each make or need what lies outside ECS. There is none
of them in a lab: lists are empty, names unknown, and making one is refused as where AWS offers none.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/express-service-overview.html
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-connect.html
"""

from collections.abc import Sequence
from typing import Any

from ecslab.aws.operations import Call, only_refuses
from ecslab.aws.operations.paging import page
from ecslab.engine.ecs.cluster import find_cluster
from ecslab.engine.errors import ApiError

_MOST = 100


@only_refuses
def create_express_gateway_service(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """Refused; create-service and elbv2 make the same parts one by one."""
    raise _unsupported("Express services")


@only_refuses
def describe_express_gateway_service(call: Call, *, service_arn: str, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise ApiError("ResourceNotFoundException", f"The Express service {service_arn} could not be found.")


@only_refuses
def update_express_gateway_service(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise ApiError("ServiceNotFoundException", "Service not found.")


@only_refuses
def delete_express_gateway_service(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise ApiError("ServiceNotFoundException", "Service not found.")


@only_refuses
def create_gateway(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """Refused; elbv2 makes load balancers, and a service's loadBalancers name their target groups."""
    raise _unsupported("Gateways")


@only_refuses
def update_gateway(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise _no_gateway()


@only_refuses
def delete_gateway(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise _no_gateway()


@only_refuses
def describe_gateway(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise _no_gateway()


@only_refuses
def describe_gateway_resources(call: Call, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise _no_gateway()


@only_refuses
def describe_gateway_route(call: Call, *, gateway_route_arn: str) -> dict[str, Any]:  # noqa: ARG001
    """There is none."""
    raise ApiError("ResourceNotFoundException", f"The gateway route {gateway_route_arn} could not be found.")


@only_refuses
def associate_gateway_with_cluster(call: Call, *, gateway: str, cluster: str) -> dict[str, Any]:  # noqa: ARG001
    """There is no gateway."""
    find_cluster(call.state, cluster)
    raise _no_gateway()


@only_refuses
def disassociate_gateway_from_cluster(call: Call, *, gateway: str, cluster: str) -> dict[str, Any]:  # noqa: ARG001
    """There is no gateway."""
    find_cluster(call.state, cluster)
    raise _no_gateway()


def list_gateways(
    call: Call,  # noqa: ARG001
    *,
    names: Sequence[str] = (),
    status: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """None, whatever is asked for."""
    return page((), ("gateways", names, status), max_results, next_token, _MOST).answer("gateways")


def list_gateway_cluster_associations(
    call: Call,  # noqa: ARG001
    *,
    gateway: str | None = None,
    cluster: str | None = None,
    status: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """None, whatever is asked for."""
    filters = ("associations", gateway, cluster, status)
    return page((), filters, max_results, next_token, _MOST).answer("gatewayClusterAssociations")


def list_gateway_routes(
    call: Call,  # noqa: ARG001
    *,
    gateway: str | None = None,
    cluster: str | None = None,
    service: str | None = None,
    service_container_port_name: str | None = None,
    status: Sequence[str] = (),
    max_results: int | None = None,
    next_token: str | None = None,
) -> dict[str, Any]:
    """None, whatever is asked for; a gateway that is named does not exist."""
    if gateway is not None:
        raise _no_gateway()
    filters = ("routes", cluster, service, service_container_port_name, status)
    return page((), filters, max_results, next_token, _MOST).answer("gatewayRoutes")


@only_refuses
def list_services_by_namespace(call: Call, *, namespace: str, **_: Any) -> dict[str, Any]:  # noqa: ARG001
    """There is no Cloud Map namespace."""
    raise ApiError("NamespaceNotFoundException", f"The specified namespace {namespace} was not found.")


def _no_gateway() -> ApiError:
    return ApiError("GatewayNotFoundException", "Gateway not found.")


def _unsupported(what: str) -> ApiError:
    return ApiError("UnsupportedFeatureException", f"{what} are not supported in this Region.")
