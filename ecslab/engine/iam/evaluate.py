"""The evaluation of a request: which statements are about it, and what follows.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from ecslab.engine.iam.policy import Principals, Statement
from ecslab.engine.iam.principal import BOUNDARY, IDENTITY, SESSION, Clause, Principal, Source
from ecslab.engine.iam.request import Asked

RESOURCE = "resource-based policy"
TRUST = "role trust policy"

Kind = Literal["allowed", "implicit-deny", "explicit-deny"]


class Miss(NamedTuple):
    """A statement that would have allowed the action, and what kept it from doing so."""

    clause: Clause
    about: Literal["resource", "condition", "principal"]
    wanted: tuple[str, ...]
    """The resources, principals or values that it names."""
    operator: str = ""
    key: str = ""
    found: tuple[str, ...] | None = None
    """The values of the key in the request; None when the request has no such key."""


class Decision(NamedTuple):
    """What IAM answers, and why."""

    principal: str
    action: str
    resource: str
    kind: Kind
    layer: str = IDENTITY
    """The type of policy that refused."""
    by: tuple[Clause, ...] = ()
    """The statements that decided: those that allowed it, or the one that denied it."""
    missed: tuple[Miss, ...] = ()
    """Where nothing allows it: the statements that are about the action but do not reach the request."""

    @property
    def allowed(self) -> bool:
        """Whether the request may go on."""
        return self.kind == "allowed"

    @property
    def message(self) -> str:
        """AWS's words for a refusal, the same for all services that name the principal.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
        """
        what = (
            f"User: {self.principal} is not authorized to perform: {self.action} on resource: {self.resource}"
        )
        if self.kind == "explicit-deny":
            article = "the" if self.layer == TRUST else "an" if self.layer == IDENTITY else "a"
            return f"{what} with an explicit deny in {article} {self.layer}"
        return f"{what} because no {self.layer} allows the {self.action} action"


def evaluate(
    asked: Asked, resource_policy: Source | None = None, *, trust: bool = False, explained: bool = True
) -> Decision:
    """Decide a request. `trust` says that the resource's policy is a role's, which must itself allow.

    `explained` is whether a refusal is to say what nearly allowed it.
    """
    principal = asked.principal
    layer = TRUST if trust else RESOURCE
    lower = asked.action.lower()

    def refuse(kind: Kind, why: str, by: tuple[Clause, ...] = ()) -> Decision:
        missed = tuple(_missed(asked, lower, why, resource_policy, layer)) if explained and not by else ()
        return Decision(principal.arn, asked.action, asked.resource, kind, why, by, missed)

    denial = _denial(asked, lower, resource_policy, layer)
    if denial is not None:
        return refuse("explicit-deny", denial.layer, (denial,))
    granting, grant = _by_resource(asked, lower, resource_policy, layer)
    if grant is None and (trust or principal.kind in ("Service", "Anonymous")):
        return refuse("implicit-deny", layer)
    by = granting
    if principal.kind in ("User", "AssumedRole"):
        if grant in (None, "account"):
            own = _allowing(asked, lower, principal.policies, IDENTITY)
            if own is None:
                return refuse("implicit-deny", IDENTITY)
            by = (*granting, own)
        # A grant to the caller itself is not limited by its boundary or session policy; one to its role is.
        if grant not in ("user", "session"):
            for name, sources in _limits(principal):
                inside = _allowing(asked, lower, sources, name)
                if inside is None:
                    return refuse("implicit-deny", name)
                by = (*by, inside)
    return Decision(principal.arn, asked.action, asked.resource, "allowed", "", by)


def _limits(principal: Principal) -> Iterator[tuple[str, tuple[Source, ...]]]:
    """What else must allow whatever the principal's own policies do."""
    if principal.boundary is not None:
        yield BOUNDARY, (principal.boundary,)
    if principal.session_policies is not None:
        yield SESSION, principal.session_policies


def _denial(asked: Asked, action: str, resource: Source | None, layer: str) -> Clause | None:
    for clause in asked.principal.denying:
        if _applies(clause.statement, asked, action):
            return clause
    if resource is not None:
        for statement in resource.policy.denies:
            if _names(statement, asked.principal) is not None and _applies(statement, asked, action):
                return Clause(layer, resource, statement)
    return None


def _allowing(asked: Asked, action: str, sources: tuple[Source, ...], layer: str) -> Clause | None:
    for source in sources:
        for statement in source.policy.allows:
            if _applies(statement, asked, action):
                return Clause(layer, source, statement)
    return None


def _by_resource(
    asked: Asked, action: str, resource: Source | None, layer: str
) -> tuple[tuple[Clause, ...], str | None]:
    """The statements of the resource's policy that allow it, and to whom they grant: the nearest counts."""
    if resource is None:
        return (), None
    order = ("session", "user", "service", "role", "account")
    granted: dict[str, Clause] = {}
    for statement in resource.policy.allows:
        whom = _names(statement, asked.principal)
        if whom is not None and whom not in granted and _applies(statement, asked, action):
            granted[whom] = Clause(layer, resource, statement)
    nearest = next((whom for whom in order if whom in granted), None)
    return ((granted[nearest],) if nearest else ()), nearest


def _applies(statement: Statement, asked: Asked, action: str) -> bool:
    if not (statement.on_action(action, asked.one) and statement.on_resource(asked.resource, asked.one)):
        return False
    return not statement.conditions or all(
        each.holds(asked.values(each.key), asked.one) for each in statement.conditions
    )


def _names(statement: Statement, principal: Principal) -> str | None:
    """As what a resource's policy names the principal: session, user, role, account or service."""
    if statement.principals is not None:
        return _among(statement.principals, principal)
    if statement.not_principals is not None:
        return None if _among(statement.not_principals, principal) else "account"
    return None


def _among(named: Principals, principal: Principal) -> str | None:
    if principal.kind == "Service":
        return "service" if named.anyone or principal.arn in named.services else None
    if principal.kind == "Anonymous":
        return "service" if named.anyone else None
    if named.anyone:
        return "session" if principal.kind == "AssumedRole" else "user"
    most_exact, *others = principal.names
    if most_exact in named.aws:
        return "session" if principal.kind == "AssumedRole" else "user"
    if any(name in named.aws for name in others):
        return "role"
    account = principal.arn.split(":")[4]
    if account in named.aws or f"arn:aws:iam::{account}:root" in named.aws:
        return "account"
    return None


def _missed(asked: Asked, action: str, near: str, resource: Source | None, layer: str) -> Iterator[Miss]:
    """The statements of a type of policy that are about the action, each with what it lacks first."""
    principal = asked.principal
    sources: tuple[Source, ...]
    if near == IDENTITY:
        sources = principal.policies
    elif near == layer:
        sources = (resource,) if resource is not None else ()
    else:
        sources = dict(_limits(principal))[near]
    for source in sources:
        for statement in source.policy.allows:
            if statement.on_action(action, asked.one):
                yield from _lacking(Clause(near, source, statement), asked, near == layer)


def _lacking(clause: Clause, asked: Asked, by_principal: bool) -> Iterator[Miss]:  # told by its one caller
    statement = clause.statement
    if by_principal and _names(statement, asked.principal) is None:
        named = statement.principals
        wanted = (named.aws + named.services + named.others) if named is not None else ()
        yield Miss(clause, "principal", wanted)
        return
    if not statement.on_resource(asked.resource, asked.one):
        texts = statement.resources or statement.not_resources
        yield Miss(clause, "resource", texts.written if texts is not None else ())
        return
    for each in statement.conditions:
        found = asked.values(each.key)
        if not each.holds(found, asked.one):
            yield Miss(clause, "condition", each.values, each.name, each.key, found)
