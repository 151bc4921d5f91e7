"""EventBridge Scheduler: when schedules run, and what becomes of a run."""

import base64
import json
import math
import time
from datetime import datetime
from decimal import Decimal

import pytest
from schedules import CLUSTER, DEAD, QUEUE, ROLE, Schedules, put_role

from ecslab.aws.api import Aws
from ecslab.engine.billing.account import account
from ecslab.engine.clock import DAY, HOUR, MINUTE, from_datetime, to_datetime
from ecslab.engine.explain import explain
from ecslab.engine.quotas import Quotas
from ecslab.engine.snapshot import dump, load
from ecslab.engine.workload import Workload

HOURS = 3600
LAB_START = "2026-01-05T09:00:00Z"


@pytest.fixture
def schedules(desk):
    made = Schedules(desk)
    made.queue()
    return made


def why(lab, target="schedule/s"):
    return {reason.code: reason.values for reason in explain(lab, target)}


def test_a_rate_without_a_start_runs_at_once_and_then_on(schedules):
    """Section 13.13."""
    schedules.put("rate(1 hour)")
    schedules.lab.advance(3 * HOUR)
    assert schedules.starts() == [0, HOURS, 2 * HOURS, 3 * HOURS]


def test_a_rate_counts_from_its_start_and_stops_at_its_end(schedules):
    schedules.put(
        "rate(1 hour)", StartDate="2026-01-05T09:20:00Z", EndDate="2026-01-05T11:20:00Z", name="bounded"
    )
    schedules.lab.advance(1 * DAY)
    assert schedules.starts("bounded") == [1200, 1200 + HOURS, 1200 + 2 * HOURS]


def test_a_clock_time_holds_to_start_and_end(schedules):
    schedules.put("cron(0 10 * * ? *)", StartDate="2026-01-06T10:00:00Z", EndDate="2026-01-07T10:00:00Z")
    schedules.lab.advance(5 * DAY)
    assert schedules.starts() == [25 * HOURS, 49 * HOURS]


def test_what_is_due_once_runs_once_whatever_start_and_end_say(schedules):
    dates = {"StartDate": "2026-01-09T00:00:00Z", "EndDate": "2026-01-10T00:00:00Z"}
    schedules.put("at(2026-01-05T18:30:00)", ScheduleExpressionTimezone="Asia/Tokyo", **dates)
    schedules.lab.advance(10 * DAY)
    assert schedules.starts() == [1800]
    assert schedules.call("GetSchedule", Name="s")["State"] == "ENABLED"


@pytest.mark.parametrize(
    ("start", "expression", "due"),
    [
        # 02:30 does not exist on the 8th of March, and comes twice on the 1st of November.
        ("2026-03-07T00:00:00Z", "cron(30 2 * * ? *)", ["07T07:30", "09T06:30", "10T06:30"]),
        ("2026-10-31T00:00:00Z", "cron(30 1 * * ? *)", ["31T05:30", "01T05:30", "02T06:30"]),
        ("2026-03-07T12:00:00Z", "rate(1 days)", ["07T12:00", "08T12:00", "09T12:00"]),
    ],
)
def test_summer_time_comes_and_goes(make_desk, start, expression, due):
    schedules = Schedules(make_desk(start_ms=from_datetime(datetime.fromisoformat(start))))
    schedules.queue()
    schedules.put(expression, ScheduleExpressionTimezone="America/New_York")
    schedules.lab.advance(3 * DAY + 12 * HOUR)
    assert [f"{to_datetime(run.due_at):%dT%H:%M}" for run in schedules.done()][:3] == due


def test_a_flexible_window_spreads_runs_over_it(make_desk):
    def waits(seed):
        schedules = Schedules(make_desk(seed=seed))
        schedules.queue()
        schedules.put("rate(1 hour)", window=15)
        schedules.lab.advance(40 * HOUR)
        return [run.called_at - run.due_at for run in schedules.done()]

    found = waits(0)
    assert len(found) in (40, 41)
    assert all(0 <= wait <= 15 * MINUTE for wait in found)
    assert max(found) - min(found) > 10 * MINUTE
    assert len(set(found)) > 30
    assert waits(0) == found != waits(1)


def test_disabled_it_rests_and_what_it_misses_is_told_and_not_made_up_for(schedules):
    schedules.put("rate(1 hour)", State="DISABLED")
    schedules.lab.advance(4 * HOUR + 30 * MINUTE)
    assert schedules.done() == []
    assert why(schedules.lab)["schedule-missed"]["count"] == 4
    schedules.update("rate(1 hour)")
    schedules.lab.advance(1 * HOUR)
    assert schedules.starts() == [5 * HOURS]
    told = why(schedules.lab)
    assert told["schedule-missed"]["first"] == "2026-01-05T10:00:00Z"
    assert told["schedule-enabled"]["due"] == 1


def test_an_update_puts_another_time_in_place_of_the_old_one(schedules):
    schedules.put("rate(1 hour)")
    schedules.lab.advance(90 * MINUTE)
    schedules.update("cron(45 * * * ? *)")
    schedules.lab.advance(2 * HOUR)
    assert schedules.starts() == [0, HOURS, 1.75 * HOURS, 2.75 * HOURS]


def test_an_update_of_the_target_alone_keeps_the_rhythm(schedules):
    schedules.put("rate(1 hour)")
    schedules.lab.advance(90 * MINUTE)
    schedules.update("rate(1 hour)", target={"Input": "again"})
    schedules.lab.advance(1 * HOUR)
    assert schedules.starts() == [0, HOURS, 2 * HOURS]
    assert [message["Body"] for message in schedules.messages()][-1] == "again"


@pytest.mark.parametrize("window", [None, 60])
def test_after_its_last_run_it_is_deleted_if_asked(schedules, window):
    schedules.put("at(2026-01-05T10:00:00)", window=window, ActionAfterCompletion="DELETE")
    schedules.lab.advance(1 * HOUR - 1)
    assert schedules.call("ListSchedules")["Schedules"]
    schedules.lab.advance(1 + (window or 0) * MINUTE)
    assert schedules.call("ListSchedules")["Schedules"] == []
    assert len(schedules.messages()) == 1


def test_it_is_not_deleted_before_its_end(schedules):
    schedules.put("rate(1 hour)", EndDate="2026-01-05T11:30:00Z", ActionAfterCompletion="DELETE")
    schedules.lab.advance(2 * HOUR - 1)
    assert schedules.call("ListSchedules")["Schedules"]
    schedules.lab.advance(1)
    assert schedules.call("ListSchedules")["Schedules"] == []


def test_tasks_say_who_started_them(schedules):
    """Section 13.13."""
    schedules.desk.define()
    name = "gold-coast-data-lake-nightly"
    schedules.put("rate(1 hour)", name, target=schedules.runs_tasks({"TaskCount": 2}))
    schedules.lab.advance(1 * MINUTE)
    started = [task["startedBy"] for task in schedules.desk.tasks()]
    assert started == ["chronos-schedule/gold-coast-data-lak"] * 2
    assert len(started[0]) == 36


def test_the_input_of_a_cluster_overrides_what_the_task_does(schedules):
    schedules.desk.define()
    overrides = {
        "containerOverrides": [{"name": "c0", "command": ["report", "<aws.scheduler.scheduled-time>"]}]
    }
    schedules.put(target=schedules.runs_tasks(Input=json.dumps(overrides)))
    schedules.lab.advance(1 * MINUTE)
    (task,) = schedules.desk.tasks()
    assert task["overrides"]["containerOverrides"][0]["command"] == ["report", LAB_START]


def test_everything_that_ecs_parameters_say_reaches_run_task(schedules):
    schedules.desk.define()
    run = {
        "LaunchType": "FARGATE",
        "PlatformVersion": "1.4.0",
        "Group": "nightly",
        "EnableECSManagedTags": True,
        "PropagateTags": "TASK_DEFINITION",
        "Tags": [{"key": "team", "value": "blue"}],
    }
    schedules.put(target=schedules.runs_tasks(run))
    schedules.lab.advance(1 * MINUTE)
    (request,) = schedules.calls("RunTask")
    for name, value in {
        "launchType": "FARGATE",
        "platformVersion": "1.4.0",
        "group": "nightly",
        "enableECSManagedTags": True,
        "propagateTags": "TASK_DEFINITION",
        "tags": [{"key": "team", "value": "blue"}],
        "cluster": CLUSTER,
        "count": 1,
    }.items():
        assert request[name] == value
    assert request["networkConfiguration"]["awsvpcConfiguration"]["subnets"] == schedules.desk.subnets


def test_context_attributes_stand_for_the_run(schedules):
    wanted = "schedule-arn", "scheduled-time", "execution-id", "attempt-number"
    arn = schedules.put(target={"Input": " ".join(f"<aws.scheduler.{name}>" for name in wanted)})
    schedules.lab.advance(0)
    ((found,), (run,)) = [message["Body"] for message in schedules.messages()], schedules.done()
    assert found.split() == [arn, LAB_START, run.id, "1"]


def test_without_input_a_target_gets_a_notification(schedules):
    arn = schedules.put()
    schedules.lab.advance(0)
    (message,) = schedules.messages()
    event = json.loads(message["Body"])
    assert (event["source"], event["detail-type"]) == ("aws.scheduler", "Scheduled Event")
    assert (event["resources"], event["time"], event["detail"]) == ([arn], LAB_START, "{}")


def test_an_event_bus_gets_an_event(schedules):
    put_role(schedules.lab, "events.amazonaws.com", "events")
    events = schedules.lab.call
    pattern = json.dumps({"source": ["shop"], "detail": {"day": ["monday"]}})
    events("events", "PutRule", {"Name": "r", "EventPattern": pattern})
    bus = "arn:aws:events:us-east-1:123456789012:event-bus/default"
    parameters = {"Source": "shop", "DetailType": "Day begins"}
    schedules.put(target={"Arn": bus, "EventBridgeParameters": parameters, "Input": '{"day": "monday"}'})
    schedules.lab.advance(0)
    assert schedules.lab.world.event_rules["default/r"].matched == 1
    assert schedules.done()[0].outcome == "delivered"


@pytest.mark.parametrize(
    ("action", "request_", "operation"),
    [
        ("sqs:createQueue", {"QueueName": "made"}, "CreateQueue"),
        ("ecs:updateService", {"Cluster": "lab", "Service": "web", "DesiredCount": 0}, "UpdateService"),
        ("cloudwatchlogs:createLogGroup", {"LogGroupName": "made"}, "CreateLogGroup"),
        ("secretsmanager:createSecret", {"Name": "made", "SecretString": "x"}, "CreateSecret"),
    ],
)
def test_any_operation_can_be_a_target(schedules, action, request_, operation):
    schedules.desk.define()
    schedules.desk.serve(desired=1)
    schedules.put(target={"Arn": f"arn:aws:scheduler:::aws-sdk:{action}", "Input": json.dumps(request_)})
    schedules.lab.advance(0)
    (run,) = schedules.done()
    assert (run.outcome, run.message) == ("delivered", None)
    assert len(schedules.calls(operation)) == 1


def put_function(schedules, name="report"):
    """A Lambda function; gives its ARN."""
    put_role(schedules.lab, "lambda.amazonaws.com", "function")
    code = {"ImageUri": "public.ecr.aws/aws-cli/aws-cli"}
    request = {
        "FunctionName": name,
        "PackageType": "Image",
        "Code": code,
        "Role": ROLE.replace("scheduler", "function"),
    }
    made = schedules.lab.call("lambda", "CreateFunction", request)
    schedules.lab.advance(1 * MINUTE)
    return made["FunctionArn"]


def payloads(schedules):
    """What functions were invoked with."""
    return [base64.b64decode(request["Payload"]).decode() for request in schedules.calls("Invoke")]


def test_a_function_gets_the_input(schedules):
    schedules.put(
        target={"Arn": put_function(schedules), "Input": '{"at": "<aws.scheduler.scheduled-time>"}'}
    )
    schedules.lab.advance(0)
    assert schedules.done()[0].outcome == "delivered"
    assert payloads(schedules) == ['{"at": "2026-01-05T09:01:00Z"}']


def test_bytes_of_an_operation_are_the_text_that_was_given(schedules):
    put_function(schedules)
    payload = '{"run": "<aws.scheduler.execution-id>"}'
    request = json.dumps({"FunctionName": "report", "InvocationType": "Event", "Payload": payload})
    schedules.put(target={"Arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke", "Input": request})
    schedules.lab.advance(0)
    (run,) = schedules.done()
    assert (run.outcome, run.message) == ("delivered", None)
    assert payloads(schedules) == [f'{{"run": "{run.id}"}}']


def test_run_task_as_an_operation_counts_its_tasks(schedules):
    schedules.desk.define()
    network = {"AwsvpcConfiguration": {"Subnets": schedules.desk.subnets, "AssignPublicIp": "ENABLED"}}
    request = {
        "Cluster": "lab",
        "TaskDefinition": "web",
        "LaunchType": "FARGATE",
        "NetworkConfiguration": network,
        "StartedBy": "me",
        "Overrides": {"ContainerOverrides": [{"Name": "c0", "Command": ["a"]}]},
    }
    schedules.put(target={"Arn": "arn:aws:scheduler:::aws-sdk:ecs:runTask", "Input": json.dumps(request)})
    schedules.lab.advance(1 * MINUTE)
    (task,) = schedules.desk.tasks()
    assert (task["startedBy"], task["overrides"]["containerOverrides"][0]["command"]) == ("me", ["a"])
    assert task["taskArn"].endswith(schedules.done()[0].tasks[0])


def test_a_schedule_can_delete_itself(schedules):
    schedules.put(
        target={"Arn": "arn:aws:scheduler:::aws-sdk:scheduler:deleteSchedule", "Input": '{"Name": "s"}'}
    )
    schedules.lab.advance(1 * DAY)
    assert schedules.call("ListSchedules")["Schedules"] == []
    assert len(schedules.lab.world.schedule_runs) == len(schedules.lab.world.schedule_runs_done) == 0


def test_what_is_not_there_is_not_tried_again(schedules):
    schedules.queue("dead")
    missing = QUEUE.replace("inbox", "nowhere")
    arn = schedules.put(target={"Arn": missing, "Input": "hello", "DeadLetterConfig": {"Arn": DEAD}})
    schedules.lab.advance(0)
    (run,) = schedules.done()
    assert (run.outcome, run.attempts) == ("dead-lettered", 1)
    (message,) = schedules.messages("dead")
    attributes = {name: each["StringValue"] for name, each in message["MessageAttributes"].items()}
    assert message["Body"] == "hello"
    assert attributes.pop("ERROR_MESSAGE")
    assert attributes == {
        "SCHEDULE_ARN": arn,
        "TARGET_ARN": missing,
        "EXECUTION_ID": run.id,
        "SCHEDULED_TIME": LAB_START,
        "RETRY_ATTEMPTS": "0",
        "ERROR_CODE": "NO_RESOURCE",
        "IS_PAYLOAD_TRUNCATED": "false",
    }


@pytest.mark.parametrize(
    ("policy", "attempts", "exhausted"),
    [
        ({"MaximumRetryAttempts": 3}, 4, "MaximumRetryAttempts"),
        ({"MaximumRetryAttempts": 0}, 1, "MaximumRetryAttempts"),
        # Waits of 1, 2, 4, 8, 16 s; the sixth, of 32 s, would end after the minute.
        ({"MaximumEventAgeInSeconds": 60}, 6, "MaximumEventAgeInSeconds"),
    ],
)
def test_what_may_pass_is_tried_again_until_the_policy_ends_it(make_desk, policy, attempts, exhausted):
    schedules = throttled(make_desk)
    schedules.queue("dead")
    target = schedules.runs_tasks(RetryPolicy=policy, DeadLetterConfig={"Arn": DEAD})
    schedules.put("at(2026-01-05T09:01:00)", target=target)
    schedules.lab.advance(10 * MINUTE)
    (run,) = schedules.done()
    assert (run.outcome, run.attempts, run.code) == ("dead-lettered", attempts, "ThrottlingException")
    (message,) = schedules.messages("dead")
    attributes = message["MessageAttributes"]
    assert attributes["EXHAUSTED_RETRY_CONDITION"]["StringValue"] == exhausted
    assert attributes["RETRY_ATTEMPTS"]["StringValue"] == str(attempts - 1)


def throttled(make_desk):
    """Schedules of a lab that lets nobody run a task."""
    desk = make_desk(quotas=Quotas(run_task_calls_per_second=0))
    desk.define()
    return Schedules(desk)


def test_while_it_is_tried_again_it_is_told_so(make_desk):
    schedules = throttled(make_desk)
    schedules.put("at(2026-01-05T09:01:00)", target=schedules.runs_tasks())
    schedules.lab.advance(2 * MINUTE)
    told = why(schedules.lab)["schedule-retrying"]
    assert (told["code"], told["attempts"]) == ("ThrottlingException", 6)


def test_a_role_that_may_not_pass_roles_starts_nothing(schedules):
    schedules.desk.define(executionRoleArn="arn:aws:iam::123456789012:role/ecsTaskExecutionRole")
    policy = {
        "Version": "2012-10-17",
        "Statement": {"Effect": "Allow", "Action": "ecs:RunTask", "Resource": "*"},
    }
    put_role(schedules.lab, policy=policy)
    schedules.put(target=schedules.runs_tasks())
    schedules.lab.advance(0)
    (run,) = schedules.done()
    assert (run.outcome, run.attempts, run.code) == ("failed", 1, "AccessDeniedException")
    assert "iam:PassRole" in run.message
    assert "assumed-role/scheduler/" in run.message
    assert "iam:PassRole" in why(schedules.lab)["schedule-failed"]["message"]


def test_a_queue_that_refuses_loses_the_run(schedules):
    target = {"Arn": QUEUE.replace("inbox", "nowhere"), "DeadLetterConfig": {"Arn": DEAD}}
    schedules.put(target=target)
    schedules.lab.advance(0)
    assert schedules.done()[0].outcome == "lost"
    assert "schedule-lost" in why(schedules.lab)


def test_a_role_that_loses_its_trust_ends_the_runs(schedules):
    schedules.put()
    schedules.lab.advance(0)
    put_role(schedules.lab, "ecs-tasks.amazonaws.com")
    schedules.lab.advance(1 * HOUR)
    first, second = schedules.done()
    assert (first.outcome, second.outcome, second.code) == ("delivered", "failed", "AccessDeniedException")


def test_runs_that_overlap_are_told(schedules):
    schedules.desk.define()
    schedules.put("rate(1 hour)", target=schedules.runs_tasks())
    schedules.lab.advance(2 * HOUR)
    assert [run.overlaps for run in schedules.done()] == [0, 1, 2]
    told = why(schedules.lab)["schedule-overlap"]
    assert (told["count"], told["runs"], told["most"]) == (2, 3, 2)


def test_run_task_that_cannot_launch_is_told_and_not_tried_again(make_desk):
    """Section 13.14."""
    schedules = Schedules(make_desk(quotas=Quotas(fargate_vcpus=0)))
    schedules.desk.define()
    schedules.put(target=schedules.runs_tasks())
    schedules.lab.advance(0)
    (run,) = schedules.done()
    assert (run.outcome, run.attempts, run.tasks) == ("not-launched", 1, ())
    assert why(schedules.lab)["schedule-not-launched"]["reasons"] == run.failures[0]


def test_a_task_that_fails_after_it_was_started_is_no_failure_of_the_schedule(make_desk):
    """Section 13.14."""
    schedules = Schedules(make_desk(images={"nginx": Workload(runs_for_ms=1000, exit_code=1)}))
    schedules.desk.define()
    schedules.put("at(2026-01-05T09:01:00)", target=schedules.runs_tasks())
    schedules.lab.advance(5 * MINUTE)
    (run,) = schedules.done()
    assert (run.outcome, run.attempts) == ("delivered", 1)
    told = why(schedules.lab)
    assert "schedule-reached" in told
    assert told["task-ended"]["stop_code"] == "EssentialContainerExited"


def test_deleting_a_group_ends_all_that_is_in_it(schedules):
    schedules.call("CreateScheduleGroup", Name="nightly", Tags=[{"Key": "a", "Value": "b"}])
    schedules.put(GroupName="nightly")
    schedules.put(name="other")
    schedules.lab.advance(0)
    schedules.call("DeleteScheduleGroup", Name="nightly")
    assert schedules.call("GetScheduleGroup", Name="nightly")["State"] == "DELETING"
    schedules.lab.advance(1 * MINUTE)
    assert [each["Name"] for each in schedules.call("ListScheduleGroups")["ScheduleGroups"]] == ["default"]
    assert [each["Name"] for each in schedules.call("ListSchedules")["Schedules"]] == ["other"]
    schedules.messages()
    schedules.lab.advance(3 * HOUR)
    assert schedules.done(group="nightly") == []
    assert len(schedules.done("other")) == 4
    schedules.call("CreateScheduleGroup", Name="nightly")
    arn = "arn:aws:scheduler:us-east-1:123456789012:schedule-group/nightly"
    assert schedules.call("ListTagsForResource", ResourceArn=arn)["Tags"] == []


def test_thirty_days_of_half_hours_start_1440_tasks_and_cost_what_a_hand_would_reckon(make_desk):
    desk = make_desk(images={"nginx": Workload(runs_for_ms=5 * MINUTE)})
    schedules = Schedules(desk)
    desk.define()
    schedules.put("rate(30 minutes)", target=schedules.runs_tasks())
    began = time.process_time()
    desk.lab.advance(30 * DAY - 1)
    took = time.process_time() - began
    assert desk.lab.world.schedules["default/s"].due_count == 1440
    assert len(schedules.calls("RunTask")) == 1440
    assert len(schedules.done()) == 50
    # All tasks are alike, so one of them tells how long each is paid for: from its pull to its end.
    (seconds,) = paid_seconds(desk, schedules)
    assert seconds == 318
    hours = Decimal(1440) * seconds / 3600
    wanted = {
        "fargate-vcpu": hours * Decimal("0.25") * Decimal("0.04048"),
        "fargate-memory": hours * Decimal("0.5") * Decimal("0.004445"),
        "public-address": hours * Decimal("0.005"),
    }
    lines = {line.code: line.amount for line in account(desk.lab, None).bill.lines}
    assert lines.keys() == wanted.keys()
    for code, amount in wanted.items():
        assert lines[code] == amount, code
    assert sum(lines.values()) == Decimal("2.205966")
    # A quiet machine takes a second; this only notices what grows with what came before.
    assert took < 15


def paid_seconds(desk, schedules):
    ids = [task for run in schedules.done() for task in run.tasks]
    found = desk.ecs("DescribeTasks", cluster="lab", tasks=ids)["tasks"]
    ended = [task for task in found if task["lastStatus"] == "STOPPED"]
    return {math.ceil((task["stoppedAt"] - task["pullStartedAt"]).total_seconds()) for task in ended}


def test_forks_and_replays_run_alike(schedules):
    schedules.put("rate(1 hour)", window=30)
    fork = schedules.lab.fork()
    for lab in (schedules.lab, fork):
        lab.advance(5 * HOUR)
    assert fork.state_hash() == schedules.lab.state_hash()


def test_a_saved_lab_goes_on_alike(schedules):
    schedules.desk.define()
    schedules.put("rate(1 hour)", window=30)
    schedules.put("rate(5 minutes)", "tasks", target=schedules.runs_tasks())
    request = json.dumps({"LogGroupName": "a"})
    schedules.put(
        name="api",
        target={"Arn": "arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup", "Input": request},
    )
    schedules.lab.advance(2 * HOUR)
    saved = load(dump(schedules.lab), Aws()).lab
    for lab in (schedules.lab, saved):
        lab.advance(3 * HOUR)
    assert saved.state_hash() == schedules.lab.state_hash()
    assert len(schedules.done("tasks")) == 50
