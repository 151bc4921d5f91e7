"""Pages about roles: who uses which, and what each of them may."""

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from ecslab.engine.iam import managed
from ecslab.picture.looking.page import Entry, Heading, Item, Said, fact, note
from ecslab.picture.parts import Target

if TYPE_CHECKING:
    from ecslab.engine.platform.identity import Role
    from ecslab.engine.records.task import Task
    from ecslab.engine.records.task_definition import TaskDefinition
    from ecslab.engine.state import State


def of_task(state: "State", task: "Task") -> list[Item]:
    """The roles of a task, with what they may."""
    drawn = state.world.definitions.get(task.definition)
    over = task.overrides
    return _both(
        state,
        over.task_role_arn or (drawn.task_role if drawn is not None else None),
        over.execution_role_arn or (drawn.execution_role if drawn is not None else None),
    )


def of_definition(state: "State", drawn: "TaskDefinition") -> list[Item]:
    """The roles that a task definition names, with what they may."""
    return _both(state, drawn.task_role, drawn.execution_role)


def of_target(state: "State", arns: Iterable[str]) -> list[Item]:
    """The roles under which a schedule or rule calls its targets."""
    items = [item for arn in dict.fromkeys(arns) for item in _role(state, "calling", arn)]
    return items or [note("no-role-calling")]


def _both(state: "State", task_role: str | None, execution_role: str | None) -> list[Item]:
    return [*_role(state, "task", task_role), *_role(state, "execution", execution_role)]


def _role(state: "State", part: str, arn: str | None) -> list[Item]:
    head = Said(f"picture.heading.role-{part}", {"name": arn.rpartition("/")[2] if arn else "–"})
    if arn is None:
        return [Heading(head), note(f"no-role-{part}")]
    name = arn.rpartition("/")[2]
    role = state.world.roles.get(name)
    if role is None:
        return [Heading(head), note("no-such-role", "bad", name=name)]
    return [Heading(head, Target("", f"role/{name}")), *may(state, role)]


def facts(state: "State", role: "Role") -> list[Item]:
    """What a role is, and who may take it on."""
    items: list[Item] = [
        *fact("path", role.path),
        *fact("description", role.description),
        *fact("boundary", role.boundary),
        Heading(Said("picture.heading.trust")),
        *_statements(role.trust),
        Heading(Said("picture.heading.used-by")),
    ]
    used = [
        Entry(text=drawn.key, target=Target("", f"definition/{drawn.key}"))
        for drawn in state.world.definitions.values()
        if drawn.status == "ACTIVE" and role.name in map(_name, (drawn.task_role, drawn.execution_role))
    ]
    return [*items, *(used or [note("used-by-none")])]


def _name(arn: str | None) -> str:
    return (arn or "").rpartition("/")[2]


def may(state: "State", role: "Role") -> list[Item]:
    """What the policies of a role say, statement by statement."""
    items: list[Item] = []
    for name, document in _policies(state, role):
        items.append(Entry(text=name, kind="strong"))
        items += _statements(document)
    return items or [note("may-nothing", "reason")]


def _policies(state: "State", role: "Role") -> Iterator[tuple[str, str]]:
    yield from role.inline.items()
    for arn in role.attached:
        name = arn.rpartition("/")[2]
        own = state.world.policies.get(name)
        yield name, managed.document(arn) or (own.document if own is not None else "{}")


def _statements(document: str) -> list[Item]:
    """The statements of a policy, a line each: what it allows or denies, on what, under which condition."""
    found = json.loads(document).get("Statement", [])
    return [
        Entry(text=f"  {_statement(each)}", kind="bad" if each.get("Effect") == "Deny" else "text")
        for each in (found if isinstance(found, list) else [found])
    ]


def _statement(statement: dict[str, Any]) -> str:
    words = [str(statement.get("Effect", ""))]
    for element in (
        "Principal",
        "NotPrincipal",
        "Action",
        "NotAction",
        "Resource",
        "NotResource",
        "Condition",
    ):
        if element in statement:
            name = "" if element in ("Action", "Resource", "Principal") else f"{element} "
            words.append(f"{name}{_listed(statement[element])}")
    return "  ".join(words)


def _listed(value: Any) -> str:
    match value:
        case list():
            return ", ".join(map(str, value))
        case dict():
            return ", ".join(f"{key}: {_listed(each)}" for key, each in value.items())
    return str(value)
