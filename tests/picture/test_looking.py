"""Looking closer: every page of everything that can be pointed at, from labs in which things go on."""

import json

import pytest

from ecslab.engine.workload import Workload
from ecslab.locale import LANGUAGES, words
from ecslab.picture.changes import changes
from ecslab.picture.drawing.captions import caption, label
from ecslab.picture.drawing.pages import page
from ecslab.picture.looking.look import ACCOUNT, TABS, look
from ecslab.picture.looking.page import Entry, Fact, Heading
from ecslab.picture.parts import Target, cells_of, plain
from ecslab.picture.reading.lab import read
from ecslab.picture.views import LabView

EN = words("en")
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "scheduler.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}


@pytest.fixture
def busy(make_desk):
    """A lab with instances, Fargate, services, a schedule, roles and a task that has ended."""
    desk = make_desk(images={"talks": Workload(lines=("hello", "world"), line_offsets_ms=(0, 1_000))})
    for number in range(2):
        document = {
            "instanceId": f"i-0{number:016x}",
            "instanceType": "m5.large",
            "availabilityZone": "us-east-1a",
        }
        desk.ecs(
            "RegisterContainerInstance",
            cluster="lab",
            instanceIdentityDocument=json.dumps(document),
            instanceIdentityDocumentSignature="signed",
        )
    container = {"name": "main", "image": "nginx", "cpu": 256, "memory": 512}
    desk.ecs("RegisterTaskDefinition", family="app", containerDefinitions=[container])
    execution = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    log = {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": "/lab/web",
            "awslogs-region": "us-east-1",
            "awslogs-stream-prefix": "web",
            "awslogs-create-group": "true",
        },
    }
    desk.permit("logs:CreateLogGroup")
    desk.define("web", {"name": "web", "image": "talks", "logConfiguration": log}, executionRoleArn=execution)
    desk.define("quiet", {"name": "quiet", "image": "talks"})
    desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[],
    )
    desk.wait(60)
    desk.ecs(
        "CreateService",
        cluster="lab",
        serviceName="app",
        taskDefinition="app",
        launchType="EC2",
        desiredCount=2,
    )
    desk.serve("web", 2)
    desk.serve("other", 1)
    desk.ecs("StopTask", cluster="lab", task=desk.run("quiet"), reason="enough")
    desk.lab.call("iam", "CreateRole", {"RoleName": "caller", "AssumeRolePolicyDocument": json.dumps(TRUST)})
    target = {
        "Arn": "arn:aws:scheduler:::aws-sdk:ecs:updateService",
        "RoleArn": "arn:aws:iam::123456789012:role/caller",
        "Input": json.dumps({"Service": "web", "Cluster": "lab", "DesiredCount": 3}),
    }
    schedule = {
        "Name": "grow",
        "ScheduleExpression": "rate(2 minutes)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
    }
    desk.lab.call("scheduler", "CreateSchedule", schedule | {"Target": target})
    desk.lab.call("events", "PutRule", {"Name": "often", "ScheduleExpression": "rate(5 minutes)"})
    desk.wait(150)
    return desk


def text_of(lab, target: Target, tab: str, say=EN, width: int = 100) -> str:
    layout = page(look(lab, target, tab), read(lab), width, say)
    return "\n".join(plain(line) for line in layout.lines())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [16, 58, 120])
def test_everything_can_be_looked_at_from_the_account_on(busy, width, language):
    view, say = read(busy.lab), words(language)
    seen: set[Target] = set()
    todo = [ACCOUNT]
    while todo:
        target = todo.pop()
        if target in seen:
            continue
        seen.add(target)
        assert caption(target, view, say)
        for tab in TABS[target.kind]:
            layout = page(look(busy.lab, target, tab), view, width, say)
            assert layout.height > 0, (target, tab)
            assert all(cells_of(line) <= width for line in layout.lines())
            todo += [spot.target for y in range(layout.height) for spot in layout.spots(y)]
    assert {target.kind for target in seen} == set(TABS)


def task_of(busy, service: str) -> Target:
    task = next(each for each in read(busy.lab).clusters[0].tasks if each.owner == service)
    return Target("lab", f"task/{task.id}")


def test_a_task_shows_its_logs_from_cloudwatch(busy):
    text = text_of(busy.lab, task_of(busy, "web"), "logs")
    assert "web: /lab/web  web/web/" in text
    assert text.index("hello") < text.index("world")


def test_a_container_without_a_log_driver_shows_what_it_wrote_and_says_so(busy):
    busy.run("quiet")
    busy.wait(60)
    text = text_of(busy.lab, task_of(busy, "quiet"), "logs")
    assert "hello" in text
    assert "no awslogs log driver" in text


def test_only_the_newest_lines_of_much_output_are_shown(make_desk):
    desk = make_desk(images={"chatty": Workload(lines=("tick",), line_every_ms=1_000)})
    desk.define("chatty", {"name": "c", "image": "chatty"})
    desk.run("chatty")
    desk.wait(86_400)
    (task,) = read(desk.lab).clusters[0].tasks
    items = look(desk.lab, Target("lab", f"task/{task.id}"), "logs").items
    lines = [item for item in items if isinstance(item, Entry) and item.at_ms]
    assert len(lines) == 200
    assert desk.lab.now - lines[-1].at_ms < 1_000
    assert lines == sorted(lines, key=lambda line: line.at_ms)


def test_a_task_shows_its_life_and_where_it_is(busy):
    target = task_of(busy, "app")
    items = look(busy.lab, target, "details").items
    facts = {item.name: item for item in items if isinstance(item, Fact)}
    assert facts["status"].value == "RUNNING"
    assert facts["instance"].target.kind == "instance"
    assert facts["service"].target == Target("lab", "service/app")
    moments = [item.text for item in items if isinstance(item, Entry) and item.at_ms]
    assert moments[0] == "createdAt"
    assert "startedAt" in moments


def test_roles_tell_what_they_may(busy):
    text = text_of(busy.lab, task_of(busy, "web"), "roles")
    assert "Task execution role: ecsTaskExecutionRole" in text
    assert "AmazonECSTaskExecutionRolePolicy" in text
    assert "Allow  ecr:GetAuthorizationToken" in text
    assert "None: the application itself may call nothing." in text
    trust = text_of(busy.lab, Target("", "role/caller"), "details")
    assert "Allow  Service: scheduler.amazonaws.com  sts:AssumeRole" in trust


def test_a_schedule_tells_when_and_what_became_of_it(busy):
    target = Target("", "schedule/default/grow")
    details = text_of(busy.lab, target, "details")
    assert "rate(2 minutes)" in details
    assert "Every 2 minutes" in details
    assert details.count("grow") == 5
    assert "AccessDenied" in text_of(busy.lab, target, "runs")
    assert "grow" in text_of(busy.lab, target, "why")


def test_why_says_what_the_engine_says(busy):
    assert "2 of 2 tasks are running" in text_of(busy.lab, Target("lab", "service/web"), "why")


def test_a_bill_is_that_of_the_thing_alone(busy):
    def total(target):
        return next(
            item for item in look(busy.lab, target, "bill").items if item.kind == "strong"
        ).text.values

    whole, web = total(ACCOUNT), total(Target("lab", "service/web"))
    one = total(task_of(busy, "web"))
    amounts = [float(each["amount"].removeprefix("$")) for each in (whole, web, one)]
    assert amounts[0] > amounts[1] > amounts[2] > 0


def test_what_is_gone_says_so(busy):
    target = Target("lab", "service/never")
    assert text_of(busy.lab, target, "picture") == "This is not there any more. Esc: back."
    assert isinstance(look(busy.lab, target, "why").items[0], Entry)


def test_headings_lead_to_roles(busy):
    items = look(busy.lab, task_of(busy, "web"), "roles").items
    targets = [item.target for item in items if isinstance(item, Heading)]
    assert Target("", "role/ecsTaskExecutionRole") in targets


def test_a_caption_tells_in_words_what_the_marks_tell(busy):
    view, target = read(busy.lab), task_of(busy, "app")
    assert caption(target, view, EN) == f"task {label(target)}, RUNNING, A app (app:1), on i-0{0:016x}"
    instance = Target("lab", f"instance/{view.clusters[0].instances[0].id}")
    assert "ACTIVE CPU 256/2048" in caption(instance, view, EN)


def test_changes_are_what_is_new_or_another(busy):
    before = read(busy.lab)
    assert changes(before, before) == frozenset()
    busy.wait(1)
    assert changes(before, read(busy.lab)) == frozenset()
    target = task_of(busy, "web")
    busy.lab.inject({"fault": "stop-task", "task": target.id})
    busy.wait(10)
    changed = changes(before, read(busy.lab))
    assert target in changed
    assert task_of(busy, "app") not in changed
    # Neither the first look nor a step back in time is news.
    assert changes(LabView(), before) == frozenset()
    assert changes(read(busy.lab), before) == frozenset()
