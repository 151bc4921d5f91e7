"""Whose permissions count before a task runs, and what they do not allow.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html
"""

from collections.abc import Iterable

from ecslab.engine import arn
from ecslab.engine.ecs.tasks import log_driver
from ecslab.engine.iam.decide import decide, session
from ecslab.engine.iam.evaluate import Decision
from ecslab.engine.platform import registry, secrets
from ecslab.engine.records.container_definition import ContainerDefinition
from ecslab.engine.records.sensitive_data import SecretReference
from ecslab.engine.records.task import Task
from ecslab.engine.state import State

_PULLING = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")


def caller(state: State, task: Task) -> str | None:
    """The ARN of the session that pulls, fetches and logs for a task.

    The execution role's; on a container instance without one, that of the instance's role. None when
    there is neither: then nobody's permissions are looked at.
    """
    role = task.overrides.execution_role_arn or state.world.definitions[task.definition].execution_role
    return session(state, role, task.id) if role is not None else instance_session(state, task)


def instance_session(state: State, task: Task) -> str | None:
    """The session of the role that the task's container instance has; None when it has none."""
    instance = state.world.instances.get(task.instance) if task.instance is not None else None
    machine = state.world.machines.get(instance.ec2) if instance is not None else None
    profile = state.world.instance_profiles.get(machine.profile or "") if machine is not None else None
    if machine is None or profile is None or profile.role is None:
        return None
    return session(state, profile.role, machine.id)


def registry_denial(state: State, task: Task) -> Decision | None:
    """What the caller lacks to be let into Amazon ECR; None when nothing, or no image is there."""
    if not any(registry.is_ecr(container.image) for container in task.containers):
        return None
    return _denial(state, caller(state, task), ("ecr:GetAuthorizationToken",), "*")


def pull_denial(state: State, task: Task, image: str) -> Decision | None:
    """What the caller lacks to pull an image of Amazon ECR."""
    if not registry.is_ecr(image):
        return None
    host, _, path = image.partition("/")
    account, _, _, region, *_ = host.split(".")
    name = path.partition("@")[0].partition(":")[0]
    resource = f"arn:aws:ecr:{region}:{account}:repository/{name}"
    return _denial(state, caller(state, task), _PULLING, resource)


def secret_denial(state: State, task: Task, wanted: SecretReference) -> Decision | None:
    """What the caller lacks to read a secret or a parameter."""
    parsed = secrets.parse(wanted.value_from)
    who = caller(state, task)
    if parsed.secret is None:
        name = (parsed.parameter or "").removeprefix("/")
        place = f"{state.settings.region}:{state.settings.account}"
        return _denial(state, who, ("ssm:GetParameters",), f"arn:aws:ssm:{place}:parameter/{name}")
    secret = secrets.find_secret(state.world.secrets, parsed.secret)
    policy = secret.policy if secret is not None else None
    return _denial(state, who, ("secretsmanager:GetSecretValue",), parsed.secret, policy)


def file_denial(state: State, task: Task, file: str) -> Decision | None:
    """What the caller lacks to read a file of variables, an object of S3."""
    return _denial(state, caller(state, task), ("s3:GetObject",), file)


def log_denial(state: State, task: Task, drawn: Iterable[ContainerDefinition]) -> Decision | None:
    """What the caller lacks to write the containers' logs."""
    for container in drawn:
        group = log_driver.group_of(container)
        if group is None:
            continue
        resource = arn.logs(state.settings, group)
        who = caller(state, task)
        if group not in state.world.log_groups and log_driver.creates(container):
            denial = _denial(state, who, ("logs:CreateLogGroup",), resource)
            if denial is not None:
                return denial
        stream = log_driver.stream_of(task, task.container(container.name), container)
        denial = _denial(state, who, ("logs:CreateLogStream",), f"{resource}:log-stream:{stream}")
        if denial is not None:
            return denial
    return None


def _denial(
    state: State, who: str | None, actions: Iterable[str], resource: str, policy: str | None = None
) -> Decision | None:
    """The first of `actions` that `who` may not do."""
    if who is None:
        return None
    for action in actions:
        decision = decide(state, who, action, resource, policy=policy)
        if not decision.allowed:
            return decision
    return None
