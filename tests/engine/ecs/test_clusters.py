"""Clusters: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/clusters.html"""

import pytest

from ecslab.aws import new_lab
from ecslab.engine.errors import ApiError


def test_creating_twice_is_no_error(desk):
    """Section 13.24."""
    first = desk.ecs("CreateCluster", clusterName="a")["cluster"]
    assert desk.ecs("CreateCluster", clusterName="a")["cluster"]["clusterArn"] == first["clusterArn"]
    assert len(desk.ecs("ListClusters")["clusterArns"]) == 2


def test_left_out_means_default_which_must_exist():
    lab = new_lab()
    with pytest.raises(ApiError, match=r"^Cluster not found\.$"):
        lab.call("ecs", "ListTasks", {})
    assert lab.call("ecs", "CreateCluster", {})["cluster"]["clusterName"] == "default"
    assert lab.call("ecs", "ListTasks", {}) == {"taskArns": []}
    assert lab.call("ecs", "DescribeClusters", {})["clusters"][0]["status"] == "ACTIVE"


def test_a_cluster_counts_what_it_holds(desk):
    desk.define()
    desk.serve(desired=1)
    desk.wait(60)
    desk.run(count=2)
    cluster = desk.ecs("DescribeClusters", clusters=["lab"], include=["STATISTICS", "SETTINGS"])["clusters"][
        0
    ]
    assert (cluster["runningTasksCount"], cluster["pendingTasksCount"]) == (1, 2)
    assert cluster["activeServicesCount"] == 1
    statistics = {each["name"]: each["value"] for each in cluster["statistics"]}
    assert statistics["runningFargateTasksCount"] == "1"
    assert statistics["pendingFargateTasksCount"] == "2"
    assert cluster["settings"] == [{"name": "containerInsights", "value": "disabled"}]


def test_unknown_clusters_are_failures(desk):
    answer = desk.ecs("DescribeClusters", clusters=["lab", "nowhere"])
    assert [each["clusterName"] for each in answer["clusters"]] == ["lab"]
    assert answer["failures"] == [
        {"arn": "arn:aws:ecs:us-east-1:123456789012:cluster/nowhere", "reason": "MISSING"}
    ]


def test_only_an_empty_cluster_can_be_deleted(desk):
    desk.define()
    desk.serve(desired=1)
    desk.wait(60)
    with pytest.raises(ApiError) as refused:
        desk.ecs("DeleteCluster", cluster="lab")
    assert (refused.value.code, refused.value.message) == (
        "ClusterContainsServicesException",
        "The Cluster cannot be deleted while Services are active.",
    )
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    desk.run(overrides={"containerOverrides": [{"name": "c0", "command": ["sleep", "200"]}]})
    desk.wait(100)
    with pytest.raises(ApiError, match="while Tasks are active"):
        desk.ecs("DeleteCluster", cluster="lab")
    desk.wait(200)
    assert desk.ecs("DeleteCluster", cluster="lab")["cluster"]["status"] == "INACTIVE"
    assert desk.ecs("ListClusters")["clusterArns"] == []
    assert desk.ecs("DescribeClusters", clusters=["lab"])["clusters"][0]["status"] == "INACTIVE"
    with pytest.raises(ApiError, match=r"^The referenced cluster was inactive\.$"):
        desk.run()
    assert desk.ecs("CreateCluster", clusterName="lab")["cluster"]["status"] == "ACTIVE"


def test_settings_can_be_changed(desk):
    settings = [{"name": "containerInsights", "value": "enabled"}]
    assert (
        desk.ecs("UpdateClusterSettings", cluster="lab", settings=settings)["cluster"]["settings"] == settings
    )
    with pytest.raises(ApiError, match="must be one of"):
        desk.ecs("UpdateCluster", cluster="lab", settings=[{"name": "containerInsights", "value": "some"}])


@pytest.mark.parametrize("name", ["a b", "-a", "x" * 256, "ク"])
def test_names_that_aws_does_not_allow(desk, name):
    with pytest.raises(ApiError, match="Invalid cluster name"):
        desk.ecs("CreateCluster", clusterName=name)


@pytest.mark.parametrize("kind", ["cluster", "service", "task", "task-definition"])
def test_tags_come_and_go(desk, kind):
    definition = desk.define(tags=[{"key": "a", "value": "1"}])
    arn = {
        "cluster": "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
        "service": desk.serve()["serviceArn"],
        "task": desk.run(),
        "task-definition": definition,
    }[kind]
    desk.ecs("UntagResource", resourceArn=arn, tagKeys=["a"])
    desk.ecs("TagResource", resourceArn=arn, tags=[{"key": "x", "value": "1"}, {"key": "y", "value": "2"}])
    desk.ecs("TagResource", resourceArn=arn, tags=[{"key": "x", "value": "3"}])
    desk.ecs("UntagResource", resourceArn=arn, tagKeys=["y", "z"])
    assert desk.ecs("ListTagsForResource", resourceArn=arn) == {"tags": [{"key": "x", "value": "3"}]}


@pytest.mark.parametrize(
    ("arn", "tags", "code"),
    [
        ("nonsense", [], "InvalidParameterException"),
        ("arn:aws:ecs:us-east-1:123456789012:moon/lab", [], "InvalidParameterException"),
        ("arn:aws:ecs:us-east-1:123456789012:cluster/nowhere", [], "ResourceNotFoundException"),
        ("arn:aws:ecs:us-east-1:123456789012:cluster/lab", [{"value": "1"}], "InvalidParameterException"),
        ("arn:aws:ecs:us-east-1:123456789012:cluster/lab", [{"key": "aws:x"}], "InvalidParameterException"),
        (
            "arn:aws:ecs:us-east-1:123456789012:cluster/lab",
            [{"key": str(number)} for number in range(51)],
            "InvalidParameterException",
        ),
    ],
)
def test_tags_that_aws_refuses(desk, arn, tags, code):
    with pytest.raises(ApiError) as refused:
        desk.ecs("TagResource", resourceArn=arn, tags=tags)
    assert refused.value.code == code
