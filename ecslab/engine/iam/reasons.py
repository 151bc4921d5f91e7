"""Why IAM decided as it did, as codes and values; AWS's own message tells only the type of policy.

The words stand in the catalogues, at `engine.error.<code>` and `engine.why.<code>`.
"""

from typing import NamedTuple

from ecslab.engine.errors import Problem
from ecslab.engine.iam.evaluate import RESOURCE, TRUST, Decision, Miss
from ecslab.engine.iam.principal import BOUNDARY, SESSION, Clause

_MOST = 3
_NOTHING = {
    BOUNDARY: "iam-boundary",
    SESSION: "iam-session",
    RESOURCE: "iam-resource-policy",
    TRUST: "iam-trust",
}


class Because(NamedTuple):
    """One reason: a code, and what its sentence needs."""

    code: str
    values: dict[str, str | int]


def reasons(decision: Decision) -> tuple[Because, ...]:
    """Which statements decided; where none allowed it, which came near and what they lacked."""
    asked: dict[str, str | int] = {"action": decision.action, "resource": decision.resource}
    if decision.kind == "explicit-deny":
        (clause,) = decision.by
        return (Because("iam-denied", asked | _where(clause)),)
    if decision.allowed:
        if not decision.by:
            return (Because("iam-root", {**asked}),)
        return tuple(Because("iam-allowed", asked | _where(clause)) for clause in decision.by)
    if not decision.missed:
        return (Because(_NOTHING.get(decision.layer, "iam-nothing"), {**asked}),)
    return tuple(_lacking(miss, asked) for miss in decision.missed[:_MOST])


def problem(decision: Decision) -> Problem:
    """The first reason of a refusal, to be told beside AWS's words."""
    code, values = reasons(decision)[0]
    return Problem(code, **values)


def _lacking(miss: Miss, asked: dict[str, str | int]) -> Because:
    values = {**asked, **_where(miss.clause), "wanted": ", ".join(miss.wanted)}
    match miss.about:
        case "resource":
            return Because("iam-other-resource", values)
        case "principal":
            return Because("iam-other-principal", values)
    values |= {"operator": miss.operator, "key": miss.key}
    if miss.found is None:
        return Because("iam-condition-missing", values)
    return Because("iam-condition", values | {"found": ", ".join(miss.found)})


def _where(clause: Clause) -> dict[str, str | int]:
    source = clause.source
    name = source.name.rsplit("/", 1)[-1] if ":policy/" in source.name else source.name
    return {
        "policy": f"{name} ({source.owner})" if source.owner else name,
        "statement": clause.statement.sid or f"#{clause.statement.number}",
    }
