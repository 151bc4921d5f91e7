"""Containers that run scripts of aws commands, as their task role."""

import pytest

from ecslab.aws.api import Aws
from ecslab.engine import snapshot
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

ROLE = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
CLI = "public.ecr.aws/aws-cli/aws-cli"
LOGS = {
    "logDriver": "awslogs",
    "options": {
        "awslogs-group": "/app",
        "awslogs-region": "us-east-1",
        "awslogs-create-group": "true",
        "awslogs-stream-prefix": "app",
    },
}
WHO = "aws sts get-caller-identity --query Arn --output text"


def run(desk, *, role=ROLE, **container):
    """Run a task of one container that logs; its task role is `role`."""
    desk.permit("logs:CreateLogGroup", "ecs:Describe*")
    fields = {"executionRoleArn": ROLE} | ({"taskRoleArn": role} if role else {})
    desk.define("app", {"logConfiguration": LOGS} | container, **fields)
    return desk.run("app")


def shell(desk, script, **fields):
    return run(desk, image="alpine", command=["sh", "-c", script], **fields)


def written(desk, task):
    """What the task's container wrote: (seconds since it started, line)."""
    events = desk.lab.call(
        "logs",
        "GetLogEvents",
        {"logGroupName": "/app", "logStreamName": f"app/c0/{task[-32:]}", "startFromHead": True},
    )["events"]
    started = desk.lab.world.tasks[task[-32:]].started_at
    return [((each["timestamp"] - started) // 1000, each["message"]) for each in events]


def ended(desk, task):
    """The exit code of the task's container, once the task has stopped."""
    shown = desk.task(task)
    assert shown["lastStatus"] == "STOPPED"
    return shown["containers"][0]["exitCode"]


def test_the_aws_clis_image_runs_its_command_as_the_task_role(desk):
    """Section 13.4: the task role is the application's."""
    task = run(desk, image=CLI, command=["sts", "get-caller-identity", "--query", "Arn", "--output", "text"])
    desk.wait(90)
    session = f"arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/{task[-32:]}"
    assert written(desk, task) == [(1, session)]
    assert ended(desk, task) == 0


def test_without_a_command_the_aws_cli_says_how_it_is_used(desk):
    task = run(desk, image=CLI)
    desk.wait(90)
    assert ended(desk, task) == 252


def test_what_a_container_calls_has_its_effect_and_is_in_the_history(desk):
    shell(desk, "aws ecs create-cluster --cluster-name made-inside")
    desk.wait(90)
    made = [each for each in desk.lab.world.api_calls.values() if each.operation == "CreateCluster"][-1]
    assert "made-inside" in made.request
    assert made.caller.startswith("arn:aws:sts::123456789012:assumed-role/ecsTaskExecutionRole/")


def test_without_a_task_role_there_are_no_credentials(desk):
    task = shell(desk, WHO, role=None)
    desk.wait(90)
    ((_, line),) = written(desk, task)
    assert line.startswith("Unable to locate credentials")
    assert ended(desk, task) == 253


def test_an_override_gives_another_task_role(desk):
    desk.permit("logs:CreateLogGroup", "ecs:Describe*")
    desk.define("app", {"logConfiguration": LOGS, "command": ["sh", "-c", WHO]}, executionRoleArn=ROLE)
    task = desk.run("app", overrides={"taskRoleArn": ROLE})
    desk.wait(90)
    assert "assumed-role/ecsTaskExecutionRole" in written(desk, task)[0][1]


def test_a_script_joins_its_commands_and_sleeps_between_them(desk):
    script = (
        "A=$(aws sts get-caller-identity --query Account --output text); sleep 5; echo account $A; sleep 10; "
        "aws ecs describe-tasks --cluster nowhere --tasks x || echo failed with $?; exit 3"
    )
    task = shell(desk, script)
    desk.wait(120)
    said = written(desk, task)
    assert said[0] == (6, "account 123456789012")
    assert "ClusterNotFoundException" in said[-2][1]
    assert said[-1] == (16, "failed with 254")
    assert ended(desk, task) == 3


def test_a_command_that_was_run_before_a_sleep_is_not_run_again(desk):
    task = shell(desk, "aws sts get-caller-identity --query Account; sleep 3; sleep 3; " + WHO)
    desk.wait(90)
    called = [each for each in desk.lab.world.api_calls.values() if task[-32:] in each.caller]
    assert [each.operation for each in called] == ["GetCallerIdentity"] * 2


def test_a_loop_goes_round_with_what_it_has_kept(desk):
    task = shell(desk, f"N=; while true; do {WHO} > who.txt; N=$N.; echo round $N; sleep 29; done")
    desk.wait(120)
    assert written(desk, task)[:3] == [(1, "round ."), (31, "round .."), (61, "round ...")]
    assert desk.task(task)["lastStatus"] == "RUNNING"


@pytest.mark.parametrize("leaves", ["exit 4", "set -e; false"])
def test_a_loop_can_be_left(desk, leaves):
    task = shell(desk, f"while true; do {WHO}; {leaves}; done")
    desk.wait(90)
    assert len(written(desk, task)) == 1
    assert ended(desk, task) == (4 if leaves == "exit 4" else 1)


def test_files_stay_from_one_command_to_the_next(desk):
    task = shell(
        desk,
        f"{WHO} > who.txt; sleep 2; cat who.txt; aws sts get-caller-identity --cli-input-json file://none",
    )
    desk.wait(90)
    said = written(desk, task)
    assert said[0][0] == 3
    assert said[0][1].startswith("arn:aws:sts::")
    assert "none" in said[1][1]


def test_a_stopped_container_goes_on_with_nothing(desk):
    task = shell(desk, f"sleep 60; {WHO}")
    desk.wait(35)
    desk.ecs("StopTask", cluster="lab", task=task)
    desk.wait(200)
    assert ended(desk, task) == 137
    assert written(desk, task) == []
    assert len(desk.lab.world.applications) == 0


def test_a_container_that_is_started_again_begins_its_script_anew(desk):
    task = run(
        desk,
        image="alpine",
        command=["sh", "-c", f"{WHO}; sleep 70; exit 1"],
        restartPolicy={"enabled": True, "restartAttemptPeriod": 60},
    )
    desk.wait(30 + 72 + 20)
    assert [at for at, _ in written(desk, task)] == [1, 72]


def test_a_script_that_the_lab_cannot_read_says_so(desk):
    task = shell(desk, "if true; then aws s3 ls; fi")
    desk.wait(90)
    ((_, line),) = written(desk, task)
    assert "'if' is not allowed" in line
    assert ended(desk, task) == 2


def test_a_waiter_inside_a_container_is_refused(desk):
    task = shell(desk, "aws ecs wait services-stable --cluster lab --services web")
    desk.wait(90)
    assert "cannot wait" in written(desk, task)[0][1] or "MISSING" in written(desk, task)[0][1]
    assert ended(desk, task) == 255


def test_an_image_may_have_a_script_of_its_own_that_a_command_replaces(make_desk):
    desk = make_desk(images={"reporter": Workload(script=f"{WHO}; exit 5")})
    own = run(desk, image="reporter")
    replaced = run(desk, image="reporter", command=["sleep", "1"])
    desk.wait(90)
    assert len(written(desk, own)) == 1
    assert (ended(desk, own), ended(desk, replaced)) == (5, 0)


def test_a_lab_that_is_saved_in_the_midst_of_a_script_goes_on(desk):
    shell(desk, f"sleep 40; while true; do {WHO}; sleep 7; done")
    desk.wait(50)
    restored = snapshot.load(snapshot.dump(desk.lab), Aws())
    assert not restored.moved
    whole, parts = restored.lab, desk.lab.fork()
    whole.advance(100_000)
    parts.advance(33_333)
    parts.advance(66_667)
    assert whole.state_hash() == parts.state_hash()


@pytest.mark.parametrize(
    ("mode", "said"),
    [
        ("bridge", "assumed-role/ecsInstanceRole/i-"),
        ("awsvpc", 'Connect timeout on endpoint URL: "https://sts.us-east-1.amazonaws.com/"'),
    ],
)
def test_on_an_instance_a_container_has_its_role_and_with_an_interface_of_its_own_no_way_out(
    yard, mode, said
):
    yard.desk.permit("logs:CreateLogGroup", role="ecsInstanceRole")
    yard.launch()
    yard.wait(100)
    yard.define(mode=mode, image="alpine", command=["sh", "-c", WHO], logConfiguration=LOGS)
    network = {"networkConfiguration": {"awsvpcConfiguration": {"subnets": yard.desk.subnets[:1]}}}
    (task,) = yard.ecs("RunTask", taskDefinition="app", **network if mode == "awsvpc" else {})["tasks"]
    yard.wait(60)
    events = yard.lab.call(
        "logs",
        "FilterLogEvents",
        {"logGroupName": "/app", "logStreamNames": [f"app/main/{task['taskArn'][-32:]}"]},
    )["events"]
    assert said in events[0]["message"]


def test_a_stopped_task_can_be_explained_after_its_definition_was_deleted(desk):
    task = shell(desk, "exit 3")
    desk.wait(60)
    desk.ecs("DeregisterTaskDefinition", taskDefinition="app:1")
    desk.ecs("DeleteTaskDefinitions", taskDefinitions=["app:1"])
    assert explain(desk.lab, f"task/{task[-32:]}")[0].code == "task-ended"
