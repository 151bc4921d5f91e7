"""The door to the simulated AWS: what it refuses, and how."""

import pytest
from looking import records

from ecslab.aws import models, new_lab
from ecslab.aws.operations import operations
from ecslab.engine.errors import ApiError


@pytest.mark.parametrize(
    ("service", "operation", "params", "code", "message"),
    [
        ("s3", "ListBuckets", {}, "NotSimulated", "does not simulate the service 's3'"),
        ("ecs", "RunTusk", {}, "InvalidAction", "did you mean 'RunTask'?"),
        ("ecs", "RunTask", {}, "ParamValidation", 'Missing required parameter in input: "taskDefinition"'),
        (
            "ecs",
            "RunTask",
            {"taskDefinition": 3},
            "ParamValidation",
            "Invalid type for parameter taskDefinition",
        ),
        (
            "ecs",
            "RunTask",
            {"taskDefinition": "a", "cuont": 1},
            "ParamValidation",
            'Unknown parameter in input: "cuont"',
        ),
        (
            "ecs",
            "ListTasks",
            {"desiredStatus": "DEAD"},
            "InvalidParameterException",
            "desired status should be one of [RUNNING",
        ),
        ("ecs", "ListTasks", {"maxResults": 0}, "ClusterNotFoundException", "Cluster not found."),
        ("ec2", "DescribeSubnets", {"SubnetIds": ["subnet-x"]}, "InvalidSubnetID.NotFound", "does not exist"),
        (
            "ec2",
            "DescribeSubnets",
            {"Filters": [{"Name": "vpcid"}]},
            "InvalidParameterValue",
            "did you mean 'vpc-id'?",
        ),
        ("ec2", "CreateVolume", {"AvailabilityZone": "us-east-1a"}, "NotSimulated", "create-volume"),
    ],
)
def test_a_call_that_cannot_be_answered_is_an_api_error(lab, service, operation, params, code, message):
    before = records(lab)
    with pytest.raises(ApiError) as refused:
        lab.call(service, operation, params)
    assert refused.value.code == code
    assert message in refused.value.message
    assert records(lab) == before


def test_a_parameter_that_says_nothing_may_be_there(lab):
    lab.call("ecs", "CreateCluster", {"clusterName": "lab", "configuration": {}})
    asked = {"executeCommandConfiguration": {"logging": "NONE"}}
    with pytest.raises(ApiError, match="configuration"):
        lab.call("ecs", "CreateCluster", {"clusterName": "lab", "configuration": asked})


def test_the_caller_is_an_administrator_of_the_lab_account(lab):
    assert lab.call("sts", "GetCallerIdentity", {}) == {
        "UserId": "AIDALEARNERXXXXXXXXXX",
        "Account": "123456789012",
        "Arn": "arn:aws:iam::123456789012:user/learner",
    }


def test_the_default_vpc_has_a_public_subnet_in_each_of_three_zones():
    lab = new_lab(region="ap-northeast-1")
    (vpc,) = lab.call("ec2", "DescribeVpcs", {"Filters": [{"Name": "is-default", "Values": ["true"]}]})[
        "Vpcs"
    ]
    subnets = lab.call("ec2", "DescribeSubnets", {"Filters": [{"Name": "vpc-id", "Values": [vpc["VpcId"]]}]})
    assert [each["AvailabilityZone"] for each in subnets["Subnets"]] == [
        "ap-northeast-1a",
        "ap-northeast-1b",
        "ap-northeast-1c",
    ]
    assert [each["AvailabilityZoneId"] for each in subnets["Subnets"]] == [
        "apne1-az1",
        "apne1-az2",
        "apne1-az3",
    ]
    assert all(each["MapPublicIpOnLaunch"] for each in subnets["Subnets"])
    assert {each["AvailableIpAddressCount"] for each in subnets["Subnets"]} == {4091}
    (group,) = lab.call("ec2", "DescribeSecurityGroups", {"GroupNames": ["default"]})["SecurityGroups"]
    assert group["VpcId"] == vpc["VpcId"]


def test_filters_take_wildcards(lab):
    zones = {"Name": "availability-zone", "Values": ["*-1b", "*-1c"]}
    assert len(lab.call("ec2", "DescribeSubnets", {"Filters": [zones]})["Subnets"]) == 2


@pytest.mark.parametrize("service", models.SERVICES)
def test_every_simulated_operation_is_in_the_model_and_has_a_docstring(service):
    found = operations(service)
    assert found
    for name, function in found.items():
        assert name in models.service_model(service).operation_names
        assert function.__doc__


@pytest.mark.parametrize("service", models.SERVICES)
def test_every_parameter_of_a_handler_is_in_the_model(service):
    import inspect

    from botocore import xform_name

    for name, function in operations(service).items():
        shape = models.service_model(service).operation_model(name).input_shape
        known = {xform_name(member) for member in shape.members} if shape else set()
        parameters = inspect.signature(function).parameters.values()
        taken = {each.name for each in parameters if each.kind is not inspect.Parameter.VAR_KEYWORD} - {
            "call"
        }
        assert taken <= known, name
