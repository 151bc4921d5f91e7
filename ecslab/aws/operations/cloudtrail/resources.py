"""The resources that a call names, as the event history lists them.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

_TYPES: Mapping[str, Mapping[str, str]] = {
    "application-autoscaling": {"ResourceId": "AWS::ApplicationAutoScaling::ScalableTarget"},
    "autoscaling": {
        "AutoScalingGroupName": "AWS::AutoScaling::AutoScalingGroup",
        "LaunchTemplate.LaunchTemplateName": "AWS::EC2::LaunchTemplate",
    },
    "cloudwatch": {"AlarmName": "AWS::CloudWatch::Alarm", "AlarmNames": "AWS::CloudWatch::Alarm"},
    "dynamodb": {"TableName": "AWS::DynamoDB::Table"},
    "ec2": {
        "InstanceIds": "AWS::EC2::Instance",
        "SubnetIds": "AWS::EC2::Subnet",
        "VpcIds": "AWS::EC2::VPC",
        "LaunchTemplateId": "AWS::EC2::LaunchTemplate",
        "LaunchTemplateName": "AWS::EC2::LaunchTemplate",
    },
    "ecr": {"repositoryName": "AWS::ECR::Repository", "repositoryNames": "AWS::ECR::Repository"},
    "ecs": {
        "cluster": "AWS::ECS::Cluster",
        "clusterName": "AWS::ECS::Cluster",
        "clusters": "AWS::ECS::Cluster",
        "service": "AWS::ECS::Service",
        "serviceName": "AWS::ECS::Service",
        "services": "AWS::ECS::Service",
        "taskDefinition": "AWS::ECS::TaskDefinition",
        "family": "AWS::ECS::TaskDefinition",
        "capacityProvider": "AWS::ECS::CapacityProvider",
    },
    "elbv2": {
        "LoadBalancerArn": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "LoadBalancerArns": "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "TargetGroupArn": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "TargetGroupArns": "AWS::ElasticLoadBalancingV2::TargetGroup",
        "ListenerArn": "AWS::ElasticLoadBalancingV2::Listener",
    },
    "events": {
        "Rule": "AWS::Events::Rule",
        "EventBusName": "AWS::Events::EventBus",
    },
    "iam": {
        "RoleName": "AWS::IAM::Role",
        "UserName": "AWS::IAM::User",
        "GroupName": "AWS::IAM::Group",
        "PolicyArn": "AWS::IAM::Policy",
        "PolicyName": "AWS::IAM::Policy",
        "InstanceProfileName": "AWS::IAM::InstanceProfile",
    },
    "lambda": {"FunctionName": "AWS::Lambda::Function"},
    "logs": {
        "logGroupName": "AWS::Logs::LogGroup",
        "logGroupIdentifier": "AWS::Logs::LogGroup",
        "logStreamName": "AWS::Logs::LogStream",
    },
    "s3api": {"Bucket": "AWS::S3::Bucket"},
    "scheduler": {"Name": "AWS::Scheduler::Schedule", "GroupName": "AWS::Scheduler::ScheduleGroup"},
    "secretsmanager": {"SecretId": "AWS::SecretsManager::Secret", "Name": "AWS::SecretsManager::Secret"},
    "sqs": {"QueueUrl": "AWS::SQS::Queue", "QueueName": "AWS::SQS::Queue"},
    "ssm": {"Name": "AWS::SSM::Parameter", "Names": "AWS::SSM::Parameter"},
    "sts": {"RoleArn": "AWS::IAM::Role"},
}
"""What the parameters of a service name. AWS has no list; these follow CloudFormation's types."""


class Resource(NamedTuple):
    """Something that a call names."""

    type: str
    name: str


def named_by(service: str, request: Mapping[str, Any]) -> Iterator[Resource]:
    """The resources in the parameters of a call, in the order of the table."""
    for place, kind in _TYPES.get(service, {}).items():
        value: Any = request
        for step in place.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
        for name in _texts(value):
            yield Resource(kind, name)


def _texts(value: Any) -> Sequence[str]:
    if isinstance(value, str):
        return (value,)
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else ()
