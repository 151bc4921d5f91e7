"""Amazon Resource Names of what the lab holds, in the long format.

https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html
"""

from ecslab.engine.settings import Settings


def ecs(settings: Settings, kind: str, *path: str) -> str:
    """The ARN of something in ECS: `ecs(s, "task", cluster, id)`."""
    return f"arn:aws:ecs:{settings.region}:{settings.account}:{kind}/{'/'.join(path)}"


def iam(settings: Settings, kind: str, path: str) -> str:
    """The ARN of something in IAM, which has no region: `iam(s, "role", "ecsTaskExecutionRole")`."""
    return f"arn:aws:iam::{settings.account}:{kind}/{path}"


def ec2(settings: Settings, kind: str, resource_id: str) -> str:
    """The ARN of something in EC2: `ec2(s, "subnet", "subnet-0a…")`."""
    return f"arn:aws:ec2:{settings.region}:{settings.account}:{kind}/{resource_id}"
