"""CloudWatch Logs: retention, policies, tags, patterns and the tail."""

import json

import pytest

from ecslab.aws.command import Command
from ecslab.engine.clock import DAY, MINUTE
from ecslab.engine.errors import ApiError

ARN = "arn:aws:logs:us-east-1:123456789012:log-group:/app"


@pytest.fixture
def logs(lab):
    def call(operation, caller=None, **params):
        return lab.call("logs", operation, params, caller)

    call.lab = lab
    call("CreateLogGroup", logGroupName="/app")
    call("CreateLogStream", logGroupName="/app", logStreamName="one")
    return call


def write(logs, *lines):
    events = [{"timestamp": logs.lab.now, "message": line} for line in lines]
    logs("PutLogEvents", logGroupName="/app", logStreamName="one", logEvents=events)


def lines(logs, **params):
    found = logs("FilterLogEvents", logGroupName="/app", **params)["events"]
    return [event["message"] for event in found]


def test_lines_older_than_the_retention_cannot_be_read(logs):
    write(logs, "old")
    logs.lab.advance(2 * DAY)
    write(logs, "new")
    logs("PutRetentionPolicy", logGroupName="/app", retentionInDays=1)
    assert lines(logs) == ["new"]
    read = logs("GetLogEvents", logGroupName="/app", logStreamName="one")["events"]
    assert [event["message"] for event in read] == ["new"]
    (group,) = logs("DescribeLogGroups")["logGroups"]
    assert (group["retentionInDays"], group["storedBytes"]) == (1, 3)
    logs("DeleteRetentionPolicy", logGroupName="/app")
    assert "retentionInDays" not in logs("DescribeLogGroups")["logGroups"][0]


def test_lines_are_found_by_a_pattern(logs):
    write(logs, '{"code": 200}', '{"code": 503}', "503")
    assert lines(logs, filterPattern="{ $.code >= 500 }") == ['{"code": 503}']
    with pytest.raises(ApiError, match="Invalid filter pattern"):
        lines(logs, filterPattern="{ $.code }")


def test_a_service_writes_as_the_resource_policies_say(logs):
    event = [{"timestamp": logs.lab.now, "message": "x"}]
    order = {"logGroupName": "/app", "logStreamName": "one", "logEvents": event}
    logs("PutLogEvents", "events.amazonaws.com", **order)
    (policy,) = logs("DescribeResourcePolicies")["resourcePolicies"]
    logs("DeleteResourcePolicy", policyName=policy["policyName"])
    with pytest.raises(ApiError) as refused:
        logs("PutLogEvents", "events.amazonaws.com", **order)
    assert refused.value.code == "AccessDeniedException"
    logs("PutResourcePolicy", policyName="again", policyDocument=policy["policyDocument"])
    logs("PutLogEvents", "events.amazonaws.com", **order)


def test_tags_go_with_their_group(logs):
    logs("TagResource", resourceArn=ARN, tags={"a": "b"})
    assert logs("ListTagsForResource", resourceArn=f"{ARN}:*") == {"tags": {"a": "b"}}
    logs("DeleteLogGroup", logGroupName="/app")
    logs("CreateLogGroup", logGroupName="/app")
    assert logs("ListTagsForResource", resourceArn=ARN) == {"tags": {}}


def test_a_deleted_stream_is_gone_with_its_lines(logs):
    write(logs, "x")
    logs("DeleteLogStream", logGroupName="/app", logStreamName="one")
    assert lines(logs) == []


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("PutRetentionPolicy", {"logGroupName": "/app", "retentionInDays": 2}, "InvalidParameterException"),
        ("PutRetentionPolicy", {"logGroupName": "/no", "retentionInDays": 1}, "ResourceNotFoundException"),
        ("PutResourcePolicy", {"policyName": "a", "policyDocument": "{"}, "InvalidParameterException"),
        ("PutResourcePolicy", {"policyName": "a"}, "InvalidParameterException"),
        ("DeleteResourcePolicy", {"policyName": "a"}, "ResourceNotFoundException"),
        ("DeleteLogStream", {"logGroupName": "/app", "logStreamName": "no"}, "ResourceNotFoundException"),
        ("StartQuery", {"startTime": 0, "endTime": 1, "queryString": "x"}, "NotSimulated"),
        ("TagResource", {"resourceArn": f"{ARN}x", "tags": {"a": "b"}}, "ResourceNotFoundException"),
    ],
)
def test_what_aws_would_refuse_is_refused(logs, operation, params, code):
    with pytest.raises(ApiError) as refused:
        logs(operation, **params)
    assert refused.value.code == code


def tail(logs, *words):
    return Command(logs.lab).run(["logs", "tail", *words])


def test_the_tail_is_the_last_ten_minutes_in_the_shape_that_is_asked_for(logs):
    write(logs, "old")
    logs.lab.advance(20 * MINUTE)
    write(logs, '{"a": 1}')
    assert tail(logs, "/app").stdout == '2026-01-05T09:20:00.000000+00:00 one {"a": 1}\n'
    assert tail(logs, "/app", "--format", "short").stdout == '2026-01-05T09:20:00 {"a": 1}\n'
    assert tail(logs, "/app", "--format=json").stdout == '2026-01-05T09:20:00 {\n    "a": 1\n}\n'
    assert tail(logs, ARN, "--since", "1h", "--format", "short").stdout.count("\n") == 2
    assert tail(logs, "/app", "--since", "2026-01-05T09:00:00Z", "--filter-pattern", "old").stdout.endswith(
        "old\n"
    )
    assert tail(logs, "--log-stream-names", "two", "three", "--since", "1h", "--", "/app").exit_code != 0
    assert tail(logs, "/app", "--log-stream-names", "two", "three").stdout == ""
    assert tail(logs, "/app", "--log-stream-name-prefix", "on").stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["/app", "--follow"], "--follow"),
        ([], "group_name"),
        (["/app", "--dance"], "Unknown options"),
        (["/app", "--since", "soon"], "--since"),
        (["/app", "--since"], "expected one argument"),
        (["/app", "--format", "loud"], "--format"),
        (["/nothing"], "The specified log group does not exist."),
    ],
)
def test_a_tail_that_cannot_be_is_told(logs, words, said):
    outcome = tail(logs, *words)
    assert outcome.exit_code != 0
    assert said in outcome.stderr


def test_a_repository_policy_speaks_without_naming_the_repository(lab):
    guest = "arn:aws:iam::123456789012:user/learner"
    lab.call("ecr", "CreateRepository", {"repositoryName": "app"})
    statement = {"Effect": "Deny", "Principal": {"AWS": guest}, "Action": "ecr:ListImages"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    lab.call("ecr", "SetRepositoryPolicy", {"repositoryName": "app", "policyText": policy})
    with pytest.raises(ApiError, match="explicit deny"):
        lab.call("ecr", "ListImages", {"repositoryName": "app"})
