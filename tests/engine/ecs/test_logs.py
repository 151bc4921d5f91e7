"""The awslogs driver: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html"""

import pytest

from ecslab.engine.errors import ApiError
from ecslab.engine.logs.reading import Place, forward
from ecslab.engine.logs.streams import outputs_in
from ecslab.engine.platform.logs import LogGroup
from ecslab.engine.workload import Workload

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
OPTIONS = {"awslogs-group": "/lab", "awslogs-region": "us-east-1", "awslogs-stream-prefix": "web"}


def logging(**options):
    return {"logConfiguration": {"logDriver": "awslogs", "options": OPTIONS | options}}


def run(desk, container, **options):
    desk.permit("logs:CreateLogGroup")
    desk.define("web", container | logging(**options), executionRoleArn=ROLE)
    return desk.run()


def read(state, stream, since, until):
    return forward(outputs_in(state, stream), Place(since), until, lambda _: True)


def written(desk):
    """What is in each stream: seconds after the first line, and the line."""
    found = {}
    for stream in desk.lab.world.log_streams.values():
        lines = list(read(desk.lab.state, stream, 0, desk.lab.now))
        found[stream.name] = [((event.at - lines[0].at) / 1000, event.message) for event in lines]
    return found


def test_a_commands_lines_are_written_when_it_comes_to_them(desk):
    arn = run(
        desk,
        {"command": ["sh", "-c", "echo a; sleep 5; echo b && sleep 2; echo c"]},
        **{"awslogs-create-group": "true"},
    )
    desk.wait(60)
    task = desk.task(arn)
    stream = f"web/c0/{arn.rsplit('/', 1)[-1]}"
    assert written(desk) == {stream: [(0, "a"), (5, "b"), (7, "c")]}
    first = next(read(desk.lab.state, desk.lab.world.log_streams[f"/lab:{stream}"], 0, desk.lab.now))
    assert first.at == round(task["startedAt"].timestamp() * 1000)
    assert "/lab" in desk.lab.world.log_groups


def test_an_image_writes_its_lines_over_and_over_until_it_stops(make_desk):
    desk = make_desk({"app": Workload(lines=("a", "b"), line_every_ms=10_000)})
    desk.lab.world.log_groups.put(LogGroup(name="/lab", created_at=desk.lab.now))
    arn = run(desk, {"image": "app"})
    while desk.task(arn)["lastStatus"] != "RUNNING":
        desk.wait(1)
    desk.wait(35)
    desk.ecs("StopTask", cluster="lab", task=arn)
    desk.wait(60)
    (lines,) = written(desk).values()
    assert lines == [(0, "a"), (10, "b"), (20, "a"), (30, "b")]


def test_a_restarted_container_writes_on_into_its_stream(desk):
    policy = {"enabled": True, "restartAttemptPeriod": 60}
    container = {"command": ["sh", "-c", "echo up; sleep 100; exit 1"], "restartPolicy": policy}
    run(desk, container, **{"awslogs-create-group": "true"})
    desk.wait(250)
    (lines,) = written(desk).values()
    assert lines == [(0, "up"), (100, "up"), (200, "up")]


@pytest.mark.parametrize("options", [{}, {"awslogs-region": "eu-west-1", "awslogs-create-group": "true"}])
def test_a_missing_group_fails_the_task(desk, options):
    """Section 1.6."""
    arn = run(desk, {}, **options)
    desk.wait(60)
    task = desk.task(arn)
    assert task["stopCode"] == "TaskFailedToStart"
    assert task["stoppedReason"] == (
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: "
        "failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not "
        "exist. : exit status 1"
    )
    assert written(desk) == {}


@pytest.mark.parametrize(
    ("configuration", "fields", "message"),
    [
        (logging()["logConfiguration"], {}, "Fargate requires task definition to have execution role ARN to support log driver awslogs."),
        ({"logDriver": "json-file"}, {}, "json-file is not a valid log driver. Must be one of [awslogs,splunk,awsfirelens]"),
        ({"logDriver": "awslogs"}, {}, "Log driver awslogs requires options: awslogs-region, awslogs-group, awslogs-stream-prefix"),
        ({"logDriver": "awslogs"}, {"requiresCompatibilities": ["EC2"]}, "Log driver awslogs requires options: awslogs-region, awslogs-group"),
        (logging(**{"awslogs-endpoint": "x"})["logConfiguration"], {"executionRoleArn": ROLE}, "Log driver awslogs disallows options: awslogs-endpoint"),
    ],
)  # fmt: skip
def test_a_log_configuration_that_cannot_work_is_refused(desk, configuration, fields, message):
    with pytest.raises(ApiError) as refused:
        desk.define("web", {"logConfiguration": configuration}, **fields)
    assert (refused.value.code, refused.value.message) == ("ClientException", message)


def test_on_ec2_awslogs_needs_no_execution_role(desk):
    """Section 2.8: the instance's role writes."""
    desk.define("web", logging(), requiresCompatibilities=["EC2"])


def call(desk, operation, **params):
    return desk.lab.call("logs", operation, params)


def test_a_learner_reads_what_containers_write(make_desk):
    desk = make_desk({"app": Workload(lines=("GET /", "GET /error 500"), line_every_ms=10_000)})
    call(desk, "CreateLogGroup", logGroupName="/lab")
    run(desk, {"image": "app"})
    desk.wait(28 + 60)
    (stream,) = call(desk, "DescribeLogStreams", logGroupName="/lab")["logStreams"]
    name = stream["logStreamName"]
    read = {"logGroupName": "/lab", "logStreamName": name}
    whole = call(desk, "GetLogEvents", **read)["events"]
    assert [event["message"] for event in whole[:2]] == ["GET /", "GET /error 500"]
    assert stream["lastEventTimestamp"] == whole[-1]["timestamp"]
    first = call(desk, "GetLogEvents", **read, limit=2, startFromHead=True)
    then = call(desk, "GetLogEvents", **read, limit=100, nextToken=first["nextForwardToken"])
    assert first["events"] + then["events"] == whole
    last = call(desk, "GetLogEvents", **read, limit=1)
    assert last["events"] == whole[-1:]
    back = call(desk, "GetLogEvents", **read, limit=100, nextToken=last["nextBackwardToken"])
    assert back["events"] == whole[:-1]
    errors = call(desk, "FilterLogEvents", logGroupName="/lab", filterPattern="GET ?500 ?404 -favicon")[
        "events"
    ]
    assert {event["message"] for event in errors} == {"GET /error 500"}
    (group,) = call(desk, "DescribeLogGroups", logGroupNamePattern="LA")["logGroups"]
    assert group["storedBytes"] == sum(len(event["message"]) for event in whole)


@pytest.mark.parametrize(
    ("operation", "params", "code"),
    [
        ("CreateLogGroup", {"logGroupName": "/lab"}, "ResourceAlreadyExistsException"),
        ("CreateLogGroup", {"logGroupName": "a b"}, "InvalidParameterException"),
        ("DeleteLogGroup", {"logGroupName": "/none"}, "ResourceNotFoundException"),
        ("DescribeLogStreams", {}, "InvalidParameterException"),
        ("GetLogEvents", {"logGroupName": "/lab", "logStreamName": "none"}, "ResourceNotFoundException"),
        ("FilterLogEvents", {"logGroupName": "/lab", "filterPattern": "'open"}, "InvalidParameterException"),
        (
            "FilterLogEvents",
            {"logGroupName": "/lab", "filterPattern": "{ $.a }"},
            "InvalidParameterException",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(desk, operation, params, code):
    call(desk, "CreateLogGroup", logGroupName="/lab")
    with pytest.raises(ApiError) as refused:
        call(desk, operation, **params)
    assert refused.value.code == code


def test_a_deleted_group_takes_everything_along_and_running_tasks_go_on(desk):
    arn = run(desk, {"command": ["sh", "-c", "echo up; sleep 100"]}, **{"awslogs-create-group": "true"})
    desk.wait(60)
    call(desk, "DeleteLogGroup", logGroupName="/lab")
    desk.wait(30)
    assert desk.task(arn)["lastStatus"] == "RUNNING"
    desk.wait(100)
    assert desk.task(arn)["lastStatus"] == "STOPPED"
    assert call(desk, "DescribeLogGroups")["logGroups"] == []
