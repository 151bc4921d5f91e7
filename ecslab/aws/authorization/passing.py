"""iam:PassRole: whoever hands a role to a service must be allowed to, for that service.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from collections.abc import Iterable

from ecslab.aws.authorization.needs import Need

TASKS = "ecs-tasks.amazonaws.com"
ECS = "ecs.amazonaws.com"
"""To ECS itself its infrastructure roles are passed, to its tasks theirs."""


def pass_roles(service: str, roles: Iterable[str | None], resource: str | None = None) -> Iterable[Need]:
    """What handing `roles` to `service` needs; `resource` is the ARN of what they are for."""
    context = {"iam:PassedToService": service}
    if resource is not None:
        context["iam:AssociatedResourceArn"] = resource
    for role in dict.fromkeys(roles):
        if role:
            yield Need("iam:PassRole", (role,), context)
