"""EventBridge Scheduler's operations: what they answer, and what they refuse in which words."""

import json

import pytest
from schedules import CLUSTER, QUEUE, ROLE, Schedules, put_role

from ecslab.aws.command import Command
from ecslab.engine.errors import ApiError, NotSimulated
from ecslab.engine.explain import explain
from ecslab.locale import LANGUAGES, words

PREFIX = "arn:aws:scheduler:us-east-1:123456789012"
API = "arn:aws:scheduler:::aws-sdk"
JSON_REFUSED = "Invalid RequestJson provided. Reason"
ROLE_REFUSED = "The execution role you provide must allow AWS EventBridge Scheduler to assume the role."


@pytest.fixture
def schedules(desk):
    made = Schedules(desk)
    made.queue()
    return made


def refused(act):
    """The code, the words and the lab's own addition of what `act` is refused with."""
    with pytest.raises(ApiError) as caught:
        act()
    error = caught.value
    return error.code, error.message, error.problem


def test_a_schedule_is_shown_as_it_was_made_with_its_defaults(schedules):
    arn = schedules.put(Description="By the hour")
    assert arn == f"{PREFIX}:schedule/default/s"
    shown = schedules.call("GetSchedule", Name="s")
    made = schedules.lab.settings.start_ms / 1000
    assert shown.pop("CreationDate").timestamp() == shown.pop("LastModificationDate").timestamp() == made
    assert shown == {
        "Arn": arn,
        "GroupName": "default",
        "Name": "s",
        "State": "ENABLED",
        "Description": "By the hour",
        "ActionAfterCompletion": "NONE",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ScheduleExpression": "rate(1 hour)",
        "ScheduleExpressionTimezone": "UTC",
        "Target": {
            "Arn": QUEUE,
            "RoleArn": ROLE,
            "RetryPolicy": {"MaximumEventAgeInSeconds": 86_400, "MaximumRetryAttempts": 185},
        },
    }


def test_ecs_parameters_are_shown_as_they_were_given(schedules):
    run = {
        "TaskDefinitionArn": "web:1",
        "TaskCount": 3,
        "CapacityProviderStrategy": [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}],
        "NetworkConfiguration": {
            "awsvpcConfiguration": {"Subnets": ["a"], "SecurityGroups": ["b"], "AssignPublicIp": "ENABLED"}
        },
        "PlatformVersion": "LATEST",
        "Group": "nightly",
        "EnableECSManagedTags": True,
        "EnableExecuteCommand": False,
        "PlacementConstraints": [{"type": "distinctInstance"}],
        "PlacementStrategy": [{"type": "spread", "field": "attribute:ecs.availability-zone"}],
        "PropagateTags": "TASK_DEFINITION",
        "Tags": [{"key": "a", "value": "b"}],
    }
    schedules.put(target={"Arn": CLUSTER, "EcsParameters": run})
    assert schedules.call("GetSchedule", Name="s")["Target"]["EcsParameters"] == run


def test_an_update_forgets_what_it_leaves_out(schedules):
    schedules.put(
        Description="x",
        State="DISABLED",
        ActionAfterCompletion="DELETE",
        ScheduleExpressionTimezone="Asia/Tokyo",
    )
    made = schedules.call("GetSchedule", Name="s")["CreationDate"]
    schedules.lab.advance(60_000)
    schedules.update("cron(0 9 * * ? *)")
    shown = schedules.call("GetSchedule", Name="s")
    assert "Description" not in shown
    kept = [shown[name] for name in ("State", "ActionAfterCompletion", "ScheduleExpressionTimezone")]
    assert kept == ["ENABLED", "NONE", "UTC"]
    assert shown["CreationDate"] == made < shown["LastModificationDate"]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"expression": "rate(5 min)"}, "Invalid Schedule Expression rate(5 min)."),
        ({"expression": "cron(0 10 * * * *)"}, "Invalid Schedule Expression cron(0 10 * * * *)."),
        ({"expression": "at(2025-01-05T09:00:00)"}, "Invalid Schedule Expression at(2025-01-05T09:00:00)."),
        ({"ScheduleExpressionTimezone": "Tokyo"}, "Invalid Schedule Expression Timezone Tokyo."),
        (
            {"StartDate": "2026-01-05T08:54:59Z"},
            "The StartDate you specify cannot be earlier than 5 minutes ago.",
        ),
        ({"EndDate": "2026-01-05T09:00:00Z"}, "The EndDate you specify must come after the current date."),
        (
            {"StartDate": "2026-01-06T09:00:00Z", "EndDate": "2026-01-06T09:00:00Z"},
            "The EndDate you specify must come after the StartDate.",
        ),
        (
            {"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}},
            "MaximumWindowInMinutes of the FlexibleTimeWindow is required when the mode is FLEXIBLE.",
        ),
        (
            {"FlexibleTimeWindow": {"Mode": "OFF", "MaximumWindowInMinutes": 5}},
            "MaximumWindowInMinutes of the FlexibleTimeWindow is invalid when the mode is OFF.",
        ),
        ({"target": {"Arn": "queue"}}, "Provided Arn is not in correct format."),
        ({"target": {"Arn": "arn:aws:ecs:us-east-1:1:task/a"}}, "Provided Arn is not in correct format."),
        ({"target": {"Arn": CLUSTER}}, f"EcsParameters must be specified for the target {CLUSTER}."),
        (
            {"target": {"EcsParameters": {"TaskDefinitionArn": "web"}}},
            f"EcsParameters is not supported for the target {QUEUE}.",
        ),
        (
            {"target": {"Arn": f"{QUEUE}.fifo"}},
            f"SqsParameters must be specified for the target {QUEUE}.fifo.",
        ),
        ({"target": {"RoleArn": f"{ROLE}-none"}}, ROLE_REFUSED),
        (
            {"target": {"Arn": f"{API}:sqs:getQueueUrl"}},
            f"{API}:sqs:getQueueUrl is not a supported API for a target.",
        ),
        (
            {"target": {"Arn": f"{API}:ecs:runTasks"}},
            f"{API}:ecs:runTasks is not a supported API for a target.",
        ),
        (
            {"target": {"Arn": f"{API}:ecs:runTask", "Input": '{"Cluster": "lab"}'}},
            f"{JSON_REFUSED} Request payload is missing the following field(s): TaskDefinition.",
        ),
        (
            {"target": {"Arn": f"{API}:ecs:runTask", "Input": "{"}},
            f"{JSON_REFUSED} The request is not valid JSON",
        ),
    ],
)
def test_what_it_refuses_it_refuses_whole(schedules, fields, message):
    history = len(schedules.lab.world.api_calls)
    code, said, _ = refused(lambda: schedules.put(**fields))
    assert (code, said) == ("ValidationException", message)
    assert len(schedules.lab.world.schedules) == 0
    assert len(schedules.lab.world.api_calls) == history + 1
    assert schedules.lab.next_event_at() is None


@pytest.mark.parametrize(
    ("fields", "near"),
    [
        ({"expression": "rate(5 min)"}, "rate(5 minutes)"),
        ({"ScheduleExpressionTimezone": "Tokyo"}, "Asia/Tokyo"),
        ({"target": {"Arn": f"{API}:ecs:runTask", "Input": '{"taskDefinition": "web"}'}}, "TaskDefinition"),
    ],
)
def test_the_lab_adds_the_nearest_right_form(schedules, fields, near):
    _, _, problem = refused(lambda: schedules.put(**fields))
    assert problem.values["near"] == near


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"name": "a b"}, "'name'"),
        ({"window": 1441}, "'flexibleTimeWindow.maximumWindowInMinutes'"),
        ({"State": "ON"}, "'state'"),
        (
            {"target": {"RetryPolicy": {"MaximumRetryAttempts": 186}}},
            "'target.retryPolicy.maximumRetryAttempts'",
        ),
        ({"target": {"RoleArn": "role"}}, "'target.roleArn'"),
    ],
)
def test_constraints_of_the_model_hold(schedules, fields, place):
    code, message, _ = refused(lambda: schedules.put(**fields))
    assert (code, message.startswith("1 validation error detected: Value ")) == ("ValidationException", True)
    assert f"at {place} failed to satisfy constraint" in message


def test_a_role_that_another_service_may_assume_is_refused(schedules):
    put_role(schedules.lab, "events.amazonaws.com")
    assert refused(schedules.put)[:2] == ("ValidationException", ROLE_REFUSED)


def test_trust_may_be_held_to_the_group_of_schedules(schedules):
    role = schedules.lab.world.roles["scheduler"]
    trust = json.loads(role.trust)
    (statement,) = trust["Statement"] if isinstance(trust["Statement"], list) else [trust["Statement"]]
    for source, fine in ((f"{PREFIX}:schedule/default/s", False), (f"{PREFIX}:schedule-group/default", True)):
        held = statement | {"Condition": {"StringEquals": {"aws:SourceArn": source}}}
        schedules.lab.world.roles.put(role.replace(trust=json.dumps(trust | {"Statement": [held]})))
        if fine:
            schedules.put()
        else:
            assert refused(schedules.put)[1] == ROLE_REFUSED


def test_whoever_makes_a_schedule_must_be_allowed_to_pass_its_role(schedules):
    policy = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "scheduler:*", "Resource": "*"},
    }
    put_role(schedules.lab, name="developer", policy=policy)
    caller = "arn:aws:sts::123456789012:assumed-role/developer/me"
    code, message, _ = refused(
        lambda: schedules.lab.call("scheduler", "CreateSchedule", schedules.request(), caller)
    )
    assert code == "AccessDeniedException"
    assert f"not authorized to perform: iam:PassRole on resource: {ROLE}" in message


def test_what_the_lab_does_not_have_says_so(schedules):
    for fields in (
        {"target": {"Arn": "arn:aws:kinesis:us-east-1:123456789012:stream/a"}},
        {"target": {"Arn": f"{API}:rds:stopDBInstance", "Input": "{}"}},
        {"KmsKeyArn": "arn:aws:kms:us-east-1:123456789012:key/a"},
    ):
        with pytest.raises(NotSimulated):
            schedules.put(**fields)


@pytest.mark.parametrize(
    ("operation", "params", "message"),
    [
        ("GetSchedule", {"Name": "none"}, "Schedule none does not exist."),
        ("DeleteSchedule", {"Name": "none"}, "Schedule none does not exist."),
        ("GetScheduleGroup", {"Name": "none"}, "Schedule group none does not exist."),
        ("DeleteScheduleGroup", {"Name": "none"}, "Schedule group none does not exist."),
        ("ListSchedules", {"GroupName": "none"}, "Schedule group none does not exist."),
        (
            "ListTagsForResource",
            {"ResourceArn": f"{PREFIX}:schedule-group/none"},
            "Schedule group none does not exist.",
        ),
    ],
)
def test_what_is_not_there(schedules, operation, params, message):
    assert refused(lambda: schedules.call(operation, **params))[:2] == ("ResourceNotFoundException", message)


def test_names_are_taken_once(schedules):
    schedules.put()
    assert refused(schedules.put)[:2] == ("ConflictException", "Schedule s already exists.")
    schedules.call("CreateScheduleGroup", Name="g")
    schedules.put(GroupName="g")
    again = refused(lambda: schedules.call("CreateScheduleGroup", Name="g"))
    assert again[:2] == ("ConflictException", "Schedule group g already exists.")


def test_a_client_token_makes_a_request_one(schedules):
    arn = schedules.put(ClientToken="t")
    assert schedules.put(ClientToken="t") == arn
    assert refused(lambda: schedules.put("rate(2 hours)", ClientToken="t"))[0] == "ConflictException"
    schedules.call("DeleteSchedule", Name="s", ClientToken="d")
    assert schedules.call("DeleteSchedule", Name="s", ClientToken="d") == {}
    assert refused(lambda: schedules.call("DeleteSchedule", Name="s"))[0] == "ResourceNotFoundException"


def test_the_default_group_and_one_on_its_way_out_take_nothing(schedules):
    assert refused(lambda: schedules.call("DeleteScheduleGroup", Name="default"))[0] == "ValidationException"
    schedules.call("CreateScheduleGroup", Name="g")
    schedules.call("DeleteScheduleGroup", Name="g")
    assert refused(lambda: schedules.put(GroupName="g"))[0] == "ConflictException"


def test_listings_filter_and_page(schedules):
    schedules.call("CreateScheduleGroup", Name="g")
    for name, group, state in (
        ("b1", "default", "ENABLED"),
        ("a1", "g", "DISABLED"),
        ("a2", "default", "DISABLED"),
        ("a3", "default", "ENABLED"),
    ):
        schedules.put(name=name, GroupName=group, State=state)

    def names(**filters):
        return [each["Name"] for each in schedules.call("ListSchedules", **filters)["Schedules"]]

    assert names() == ["a2", "a3", "b1", "a1"]
    assert names(GroupName="g") == ["a1"]
    assert names(NamePrefix="a", State="DISABLED") == ["a2", "a1"]
    first = schedules.call("ListSchedules", MaxResults=3)
    assert names(NextToken=first["NextToken"]) == ["a1"]
    other = refused(lambda: names(NextToken=first["NextToken"], State="ENABLED"))
    assert other[0] == "ValidationException"
    run = Command(schedules.lab).run(
        ["scheduler", "list-schedules", "--page-size", "1", "--query", "Schedules[].Name"]
    )
    assert run.value is not None
    assert json.loads(run.stdout) == ["a2", "a3", "b1", "a1"]


def test_from_the_command_line(schedules):
    line = [
        *("scheduler", "create-schedule", "--name", "s", "--schedule-expression", "rate(1 hour)"),
        *("--flexible-time-window", "Mode=OFF", "--target", f"Arn={QUEUE},RoleArn={ROLE},Input=hello"),
        *("--start-date", "2026-01-06T09:00:00Z"),
    ]
    outcome = Command(schedules.lab).run(line)
    assert (outcome.exit_code, outcome.stderr) == (0, "")
    schedules.lab.advance(24 * 3_600_000)
    assert [message["Body"] for message in schedules.messages()] == ["hello"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_why_has_words_for_everything_in_both_languages(schedules, language):
    say = words(language)
    schedules.desk.define()
    schedules.put(target=schedules.runs_tasks())
    schedules.put("cron(0 10 * * ? *)", "windowed", window=15, target={"Arn": f"{QUEUE}-none"})
    schedules.put("rate(1 hour)", "resting", State="DISABLED")
    schedules.put("at(2026-01-05T09:30:00)", "once")
    schedules.lab.advance(3 * 3_600_000)
    found = set()
    for name in ("s", "windowed", "resting", "once"):
        for reason in explain(schedules.lab, f"schedule/default/{name}"):
            assert "{" not in say(f"engine.why.{reason.code}", **reason.values)
            found.add(reason.code)
    assert found >= {
        "schedule-enabled",
        "schedule-disabled",
        "schedule-next",
        "schedule-next-window",
        "schedule-never-again",
        "schedule-missed",
        "schedule-reached",
        "schedule-failed",
        "schedule-overlap",
    }
