"""SQS: queues of both kinds, messages through their lives, and a dead-letter queue with its redrive."""

import json


def tell(lab, call):
    """From no queue to a queue deleted, every operation once at least."""
    dead = call("sqs", "CreateQueue", QueueName="dead")["QueueUrl"]
    dead_arn = call("sqs", "GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    redrive = json.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 1})
    work = call(
        "sqs", "CreateQueue", QueueName="work", Attributes={"RedrivePolicy": redrive}, tags={"team": "blue"}
    )["QueueUrl"]
    call("sqs", "CreateQueue", QueueName="orders.fifo", Attributes={"FifoQueue": "true"})
    call("sqs", "GetQueueUrl", QueueName="work")
    call("sqs", "ListQueues", QueueNamePrefix="w")
    call("sqs", "SetQueueAttributes", QueueUrl=work, Attributes={"VisibilityTimeout": "60"})
    call("sqs", "TagQueue", QueueUrl=work, Tags={"cost": "1"})
    call("sqs", "ListQueueTags", QueueUrl=work)
    call("sqs", "UntagQueue", QueueUrl=work, TagKeys=["cost"])
    call(
        "sqs",
        "AddPermission",
        QueueUrl=work,
        Label="others",
        AWSAccountIds=["111122223333"],
        Actions=["SendMessage"],
    )
    call("sqs", "GetQueueAttributes", QueueUrl=work, AttributeNames=["All"])
    call("sqs", "RemovePermission", QueueUrl=work, Label="others")
    attributes = {"kind": {"DataType": "String", "StringValue": "report"}}
    call("sqs", "SendMessage", QueueUrl=work, MessageBody="one", MessageAttributes=attributes)
    entries = [{"Id": str(number), "MessageBody": f"body {number}"} for number in range(3)]
    call("sqs", "SendMessageBatch", QueueUrl=work, Entries=entries)
    (first, *rest) = call(
        "sqs",
        "ReceiveMessage",
        QueueUrl=work,
        MaxNumberOfMessages=10,
        MessageSystemAttributeNames=["All"],
        MessageAttributeNames=["All"],
    )["Messages"]
    call(
        "sqs",
        "ChangeMessageVisibility",
        QueueUrl=work,
        ReceiptHandle=first["ReceiptHandle"],
        VisibilityTimeout=0,
    )
    handles = [{"Id": each["MessageId"], "ReceiptHandle": each["ReceiptHandle"]} for each in rest]
    call(
        "sqs",
        "ChangeMessageVisibilityBatch",
        QueueUrl=work,
        Entries=[each | {"VisibilityTimeout": 90} for each in handles[:1]],
    )
    call("sqs", "DeleteMessage", QueueUrl=work, ReceiptHandle=rest[0]["ReceiptHandle"])
    call("sqs", "DeleteMessageBatch", QueueUrl=work, Entries=handles[1:])
    call("sqs", "ReceiveMessage", QueueUrl=work)
    call("sqs", "ListDeadLetterSourceQueues", QueueUrl=dead)
    call("sqs", "StartMessageMoveTask", SourceArn=dead_arn)
    call("sqs", "ListMessageMoveTasks", SourceArn=dead_arn)
    call("sqs", "PurgeQueue", QueueUrl=work)
    call("sqs", "DeleteQueue", QueueUrl=work)
