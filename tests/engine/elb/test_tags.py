"""Tags of load balancers, target groups, listeners and rules: all of a request is done, or nothing."""

import pytest
from looking import records

from ecslab.engine.errors import ApiError

TWICE = [{"Key": "team", "Value": "a"}, {"Key": "team", "Value": "b"}]


@pytest.fixture
def arn(desk):
    (vpc,) = desk.lab.call("ec2", "DescribeVpcs", {})["Vpcs"]
    group = {"Name": "web", "Protocol": "HTTP", "Port": 80, "VpcId": vpc["VpcId"], "TargetType": "ip"}
    made = desk.elb("CreateTargetGroup", **group, Tags=[{"Key": "team", "Value": "blue"}])
    return made["TargetGroups"][0]["TargetGroupArn"]


def test_nothing_is_made_with_tags_that_are_refused(desk):
    before = records(desk.lab)
    with pytest.raises(ApiError) as refused:
        desk.elb("CreateLoadBalancer", Name="web", Subnets=desk.subnets, Tags=TWICE)
    assert refused.value.code == "DuplicateTagKeys"
    assert records(desk.lab) == before


@pytest.mark.parametrize(
    ("operation", "params"),
    [("AddTags", {"Tags": [{"Key": "more"}]}), ("RemoveTags", {"TagKeys": ["team"]})],
)
def test_an_unknown_resource_keeps_the_known_ones_as_they_are(desk, arn, operation, params):
    with pytest.raises(ApiError):
        desk.elb(operation, ResourceArns=[arn, arn + "x"], **params)
    (told,) = desk.elb("DescribeTags", ResourceArns=[arn])["TagDescriptions"]
    assert told["Tags"] == [{"Key": "team", "Value": "blue"}]
