"""Asking IAM what a role may do, for goals about it."""

from collections.abc import Iterator, Sequence

from ecslab.course.goal import Goal
from ecslab.course.permission import read_permission
from ecslab.engine.errors import suggest
from ecslab.engine.explain import Reason
from ecslab.engine.iam import decide, reasons
from ecslab.engine.iam.evaluate import Decision
from ecslab.engine.lab import Lab
from ecslab.engine.platform.identity import Role
from ecslab.grading.asking import Answer

_SESSION = "goal"


def ask_iam(lab: Lab, goal: Goal) -> Answer:
    """What of the goal's permissions is not as wanted: what is denied of `may`, allowed of `may-not`."""
    role = _role(lab, goal)
    if role is None:
        names = (each.name for each in lab.world.roles.values())
        near = suggest(goal.role_of or "", names).get("near")
        hint = f" There is {near}." if near else ""
        return Answer(None, "NoSuchEntity", f"The role with name {goal.role_of} cannot be found.{hint}")
    found: dict[str, list[str]] = {}
    for kind, text, _ in _wrong(lab, goal, role):
        found.setdefault(kind, []).append(text)
    return Answer(found)


def why_not(lab: Lab, goal: Goal) -> tuple[Reason, ...]:
    """Which statements made it so."""
    role = _role(lab, goal)
    if role is None:
        return ()
    told = [why for _, _, decision in _wrong(lab, goal, role) for why in reasons.reasons(decision)]
    return tuple(Reason(code=code, values=values) for code, values in told)


def _wrong(lab: Lab, goal: Goal, role: Role) -> Iterator[tuple[str, str, Decision]]:
    caller = decide.session(lab.state, decide.role_arn(lab.state, role), _SESSION)
    wanted: tuple[tuple[str, Sequence[str]], ...] = (("denied", goal.may), ("allowed", goal.may_not))
    for kind, permissions in wanted:
        for text in permissions:
            asked = read_permission(text)
            decision = decide.decide(lab.state, caller, asked.action, asked.resource, asked.context)
            if decision.allowed is (kind == "allowed"):
                yield kind, text, decision


def _role(lab: Lab, goal: Goal) -> Role | None:
    """The role of that name; `family/NAME` is the task role of the newest revision of a family."""
    named = goal.role_of or ""
    family = named.removeprefix("family/")
    if family == named:
        return lab.world.roles.get(named)
    counter = lab.world.families.get(family)
    definition = lab.world.definitions.get(f"{family}:{counter.last_revision}") if counter else None
    arn = definition.task_role if definition is not None else None
    return decide.find_role(lab.state, arn) if arn is not None else None
