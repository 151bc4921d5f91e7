"""What a target gets of an event: the examples of AWS's page, and what AWS was seen to make of others.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
"""

import json

import pytest

from ecslab.engine.eventbridge import inputs
from ecslab.engine.platform.eventbridge import RuleTarget, Transformer

EVENT = {
    "version": "0",
    "id": "7bf73129-1428-4cd3-a780-95db273d1602",
    "detail-type": "EC2 Instance State-change Notification",
    "source": "aws.ec2",
    "account": "123456789012",
    "time": "2015-11-11T21:29:54Z",
    "region": "us-east-1",
    "resources": ["arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"],
    "detail": {
        "instance-id": "i-0123456789",
        "state": "RUNNING",
        "payload": {"id": "0a", "name": "b"},
        "one": ["HIGH"],
        "two": ["ACTIVE", "INACTIVE"],
        "valid": True,
        "deep": {"list": [{"at": 1}, {"at": 2}]},
    },
}
PATHS = {
    "timestamp": "$.time",
    "instance": "$.detail.instance-id",
    "state": "$.detail.state",
    "resource": "$.resources[0]",
    "payload": "$.detail.payload",
    "one": "$.detail.one",
    "two": "$.detail.two",
    "valid": "$.detail.valid",
    "gone": "$.detail.gone",
}
RULE = "arn:aws:events:us-east-2:123456789012:rule/example"
INGESTED = 1_447_277_394_000


def make(event=EVENT, **target):
    return inputs.make(RuleTarget(id="t", arn="a", **target), event, RULE, INGESTED)


def transformed(template, paths=PATHS):
    return make(transformer=Transformer(template=template, paths=tuple(paths.items())))


@pytest.mark.parametrize(
    ("template", "made"),
    [
        ('"instance <instance> is in <state>"', '"instance i-0123456789 is in RUNNING"'),
        ('"instance \\"<instance>\\" is in <state>"', '"instance \\"i-0123456789\\" is in RUNNING"'),
        ('{"instance" : <instance>, "state": <state>}', '{"instance" : "i-0123456789", "state": "RUNNING"}'),
        (
            '{"instance" : <instance>, "state": "<state>", "both": "instance \\"<instance>\\" is in <state>"}',
            '{"instance" : "i-0123456789", "state": "RUNNING", "both": "instance \\"i-0123456789\\" is in RUNNING"}',
        ),
        ('{"state": [9, <state>, true], "Transformed": "Yes"}', '{"state": [9, "RUNNING", true], "Transformed": "Yes"}'),
        (
            '{"ruleArn" : <aws.events.rule-arn>, "ruleName" : <aws.events.rule-name>}',
            f'{{"ruleArn" : "{RULE}", "ruleName" : "example"}}',
        ),
        ('"<aws.events.rule-name> triggered"', '"example triggered"'),
        ('"at <aws.events.event.ingestion-time>"', '"at 2015-11-11T21:29:54Z"'),
        ('"of <resource>"', '"of arn:aws:ec2:us-east-1:123456789012:instance/i-abcd1111"'),
        ('"Payload of <payload>"', '"Payload of {id:0a,name:b}"'),
        ('{"path": "users/<state>/<state>", "body": <payload>}', '{"path": "users/RUNNING/RUNNING", "body": {"id":"0a","name":"b"}}'),
        ('"<one> single"', '"[HIGH] single"'),
        ('"<two> several"', '"[ACTIVE,INACTIVE] several"'),
        ('{"one": <one>}', '{"one": ["HIGH"]}'),
        ('"It is <valid>!"', '"It is true!"'),
        ('{"it": <valid>}', '{"it": true}'),
        ('"nothing: <gone>"', '"nothing: "'),
        ('{"nothing": <gone>}', '{"nothing": ""}'),
        ('"<one> first"\n"<state> second"', '"[HIGH] first"\n"RUNNING second"'),
        ('"{[/ special <state>"', '"{[/ special RUNNING"'),
        ('{"a": {"b": {"c": "<state>"}}}', '{"a": {"b": {"c": "RUNNING"}}}'),
    ],
)  # fmt: skip
def test_a_template_makes_what_aws_makes_of_it(template, made):
    assert transformed(template) == made


@pytest.mark.parametrize(
    "template",
    [
        '{"payload": "<payload>"}',
        '{"one": "<one>"}',
        "<one> without quotation marks",
        '{"open": <state>',
    ],
)
def test_what_is_no_json_reaches_no_target(template):
    with pytest.raises(inputs.BadInput):
        transformed(template)


def test_the_predefined_events_are_the_event_without_and_with_its_detail():
    made = json.loads(transformed('{"short": <aws.events.event>, "long": <aws.events.event.json>}'))
    assert made["long"] == EVENT
    assert made["short"] == {
        "version": "0",
        "id": EVENT["id"],
        "detailType": EVENT["detail-type"],
        **{name: EVENT[name] for name in ("source", "account", "time", "region", "resources")},
    }


@pytest.mark.parametrize(
    ("path", "made"),
    [
        ("$", json.dumps(EVENT, separators=(",", ":"))),
        ("$.detail.payload", '{"id":"0a","name":"b"}'),
        ("$.detail.state", '"RUNNING"'),
        ("$.detail.two[1]", '"INACTIVE"'),
        ("$.detail.deep.list[*].at", "[1,2]"),
        ("$.detail.payload.*", '["0a","b"]'),
        ("$.detail.gone", "null"),
    ],
)
def test_a_path_gives_a_part_of_the_event(path, made):
    assert make(path=path) == made


def test_a_constant_is_passed_as_it_is_and_without_anything_the_whole_event():
    assert make(input='{"a": 1}') == '{"a": 1}'
    assert json.loads(make()) == EVENT


@pytest.mark.parametrize("path", ["detail", "$detail", "$.", "$['detail']", "$.a b", "$.a[x]", "$.a["])
def test_what_is_no_path(path):
    assert not inputs.is_path(path)
