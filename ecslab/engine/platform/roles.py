"""The IAM roles that ECS's console would have made, and whether ECS can assume one.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html
"""

from ecslab.engine.record import Record
from ecslab.engine.settings import Settings
from ecslab.engine.table import Table

TASKS_PRINCIPAL = "ecs-tasks.amazonaws.com"


class Role(Record, frozen=True, kw_only=True):
    """A role: its name, path and the services that its trust policy names."""

    name: str
    path: str = "/"
    trusts: tuple[str, ...]


def make_default_roles(roles: Table[Role]) -> None:
    """Put the roles of a new lab's account into the table."""
    roles.put(Role(name="ecsTaskExecutionRole", trusts=(TASKS_PRINCIPAL,)))
    roles.put(Role(name="ecsInstanceRole", trusts=("ec2.amazonaws.com",)))
    roles.put(
        Role(
            name="AWSServiceRoleForECS",
            path="/aws-service-role/ecs.amazonaws.com/",
            trusts=("ecs.amazonaws.com",),
        )
    )


def is_role_arn(settings: Settings, arn: str) -> bool:
    """Whether `arn` has the form of a role of this account."""
    return arn.startswith(f"arn:aws:iam::{settings.account}:role/") and not arn.endswith("/")


def unassumable(roles: Table[Role], arns: tuple[str | None, ...]) -> str | None:
    """The first of `arns` that ECS cannot assume for a task: no such role, or one that does not trust it."""
    for arn in arns:
        if arn is None:
            continue
        role = roles.get(arn.rsplit("/", 1)[-1])
        if role is None or TASKS_PRINCIPAL not in role.trusts:
            return arn
    return None
