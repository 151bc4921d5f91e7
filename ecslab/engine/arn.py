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


def elb(settings: Settings, path: str) -> str:
    """The ARN of something in Elastic Load Balancing: `elb(s, "targetgroup/web/50dc6c495c0c9188")`."""
    return f"arn:aws:elasticloadbalancing:{settings.region}:{settings.account}:{path}"


def scaling(settings: Settings, path: str) -> str:
    """The ARN of a scalable target in Application Auto Scaling."""
    return f"arn:aws:application-autoscaling:{settings.region}:{settings.account}:{path}"


def scaling_part(settings: Settings, kind: str, number: str, rest: str) -> str:
    """The ARN of a scaling policy or scheduled action, which has a form of its own."""
    return f"arn:aws:autoscaling:{settings.region}:{settings.account}:{kind}:{number}:{rest}"


def alarm(settings: Settings, name: str) -> str:
    """The ARN of a CloudWatch alarm."""
    return f"arn:aws:cloudwatch:{settings.region}:{settings.account}:alarm:{name}"


def ec2(settings: Settings, kind: str, resource_id: str) -> str:
    """The ARN of something in EC2: `ec2(s, "subnet", "subnet-0a…")`."""
    return f"arn:aws:ec2:{settings.region}:{settings.account}:{kind}/{resource_id}"


def autoscaling_group(settings: Settings, uuid: str, name: str) -> str:
    """The ARN of an Auto Scaling group."""
    place = f"{settings.region}:{settings.account}"
    return f"arn:aws:autoscaling:{place}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}"


def events(settings: Settings, path: str) -> str:
    """The ARN of something in EventBridge: `events(s, "event-bus/default")`."""
    return f"arn:aws:events:{settings.region}:{settings.account}:{path}"


def event_rule(settings: Settings, bus: str, name: str) -> str:
    """The ARN of a rule, which names its bus unless that is the default one."""
    return events(settings, f"rule/{name}" if bus == "default" else f"rule/{bus}/{name}")


def scheduler(settings: Settings, kind: str, *path: str) -> str:
    """The ARN of something in EventBridge Scheduler: `scheduler(s, "schedule", "default", "nightly")`."""
    return f"arn:aws:scheduler:{settings.region}:{settings.account}:{kind}/{'/'.join(path)}"


def sqs(settings: Settings, queue: str) -> str:
    """The ARN of a queue of SQS."""
    return f"arn:aws:sqs:{settings.region}:{settings.account}:{queue}"


def dynamodb(settings: Settings, *path: str) -> str:
    """The ARN of a table of DynamoDB, or of an index of it: `dynamodb(s, "orders", "index", "by-day")`."""
    return f"arn:aws:dynamodb:{settings.region}:{settings.account}:table/{'/'.join(path)}"


def s3(bucket: str, key: str | None = None) -> str:
    """The ARN of a bucket of S3, or of an object in it."""
    return f"arn:aws:s3:::{bucket}" if key is None else f"arn:aws:s3:::{bucket}/{key}"


def logs(settings: Settings, group: str) -> str:
    """The ARN of a log group."""
    return f"arn:aws:logs:{settings.region}:{settings.account}:log-group:{group}"


def function(settings: Settings, name: str) -> str:
    """The ARN of a Lambda function."""
    return f"arn:aws:lambda:{settings.region}:{settings.account}:function:{name}"
