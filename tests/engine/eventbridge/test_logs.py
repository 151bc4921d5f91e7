"""Rules that write to log groups.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-targets.html#targets-specifics-cwl
"""

import json

import pytest
from event_rules import ACCOUNT, Rules

GROUP = "/aws/events/orders"
ARN = f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:{GROUP}"


@pytest.fixture
def rules(desk):
    desk.lab.call("logs", "CreateLogGroup", {"logGroupName": GROUP})
    return Rules(desk)


def lines(rules):
    found = rules.lab.call("logs", "FilterLogEvents", {"logGroupName": GROUP})["events"]
    return [(event["timestamp"], event["message"]) for event in found]


def test_an_event_is_a_line_of_its_target_s_stream(rules):
    rules.put()
    rules.target(Arn=ARN)
    at = rules.lab.now
    ids = [rules.send({"total": 1}), rules.send({"total": 2})]
    rules.desk.wait(1)
    written = lines(rules)
    assert [time for time, _ in written] == [at, at]
    assert [json.loads(line)["id"] for _, line in written] == ids
    streams = rules.lab.call("logs", "DescribeLogStreams", {"logGroupName": GROUP})["logStreams"]
    assert len(streams) == 1


def test_a_template_says_which_line(rules):
    rules.put()
    template = {
        "InputPathsMap": {"total": "$.detail.total", "at": "$.detail.at"},
        "InputTemplate": '{"timestamp": <at>, "message": "total: <total>"}',
    }
    rules.target(Arn=f"{ARN}:*", InputTransformer=template)
    rules.send({"total": 12, "at": rules.lab.now - 5_000})
    rules.desk.wait(1)
    assert lines(rules) == [(rules.lab.now - 6_000, "total: 12")]


def test_a_template_of_another_form_fails(rules):
    rules.put()
    rules.target(Arn=ARN, InputTransformer={"InputTemplate": '"<aws.events.rule-name>"'})
    rules.send()
    rules.desk.wait(1)
    assert (lines(rules), rules.done()[0].outcome) == ([], "failed")


def test_a_group_that_is_not_there_is_a_failed_delivery(rules):
    rules.put()
    rules.target(Arn=ARN)
    rules.lab.call("logs", "DeleteLogGroup", {"logGroupName": GROUP})
    rules.send()
    rules.desk.wait(1)
    assert rules.done()[0].code == "ResourceNotFoundException"
