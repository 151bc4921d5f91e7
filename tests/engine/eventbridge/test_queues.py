"""Rules with queues: as targets, and for what could not be delivered."""

import json

import pytest
from event_rules import ACCOUNT, Rules

PLACE = f"arn:aws:sqs:us-east-1:{ACCOUNT}"


@pytest.fixture
def rules(desk):
    desk.define()
    return Rules(desk)


def make_queue(rules, name="orders", **attributes):
    """A queue whose policy lets EventBridge send messages; gives its URL."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": f"{PLACE}:{name}",
        "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/*"}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    params = {"QueueName": name, "Attributes": {"Policy": policy} | attributes}
    return rules.lab.call("sqs", "CreateQueue", params)["QueueUrl"]


def receive(rules, url):
    params = {"QueueUrl": url, "MaxNumberOfMessages": 10, "MessageAttributeNames": ["All"]}
    return rules.lab.call("sqs", "ReceiveMessage", params).get("Messages", [])


def test_a_queue_gets_the_whole_event(rules):
    url = make_queue(rules)
    rules.put()
    rules.target(Arn=f"{PLACE}:orders")
    number = rules.send({"total": 7}, Resources=["a"], Time="2026-01-05T08:00:00Z")
    rules.desk.wait(1)
    (message,) = receive(rules, url)
    assert json.loads(message["Body"]) == {
        "version": "0",
        "id": number,
        "detail-type": "Order placed",
        "source": "shop",
        "account": ACCOUNT,
        "time": "2026-01-05T08:00:00Z",
        "region": "us-east-1",
        "resources": ["a"],
        "detail": {"total": 7},
    }


def test_two_rules_that_match_send_two_messages_of_one_event(rules):
    url = make_queue(rules)
    for name in ("a", "b"):
        rules.put(name)
        rules.target(name, Arn=f"{PLACE}:orders", InputPath="$.id")
    number = rules.send()
    rules.desk.wait(1)
    assert [json.loads(message["Body"]) for message in receive(rules, url)] == [number, number]


def test_an_event_of_ecs_reaches_a_queue_as_it_is_shown(rules):
    url = make_queue(rules)
    rules.put(
        pattern={"source": ["aws.ecs"], "detail": {"lastStatus": ["RUNNING"], "desiredStatus": ["RUNNING"]}}
    )
    rules.target(Arn=f"{PLACE}:orders")
    arn = rules.desk.run()
    rules.desk.wait(60)
    (message,) = receive(rules, url)
    event = json.loads(message["Body"])
    assert event["resources"] == [arn]
    assert event["detail-type"] == "ECS Task State Change"
    assert event["detail"]["containers"][0]["lastStatus"] == "RUNNING"


def test_a_fifo_queue_gets_its_group(rules):
    url = make_queue(rules, "orders.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    rules.put()
    rules.target(Arn=f"{PLACE}:orders.fifo", SqsParameters={"MessageGroupId": "shop"})
    rules.send()
    rules.desk.wait(1)
    assert len(receive(rules, url)) == 1
    assert rules.done()[0].outcome == "delivered"


def test_what_is_given_up_stands_in_the_dead_letter_queue_with_its_reason(rules):
    url = make_queue(rules, "failed")
    rules.put()
    rules.target(Arn=f"{PLACE}:gone", Input='{"a": 1}', DeadLetterConfig={"Arn": f"{PLACE}:failed"})
    rules.send({"total": 7})
    rules.desk.wait(1)
    (message,) = receive(rules, url)
    assert json.loads(message["Body"])["detail"] == {"total": 7}
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert told == {
        "RULE_ARN": f"arn:aws:events:us-east-1:{ACCOUNT}:rule/r",
        "TARGET_ARN": f"{PLACE}:gone",
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": "The specified queue does not exist.",
        "RETRY_ATTEMPTS": "0",
    }
    assert rules.done()[0].outcome == "dead-lettered"


def test_a_queue_for_failed_events_tells_that_attempts_are_exhausted(rules, monkeypatch):
    monkeypatch.setattr("ecslab.engine.eventbridge.delivery.MOST_RUNS", 0)
    url = make_queue(rules, "failed")
    rules.put()
    rules.runs(DeadLetterConfig={"Arn": f"{PLACE}:failed"}, RetryPolicy={"MaximumRetryAttempts": 2})
    rules.send()
    rules.desk.wait(60)
    (message,) = receive(rules, url)
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert told["ERROR_CODE"] == "THROTTLING"
    assert told["EXHAUSTED_RETRY_CONDITION"] == "MaximumRetryAttempts"
    assert told["RETRY_ATTEMPTS"] == "2"


def test_every_call_of_a_rule_stands_in_the_api_history(rules):
    make_queue(rules)
    rules.put()
    rules.target(Arn=f"{PLACE}:orders")
    rules.send()
    rules.desk.wait(1)
    (request,) = rules.calls("SendMessage")
    assert request["QueueUrl"].endswith("/orders")
