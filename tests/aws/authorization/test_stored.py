"""What calls of S3, DynamoDB and SQS need: actions, resources, condition keys and the policies of resources."""

import json

import pytest

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
GRANTS = {
    "a": ("s3:PutObject", "arn:aws:s3:::reports/*"),
    "b": ("dynamodb:PutItem", "arn:aws:dynamodb:us-east-1:123456789012:table/results"),
    "c": ("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:jobs"),
}


@pytest.fixture
def desk(desk):
    """A desk with a bucket, a table and a queue, and with roles that may do one thing each."""
    call = desk.lab.call
    call("s3api", "CreateBucket", {"Bucket": "reports"})
    table = {
        "TableName": "results",
        "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
        "BillingMode": "PAY_PER_REQUEST",
    }
    call("dynamodb", "CreateTable", table)
    call("sqs", "CreateQueue", {"QueueName": "jobs"})
    for name, (action, resource) in GRANTS.items():
        role = {"RoleName": f"task-{name}", "AssumeRolePolicyDocument": json.dumps(TRUST)}
        call("iam", "CreateRole", role)
        statement = {"Effect": "Allow", "Action": action, "Resource": resource}
        document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        policy = {"RoleName": f"task-{name}", "PolicyName": "use", "PolicyDocument": document}
        call("iam", "PutRolePolicy", policy)
    return desk


@pytest.mark.parametrize(
    ("service", "operation", "params", "code", "action"),
    [
        ("s3api", "GetObject", {"Bucket": "reports", "Key": "none"}, "AccessDenied", "s3:GetObject"),
        ("s3api", "ListObjectsV2", {"Bucket": "reports"}, "AccessDenied", "s3:ListBucket"),
        (
            "dynamodb",
            "GetItem",
            {"TableName": "results", "Key": {"id": {"S": "x"}}},
            "AccessDeniedException",
            "dynamodb:GetItem",
        ),
        (
            "sqs",
            "ReceiveMessage",
            {"QueueUrl": "https://sqs.us-east-1.amazonaws.com/123456789012/jobs"},
            "AccessDenied",
            "sqs:ReceiveMessage",
        ),
    ],
)
def test_what_the_role_does_not_allow_is_denied_with_the_action(
    desk, service, operation, params, code, action
):
    caller = "arn:aws:sts::123456789012:assumed-role/task-a/session"
    with pytest.raises(Exception, match=f"not authorized to perform: {action} on resource") as refused:
        desk.lab.state.call(service, operation, params, caller)
    assert refused.value.code == code


def test_that_an_object_is_missing_is_told_only_to_who_may_list(desk):
    caller = "arn:aws:sts::123456789012:assumed-role/task-a/session"
    desk.permit("s3:GetObject", role="task-a")
    missing = {"Bucket": "reports", "Key": "none"}
    with pytest.raises(Exception, match="s3:ListBucket") as refused:
        desk.lab.state.call("s3api", "GetObject", missing, caller)
    assert refused.value.code == "AccessDenied"
    desk.permit("s3:ListBucket", role="task-a")
    with pytest.raises(Exception, match="The specified key does not exist") as refused:
        desk.lab.state.call("s3api", "GetObject", missing, caller)
    assert refused.value.code == "NoSuchKey"


def test_conditions_may_ask_for_prefixes_and_leading_keys(desk):
    caller = "arn:aws:sts::123456789012:assumed-role/task-b/session"
    rules = [
        ("s3:ListBucket", {"s3:prefix": "team-a/"}),
        ("dynamodb:Query", {"dynamodb:LeadingKeys": "ann"}),
    ]
    statements = [
        {"Effect": "Allow", "Action": action, "Resource": "*", "Condition": {"StringEquals": condition}}
        for action, condition in rules
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    policy = {"RoleName": "task-b", "PolicyName": "some", "PolicyDocument": document}
    desk.lab.call("iam", "PutRolePolicy", policy)
    desk.wait(10)
    call = desk.lab.state.call
    call("s3api", "ListObjectsV2", {"Bucket": "reports", "Prefix": "team-a/"}, caller)
    with pytest.raises(Exception, match="s3:ListBucket"):
        call("s3api", "ListObjectsV2", {"Bucket": "reports", "Prefix": "team-b/"}, caller)
    asked = {"TableName": "results", "KeyConditionExpression": "id = :i"}
    call("dynamodb", "Query", asked | {"ExpressionAttributeValues": {":i": {"S": "ann"}}}, caller)
    with pytest.raises(Exception, match="dynamodb:Query"):
        call("dynamodb", "Query", asked | {"ExpressionAttributeValues": {":i": {"S": "bob"}}}, caller)


def test_a_queue_policy_lets_a_service_in(desk):
    url = desk.lab.call("sqs", "GetQueueUrl", {"QueueName": "jobs"})["QueueUrl"]
    send = {"QueueUrl": url, "MessageBody": "x"}
    with pytest.raises(Exception, match="sqs:SendMessage"):
        desk.lab.state.call("sqs", "SendMessage", send, "events.amazonaws.com")
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "events.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": "*",
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    desk.lab.call("sqs", "SetQueueAttributes", {"QueueUrl": url, "Attributes": {"Policy": policy}})
    desk.lab.state.call("sqs", "SendMessage", send, "events.amazonaws.com")
