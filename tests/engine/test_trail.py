"""The API history that every lab keeps."""

import json

import pytest

from ecslab.engine import trail
from ecslab.engine.errors import ApiError


def history(lab):
    return list(lab.world.api_calls.values())


def test_every_call_is_written_down_with_its_caller_and_its_answer(lab):
    lab.call("ecs", "CreateCluster", {"clusterName": "lab"})
    lab.advance(5_000)
    lab.call("ecs", "ListClusters", {}, "arn:aws:iam::123456789012:root")
    made, listed = history(lab)
    assert (made.number, made.service, made.operation, made.caller) == (
        1,
        "ecs",
        "CreateCluster",
        "arn:aws:iam::123456789012:user/learner",
    )
    assert json.loads(made.request) == {"clusterName": "lab"}
    assert json.loads(made.response)["cluster"]["status"] == "ACTIVE"
    assert listed.at == made.at + 5_000
    assert (listed.caller, listed.response) == ("arn:aws:iam::123456789012:root", None)


def test_a_refused_call_is_written_down_with_its_error(lab):
    with pytest.raises(ApiError):
        lab.call("ecs", "ListTasks", {"cluster": "nowhere"})
    (refused,) = history(lab)
    assert (refused.error, refused.message) == ("ClusterNotFoundException", "Cluster not found.")


@pytest.mark.parametrize("params", [{"dance": 1}, {"resourceManagementType": "ECS"}])
def test_what_never_reaches_aws_is_not_written_down(lab, params):
    with pytest.raises(ApiError):
        lab.call("ecs", "ListServices", params)
    assert history(lab) == []


def test_only_the_newest_calls_are_kept(lab, monkeypatch):
    monkeypatch.setattr(trail, "MOST", 3)
    for _ in range(5):
        lab.call("ecs", "ListClusters", {})
    assert [each.number for each in history(lab)] == [3, 4, 5]
