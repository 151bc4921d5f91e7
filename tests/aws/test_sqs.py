"""SQS: who gets which message when, and what is refused in AWS's words."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.aws import new_lab
from ecslab.aws.api import Aws
from ecslab.aws.command import Command
from ecslab.engine.errors import ApiError
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay

ACCOUNT = "123456789012"


class Queue:
    """A queue of a lab, and short ways to use it."""

    def __init__(self, lab, name="work", **attributes):
        self.lab, self.name = lab, name
        self.arn = f"arn:aws:sqs:us-east-1:{ACCOUNT}:{name}"
        self.url = self.lab.call("sqs", "CreateQueue", {"QueueName": name, "Attributes": attributes})[
            "QueueUrl"
        ]

    def call(self, operation, **params):
        return self.lab.call("sqs", operation, {"QueueUrl": self.url} | params)

    def send(self, body, **params):
        return self.call("SendMessage", MessageBody=body, **params)

    def receive(self, most=10, **params):
        return self.call("ReceiveMessage", MaxNumberOfMessages=most, **params).get("Messages", [])

    def bodies(self, most=10, **params):
        return [each["Body"] for each in self.receive(most, **params)]

    def delete(self, message):
        self.call("DeleteMessage", ReceiptHandle=message["ReceiptHandle"])

    def attribute(self, name):
        return self.call("GetQueueAttributes", AttributeNames=[name])["Attributes"][name]

    def counts(self):
        names = ("", "NotVisible", "Delayed")
        return tuple(int(self.attribute(f"ApproximateNumberOfMessages{name}")) for name in names)

    def wait(self, seconds):
        self.lab.advance(round(seconds * 1_000))


@pytest.fixture
def queue():
    return Queue(new_lab())


@pytest.fixture
def fifo():
    return Queue(new_lab(), "work.fifo", FifoQueue="true", ContentBasedDeduplication="true")


def refusal(act, *arguments, **params):
    with pytest.raises(ApiError) as refused:
        act(*arguments, **params)
    return refused.value.code, refused.value.message


def test_a_message_is_hidden_while_in_flight_and_comes_back(queue):
    queue.send("hello")
    assert queue.counts() == (1, 0, 0)
    assert queue.bodies() == ["hello"]
    assert queue.counts() == (0, 1, 0)
    queue.wait(29.999)
    assert queue.bodies() == []
    queue.wait(0.001)
    (again,) = queue.receive(MessageSystemAttributeNames=["ApproximateReceiveCount"])
    assert again["Attributes"] == {"ApproximateReceiveCount": "2"}
    queue.delete(again)
    queue.wait(60)
    assert queue.counts() == (0, 0, 0)


def test_an_old_receipt_handle_deletes_nothing(queue):
    queue.send("hello")
    (first,) = queue.receive()
    queue.wait(30)
    (second,) = queue.receive()
    queue.delete(first)
    assert queue.counts() == (0, 1, 0)
    queue.delete(second)
    queue.delete(second)
    assert queue.counts() == (0, 0, 0)


def test_visibility_can_be_changed_while_in_flight_only(queue):
    queue.send("hello")
    (message,) = queue.receive(VisibilityTimeout=10)
    handle = message["ReceiptHandle"]
    queue.call("ChangeMessageVisibility", ReceiptHandle=handle, VisibilityTimeout=100)
    queue.wait(99)
    assert queue.bodies() == []
    queue.call("ChangeMessageVisibility", ReceiptHandle=handle, VisibilityTimeout=0)
    code, message = refusal(queue.call, "ChangeMessageVisibility", ReceiptHandle=handle, VisibilityTimeout=5)
    assert code == "InvalidParameterValue"
    assert message.endswith(
        "Reason: Message does not exist or is not available for visibility timeout change."
    )
    assert queue.bodies() == ["hello"]


def test_messages_can_be_delayed_by_queue_and_one_by_one():
    queue = Queue(new_lab(), DelaySeconds="10")
    queue.send("late")
    queue.send("now", DelaySeconds=0)
    assert queue.counts() == (1, 0, 1)
    assert queue.bodies() == ["now"]
    queue.wait(10)
    assert queue.bodies() == ["late"]


def test_a_message_is_kept_for_the_retention_period():
    queue = Queue(new_lab(), MessageRetentionPeriod="60")
    queue.send("old")
    queue.wait(30)
    queue.send("young")
    queue.wait(30)
    assert queue.bodies() == ["young"]
    queue.call("SetQueueAttributes", Attributes={"MessageRetentionPeriod": "3600"})
    assert queue.counts() == (0, 1, 0)


def test_what_is_received_too_often_goes_to_the_dead_letter_queue():
    lab = new_lab()
    dead = Queue(lab, "dead")
    policy = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2})
    queue = Queue(lab, RedrivePolicy=policy)
    queue.send("poison")
    for _ in range(2):
        assert queue.bodies() == ["poison"]
        queue.wait(30)
    assert dead.counts() == (0, 0, 0)
    assert queue.bodies() == []
    (message,) = dead.receive(MessageSystemAttributeNames=["All"])
    assert message["Body"] == "poison"
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == queue.arn
    assert message["Attributes"]["ApproximateReceiveCount"] == "3"
    assert dead.call("ListDeadLetterSourceQueues")["queueUrls"] == [queue.url]
    dead.wait(30)
    lab.call("sqs", "StartMessageMoveTask", {"SourceArn": dead.arn})
    assert (queue.bodies(), dead.counts()) == (["poison"], (0, 0, 0))


def test_a_queue_without_its_dead_letter_queue_goes_on():
    lab = new_lab()
    dead = Queue(lab, "dead")
    policy = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 1})
    queue = Queue(lab, RedrivePolicy=policy)
    queue.send("poison")
    dead.call("DeleteQueue")
    for _ in range(3):
        assert queue.bodies() == ["poison"]
        queue.wait(30)


def test_fifo_keeps_the_order_of_a_group_and_holds_it_while_in_flight(fifo):
    for body, group in (("a1", "a"), ("b1", "b"), ("a2", "a"), ("b2", "b"), ("a3", "a")):
        fifo.send(body, MessageGroupId=group)
    (first,) = fifo.receive(1)
    assert first["Body"] == "a1"
    assert fifo.bodies() == ["b1", "b2"]
    assert fifo.bodies() == []
    fifo.delete(first)
    assert fifo.bodies(1) == ["a2"]
    assert fifo.bodies() == []
    fifo.wait(30)
    assert fifo.bodies() == ["b1", "b2", "a2", "a3"]


def test_fifo_knows_a_repetition_for_five_minutes(fifo):
    first = fifo.send("same", MessageGroupId="a")
    (message,) = fifo.receive()
    fifo.delete(message)
    fifo.wait(299)
    assert fifo.send("same", MessageGroupId="b") == first
    assert fifo.bodies() == []
    fifo.wait(1)
    again = fifo.send("same", MessageGroupId="a")
    assert again["SequenceNumber"] > first["SequenceNumber"]
    assert fifo.bodies() == ["same"]


def test_the_scope_of_deduplication_may_be_the_group():
    fifo = Queue(new_lab(), "work.fifo", FifoQueue="true", DeduplicationScope="messageGroup")
    for group in ("a", "b", "a"):
        fifo.send("same", MessageGroupId=group, MessageDeduplicationId="1")
    assert fifo.counts() == (2, 0, 0)


def test_a_fifo_handle_expires_with_its_visibility(fifo):
    fifo.send("hello", MessageGroupId="a")
    (message,) = fifo.receive()
    fifo.wait(30)
    code, told = refusal(fifo.delete, message)
    assert (code, told.endswith("Reason: The receipt handle has expired.")) == ("InvalidParameterValue", True)


def test_attributes_come_through_with_the_digest_that_sdks_check(queue):
    attributes = {
        "kind": {"DataType": "String", "StringValue": "report"},
        "size": {"DataType": "Number.int", "StringValue": "3"},
        "raw": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = queue.send("hello", MessageAttributes=attributes)
    (message,) = queue.receive(MessageAttributeNames=["All"])
    assert message["MessageAttributes"] == attributes
    assert message["MD5OfBody"] == sent["MD5OfMessageBody"] == "5d41402abc4b2a76b9719d911017c592"
    assert message["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    replayed = replay(Journal.loads(queue.lab.dump_journal())[0], Aws())
    assert replayed.state_hash() == queue.lab.state_hash()


def test_a_batch_does_what_it_can(queue):
    entries = [
        {"Id": "a", "MessageBody": "one"},
        {"Id": "b", "MessageBody": "two", "DelaySeconds": 901},
    ]
    answer = queue.call("SendMessageBatch", Entries=entries)
    assert [each["Id"] for each in answer["Successful"]] == ["a"]
    assert [(each["Id"], each["Code"]) for each in answer["Failed"]] == [("b", "InvalidParameterValue")]
    assert queue.bodies() == ["one"]


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "EmptyBatchRequest"),
        ([{"Id": str(number), "MessageBody": "x"} for number in range(11)], "TooManyEntriesInBatchRequest"),
        ([{"Id": "a", "MessageBody": "x"}, {"Id": "a", "MessageBody": "y"}], "BatchEntryIdsNotDistinct"),
        ([{"Id": "a b", "MessageBody": "x"}], "InvalidBatchEntryId"),
        ([{"Id": str(n), "MessageBody": "x" * 600_000} for n in range(2)], "BatchRequestTooLong"),
    ],
)
def test_a_batch_is_refused_as_a_whole(queue, entries, code):
    assert refusal(queue.call, "SendMessageBatch", Entries=entries)[0] == f"AWS.SimpleQueueService.{code}"
    assert queue.counts() == (0, 0, 0)


def test_a_purge_empties_a_queue_once_a_minute(queue):
    queue.send("a")
    queue.receive()
    queue.send("b")
    queue.call("PurgeQueue")
    assert queue.counts() == (0, 0, 0)
    assert refusal(queue.call, "PurgeQueue") == (
        "AWS.SimpleQueueService.PurgeQueueInProgress",
        "Only one PurgeQueue operation on work is allowed every 60 seconds.",
    )
    queue.wait(60)
    queue.call("PurgeQueue")


def test_a_name_rests_for_a_minute_after_its_queue_is_deleted(queue):
    queue.send("a")
    queue.call("DeleteQueue")
    code = "AWS.SimpleQueueService.NonExistentQueue"
    assert refusal(queue.call, "ReceiveMessage") == (code, "The specified queue does not exist.")
    assert refusal(Queue, queue.lab)[0] == "AWS.SimpleQueueService.QueueDeletedRecently"
    queue.wait(60)
    assert Queue(queue.lab).counts() == (0, 0, 0)


def test_a_queue_may_be_made_again_the_same_but_not_otherwise(queue):
    assert Queue(queue.lab, VisibilityTimeout="30").url == queue.url
    assert refusal(Queue, queue.lab, VisibilityTimeout="31") == (
        "QueueAlreadyExists",
        "A queue already exists with the same name and a different value for attribute VisibilityTimeout",
    )


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("SendMessage", {"MessageBody": ""}, "MissingParameter"),
        ("SendMessage", {"MessageBody": "\x00"}, "InvalidMessageContents"),
        ("SendMessage", {"MessageBody": "x" * 1_048_577}, "InvalidParameterValue"),
        ("SendMessage", {"MessageBody": "x", "DelaySeconds": 901}, "InvalidParameterValue"),
        ("SendMessage", {"MessageBody": "x", "MessageDeduplicationId": "1"}, "InvalidParameterValue"),
        ("ReceiveMessage", {"MaxNumberOfMessages": 11}, "InvalidParameterValue"),
        ("ReceiveMessage", {"WaitTimeSeconds": 21}, "InvalidParameterValue"),
        ("DeleteMessage", {"ReceiptHandle": "nonsense"}, "ReceiptHandleIsInvalid"),
        ("SetQueueAttributes", {"Attributes": {"Colour": "red"}}, "InvalidAttributeName"),
        ("SetQueueAttributes", {"Attributes": {"DelaySeconds": "-1"}}, "InvalidAttributeValue"),
        ("SetQueueAttributes", {"Attributes": {"FifoQueue": "true"}}, "InvalidAttributeName"),
        ("SetQueueAttributes", {"Attributes": {"KmsMasterKeyId": "alias/x"}}, "NotSimulated"),
        ("SetQueueAttributes", {"Attributes": {"RedrivePolicy": "{}"}}, "InvalidParameterValue"),
        ("GetQueueAttributes", {"AttributeNames": ["Colour"]}, "InvalidAttributeName"),
    ],
)
def test_refusals_leave_the_queue_as_it_was(queue, operation, params, code):
    queue.send("kept")
    before = [table for name, table in queue.lab.world.tables() if name.startswith("sqs")]
    records = [list(table.values()) for table in before]
    assert refusal(queue.call, operation, **params)[0] == code
    assert [list(table.values()) for table in before] == records


@pytest.mark.parametrize(
    ("params", "code"),
    [
        ({}, "MissingParameter"),
        ({"MessageGroupId": "a", "DelaySeconds": 5}, "InvalidParameterValue"),
        ({"MessageGroupId": "a"}, "InvalidParameterValue"),
    ],
)
def test_a_fifo_queue_wants_a_group_and_an_id(params, code):
    fifo = Queue(new_lab(), "work.fifo", FifoQueue="true")
    assert refusal(fifo.send, "x", **params)[0] == code


@pytest.mark.parametrize("name", ["", "a b", "x" * 81, "work.fifo"])
def test_a_name_has_its_form(name):
    assert refusal(Queue, new_lab(), name)[0] == "InvalidParameterValue"


STEPS = st.one_of(
    st.tuples(st.just("send"), st.sampled_from("abc")),
    st.tuples(st.just("receive"), st.integers(1, 10)),
    st.tuples(st.just("delete"), st.integers(0, 30)),
    st.tuples(st.just("release"), st.integers(0, 30)),
    st.tuples(st.just("wait"), st.sampled_from([1, 30, 60, 200])),
)


@settings(deadline=None)
@given(st.booleans(), st.lists(STEPS, max_size=40))
def test_no_message_is_ever_lost(is_fifo, steps):
    """Each is visible, in flight, delayed or set aside, unless it was deleted or its time is up."""
    lab, suffix = new_lab(), ".fifo" if is_fifo else ""
    kind = {"FifoQueue": "true"} if is_fifo else {}
    dead = Queue(lab, "dead" + suffix, MessageRetentionPeriod="1209600", **kind)
    policy = json.dumps({"deadLetterTargetArn": dead.arn, "maxReceiveCount": 2})
    queue = Queue(lab, "work" + suffix, RedrivePolicy=policy, MessageRetentionPeriod="600", **kind)
    expires, hidden, handles, now = {}, {}, [], 0
    for number, (step, value) in enumerate(steps):
        match step:
            case "send":
                order = {"MessageGroupId": value, "MessageDeduplicationId": str(number)} if is_fifo else {}
                queue.send(f"{value}{number:02}", **order)
                expires[f"{value}{number:02}"] = now + 600
            case "receive":
                received = queue.receive(value)
                bodies = [each["Body"] for each in received]
                assert set(bodies) <= set(expires)
                assert all(hidden.get(body, 0) <= now for body in bodies)
                if is_fifo:
                    assert sorted(bodies) == [body for group in "abc" for body in bodies if body[0] == group]
                hidden |= dict.fromkeys(bodies, now + 30)
                handles += received
            case "delete" if handles:
                message = handles[value % len(handles)]
                held = sum(queue.counts())
                with suppress(ApiError):
                    queue.delete(message)
                if sum(queue.counts()) < held:
                    del expires[message["Body"]]
            case "release" if handles:
                message = handles[value % len(handles)]
                with suppress(ApiError):
                    handle = message["ReceiptHandle"]
                    queue.call("ChangeMessageVisibility", ReceiptHandle=handle, VisibilityTimeout=0)
                    hidden.pop(message["Body"], None)
            case "wait":
                lab.advance(value * 1_000)
                now += value
        present = sum(queue.counts()) + sum(dead.counts())
        held = {each.body for each in lab.world.sqs_messages.values()}
        assert len(held) == present
        assert {body for body, at in expires.items() if at > now} <= held <= set(expires)


def test_bytes_on_the_command_line_are_base64_unless_they_are_said_to_be_raw(queue):
    command = Command(queue.lab)
    line = ["sqs", "send-message", "--queue-url", queue.url, "--message-body", "x", "--message-attributes"]
    attribute = '{"raw": {"DataType": "Binary", "BinaryValue": "%s"}}'
    assert command.run([*line, attribute % "aGk="]).exit_code == 0
    assert command.run([*line, attribute % "hi!", "--cli-binary-format", "raw-in-base64-out"]).exit_code == 0
    refused = command.run([*line, attribute % "hi!"])
    assert (refused.exit_code, refused.stderr) == (252, '\nInvalid base64: "hi!"\n')
    received = queue.receive(MessageAttributeNames=["raw"])
    assert [each["MessageAttributes"]["raw"]["BinaryValue"] for each in received] == [b"hi", b"hi!"]
