"""Load balancers: made, changed and deleted.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
"""

import re
from collections.abc import Sequence

from ecslab.engine import arn
from ecslab.engine.elb import routing
from ecslab.engine.errors import ApiError
from ecslab.engine.platform.load_balancing import Balancer, ListenerZone
from ecslab.engine.record import Record
from ecslab.engine.state import State

_NAME = re.compile(r"(?!-)(?!internal-)[A-Za-z0-9-]{1,32}(?<!-)")
_KINDS = {"application": "app", "network": "net"}
_MOST = 50

DEFAULTS = {
    "application": {
        "access_logs.s3.enabled": "false",
        "access_logs.s3.bucket": "",
        "access_logs.s3.prefix": "",
        "idle_timeout.timeout_seconds": "60",
        "deletion_protection.enabled": "false",
        "routing.http2.enabled": "true",
        "routing.http.drop_invalid_header_fields.enabled": "false",
        "routing.http.xff_client_port.enabled": "false",
        "routing.http.preserve_host_header.enabled": "false",
        "routing.http.xff_header_processing.mode": "append",
        "load_balancing.cross_zone.enabled": "true",
        "routing.http.desync_mitigation_mode": "defensive",
        "client_keep_alive.seconds": "3600",
        "waf.fail_open.enabled": "false",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "false",
        "zonal_shift.config.enabled": "false",
        "connection_logs.s3.enabled": "false",
        "connection_logs.s3.bucket": "",
        "connection_logs.s3.prefix": "",
    },
    "network": {
        "access_logs.s3.enabled": "false",
        "access_logs.s3.bucket": "",
        "access_logs.s3.prefix": "",
        "deletion_protection.enabled": "false",
        "load_balancing.cross_zone.enabled": "false",
        "dns_record.client_routing_policy": "any_availability_zone",
        "zonal_shift.config.enabled": "false",
    },
}
"""The attributes of each type of load balancer, with the values of a new one."""

SIMULATED = frozenset({"deletion_protection.enabled"})
"""The attributes whose change has its effect here."""


class Wanted(Record, frozen=True, kw_only=True):
    """What CreateLoadBalancer asks for."""

    name: str
    type: str
    scheme: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]


def create(state: State, wanted: Wanted) -> Balancer:
    """Make a load balancer, or give back one of that name that was made with the same settings."""
    if not _NAME.fullmatch(wanted.name):
        raise ApiError(
            "ValidationError",
            f"The load balancer name '{wanted.name}' must be 1 to 32 letters, numbers and hyphens, must not "
            "begin or end with a hyphen, and must not begin with 'internal-'",
        )
    zones = zones_of(state, wanted.type, wanted.subnets)
    groups = wanted.security_groups or _default_groups(state, wanted.type)
    for group in groups:
        if group not in state.world.security_groups:
            raise ApiError("InvalidSecurityGroup", f"The security group '{group}' does not exist")
    for existing in state.world.balancers.values():
        if existing.name == wanted.name:
            made_with = (existing.type, existing.scheme, existing.zones, existing.security_groups)
            if made_with == (wanted.type, wanted.scheme, zones, groups):
                return existing
            raise ApiError(
                "DuplicateLoadBalancerName",
                "A load balancer with the same name exists, but with different settings",
            )
    if len(state.world.balancers) >= _MOST:
        raise ApiError("TooManyLoadBalancers", "The maximum number of load balancers has been reached")
    number = state.chance.hex_id(16)
    kind = _KINDS[wanted.type]
    dns = f"{wanted.name}-{state.chance.digits(10)}.{state.settings.region}.elb.amazonaws.com"
    if kind == "net":
        dns = f"{wanted.name}-{number}.elb.{state.settings.region}.amazonaws.com"
    balancer = Balancer(
        arn=arn.elb(state.settings, f"loadbalancer/{kind}/{wanted.name}/{number}"),
        name=wanted.name,
        type=wanted.type,
        scheme=wanted.scheme,
        vpc=state.world.subnets[zones[0].subnet].vpc,
        zones=zones,
        security_groups=groups,
        dns_name=dns if wanted.scheme == "internet-facing" else f"internal-{dns}",
        created_at=state.now,
        active_at=state.now + state.delays.balancer,
    )
    state.world.balancers.put(balancer)
    return balancer


def delete(state: State, balancer_arn: str) -> None:
    """Delete a load balancer and its listeners; one that is gone already is no error."""
    balancer = state.world.balancers.get(balancer_arn)
    if balancer is None:
        return
    if balancer.attributes.get("deletion_protection.enabled") == "true":
        raise ApiError(
            "OperationNotPermitted",
            f"Load balancer '{balancer_arn}' cannot be deleted because deletion protection is enabled",
        )
    for listener in list(state.world.listeners.where("balancer", balancer_arn)):
        routing.delete_listener(state, listener)
    state.world.balancers.remove(balancer_arn)


def find(state: State, balancer_arn: str) -> Balancer:
    """The load balancer with that ARN. Raises LoadBalancerNotFound."""
    balancer = state.world.balancers.get(balancer_arn)
    if balancer is None:
        raise ApiError("LoadBalancerNotFound", f"Load balancer '{balancer_arn}' not found")
    return balancer


def zones_of(state: State, kind: str, subnets: Sequence[str]) -> tuple[ListenerZone, ...]:
    """The zones of those subnets, in order. Raises ValidationError or SubnetNotFound."""
    if not subnets:
        raise ApiError("ValidationError", "At least one subnet must be specified")
    zones: dict[str, str] = {}
    for subnet in subnets:
        found = state.world.subnets.get(subnet)
        if found is None:
            raise ApiError("SubnetNotFound", f"The subnet ID '{subnet}' does not exist")
        if found.zone in zones:
            raise ApiError(
                "InvalidConfigurationRequest",
                "A load balancer cannot be attached to multiple subnets in the same Availability Zone",
            )
        zones[found.zone] = subnet
    if kind == "application" and len(zones) < 2:
        raise ApiError(
            "ValidationError", "At least two subnets in two different Availability Zones must be specified"
        )
    return tuple(ListenerZone(zone=zone, subnet=subnet) for zone, subnet in zones.items())


def change_attributes(state: State, balancer: Balancer, changes: Sequence[tuple[str, str]]) -> Balancer:
    """Change attributes. Raises ValidationError for one that this type of load balancer does not have."""
    attributes = dict(balancer.attributes)
    for key, value in changes:
        if key not in DEFAULTS[balancer.type]:
            raise ApiError("ValidationError", f"Load balancer attribute key '{key}' is not recognized")
        attributes[key] = value
    changed = balancer.replace(attributes=attributes)
    state.world.balancers.put(changed)
    return changed


def _default_groups(state: State, kind: str) -> tuple[str, ...]:
    if kind != "application":
        return ()
    groups = state.world.security_groups.values()
    return tuple(group.id for group in groups if group.name == "default")[:1]
