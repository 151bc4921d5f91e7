"""Looking up events in the event history."""

import json

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.identity import Role

USER = "arn:aws:iam::123456789012:user/learner"
SESSION = "arn:aws:sts::123456789012:assumed-role/scheduler/nightly"


def look(lab, key=None, value=None, **params):
    attributes = {"LookupAttributes": [{"AttributeKey": key, "AttributeValue": value}]} if key else {}
    return lab.call("cloudtrail", "LookupEvents", attributes | params)


def names(lab, *attribute, **params):
    return [each["EventName"] for each in look(lab, *attribute, **params)["Events"]]


def record(lab, *attribute):
    return json.loads(look(lab, *attribute)["Events"][0]["CloudTrailEvent"])


@pytest.fixture
def past(lab):
    """A lab in which a user, a role and a service have called, and something was refused."""
    trust = {
        "Effect": "Allow",
        "Principal": {"Service": "scheduler.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    lab.world.roles.put(
        Role(
            name="scheduler",
            id="AROASCHEDULER",
            created_at=0,
            trust=json.dumps({"Version": "2012-10-17", "Statement": trust}),
            attached=("arn:aws:iam::aws:policy/AdministratorAccess",),
        )
    )
    lab.call("ecs", "CreateCluster", {"clusterName": "lab"})
    lab.advance(60_000)
    lab.call("ecs", "ListClusters", {})
    lab.advance(60_000)
    with pytest.raises(ApiError):
        lab.call("ecs", "ListTasks", {"cluster": "nowhere"})
    lab.state.call(
        "ecs", "UpdateCluster", {"cluster": "lab", "settings": []}, SESSION, "scheduler.amazonaws.com"
    )
    with pytest.raises(ApiError):  # a service by itself may only do what a resource's policy lets it
        lab.state.call("elbv2", "DescribeLoadBalancers", {}, "ecs.amazonaws.com")
    return lab


def test_the_newest_event_comes_first(past):
    assert names(past) == [
        "DescribeLoadBalancers",
        "UpdateCluster",
        "ListTasks",
        "ListClusters",
        "CreateCluster",
    ]
    assert names(past)[0] == "LookupEvents"


@pytest.mark.parametrize(
    ("key", "value", "found"),
    [
        ("EventName", "ListTasks", ["ListTasks"]),
        ("EventName", "Listtasks", []),
        ("Username", "learner", ["ListTasks", "ListClusters", "CreateCluster"]),
        ("Username", "nightly", ["UpdateCluster"]),
        ("EventSource", "elasticloadbalancing.amazonaws.com", ["DescribeLoadBalancers"]),
        ("ReadOnly", "false", ["UpdateCluster", "CreateCluster"]),
        ("ResourceName", "lab", ["UpdateCluster", "CreateCluster"]),
        ("ResourceType", "AWS::ECS::Cluster", ["UpdateCluster", "ListTasks", "CreateCluster"]),
    ],
)
def test_events_are_found_by_one_attribute(past, key, value, found):
    assert names(past, key, value) == found


def test_an_event_is_found_by_its_id_and_by_the_key_that_signed_it(past):
    made = look(past, "EventName", "CreateCluster")["Events"][0]
    assert look(past, "EventId", made["EventId"])["Events"] == [made]
    assert names(past, "AccessKeyId", made["AccessKeyId"])[-1] == "CreateCluster"


def test_times_count_to_the_second_on_both_ends(past):
    (listed,) = look(past, "EventName", "ListClusters")["Events"]
    when = listed["EventTime"]
    assert names(past, StartTime=when, EndTime=when) == ["ListClusters"]


def test_events_older_than_90_days_are_gone(lab):
    lab.call("ecs", "CreateCluster", {})
    lab.advance(91 * 86_400_000)
    assert names(lab) == []


def test_pages_stay_the_same_while_more_is_called(lab):
    for _ in range(5):
        lab.call("ecs", "ListClusters", {})
    first = look(lab, MaxResults=3)
    second = look(lab, MaxResults=3, NextToken=first["NextToken"])
    ids = [each["EventId"] for page in (first, second) for each in page["Events"]]
    assert len(ids) == len(set(ids)) == 5
    assert "NextToken" not in second


def test_a_user_is_told_with_what_was_asked_and_answered(past):
    told = record(past, "EventName", "CreateCluster")
    assert told["userIdentity"] | {"principalId": "", "accessKeyId": ""} == {
        "type": "IAMUser",
        "principalId": "",
        "arn": USER,
        "accountId": "123456789012",
        "accessKeyId": "",
        "userName": "learner",
    }
    assert told["eventTime"] == "2026-01-05T09:00:00Z"
    assert (told["eventSource"], told["readOnly"]) == ("ecs.amazonaws.com", False)
    assert told["requestParameters"] == {"clusterName": "lab"}
    assert told["responseElements"]["cluster"]["status"] == "ACTIVE"


def test_a_role_is_told_with_its_session_and_who_called_for_it(past):
    told = record(past, "EventName", "UpdateCluster")
    identity = told["userIdentity"]
    assert (identity["type"], identity["arn"]) == ("AssumedRole", SESSION)
    assert identity["principalId"].endswith(":nightly")
    assert identity["sessionContext"]["sessionIssuer"]["arn"] == "arn:aws:iam::123456789012:role/scheduler"
    assert identity["invokedBy"] == told["sourceIPAddress"] == "scheduler.amazonaws.com"


def test_a_service_is_told_as_such(past):
    event = look(past, "EventName", "DescribeLoadBalancers")["Events"][0]
    assert "Username" not in event
    told = json.loads(event["CloudTrailEvent"])
    assert told["userIdentity"] == {"type": "AWSService", "invokedBy": "ecs.amazonaws.com"}


def test_a_refusal_is_told_with_its_code_and_its_words(past):
    told = record(past, "EventName", "ListTasks")
    assert (told["errorCode"], told["errorMessage"]) == ("ClusterNotFoundException", "Cluster not found.")
    assert told["responseElements"] is None


def test_parameters_are_spelt_as_cloudtrail_spells_them(lab):
    lab.call("elbv2", "DescribeLoadBalancers", {"Names": []})
    assert record(lab)["requestParameters"] == {"names": []}


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({"MaxResults": 0}, "ParamValidation"),
        ({"MaxResults": 51}, "InvalidMaxResultsException"),
        ({"NextToken": "5"}, "InvalidNextTokenException"),
        ({"NextToken": "x"}, "InvalidNextTokenException"),
        (
            {"StartTime": "2026-01-06T00:00:00Z", "EndTime": "2026-01-05T00:00:00Z"},
            "InvalidTimeRangeException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "EventName", "AttributeValue": "A"}] * 2},
            "InvalidLookupAttributesException",
        ),
        (
            {"LookupAttributes": [{"AttributeKey": "Colour", "AttributeValue": "A"}]},
            "InvalidLookupAttributesException",
        ),
        ({"EventCategory": "insight"}, "NotSimulated"),
    ],
)
def test_what_means_nothing_is_refused(lab, params, code):
    with pytest.raises(ApiError) as refused:
        lab.call("cloudtrail", "LookupEvents", params)
    assert refused.value.code == code


def test_looking_up_leaves_everything_but_the_history_as_it_was(past):
    fork = past.fork()
    look(fork)
    assert fork.state.chance.drawn == past.state.chance.drawn
