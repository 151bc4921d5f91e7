"""Pages about services and clusters."""

from typing import TYPE_CHECKING

from ecslab.picture.looking.page import Entry, Heading, Item, Said, fact, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.records.cluster import Cluster
    from ecslab.engine.records.deployment import Deployment
    from ecslab.engine.records.service import Service
    from ecslab.engine.state import State


def facts(state: "State", service: "Service") -> list[Item]:
    """How a service is set up, and its deployments."""
    configuration = service.configuration
    breaker = configuration.deployment_circuit_breaker
    items: list[Item] = [
        *fact("status", service.status),
        *fact("definition", service.definition, Target("", f"definition/{service.definition}")),
        *fact("desired", service.desired),
        *fact("scheduling", service.scheduling),
        *fact("controller", service.controller),
        *fact("launch-type", None if service.strategy else service.launch_type),
        *fact("deployment-strategy", configuration.strategy),
        *fact("healthy-bounds", _bounds(service)),
        *fact("circuit-breaker", _switches(enabled=breaker.enable, rollback=breaker.rollback)),
        *fact(
            "placement",
            ", ".join(f"{each.type}:{each.field or ''}".rstrip(":") for each in service.strategies),
        ),
        *fact(
            "constraints",
            ", ".join(f"{each.type} {each.expression or ''}".rstrip() for each in service.constraints),
        ),
        *fact("grace", service.grace_seconds),
    ]
    for balancer in service.load_balancers:
        items += fact("target-group", balancer.target_group_arn)
    target = state.world.scalable_targets.get(service.key)
    if target is not None:
        items += fact("auto-scaling", f"{target.minimum}–{target.maximum}")
    items.append(Heading(Said("picture.heading.deployments")))
    for each in state.world.deployments.where("service", service.key):
        items += _deployment(each)
    return items


def _bounds(service: "Service") -> str:
    return (
        f"{service.minimum_healthy_percent}%–{service.maximum_percent}% ({service.floor}–{service.ceiling})"
    )


def _switches(*, enabled: bool, rollback: bool) -> str:
    return f"enable={str(enabled).lower()} rollback={str(rollback).lower()}"


def _deployment(deployment: "Deployment") -> list[Item]:
    text = f"{deployment.status} {deployment.definition} {deployment.rollout_state}"
    bad = deployment.rollout_state == "FAILED"
    return [
        Entry(at_ms=deployment.created_at, text=f"{text}  {deployment.id}", kind="bad" if bad else "text"),
        *([Entry(text=deployment.rollout_reason, kind="faint")] if deployment.rollout_reason else []),
    ]


def events(service: "Service") -> list[Item]:
    """What the service scheduler reported, the newest first."""
    found: list[Item] = [Entry(at_ms=event.at, text=event.message) for event in service.events]
    return found or [note("no-events")]


def cluster_facts(state: "State", cluster: "Cluster") -> list[Item]:
    """How a cluster is set up, and what it counts."""
    world = state.world
    strategy = ", ".join(
        f"{each.capacity_provider} base={each.base} weight={each.weight}" for each in cluster.default_strategy
    )
    items: list[Item] = [
        *fact("status", cluster.status),
        *fact("container-insights", cluster.container_insights),
        *fact("default-strategy", strategy),
        *fact("tasks", world.tasks.count("live cluster", cluster.name)),
        *fact("instances", world.instances.count("cluster", cluster.name)),
    ]
    if cluster.capacity_providers:
        items.append(Heading(Said("picture.heading.providers")))
        items += [
            Entry(text=name, target=Target(cluster.name, f"provider/{name}"))
            for name in cluster.capacity_providers
        ]
    return items
