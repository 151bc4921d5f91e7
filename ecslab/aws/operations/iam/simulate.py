"""The policy simulator: what would be decided, by which statements.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_testing-policies.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ecslab.aws.operations import Call
from ecslab.aws.operations.iam.common import find_group, invalid, listed, missing
from ecslab.engine.errors import ApiError
from ecslab.engine.iam.decide import ASSUME
from ecslab.engine.iam.evaluate import evaluate
from ecslab.engine.iam.grammar import check_identity
from ecslab.engine.iam.json_places import place
from ecslab.engine.iam.patterns import variables
from ecslab.engine.iam.policy import Statement, compiled
from ecslab.engine.iam.principal import (
    BOUNDARY,
    IDENTITY,
    Clause,
    Principal,
    Source,
    identify,
    own_policies,
    restricted,
)
from ecslab.engine.iam.request import Asked, Values

_DECISIONS = {"allowed": "allowed", "implicit-deny": "implicitDeny", "explicit-deny": "explicitDeny"}
Entries = Sequence[Mapping[str, Any]]


def simulate_custom_policy(
    call: Call,
    *,
    policy_input_list: Sequence[str],
    action_names: Sequence[str],
    resource_arns: Sequence[str] = ("*",),
    permissions_boundary_policy_input_list: Sequence[str] = (),
    resource_policy: str | None = None,
    caller_arn: str | None = None,
    context_entries: Entries = (),
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """What the given policies decide."""
    account = call.state.settings.account
    caller = caller_arn or f"arn:aws:iam::{account}:user/simulated"
    principal = _simulated(
        caller, _inputs("PolicyInputList", policy_input_list), permissions_boundary_policy_input_list
    )
    asked = _asked(call, principal, action_names, resource_arns, context_entries)
    return _answer(asked, resource_policy, marker, max_items)


def simulate_principal_policy(
    call: Call,
    *,
    policy_source_arn: str,
    action_names: Sequence[str],
    resource_arns: Sequence[str] = ("*",),
    policy_input_list: Sequence[str] = (),
    permissions_boundary_policy_input_list: Sequence[str] = (),
    resource_policy: str | None = None,
    caller_arn: str | None = None,
    context_entries: Entries = (),
    marker: str | None = None,
    max_items: int | None = None,
) -> dict[str, Any]:
    """What the policies of a user, a group or a role decide, with those that are given besides."""
    found = _source(call, policy_source_arn)
    more = _inputs("PolicyInputList", policy_input_list)
    given = permissions_boundary_policy_input_list
    boundary = _boundary(given) if given else found.boundary
    principal = restricted(found._replace(policies=(*found.policies, *more), boundary=boundary))
    if caller_arn is not None:
        principal = principal._replace(arn=caller_arn)
    asked = _asked(call, principal, action_names, resource_arns, context_entries)
    return _answer(asked, resource_policy, marker, max_items)


def get_context_keys_for_custom_policy(call: Call, *, policy_input_list: Sequence[str]) -> dict[str, Any]:  # noqa: ARG001  # a call and its parameters
    """The condition keys that the given policies ask about."""
    return {"ContextKeyNames": _keys(_inputs("PolicyInputList", policy_input_list))}


def get_context_keys_for_principal_policy(
    call: Call, *, policy_source_arn: str, policy_input_list: Sequence[str] = ()
) -> dict[str, Any]:
    """The condition keys that the policies of a user, a group or a role ask about."""
    found = _source(call, policy_source_arn)
    return {"ContextKeyNames": _keys((*found.policies, *_inputs("PolicyInputList", policy_input_list)))}


def _source(call: Call, arn: str) -> Principal:
    kind, _, path = arn.split(":", 5)[-1].partition("/")
    name = path.rsplit("/", 1)[-1]
    if kind == "group":
        group = find_group(call.state, name)
        return Principal(arn, "User", policies=tuple(own_policies(call.state, group, f"group/{name}")))
    if kind not in ("user", "role"):
        raise ApiError(
            "InvalidInput", f"Invalid Entity Arn: {arn} does not clearly define entity type and name."
        )
    found = identify(call.state, arn)
    if found.entity is None:
        raise missing(f"The {kind} with name {name} cannot be found.")
    return found


def _simulated(arn: str, policies: tuple[Source, ...], boundaries: Sequence[str]) -> Principal:
    return restricted(Principal(arn, "User", policies=policies, boundary=_boundary(boundaries)))


def _boundary(texts: Sequence[str]) -> Source | None:
    if len(texts) > 1:
        raise invalid("PermissionsBoundaryPolicyInputList can have one policy at most.")
    return next(iter(_inputs("PermissionsBoundaryPolicyInputList", texts)), None)


def _inputs(name: str, texts: Sequence[str]) -> tuple[Source, ...]:
    for text in texts:
        try:
            check_identity(text)
        except ApiError as malformed:
            raise ApiError("InvalidInput", malformed.message, problem=malformed.problem) from None
    return tuple(Source(f"{name}.{number}", "", compiled(text)) for number, text in enumerate(texts, start=1))


def _asked(
    call: Call, principal: Principal, actions: Sequence[str], resources: Sequence[str], entries: Entries
) -> list[Asked]:
    context: dict[str, Values] = {
        entry["ContextKeyName"]: tuple(entry.get("ContextKeyValues", ()))
        for entry in entries
        if "ContextKeyName" in entry
    }
    for action in actions:
        if action.count(":") != 1:
            raise ApiError("InvalidInput", f"Invalid action name: {action}")
    return [
        Asked(call.state, principal, action, resource, context)
        for action in actions
        for resource in resources
    ]


def _answer(
    asked: Sequence[Asked], resource_policy: str | None, marker: str | None, max_items: int | None
) -> dict[str, Any]:
    source = Source("ResourcePolicy", "", compiled(resource_policy)) if resource_policy is not None else None
    return listed("EvaluationResults", [_result(each, source) for each in asked], marker, max_items)


def _result(asked: Asked, source: Source | None) -> dict[str, Any]:
    decision = evaluate(asked, source, trust=source is not None and asked.action == ASSUME)
    shown: dict[str, Any] = {
        "EvalActionName": asked.action,
        "EvalResourceName": asked.resource,
        "EvalDecision": _DECISIONS[decision.kind],
        "MatchedStatements": [_matched(clause) for clause in decision.by],
        "MissingContextValues": _unknown(asked),
    }
    if asked.principal.boundary is not None:
        alone = restricted(asked.principal._replace(policies=(asked.principal.boundary,), boundary=None))
        inside = evaluate(asked._replace(principal=alone), explained=False)
        shown["PermissionsBoundaryDecisionDetail"] = {"AllowedByPermissionsBoundary": inside.allowed}
    return shown


def _matched(clause: Clause) -> dict[str, Any]:
    source = clause.source
    name = source.name.rsplit("/", 1)[-1]
    if source.owner and not source.name.startswith("arn:"):
        name = f"{source.owner.replace('/', '_')}_{name}"
    text, (start, end) = source.policy.text, clause.statement.span
    return {
        "SourcePolicyId": name,
        "SourcePolicyType": "IAM Policy" if clause.layer in (IDENTITY, BOUNDARY) else "Resource Policy",
        "StartPosition": _position(text, start),
        "EndPosition": _position(text, end),
    }


def _position(text: str, at: int) -> dict[str, int]:
    line, column = place(text, at)
    return {"Line": line, "Column": column}


def _unknown(asked: Asked) -> list[str]:
    """The condition keys that the statements about the action ask about and the simulation does not have."""
    lower = asked.action.lower()
    about = (
        statement
        for source in asked.principal.policies
        for statement in source.policy.statements
        if statement.on_action(lower, asked.one)
    )
    keys = dict.fromkeys(key for statement in about for key in _keys_of(statement))
    return [key for key in keys if asked.values(key) is None]


def _keys(sources: Sequence[Source]) -> list[str]:
    found = (key for source in sources for each in source.policy.statements for key in _keys_of(each))
    return list(dict.fromkeys(found))


def _keys_of(statement: Statement) -> Iterator[str]:
    for texts in (statement.resources, statement.not_resources):
        for text in texts.with_variables if texts is not None else ():
            yield from variables(text)
    for each in statement.conditions:
        yield each.key
        for value in each.values:
            yield from variables(value)
