"""A lab as a view of it: counted and listed, from real labs."""

import base64
import json

import pytest

from ecslab.aws import new_lab
from ecslab.picture.reading.clusters import letter
from ecslab.picture.reading.lab import read
from ecslab.picture.reading.tasks import Memo
from ecslab.picture.stages import Stage
from ecslab.picture.views import counted, hue_of


def test_an_empty_lab_is_an_empty_picture():
    view = read(new_lab())
    assert view.clusters == ()
    assert view.live == 0


def test_services_get_letters_and_their_tasks_move_through_the_stages(desk):
    desk.define()
    desk.serve("web", 2)
    desk.serve("api", 1)
    desk.wait(5)
    web, api = read(desk.lab).clusters[0].services
    assert (web.letter, web.name, web.desired, web.pending, web.running) == ("A", "web", 2, 2, 0)
    assert (api.letter, api.name, api.desired) == ("B", "api", 1)
    assert web.deployments[0].counts == ((Stage.WAITING, 2),)
    desk.wait(60)
    view = read(desk.lab)
    web = view.clusters[0].services[0]
    assert (web.pending, web.running, web.rolling) == (0, 2, False)
    assert [(task.mark, task.owner, task.capacity) for task in view.clusters[0].tasks] == [
        ("A", "web", "FARGATE"),
        ("A", "web", "FARGATE"),
        ("B", "api", "FARGATE"),
    ]
    assert view.live == 3


def test_a_deleted_service_takes_its_letter_with_it(desk):
    desk.define()
    desk.serve("web", 1)
    desk.serve("api", 1)
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    desk.wait(300)
    assert [each.letter for each in read(desk.lab).clusters[0].services] == ["B"]


def test_both_deployments_of_a_roll_out_are_there_the_new_one_first(desk):
    desk.define()
    desk.serve("web", 2)
    desk.wait(300)
    desk.define()
    desk.update("web", taskDefinition="web:2")
    desk.wait(5)
    cluster = read(desk.lab).clusters[0]
    new, old = cluster.services[0].deployments
    assert (new.status, new.definition, new.rollout_state) == ("PRIMARY", "web:2", "IN_PROGRESS")
    assert (old.status, old.definition, old.total, old.running) == ("ACTIVE", "web:1", 2, 2)
    assert cluster.services[0].rolling
    # The letter is small for what is on its way out.
    assert {(task.definition, task.mark) for task in cluster.tasks} == {("web:2", "A"), ("web:1", "a")}


def test_standalone_tasks_have_numbers_and_stopped_ones_stand_apart(desk):
    desk.define()
    task = desk.run().rsplit("/", 1)[-1]
    desk.wait(60)
    (live,) = read(desk.lab).clusters[0].tasks
    assert (live.id, live.mark, live.service, live.owner) == (task, "1", False, "web")
    desk.lab.inject({"fault": "stop-task", "task": task})
    desk.wait(60)
    cluster = read(desk.lab).clusters[0]
    assert cluster.tasks == ()
    assert cluster.stopped_total == 1
    stopped = cluster.stopped[0]
    assert (stopped.id, stopped.owner, stopped.exits) == (task, "web:1", (("c0", 137),))
    assert stopped.reason == "Essential container in task exited"


def test_tasks_of_a_deleted_service_stay_until_they_are_gone(desk):
    desk.define()
    desk.serve("web", 1)
    desk.wait(60)
    desk.ecs("DeleteService", cluster="lab", service="web", force=True)
    seen = set()
    for _ in range(120):
        desk.wait(1)
        view = read(desk.lab)
        seen |= {service.status for service in view.clusters[0].services}
        assert bool(view.clusters[0].services) >= bool(view.live)
    assert "DRAINING" in seen
    assert view.clusters[0].services == ()


def register(desk, number: int, zone: str = "a") -> str:
    document = {
        "instanceId": f"i-0{number:016x}",
        "instanceType": "m5.large",
        "availabilityZone": f"us-east-1{zone}",
    }
    return desk.ecs(
        "RegisterContainerInstance",
        cluster="lab",
        instanceIdentityDocument=json.dumps(document),
        instanceIdentityDocumentSignature="signed",
    )["containerInstance"]["containerInstanceArn"]


def test_an_instance_holds_its_tasks_and_what_they_take(desk):
    arn = register(desk, 1)
    container = {"name": "main", "image": "nginx", "cpu": 512, "memory": 1024}
    desk.ecs("RegisterTaskDefinition", family="app", containerDefinitions=[container])
    options = {"launchType": "EC2", "taskDefinition": "app", "desiredCount": 3}
    desk.ecs("CreateService", cluster="lab", serviceName="app", **options)
    desk.wait(120)
    (instance,) = read(desk.lab).clusters[0].instances
    assert (instance.machine, instance.type, instance.zone) == (f"i-0{1:016x}", "m5.large", "us-east-1a")
    assert (instance.cpu, instance.used_cpu, instance.used_memory) == (2048, 1536, 3072)
    assert [(task.mark, task.cpu) for task in instance.tasks] == [("A", 512)] * 3
    desk.ecs("UpdateContainerInstancesState", cluster="lab", containerInstances=[arn], status="DRAINING")
    assert read(desk.lab).clusters[0].instances[0].status == "DRAINING"


def test_a_machine_is_there_before_it_registers(desk):
    ami = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
    image = desk.lab.call("ssm", "GetParameter", {"Name": ami})["Parameter"]["Value"]
    join = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config").decode()
    profile = {"Name": "ecsInstanceRole"}
    run = {"ImageId": image, "InstanceType": "t3.medium", "MinCount": 1, "MaxCount": 1, "UserData": join}
    desk.lab.call("ec2", "RunInstances", run | {"IamInstanceProfile": profile})
    (coming,) = read(desk.lab).clusters[0].instances
    assert (coming.id, coming.status, coming.type) == ("", "pending", "t3.medium")
    desk.wait(300)
    (instance,) = read(desk.lab).clusters[0].instances
    assert (instance.status, instance.machine) == ("ACTIVE", coming.machine)
    assert instance.id


def test_a_strategy_shows_what_each_provider_has_and_should_have(desk):
    desk.define()
    desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "base": 1, "weight": 1}],
    )
    desk.wait(60)
    mixed = [
        {"capacityProvider": "FARGATE", "base": 1, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3},
    ]
    request = {"taskDefinition": "web", "desiredCount": 5, "networkConfiguration": desk.network}
    desk.ecs("CreateService", cluster="lab", serviceName="web", capacityProviderStrategy=mixed, **request)
    desk.wait(60)
    cluster = read(desk.lab).clusters[0]
    shares = [(each.provider, each.tasks, each.wanted) for each in cluster.services[0].strategy]
    assert shares == [("FARGATE", 2, 2), ("FARGATE_SPOT", 3, 3)]
    assert [(each.name, each.base, each.weight, each.tasks) for each in cluster.providers] == [
        ("FARGATE", 1, 1, 2),
        ("FARGATE_SPOT", None, None, 3),
    ]


def test_a_scheduled_rule_shows_when_it_is_due_and_what_became_of_it(desk):
    desk.lab.call("events", "PutRule", {"Name": "often", "ScheduleExpression": "rate(5 minutes)"})
    arn = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/events/often"
    desk.lab.call("events", "PutTargets", {"Rule": "often", "Targets": [{"Id": "log", "Arn": arn}]})
    memo = Memo()
    (rule,) = read(desk.lab, memo).schedules
    began = desk.lab.now
    assert (rule.kind, rule.name, rule.expression) == ("rule", "often", "rate(5 minutes)")
    assert (rule.next_ms, rule.last_ms) == (began + 300_000, None)
    desk.wait(400)
    (rule,) = read(desk.lab, memo).schedules
    assert (rule.next_ms, rule.due) == (began + 600_000, 1)
    # EventBridge is punctual to a minute.
    assert began + 300_000 <= rule.last_ms < began + 360_000
    desk.lab.call("events", "DisableRule", {"Name": "often"})
    assert read(desk.lab, memo).schedules[0].next_ms is None


def test_what_a_memo_remembers_changes_nothing(desk):
    memo = Memo()
    desk.define()
    desk.serve("web", 3)
    for seconds in (5, 30, 120):
        desk.wait(seconds)
        assert read(desk.lab, memo) == read(desk.lab)
    fork = desk.lab.fork()
    desk.update("web", desiredCount=1)
    desk.wait(60)
    read(desk.lab, memo)
    assert read(fork, memo) == read(fork)
    assert counted(read(fork).clusters[0].tasks) == ((Stage.RUNNING, 3),)


@pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_letters_go_on_after_z_and_lead_back_to_their_number(number, letters):
    assert letter(number) == letters
    assert hue_of(letters) == number
    assert hue_of("12") is None
