"""Secrets and files: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specifying-sensitive-data.html"""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.platform.secrets import Reference, parse
from tests.support.lines import lines_in

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
ARN = "arn:aws:secretsmanager:us-east-1:123456789012:secret:db-a1B2c3"
PARAMETER = "arn:aws:ssm:us-east-1:123456789012:parameter"
STEM = "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve "  # fmt: skip
ASM = STEM + "secret from asm: service call has been retried 1 time(s): "
LOGS = {
    "logDriver": "awslogs",
    "options": {
        "awslogs-group": "/lab",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "p",
        "awslogs-create-group": "true",
    },
}


def run(desk, container, **params):
    desk.permit("logs:CreateLogGroup", "secretsmanager:GetSecretValue", "ssm:GetParameters", "s3:GetObject")
    desk.define("web", {"image": "nginx"} | container, executionRoleArn=ROLE)
    return desk.run(**params)


def needing(value_from):
    return {"secrets": [{"name": "PASSWORD", "valueFrom": value_from}]}


def keep_secret(desk, value=None, deleted=False):
    """A secret with the ARN that the tests know."""
    name = {"Name": "db"} | ({"SecretString": value} if value is not None else {})
    desk.lab.call("secretsmanager", "CreateSecret", name)
    secret = desk.lab.world.secrets["db"].replace(arn=ARN)
    desk.lab.world.secrets.put(secret)
    if deleted:
        desk.lab.call("secretsmanager", "DeleteSecret", {"SecretId": "db"})


def keep_parameter(desk, name, value):
    params = {"Name": name, "Value": value, "Type": "String", "Overwrite": True}
    desk.lab.call("ssm", "PutParameter", params)


def stopped_reason(desk, arn, seconds=60):
    desk.wait(seconds)
    task = desk.task(arn)
    assert task["stopCode"] == "TaskFailedToStart"
    assert "pullStartedAt" not in task
    assert "startedAt" not in task
    return task["stoppedReason"]


def test_a_secret_that_is_there_is_given_to_the_container(desk):
    keep_secret(desk, '{"user": "admin", "port": 5432}')
    keep_parameter(desk, "/app/mode", 'it\'s; echo "on"')
    desk.lab.call("s3api", "CreateBucket", {"Bucket": "conf"})
    for key, text in {
        "a.env": "# first\nCOLOUR=red\nSIZE=1\n",
        "b.env": "COLOUR=blue\nSIZE=2\nWIDTH=3\n",
    }.items():
        desk.lab.call("s3api", "PutObject", {"Bucket": "conf", "Key": key, "Body": text.encode()})
    container = {
        "command": ["sh", "-c", "echo $USER $PORT ${MODE}; echo \"$COLOUR,$SIZE,$WIDTH,$NOTHING\"; echo '$USER'"],
        "secrets": [
            {"name": "USER", "valueFrom": f"{ARN}:user::"},
            {"name": "PORT", "valueFrom": f"{ARN}:port::"},
            {"name": "MODE", "valueFrom": f"{PARAMETER}/app/mode"},
        ],
        "environmentFiles": [{"type": "s3", "value": f"arn:aws:s3:::conf/{name}.env"} for name in "ab"],
        "environment": [{"name": "SIZE", "value": "large"}],
        "logConfiguration": LOGS,
    }  # fmt: skip
    run(desk, container)
    desk.wait(60)
    assert lines_in(desk.lab, "/lab") == [
        'admin 5432 it\'s; echo "on"',
        "red,large,3,",
        "$USER",
    ]


@pytest.mark.parametrize(
    ("secret", "value_from", "said"),
    [
        (None, ARN, "ResourceNotFoundException: Secrets Manager can't find the specified secret."),
        ({}, ARN, "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT."),
        ({"value": "x", "deleted": True}, ARN, "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion."),
    ],
)  # fmt: skip
def test_a_secret_that_cannot_be_fetched_fails_the_task(desk, secret, value_from, said):
    """Section 1.6."""
    if secret is not None:
        keep_secret(desk, **secret)
    reason = stopped_reason(desk, run(desk, needing(value_from)))
    assert reason.startswith(
        f"{ASM}failed to fetch secret {ARN} from secrets manager: operation error Secrets Manager: "
        "GetSecretValue, https response error StatusCode: 400, RequestID: "
    )
    assert reason.endswith(said)


def test_a_json_key_that_is_missing_fails_the_task(desk):
    keep_secret(desk, '{"user": "admin"}')
    reason = stopped_reason(desk, run(desk, needing(f"{ARN}:password::")))
    assert reason == f"{ASM}retrieved secret from Secrets Manager did not contain json key password"


@pytest.mark.parametrize(
    ("ending", "line"), [("", "new"), ("::AWSPREVIOUS:", "old"), ("::AWSPENDING:", None)]
)
def test_a_version_of_a_secret_is_named_by_its_staging_label(desk, ending, line):
    keep_secret(desk, "old")
    desk.lab.call("secretsmanager", "PutSecretValue", {"SecretId": ARN, "SecretString": "new"})
    container = {"command": ["sh", "-c", "echo $PASSWORD"], "logConfiguration": LOGS}
    task = run(desk, container | needing(ARN + ending))
    desk.wait(60)
    if line is None:
        assert desk.task(task)["stoppedReason"].endswith("value for staging label: AWSPENDING.")
        return
    assert lines_in(desk.lab, "/lab") == [line]


def test_a_version_of_a_parameter_is_named_by_its_number(desk):
    keep_parameter(desk, "/app/key", "old")
    keep_parameter(desk, "/app/key", "new")
    container = {"command": ["sh", "-c", "echo $PASSWORD"], "logConfiguration": LOGS}
    run(desk, container | needing("/app/key:1"))
    desk.wait(60)
    assert lines_in(desk.lab, "/lab") == ["old"]


@pytest.mark.parametrize("value_from", ["/app/key", f"{PARAMETER}/app/key"])
def test_a_parameter_that_is_missing_fails_the_task(desk, value_from):
    reason = stopped_reason(desk, run(desk, needing(value_from)))
    assert (
        reason
        == f"{STEM}secrets from ssm: service call has been retried 1 time(s): invalid ssm parameters: /app/key"
    )


def test_a_file_that_is_missing_fails_the_task(desk):
    files = [{"type": "s3", "value": "arn:aws:s3:::conf/a.env"}]
    reason = stopped_reason(desk, run(desk, {"environmentFiles": files}))
    assert reason.startswith("ResourceInitializationError: failed to download env files: ")


@pytest.mark.parametrize(
    ("container", "said"),
    [
        (needing(ARN), STEM + f"secret from asm: service call has been retried 5 time(s): failed to fetch secret {ARN} from secrets manager: RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration"),
        (needing("key"), STEM + "secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration"),
    ],
)  # fmt: skip
def test_without_a_way_out_nothing_is_fetched(desk, container, said):
    private = {"awsvpcConfiguration": {"subnets": desk.subnets}}
    arn = run(desk, container, networkConfiguration=private)
    desk.wait(60)
    assert desk.task(arn)["lastStatus"] == "PENDING"
    assert stopped_reason(desk, arn, 300) == said


def test_a_value_is_read_once_and_never_refreshed(desk):
    keep_parameter(desk, "key", "old")
    container = {"command": ["sh", "-c", "sleep 60; echo $KEY"], "logConfiguration": LOGS}
    run(desk, container | {"secrets": [{"name": "KEY", "valueFrom": "key"}]})
    desk.wait(40)
    keep_parameter(desk, "key", "new")
    desk.wait(60)
    assert lines_in(desk.lab, "/lab") == ["old"]


@pytest.mark.parametrize(
    ("value_from", "expected"),
    [
        (ARN, Reference(ARN, None, None)),
        (f"{ARN}:key::", Reference(ARN, None, "key")),
        (f"{ARN}::AWSPREVIOUS:", Reference(ARN, stage="AWSPREVIOUS")),
        (f"{ARN}:::v1", Reference(ARN, version="v1")),
        (f"{PARAMETER}/a/b:3", Reference(None, "/a/b:3")),
        ("key", Reference(None, "key", None)),
        ("/a/b", Reference(None, "/a/b", None)),
        (f"{PARAMETER}/a/b", Reference(None, "/a/b", None)),
        (f"{PARAMETER}/key", Reference(None, "key", None)),
    ],
)
def test_a_reference_names_a_secret_or_a_parameter(value_from, expected):
    assert parse(value_from) == expected


SECRETS_NEED_A_ROLE = (
    "When you are specifying container secrets, you must also specify a value for 'executionRoleArn'."
)


@pytest.mark.parametrize(
    ("container", "fields", "message"),
    [
        (needing(ARN), {}, SECRETS_NEED_A_ROLE),
        (needing(ARN) | {"memory": 64}, {"requiresCompatibilities": ["EC2"]}, SECRETS_NEED_A_ROLE),
        (
            needing(ARN) | {"environment": [{"name": "PASSWORD", "value": "x"}]},
            {"executionRoleArn": ROLE},
            "The secret name must be unique and not shared with any new or existing environment variables set on the container, such as 'PASSWORD'.",
        ),
        (
            {"environmentFiles": [{"type": "s3", "value": "arn:aws:s3:::conf/a.txt"}]},
            {"executionRoleArn": ROLE},
            "The environment file 'arn:aws:s3:::conf/a.txt' is not the ARN of an Amazon S3 object with the extension .env.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_at_once(desk, container, fields, message):
    with pytest.raises(ApiError) as refused:
        desk.define("web", container, **fields)
    assert (refused.value.code, refused.value.message) == ("ClientException", message)
