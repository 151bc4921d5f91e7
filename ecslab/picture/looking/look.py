"""Looking at one thing in a lab: which tabs it has, and what each of them says."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from ecslab.engine.errors import Problem
from ecslab.engine.explain import explain
from ecslab.picture.looking import capacity, clocked, definitions, happenings, money, roles, services, tasks
from ecslab.picture.looking.page import Entry, Item, Page, Said, Text, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.lab import Lab

TABS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("picture", "events", "bill"),
    "cluster": ("picture", "details", "events", "bill"),
    "service": ("picture", "details", "events", "roles", "bill", "why"),
    "task": ("details", "events", "logs", "roles", "bill", "why"),
    "container": ("details", "logs"),
    "instance": ("picture", "details", "events", "bill"),
    "provider": ("picture", "details"),
    "schedule": ("details", "runs", "roles", "why"),
    "rule": ("details", "runs", "roles", "why"),
    "role": ("details", "may", "why"),
    "definition": ("details", "roles"),
}
"""The tabs of each kind of thing; a `picture` is drawn from the lab's view and says nothing more."""

ACCOUNT: Final = Target("", "account/")
"""Everything."""

Tell = Callable[[], list[Item]]


def look(lab: "Lab", target: Target, tab: str) -> Page:
    """What a tab says of a thing; where the thing is not there (any more), that it is not."""
    tabs = TABS[target.kind]
    found = _ASK[target.kind](lab, target)
    if found is None:
        return Page(target=target, name=target.id, tab=tab, tabs=tabs, items=(note("gone", "reason"),))
    name, tells = found
    tell = tells.get(tab)
    items = tuple(tell()) if tell is not None else ()
    return Page(target=target, name=name, tab=tab, tabs=tabs, items=items)


Found = tuple[Text, Mapping[str, Tell]] | None


def _account(lab: "Lab", target: Target) -> Found:
    return Said("picture.account", {"account": lab.account, "region": lab.region}), {
        "events": lambda: happenings.of(lab.state, target),
        "bill": lambda: money.of(lab, None),
    }


def _cluster(lab: "Lab", target: Target) -> Found:
    cluster = lab.world.clusters.get(target.id)
    if cluster is None or cluster.status == "INACTIVE":
        return None
    return cluster.name, {
        "details": lambda: services.cluster_facts(lab.state, cluster),
        "events": lambda: happenings.of(lab.state, target),
        "bill": lambda: money.of(lab, target.name),
    }


def _service(lab: "Lab", target: Target) -> Found:
    service = lab.world.services.get(f"{target.cluster}/{target.id}")
    if service is None:
        return None
    drawn = lab.world.definitions.get(service.definition)
    return service.name, {
        "details": lambda: services.facts(lab.state, service),
        "events": lambda: services.events(service),
        "roles": lambda: roles.of_definition(lab.state, drawn) if drawn is not None else [note("gone")],
        "bill": lambda: money.of(lab, f"service/{service.key}"),
        "why": lambda: _why(lab, target),
    }


def _task(lab: "Lab", target: Target) -> Found:
    task = lab.world.tasks.get(target.id)
    if task is None:
        return None
    return task.id, {
        "details": lambda: tasks.facts(lab.state, task),
        "events": lambda: happenings.of(lab.state, target),
        "logs": lambda: tasks.logs(lab.state, task),
        "roles": lambda: roles.of_task(lab.state, task),
        "bill": lambda: money.of(lab, target.name),
        "why": lambda: _why(lab, target),
    }


def _container(lab: "Lab", target: Target) -> Found:
    owner, _, name = target.id.partition("/")
    task = lab.world.tasks.get(owner)
    if task is None or all(each.name != name for each in task.containers):
        return None
    return name, {
        "details": lambda: tasks.container_facts(lab.state, task, task.container(name)),
        "logs": lambda: tasks.logs(lab.state, task, name),
    }


def _instance(lab: "Lab", target: Target) -> Found:
    instance = lab.world.instances.get(target.id)
    if instance is not None and instance.registered:
        return instance.ec2, {
            "details": lambda: capacity.instance_facts(lab.state, instance),
            "events": lambda: happenings.of(lab.state, target),
            "bill": lambda: money.of_machine(lab, instance.ec2),
        }
    machine = lab.world.machines.get(target.id)
    if machine is None:
        return None
    return machine.id, {"bill": lambda: money.of_machine(lab, machine.id)}


def _provider(lab: "Lab", target: Target) -> Found:
    return target.id, {"details": lambda: capacity.provider_facts(lab.state, target.cluster, target.id)}


def _schedule(lab: "Lab", target: Target) -> Found:
    schedule = lab.world.schedules.get(target.id)
    if schedule is None:
        return None
    return schedule.name, {
        "details": lambda: clocked.schedule_facts(lab.state, schedule),
        "runs": lambda: clocked.schedule_runs(lab.state, schedule),
        "roles": lambda: roles.of_target(lab.state, [schedule.target.role]),
        "why": lambda: _why(lab, target),
    }


def _rule(lab: "Lab", target: Target) -> Found:
    rule = lab.world.event_rules.get(target.id)
    if rule is None:
        return None
    return rule.name, {
        "details": lambda: clocked.rule_facts(lab.state, rule),
        "runs": lambda: clocked.rule_runs(lab.state, rule),
        "roles": lambda: roles.of_target(lab.state, [each.role for each in rule.targets if each.role]),
        "why": lambda: _why(lab, target),
    }


def _role(lab: "Lab", target: Target) -> Found:
    role = lab.world.roles.get(target.id)
    if role is None:
        return None
    return role.name, {
        "details": lambda: roles.facts(lab.state, role),
        "may": lambda: roles.may(lab.state, role),
        "why": lambda: _why(lab, target),
    }


def _definition(lab: "Lab", target: Target) -> Found:
    drawn = lab.world.definitions.get(target.id)
    if drawn is None:
        return None
    return drawn.key, {
        "details": lambda: definitions.facts(drawn),
        "roles": lambda: roles.of_definition(lab.state, drawn),
    }


def _why(lab: "Lab", target: Target) -> list[Item]:
    """The engine's own explanation."""
    try:
        reasons = explain(lab, target.name, target.cluster or None)
    except Problem as problem:
        return [Entry(text=Said(f"engine.error.{problem.code}", problem.values), kind="bad")]
    return [Entry(text=Said(f"engine.why.{each.code}", each.values)) for each in reasons]


_ASK: Final[Mapping[str, Callable[["Lab", Target], Found]]] = {
    "account": _account,
    "cluster": _cluster,
    "service": _service,
    "task": _task,
    "container": _container,
    "instance": _instance,
    "provider": _provider,
    "schedule": _schedule,
    "rule": _rule,
    "role": _role,
    "definition": _definition,
}
