"""Who calls, and which policies hold for them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ecslab.engine import arn
from ecslab.engine.iam import managed
from ecslab.engine.iam.policy import Policy, Statement, compiled
from ecslab.engine.platform.identity import Entity, Group, ManagedPolicy, Role, Session, User
from ecslab.engine.state import State
from ecslab.engine.world import World


class Source(NamedTuple):
    """A policy, and where it comes from."""

    name: str
    """Of a managed policy its ARN, of an inline policy its name."""
    owner: str
    """Whose policy it is: `user/dev`, `group/ops`, `role/report`; empty where it is nobody's."""
    policy: Policy


IDENTITY = "identity-based policy"
BOUNDARY = "permissions boundary"
SESSION = "session policy"


class Clause(NamedTuple):
    """A statement of a policy that has a say."""

    layer: str
    """The type of policy, as AWS's messages name it: `identity-based policy` …"""
    source: Source
    statement: Statement


class Principal(NamedTuple):
    """A caller."""

    arn: str
    kind: str
    """As `aws:PrincipalType` has it: Account, User, AssumedRole; or Service, or Anonymous."""
    entity: User | Role | None = None
    session: Session | None = None
    policies: tuple[Source, ...] = ()
    boundary: Source | None = None
    session_policies: tuple[Source, ...] | None = None
    denying: tuple[Clause, ...] = ()
    """Every statement of its policies that denies something."""

    @property
    def names(self) -> tuple[str, ...]:
        """The ARNs by which a resource's policy may name it, the most exact first."""
        if self.kind != "AssumedRole":
            return (self.arn,)
        account = self.arn.split(":")[4]
        path = self.entity.path if self.entity is not None else "/"
        return (self.arn, f"arn:aws:iam::{account}:role{path}{role_name(self.arn)}")


def role_name(caller: str) -> str:
    """The role of an assumed role's ARN."""
    return caller.split("/")[-2]


def document_of(state: State, policy_arn: str) -> str | None:
    """The document of a managed policy that is in force; None when there is no such policy."""
    if policy_arn.startswith(managed.ARN):
        return managed.document(policy_arn)
    policy = state.world.policies.get(policy_arn.rsplit("/", 1)[-1])
    if policy is None or policy_arn != arn.iam(state.settings, "policy", f"{policy.path[1:]}{policy.name}"):
        return None
    return policy.document


def source(state: State, policy_arn: str, owner: str = "") -> Source | None:
    """A managed policy, ready to be asked."""
    document = document_of(state, policy_arn)
    return Source(policy_arn, owner, compiled(document)) if document is not None else None


class _Known(NamedTuple):
    """A principal that was identified, and the records by which it was: it stands while these do."""

    principal: Principal
    name: str
    entity: User | Role
    policies: tuple[tuple[str, ManagedPolicy | None], ...]
    groups: tuple[tuple[str, Group | None], ...]

    def stands(self, world: World) -> bool:
        principal = self.principal
        now = (world.users if principal.kind == "User" else world.roles).get(self.name)
        return (
            now is self.entity
            and all(world.policies.get(name) is policy for name, policy in self.policies)
            and all(world.iam_groups.get(name) is group for name, group in self.groups)
            and not world.sessions.count("caller", principal.arn)
        )


_MOST = 512
_known: dict[str, _Known] = {}
"""Principals by their ARN: whoever calls once calls again, and their policies seldom change."""


def identify(state: State, caller: str) -> Principal:
    """The principal of a caller's ARN or service name; one that is not there has no permissions."""
    known = _known.get(caller)
    if known is not None and known.stands(state.world):
        return known.principal
    return _identify(state, caller)


def _identify(state: State, caller: str) -> Principal:
    if not caller.startswith("arn:"):
        return Principal(caller, "Service" if caller.endswith(".amazonaws.com") else "Anonymous")
    kind, _, path = caller.split(":", 5)[-1].partition("/")
    if kind == "root":
        return Principal(caller, "Account")
    world, session = state.world, None
    entity: User | Role | None
    if kind == "user":
        name = path.rsplit("/", 1)[-1]
        entity = world.users.get(name)
    else:
        name = path.split("/")[0] if kind == "assumed-role" else path.rsplit("/", 1)[-1]
        entity = world.roles.get(name)
        session = next(reversed(list(world.sessions.where("caller", caller))), None)
    principal = Principal(caller, "User" if kind == "user" else "AssumedRole", entity, session)
    if entity is None:
        return principal
    principal = _with_policies(state, principal, entity)
    if session is None:
        if len(_known) >= _MOST:
            _known.clear()
        _known[caller] = _knowing(state, principal, name, entity)
    return principal


def _knowing(state: State, principal: Principal, name: str, entity: User | Role) -> _Known:
    names = entity.groups if isinstance(entity, User) else ()
    groups = tuple((each, state.world.iam_groups.get(each)) for each in names)
    arns = [*entity.attached, *(each for _, group in groups if group is not None for each in group.attached)]
    if entity.boundary is not None:
        arns.append(entity.boundary)
    policies = tuple(
        (each.rsplit("/", 1)[-1], state.world.policies.get(each.rsplit("/", 1)[-1]))
        for each in arns
        if not each.startswith(managed.ARN)
    )
    return _Known(principal, name, entity, policies, groups)


def _with_policies(state: State, principal: Principal, entity: User | Role) -> Principal:
    policies = tuple(_policies(state, entity))
    boundary = None
    if entity.boundary is not None:
        # A boundary that has been deleted allows nothing.
        boundary = source(state, entity.boundary) or Source(entity.boundary, "", compiled(""))
    restricting = None
    if principal.session is not None and principal.session.policies:
        texts = principal.session.policies
        restricting = tuple(Source("session policy", "", compiled(text)) for text in texts)
    return restricted(principal._replace(policies=policies, boundary=boundary, session_policies=restricting))


def restricted(principal: Principal) -> Principal:
    """The principal with the denying statements of its policies gathered."""
    layers = (
        (IDENTITY, principal.policies),
        (BOUNDARY, (principal.boundary,) if principal.boundary is not None else ()),
        (SESSION, principal.session_policies or ()),
    )
    denying = tuple(
        Clause(layer, each, statement)
        for layer, sources in layers
        for each in sources
        for statement in each.policy.denies
    )
    return principal._replace(denying=denying)


def _policies(state: State, entity: User | Role) -> Iterator[Source]:
    if isinstance(entity, User):
        yield from own_policies(state, entity, f"user/{entity.name}")
        for name in entity.groups:
            group = state.world.iam_groups.get(name)
            if group is not None:
                yield from own_policies(state, group, f"group/{name}")
    else:
        yield from own_policies(state, entity, f"role/{entity.name}")


def own_policies(state: State, entity: Entity, owner: str) -> Iterator[Source]:
    """The managed and inline policies of a user, a group or a role itself."""
    for policy_arn in entity.attached:
        found = source(state, policy_arn, owner)
        if found is not None:
            yield found
    for name, document in entity.inline.items():
        yield Source(name, owner, compiled(document))


def tags_of(principal: Principal) -> Mapping[str, str]:
    """The tags of a principal: its session's hide its own."""
    own = principal.entity.tags if principal.entity is not None else {}
    if principal.session is None:
        return own
    return {**own, **principal.session.tags}
