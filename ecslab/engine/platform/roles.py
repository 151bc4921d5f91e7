"""The identities of a new lab's account: an administrator, and the roles that ECS's console would have made.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-ecs-iam-role-overview.html
"""

import json

from ecslab.engine.platform.identity import InstanceProfile, Role, User
from ecslab.engine.settings import Settings
from ecslab.engine.table import Table

TASKS_PRINCIPAL = "ecs-tasks.amazonaws.com"
_SERVICE_ROLE = "arn:aws:iam::aws:policy/service-role/"


def trust_of(service: str, sid: str = "") -> str:
    """The trust policy by which a service may assume a role."""
    statement = {
        **({"Sid": sid} if sid else {}),
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "sts:AssumeRole",
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_default_users(settings: Settings, users: Table[User]) -> None:
    """Put the administrator of a new lab's account into the table."""
    users.put(
        User(
            name=settings.administrator.rsplit("/", 1)[-1],
            id="AIDALEARNERXXXXXXXXXX",
            created_at=settings.start_ms,
            attached=("arn:aws:iam::aws:policy/AdministratorAccess",),
        )
    )


def make_default_roles(settings: Settings, roles: Table[Role], profiles: Table[InstanceProfile]) -> None:
    """Put the roles and the instance profile of a new lab's account into the tables."""
    roles.put(
        Role(
            name="ecsTaskExecutionRole",
            id="AROAECSTASKEXECUTIONX",
            created_at=settings.start_ms,
            trust=trust_of(TASKS_PRINCIPAL),
            attached=(f"{_SERVICE_ROLE}AmazonECSTaskExecutionRolePolicy",),
        )
    )
    roles.put(
        Role(
            name="ecsInstanceRole",
            id="AROAECSINSTANCEXXXXXX",
            created_at=settings.start_ms,
            trust=trust_of("ec2.amazonaws.com"),
            attached=(f"{_SERVICE_ROLE}AmazonEC2ContainerServiceforEC2Role",),
        )
    )
    roles.put(
        Role(
            name="AWSServiceRoleForECS",
            path="/aws-service-role/ecs.amazonaws.com/",
            id="AROAECSSERVICELINKEDX",
            created_at=settings.start_ms,
            description="Role to enable Amazon ECS to manage your cluster.",
            trust=trust_of("ecs.amazonaws.com"),
            attached=("arn:aws:iam::aws:policy/aws-service-role/AmazonECSServiceRolePolicy",),
        )
    )
    profiles.put(
        InstanceProfile(
            name="ecsInstanceRole",
            id="AIPAECSLAB0000000000A",
            created_at=settings.start_ms,
            role="ecsInstanceRole",
        )
    )


def is_role_arn(settings: Settings, arn: str) -> bool:
    """Whether `arn` has the form of a role of this account."""
    return arn.startswith(f"arn:aws:iam::{settings.account}:role/") and not arn.endswith("/")
