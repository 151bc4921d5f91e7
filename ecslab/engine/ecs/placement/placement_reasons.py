"""Why a task is where it is, and why an instance takes no more: what placement has to say for itself.

Each reason is a code and its values; the words stand in the catalogues at `engine.why.<code>`.
"""

from collections.abc import Iterator

from ecslab.engine.ecs.placement.place import MOST_CANDIDATES, Rejection, survey
from ecslab.engine.ecs.placement.request import Request
from ecslab.engine.ecs.services import service_tasks
from ecslab.engine.ecs.tasks import launch
from ecslab.engine.records.deployment import Deployment
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.placement import Candidate, Decision
from ecslab.engine.records.service import Service
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

Cause = tuple[str, dict[str, str | int]]

_CODES = {
    "AGENT": "agent",
    "RESOURCE:CPU": "cpu",
    "RESOURCE:MEMORY": "memory",
    "RESOURCE:PORTS": "ports",
    "RESOURCE:GPU": "gpu",
    "RESOURCE:ENI": "interface",
    "ATTRIBUTE": "attribute",
    "LOCATION": "location",
    "MemberOf placement constraint unsatisfied.": "member-of",
    "DistinctInstance placement constraint unsatisfied.": "distinct-instance",
}


def of_service(state: State, service: Service, primary: Deployment) -> Iterator[Cause]:
    """For each instance why it takes no more tasks of a service that found no room."""
    if service.key not in state.world.waiting or primary.launch_type != "EC2":
        return
    request = launch.request_of(state, service_tasks.order_of(state, service.key, primary))
    rejections = survey(state, request).rejections
    for rejection in rejections[:MOST_CANDIDATES]:
        yield _rejected(state, request, rejection)
    more = len(rejections) - MOST_CANDIDATES
    if more > 0:
        yield "rejected-more", {"count": more}


def of_task(state: State, task: Task) -> Iterator[Cause]:
    """Why a task is on its instance and not on another."""
    decision = state.world.decisions.get(task.id)
    if decision is None:
        return
    yield "placed", {"instance": _name(state, decision.instance), "fitting": decision.fitting}
    chosen = next((each for each in decision.candidates if each.instance == decision.instance), None)
    for candidate in decision.candidates:
        if chosen is not None and candidate.instance != decision.instance:
            yield _compared(state, candidate, chosen)
    if not decision.candidates:
        yield from _counted(decision)


def _rejected(state: State, request: Request, rejection: Rejection) -> Cause:
    instance = state.world.instances[rejection.instance]
    code = f"rejected-{_CODES[rejection.reason]}"
    return code, {"instance": _name(state, instance.id)} | _values(request, instance, rejection.reason)


def _values(request: Request, instance: ContainerInstance, reason: str) -> dict[str, str | int]:
    """What the sentence of a reason needs beside the instance."""
    needs = request.needs
    match reason:
        case "RESOURCE:CPU":
            return {"needed": needs.cpu, "free": instance.free_cpu}
        case "RESOURCE:MEMORY":
            return {"needed": needs.memory, "free": instance.free_memory}
        case "RESOURCE:PORTS":
            taken = {*instance.reserved_ports, *instance.used_ports}
            taken_udp = {*instance.reserved_ports_udp, *instance.used_ports_udp}
            ports = [*taken.intersection(needs.ports), *taken_udp.intersection(needs.ports_udp)]
            return {"ports": ", ".join(map(str, sorted(ports)))}
        case "RESOURCE:GPU":
            return {"needed": needs.gpus, "free": len(instance.gpus) - len(instance.used_gpus)}
        case "RESOURCE:ENI":
            return {"most": instance.interfaces}
        case "ATTRIBUTE":
            missing = [name for name in request.attributes if name not in instance.attributes]
            return {"attributes": ", ".join(missing)}
        case "LOCATION":
            return {"zone": instance.zone}
    return {}


def _compared(state: State, candidate: Candidate, chosen: Candidate) -> Cause:
    """Why a candidate was not the one: what rejected it, or the first strategy at which it ranked lower."""
    name: dict[str, str | int] = {"instance": _name(state, candidate.instance)}
    if candidate.reason is not None:
        return "placed-not-rejected", name | {"reason": candidate.reason}
    for (strategy, rank), (_, best) in zip(candidate.ranks, chosen.ranks, strict=True):
        if rank != best:
            # What prefers the most has its ranks below zero.
            values: dict[str, str | int] = {"strategy": strategy, "rank": abs(rank), "best": abs(best)}
            return "placed-not-ranked", name | values
    return "placed-not-first", name


def _counted(decision: Decision) -> Iterator[Cause]:
    for reason, count in sorted(decision.rejected.items()):
        yield "placed-not-counted", {"count": count, "reason": reason}


def _name(state: State, instance_id: str) -> str:
    """An instance as people know it: its first digits, its EC2 id and zone while it is remembered."""
    instance = state.world.instances.get(instance_id)
    return f"{instance_id[:8]}" + (f" ({instance.ec2}, {instance.zone})" if instance is not None else "")
