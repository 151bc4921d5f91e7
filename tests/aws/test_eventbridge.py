"""Rules of EventBridge through the API: what AWS refuses, and what reaches which target in which form."""

import json

import pytest

from ecslab.engine.errors import ApiError, NotSimulated

ACCOUNT = "123456789012"
CLUSTER = f"arn:aws:ecs:us-east-1:{ACCOUNT}:cluster/lab"
QUEUE = f"arn:aws:sqs:us-east-1:{ACCOUNT}:orders"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/ecsEventsRole"
ORDER = {"Source": "shop", "DetailType": "Order placed", "Detail": '{"total": 12}'}


@pytest.fixture
def events(lab):
    def call(operation, **params):
        return lab.call("events", operation, params)

    return call


def refusal(events, operation, **params):
    with pytest.raises(ApiError) as refused:
        events(operation, **params)
    return refused.value.code, refused.value.message


@pytest.mark.parametrize(
    ("operation", "params", "code", "message"),
    [
        ("DescribeRule", {"Name": "x"}, "ResourceNotFoundException", "Rule x does not exist on EventBus default."),
        ("DescribeEventBus", {"Name": "x"}, "ResourceNotFoundException", "Event bus x does not exist."),
        ("PutRule", {"Name": "x"}, "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."),
        ("DeleteEventBus", {"Name": "default"}, "ValidationException", "Cannot delete event bus default."),
        ("CreateEventBus", {"Name": "default"}, "ResourceAlreadyExistsException", "Event bus default already exists."),
        ("RemovePermission", {"StatementId": "x"}, "ResourceNotFoundException", "Statement with the provided id does not exist."),
        ("ListTagsForResource", {"ResourceARN": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/x"}, "ResourceNotFoundException", "Rule x does not exist on EventBus default."),
        ("TestEventPattern", {"EventPattern": '{"a": [1]}', "Event": "plain"}, "ValidationException", "Parameter Event is not valid."),
        ("TestEventPattern", {"EventPattern": '{"a": [1]}', "Event": '{"source": "a"}'}, "ValidationException", "Parameter Event is not valid."),
        ("DescribeRule", {"Name": "a b"}, "ValidationException", "1 validation error detected: Value 'a b' at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"),
        ("DescribeRule", {"Name": "x" * 65}, "ValidationException", f"1 validation error detected: Value '{'x' * 65}' at 'name' failed to satisfy constraint: Member must have length less than or equal to 64"),
        ("PutRule", {"Name": "x", "EventPattern": "{}", "State": "ON"}, "ValidationException", "1 validation error detected: Value 'ON' at 'state' failed to satisfy constraint: Member must satisfy enum value set: [ENABLED, DISABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS]"),
        ("PutEvents", {"Entries": [ORDER | {"Detail": json.dumps({"a": "x" * 262_144})}]}, "ValidationException", "Total size of the entries in the request is over the limit."),
    ],
)  # fmt: skip
def test_what_aws_refuses_it_refuses_in_awss_words(events, operation, params, code, message):
    assert refusal(events, operation, **params) == (code, message)


def test_eleven_entries_are_refused_at_once(events):
    code, message = refusal(events, "PutEvents", Entries=[ORDER] * 11)
    assert code == "ValidationException"
    assert message.endswith(
        "at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10"
    )


def test_a_malformed_pattern_says_where_and_what_may_be_meant(events):
    with pytest.raises(ApiError) as refused:
        events("PutRule", Name="x", EventPattern='{"source": "aws.ecs"}')
    assert refused.value.code == "InvalidEventPatternException"
    assert refused.value.problem.values == {"line": 1, "column": 13, "near": '"source": ["aws.ecs"]'}


@pytest.mark.parametrize(
    ("entry", "code", "message"),
    [
        ({"DetailType": "x", "Detail": "{}"}, "InvalidArgument", "Parameter Source is not valid. Reason: Source is a required argument."),
        ({"Source": "x", "Detail": "{}"}, "InvalidArgument", "Parameter DetailType is not valid. Reason: DetailType is a required argument."),
        ({"Source": "x", "DetailType": "x"}, "InvalidArgument", "Parameter Detail is not valid. Reason: Detail is a required argument."),
        (ORDER | {"Detail": '["a"]'}, "MalformedDetail", "Detail is malformed."),
        (ORDER | {"Detail": "{"}, "MalformedDetail", "Detail is malformed."),
        (ORDER | {"Detail": "[" * 100_000}, "MalformedDetail", "Detail is malformed."),
        (ORDER | {"Detail": '{"a":' * 300 + "1" + "}" * 300}, "MalformedDetail", "Detail is malformed."),
        (ORDER | {"Source": "aws.ecs"}, "NotAuthorizedForSourceException", "Not authorized for the source."),
    ],
)  # fmt: skip
def test_a_bad_entry_does_not_keep_a_good_one_back(events, entry, code, message):
    answer = events("PutEvents", Entries=[entry, ORDER])
    assert answer["FailedEntryCount"] == 1
    bad, good = answer["Entries"]
    assert bad == {"ErrorCode": code, "ErrorMessage": message}
    assert list(good) == ["EventId"]


TARGETS = [
    ({"Arn": "x"}, "ValidationException", "Parameter x is not valid. Reason: Provided Arn is not in correct format."),
    ({"Arn": CLUSTER}, "ValidationException", f"RoleArn is required for target {CLUSTER}."),
    ({"Arn": CLUSTER, "RoleArn": ROLE}, "ValidationException", f"Provided role '{ROLE}' cannot be assumed by principal 'events.amazonaws.com'."),
    ({"Arn": QUEUE, "Input": "{"}, "ValidationException", "JSON syntax error in input for target t."),
    ({"Arn": QUEUE, "Input": "{}", "InputPath": "$.a"}, "ValidationException", "Only one of Input, InputPath, or InputTransformer must be provided for target t."),
    ({"Arn": QUEUE, "InputTransformer": {"InputTemplate": '"<gone>"'}}, "ValidationException", "InputTemplate for target t contains invalid placeholder gone."),
    ({"Arn": QUEUE, "InputPath": "$['a']"}, "ValidationException", "Invalid JSON path $['a'] for target t."),
    ({"Arn": f"{QUEUE}.fifo"}, "ValidationException", "Parameter(s) SqsParameters must be specified for target: t."),
    ({"Arn": QUEUE, "Id": "!"}, "ValidationException", "1 validation error detected: Value '!' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+"),
    ({"Arn": QUEUE, "RetryPolicy": {"MaximumRetryAttempts": 186}}, "ValidationException", "1 validation error detected: Value '186' at 'targets.1.member.retryPolicy.maximumRetryAttempts' failed to satisfy constraint: Member must have value less than or equal to 185"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "code", "message"), TARGETS)
def test_a_bad_target_is_refused_and_nothing_kept(events, target, code, message):
    events("PutRule", Name="r", EventPattern='{"source": ["shop"]}')
    assert refusal(events, "PutTargets", Rule="r", Targets=[{"Id": "t"} | target]) == (code, message)
    assert events("ListTargetsByRule", Rule="r")["Targets"] == []


@pytest.mark.parametrize(
    "target",
    [
        {"Arn": f"arn:aws:kinesis:us-east-1:{ACCOUNT}:stream/x"},
        {"Arn": QUEUE, "KinesisParameters": {"PartitionKeyPath": "$.id"}},
    ],
)
def test_what_the_lab_does_not_have_says_so(events, target):
    events("PutRule", Name="r", EventPattern='{"source": ["shop"]}')
    with pytest.raises(NotSimulated):
        events("PutTargets", Rule="r", Targets=[{"Id": "t"} | target])


def test_a_rule_has_five_targets_at_most(events):
    events("PutRule", Name="r", EventPattern='{"source": ["shop"]}')
    targets = [{"Id": f"t{number}", "Arn": QUEUE} for number in range(6)]
    events("PutTargets", Rule="r", Targets=targets[:5])
    code, message = refusal(events, "PutTargets", Rule="r", Targets=targets[5:])
    assert (code, message) == (
        "LimitExceededException",
        "The requested resource exceeds the maximum number allowed.",
    )
    events("PutTargets", Rule="r", Targets=targets[:1])
    assert refusal(events, "DeleteRule", Name="r")[1] == "Rule can't be deleted since it has targets."


def test_a_rule_that_is_put_again_keeps_its_targets_and_loses_what_is_left_out(events):
    events("PutRule", Name="r", EventPattern='{"source": ["shop"]}', Description="old", State="DISABLED")
    events("PutTargets", Rule="r", Targets=[{"Id": "t", "Arn": QUEUE}])
    events("PutRule", Name="r", EventPattern='{"source": ["store"]}')
    assert events("DescribeRule", Name="r") == {
        "Name": "r",
        "Arn": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/r",
        "EventPattern": '{"source": ["store"]}',
        "State": "ENABLED",
        "EventBusName": "default",
        "CreatedBy": ACCOUNT,
    }
    assert events("ListTargetsByRule", Rule="r")["Targets"] == [{"Id": "t", "Arn": QUEUE}]


def test_listings_come_in_pages(events):
    for number in range(5):
        events("PutRule", Name=f"r{number}", EventPattern='{"source": ["shop"]}')
    first = events("ListRules", Limit=3)
    rest = events("ListRules", Limit=3, NextToken=first["NextToken"])
    assert [rule["Name"] for rule in first["Rules"] + rest["Rules"]] == [f"r{number}" for number in range(5)]
    assert "NextToken" not in rest
    assert refusal(events, "ListEventBuses", NextToken=first["NextToken"])[0] == "ValidationException"


def test_a_bus_keeps_its_policy(events):
    events("CreateEventBus", Name="shop")
    allow = {"EventBusName": "shop", "Action": "events:PutEvents", "Principal": "111122223333"}
    events("PutPermission", **allow, StatementId="a")
    events("PutPermission", **allow | {"Principal": "*"}, StatementId="b")
    policy = json.loads(events("DescribeEventBus", Name="shop")["Policy"])
    assert [each["Principal"] for each in policy["Statement"]] == [
        {"AWS": "arn:aws:iam::111122223333:root"},
        "*",
    ]
    events("RemovePermission", EventBusName="shop", RemoveAllPermissions=True)
    assert "Policy" not in events("DescribeEventBus", Name="shop")
