"""The questions that the rest of the lab asks IAM; they change nothing and leave no history."""

from collections.abc import Mapping

from ecslab.engine.iam.evaluate import Decision, evaluate
from ecslab.engine.iam.policy import compiled
from ecslab.engine.iam.principal import Source, identify
from ecslab.engine.iam.request import Asked, Values
from ecslab.engine.platform.identity import Role
from ecslab.engine.state import State

ASSUME = "sts:AssumeRole"


def decide(
    state: State,
    principal: str,
    action: str,
    resource: str,
    context: Mapping[str, Values] | None = None,
    policy: str | None = None,
    via: str | None = None,
) -> Decision:
    """Whether `principal` (an ARN, or a service principal) may do `action` on `resource`, and why.

    `context` holds condition keys of the service, `policy` is the resource's own policy document, `via`
    the service principal that calls for the principal. An `sts:AssumeRole` needs the role's trust as its
    `policy`.
    """
    asked = Asked(state, identify(state, principal), action, resource, context or {}, via)
    source = Source(resource, "", compiled(policy)) if policy is not None else None
    return evaluate(asked, source, trust=action == ASSUME)


def trusts(state: State, role: Role, principal: str, context: Mapping[str, Values] | None = None) -> Decision:
    """Whether a role lets a service principal, or the principal of an ARN, assume it."""
    return decide(state, principal, ASSUME, role_arn(state, role), context, role.trust)


def find_role(state: State, arn: str) -> Role | None:
    """The role of an ARN; None when there is no such role in this account."""
    role = state.world.roles.get(arn.rsplit("/", 1)[-1])
    return role if role is not None and role_arn(state, role) == arn else None


def role_arn(state: State, role: Role) -> str:
    """The ARN of a role."""
    return f"arn:aws:iam::{state.settings.account}:role{role.path}{role.name}"


def session(state: State, role_arn: str, session_name: str) -> str:
    """Who calls when a role of this ARN is assumed: the ARN of that session."""
    return f"arn:aws:sts::{state.settings.account}:assumed-role/{role_arn.rsplit('/', 1)[-1]}/{session_name}"
