"""Auto Scaling groups keep their desired capacity, whatever happens to their instances."""

import base64
from collections import Counter

import pytest

from ecslab.engine.errors import ApiError

FLEET = {"AutoScalingGroupName": "fleet"}


@pytest.fixture
def fleet(yard):
    """A yard with the launch template `ecs`, and short ways to a group `fleet`."""
    image = yard.ec2("DescribeImages", Filters=[{"Name": "architecture", "Values": ["x86_64"]}])["Images"][0]
    data = {
        "ImageId": image["ImageId"],
        "InstanceType": "t3.medium",
        "UserData": base64.b64encode(b"ECS_CLUSTER=lab\n").decode(),
        "IamInstanceProfile": {"Name": "ecsInstanceRole"},
    }
    yard.ec2("CreateLaunchTemplate", LaunchTemplateName="ecs", LaunchTemplateData=data)

    def asg(operation, **params):
        return yard.lab.call("autoscaling", operation, params)

    yard.asg = asg
    yard.members = lambda: asg("DescribeAutoScalingGroups")["AutoScalingGroups"][0]["Instances"]
    request = {
        "MinSize": 0,
        "MaxSize": 6,
        "DesiredCapacity": 3,
        "LaunchTemplate": {"LaunchTemplateName": "ecs", "Version": "$Latest"},
        "VPCZoneIdentifier": ",".join(yard.desk.subnets),
    }
    yard.asg("CreateAutoScalingGroup", **FLEET, **request)
    yard.wait(80)
    return yard


def test_it_launches_in_the_zone_that_has_fewest(fleet):
    assert len(fleet.instances()) == 3
    zones = Counter(each["AvailabilityZone"] for each in fleet.members())
    assert sorted(zones.values()) == [1, 1, 1]
    assert {each["LifecycleState"] for each in fleet.members()} == {"InService"}


def test_it_grows_and_shrinks_with_its_desired_capacity(fleet):
    fleet.asg("SetDesiredCapacity", DesiredCapacity=5, **FLEET)
    fleet.wait(80)
    assert len(fleet.instances()) == 5
    fleet.asg("SetDesiredCapacity", DesiredCapacity=2, **FLEET)
    fleet.wait(80)
    assert len(fleet.instances()) == 2
    assert len({each["AvailabilityZone"] for each in fleet.members()}) == 2


def test_it_replaces_what_was_terminated_or_stopped(fleet):
    first, second, third = (each["InstanceId"] for each in fleet.members())
    fleet.ec2("TerminateInstances", InstanceIds=[first])
    fleet.ec2("StopInstances", InstanceIds=[second])
    fleet.wait(200)
    now = [each["InstanceId"] for each in fleet.members()]
    assert len(now) == 3
    assert set(now) & {first, second, third} == {third}
    causes = [each["Cause"] for each in fleet.asg("DescribeScalingActivities")["Activities"]]
    assert any("EC2 health check" in cause for cause in causes)


def test_protected_instances_stay(fleet):
    protected = [each["InstanceId"] for each in fleet.members()]
    fleet.asg("SetInstanceProtection", InstanceIds=protected, ProtectedFromScaleIn=True, **FLEET)
    fleet.asg("SetDesiredCapacity", DesiredCapacity=0, **FLEET)
    fleet.wait(200)
    assert len(fleet.members()) == 3
    fleet.asg("SetInstanceProtection", InstanceIds=protected, ProtectedFromScaleIn=False, **FLEET)
    fleet.wait(60)
    assert fleet.members() == []


def test_an_instance_can_go_with_or_without_a_successor(fleet):
    terminate = "TerminateInstanceInAutoScalingGroup"
    first, second, _ = (each["InstanceId"] for each in fleet.members())
    fleet.asg(terminate, InstanceId=first, ShouldDecrementDesiredCapacity=False)
    fleet.wait(80)
    assert len(fleet.members()) == 3
    fleet.asg(terminate, InstanceId=second, ShouldDecrementDesiredCapacity=True)
    fleet.wait(80)
    assert len(fleet.members()) == 2


@pytest.mark.parametrize(
    ("operation", "params", "words"),
    [
        ("SetDesiredCapacity", {"DesiredCapacity": 7}, "above max value 6"),
        ("SetDesiredCapacity", {"DesiredCapacity": 3, "AutoScalingGroupName": "x"}, "name not found"),
        ("UpdateAutoScalingGroup", {"MinSize": 7}, "Max bound, 6"),
        ("UpdateAutoScalingGroup", {"VPCZoneIdentifier": "subnet-0"}, "'subnet-0' does not exist"),
        ("UpdateAutoScalingGroup", {"LaunchTemplate": {"LaunchTemplateName": "none"}}, "fully-formed"),
        ("DeleteAutoScalingGroup", {}, "while there are instances"),
    ],
)
def test_what_cannot_be_is_refused(fleet, operation, params, words):
    with pytest.raises(ApiError) as refused:
        fleet.asg(operation, **FLEET | params)
    assert words in refused.value.message


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("DescribeAutoScalingGroups", {"NextToken": "x"}, "InvalidNextToken"),
        ("DescribeAutoScalingInstances", {"NextToken": "x"}, "InvalidNextToken"),
        ("DescribeScalingActivities", {"MaxRecords": 101}, "ValidationError"),
        ("TerminateInstanceInAutoScalingGroup", {"ShouldDecrementDesiredCapacity": True}, "ValidationError"),
    ],
)
def test_it_refuses_in_codes_of_its_own(fleet, operation, params, code):
    with pytest.raises(ApiError) as refused:
        fleet.asg(operation, **params)
    assert refused.value.code == code


def test_it_says_why_it_cannot_launch_and_goes_on_once_it_can(fleet):
    fleet.ec2(
        "CreateLaunchTemplateVersion",
        LaunchTemplateName="ecs",
        LaunchTemplateData={"InstanceType": "t3.small"},
    )
    fleet.asg("SetDesiredCapacity", DesiredCapacity=4, **FLEET)
    fleet.wait(80)
    assert len(fleet.members()) == 3
    activity = fleet.asg("DescribeScalingActivities", **FLEET)["Activities"][0]
    assert activity["StatusCode"] == "Failed"
    assert "must contain the parameter ImageId Launching EC2 instance failed" in activity["StatusMessage"]
    fleet.ec2(
        "CreateLaunchTemplateVersion", LaunchTemplateName="ecs", LaunchTemplateData={}, SourceVersion="1"
    )
    fleet.wait(80)
    assert len(fleet.members()) == 4


def test_it_outlives_its_launch_template(fleet):
    fleet.ec2("DeleteLaunchTemplate", LaunchTemplateName="ecs")
    fleet.ec2("TerminateInstances", InstanceIds=[fleet.members()[0]["InstanceId"]])
    fleet.wait(600)
    assert len(fleet.members()) == 2
    failed = [
        each
        for each in fleet.asg("DescribeScalingActivities", **FLEET)["Activities"]
        if each["StatusCode"] == "Failed"
    ]
    assert "does not exist." in failed[0]["StatusMessage"]
    assert len(failed) == 1


def test_a_deleted_group_takes_its_instances_along(fleet):
    fleet.asg("DeleteAutoScalingGroup", ForceDelete=True, **FLEET)
    fleet.wait(60)
    assert fleet.asg("DescribeAutoScalingGroups")["AutoScalingGroups"] == []
    assert fleet.instances() == []
