"""The source material's example: three task definitions, three task roles, and what each of them may touch."""

import json

import pytest

from ecslab.aws import new_lab
from ecslab.aws.shell import parse
from ecslab.engine.explain import explain
from ecslab.grading.play import Play, complaint

ACCOUNT = "123456789012"
EXECUTION = f"arn:aws:iam::{ACCOUNT}:role/ecsTaskExecutionRole"
DEEDS = {
    "s3": "aws s3api put-object --bucket my-app-files --key report.csv --body report.csv",
    "dynamodb": "aws dynamodb put-item --table-name jobs --item id={S=1},state={S=done}",
    "sqs": f"aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/jobs --message-body done",
}
MAY = {
    "s3": ("s3:PutObject", "arn:aws:s3:::my-app-files/*"),
    "dynamodb": ("dynamodb:PutItem", f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/jobs"),
    "sqs": ("sqs:SendMessage", f"arn:aws:sqs:us-east-1:{ACCOUNT}:jobs"),
}
DENIED = {"s3": "PutObject", "dynamodb": "PutItem", "sqs": "SendMessage"}

SCENE = """
aws ecs create-cluster --cluster-name lab
aws logs create-log-group --log-group-name /app
aws s3api create-bucket --bucket my-app-files
aws dynamodb create-table --table-name jobs --billing-mode PAY_PER_REQUEST \
    --attribute-definitions AttributeName=id,AttributeType=S --key-schema AttributeName=id,KeyType=HASH
aws sqs create-queue --queue-name jobs
"""


def role(name):
    """Commands that make a role for tasks which may do one thing with one service."""
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    action, resource = MAY[name]
    policy = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}],
    }
    return (
        f"aws iam create-role --role-name {name}-role --assume-role-policy-document '{json.dumps(trust)}'\n"
        f"aws iam put-role-policy --role-name {name}-role --policy-name own --policy-document "
        f"'{json.dumps(policy)}'\n"
    )


def definition(name):
    """Commands that register a task definition whose container tries everything, as the role of `name`."""
    script = "; ".join(["echo 'a,b' > report.csv", *DEEDS.values()])
    container = {
        "name": "app",
        "image": "public.ecr.aws/aws-cli/aws-cli",
        "entryPoint": ["sh", "-c"],
        "command": [script],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": "/app",
                "awslogs-region": "us-east-1",
                "awslogs-stream-prefix": name,
            },
        },
    }
    return (
        f"aws ecs register-task-definition --family {name} --requires-compatibilities FARGATE "
        f"--network-mode awsvpc --cpu 256 --memory 512 --execution-role-arn {EXECUTION} "
        f"--task-role-arn arn:aws:iam::{ACCOUNT}:role/{name}-role "
        f"--container-definitions '{json.dumps([container])}'\n"
    )


RUN = """
SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
aws ecs run-task --cluster lab --launch-type FARGATE --count 2 --task-definition {name} \
    --network-configuration "awsvpcConfiguration={{subnets=[$SUBNET],assignPublicIp=ENABLED}}"
sleep 120
"""


@pytest.fixture(scope="module")
def lab():
    """The three task definitions with their roles, and two tasks of each that have run."""
    lab = new_lab()
    script = SCENE + "".join(role(name) + definition(name) + RUN.format(name=name) for name in MAY)
    failed = []
    Play(lab).run(parse(script), lambda result: failed.append(complaint(result.stderr)))
    assert not any(failed), failed
    return lab


def log(lab, name):
    found = lab.call("logs", "FilterLogEvents", {"logGroupName": "/app", "logStreamNamePrefix": f"{name}/"})
    return "\n".join(event["message"] for event in found["events"])


@pytest.mark.parametrize("name", MAY)
def test_every_task_of_a_definition_can_do_its_own_and_only_its_own(lab, name):
    said = log(lab, name)
    for other, operation in DENIED.items():
        refusals = said.count(f"when calling the {operation} operation")
        assert refusals == (0 if other == name else 2), other
    assert f"assumed-role/{name}-role/" in said


def test_what_was_allowed_has_been_done(lab):
    stored = lab.call("s3api", "GetObject", {"Bucket": "my-app-files", "Key": "report.csv"})
    assert (
        stored["Body"].read() == b"a,b\n" if hasattr(stored["Body"], "read") else stored["Body"] == b"a,b\n"
    )
    item = lab.call("dynamodb", "GetItem", {"TableName": "jobs", "Key": {"id": {"S": "1"}}})
    assert item["Item"]["state"] == {"S": "done"}
    url = f"https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/jobs"
    waiting = lab.call("sqs", "GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["All"]})
    assert waiting["Attributes"]["ApproximateNumberOfMessages"] == "2"


def test_why_names_the_task_role_and_what_it_lacks(lab):
    task = next(task for task in lab.world.tasks.values() if task.definition == "s3:1")
    (denied,) = [each for each in explain(lab, f"task/{task.id}") if each.code == "task-role-denied"]
    assert denied.values["role"] == "s3-role"
    assert denied.values["action"] == "sqs:SendMessage"


def test_an_override_may_give_one_run_another_role(lab):
    """The nuance of the sheet, section 2.9 and 13.5: RunTask may replace both roles, a service may not."""
    fork = lab.fork()
    override = json.dumps({"taskRoleArn": f"arn:aws:iam::{ACCOUNT}:role/sqs-role"})
    before = log(fork, "s3").count("when calling the SendMessage operation")
    run = RUN.format(name="s3").replace("--count 2", f"--count 1 --overrides '{override}'")
    Play(fork).run(parse(run))
    said = log(fork, "s3")
    assert said.count("when calling the SendMessage operation") == before
    assert "assumed-role/sqs-role/" in said
