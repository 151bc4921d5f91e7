"""How the lab's picture looks when much goes on, in every size, language and kind of theme, by SVG snapshots.

A sample runs unless ECSLAB_TEST_FULL=1. `ECSLAB_TEST_FULL=1 pytest … --snapshot-update` accepts a new look (of a
sample it would throw the others away); look at it before you do.
"""

import base64
import json
import os
from itertools import product

import pytest
from textual.app import App, ComposeResult

from ecslab.locale import LANGUAGES
from ecslab.picture.wrapping import install
from ecslab.tui.looker import Looker
from ecslab.tui.widgets.lab_pane import WHOLE, LabPane
from ecslab.tui.widgets.picture import Picture

install()

SIZES = {"80x24": (80, 24), "120x40": (120, 40), "160x50": (160, 50)}
THEMES = ("textual-dark", "textual-light", "atom-one-dark")
SAMPLE = (
    ("80x24", "ja", "textual-dark"),
    ("80x24", "en", "textual-light"),
    ("120x40", "en", "textual-dark"),
    ("160x50", "ja", "textual-light"),
)
CASES = tuple(product(SIZES, LANGUAGES, THEMES)) if os.environ.get("ECSLAB_TEST_FULL") == "1" else SAMPLE


class Host(App[None]):
    """The pane alone, over a lab that stands still."""

    CSS = "LabPane { height: 1fr; border: round $primary; }"

    def __init__(self, desk, language: str, theme: str) -> None:
        super().__init__()
        self.language = language
        self.desk = desk
        self.looker = Looker()
        self.theme = theme

    def compose(self) -> ComposeResult:
        yield LabPane(id="lab")

    def on_mount(self) -> None:
        self.query_one(Picture).moving = False
        self.look()
        self.query_one(Picture).focus()

    def on_lab_pane_looked(self, event: LabPane.Looked) -> None:
        at = (event.target, event.tab)
        self.looker.at = None if at == WHOLE else at
        self.look()

    def look(self) -> None:
        snapshot = self.looker(self.desk)
        pane = self.query_one(LabPane)
        pane.lab, pane.page = snapshot.lab, snapshot.page


def register(desk, count: int) -> None:
    for number in range(count):
        document = {
            "instanceId": f"i-0{number * 7_919:016x}",
            "instanceType": "m5.large",
            "availabilityZone": f"us-east-1{'abc'[number % 3]}",
        }
        desk.ecs(
            "RegisterContainerInstance",
            cluster="lab",
            instanceIdentityDocument=json.dumps(document),
            instanceIdentityDocumentSignature="signed",
        )


@pytest.fixture
def eventful(desk):
    """A roll-out, a daemon, an instance that drains and one that comes, Spot, a schedule, a task that died."""
    register(desk, 3)
    for family, cpu in (("app", 512), ("agent", 128)):
        container = {"name": "main", "image": "nginx", "cpu": cpu, "memory": 2 * cpu}
        desk.ecs("RegisterTaskDefinition", family=family, containerDefinitions=[container])
    desk.define()
    desk.ecs(
        "PutClusterCapacityProviders",
        cluster="lab",
        capacityProviders=["FARGATE", "FARGATE_SPOT"],
        defaultCapacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}],
    )
    desk.wait(60)
    on_ec2 = {"cluster": "lab", "launchType": "EC2"}
    desk.ecs("CreateService", serviceName="api", taskDefinition="app", desiredCount=5, **on_ec2)
    desk.ecs(
        "CreateService", serviceName="agent", taskDefinition="agent", schedulingStrategy="DAEMON", **on_ec2
    )
    mixed = [
        {"capacityProvider": "FARGATE", "base": 1, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 1},
    ]
    request = {"cluster": "lab", "networkConfiguration": desk.network, "taskDefinition": "web"}
    desk.ecs("CreateService", serviceName="web", desiredCount=4, capacityProviderStrategy=mixed, **request)
    desk.lab.call("events", "PutRule", {"Name": "nightly", "ScheduleExpression": "cron(0 18 * * ? *)"})
    desk.run()
    desk.wait(300)
    container = {"name": "main", "image": "httpd", "cpu": 512, "memory": 1024}
    desk.ecs("RegisterTaskDefinition", family="app", containerDefinitions=[container])
    desk.update("api", taskDefinition="app:2")
    desk.lab.inject({"fault": "stop-task", "service": "web", "cluster": "lab"})
    instances = desk.ecs("ListContainerInstances", cluster="lab")["containerInstanceArns"]
    desk.ecs(
        "UpdateContainerInstancesState", cluster="lab", containerInstances=instances[-1:], status="DRAINING"
    )
    name = "/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id"
    image = desk.lab.call("ssm", "GetParameter", {"Name": name})["Parameter"]["Value"]
    join = base64.b64encode(b"#!/bin/bash\necho ECS_CLUSTER=lab >> /etc/ecs/ecs.config").decode()
    run = {"ImageId": image, "InstanceType": "t3.medium", "MinCount": 1, "MaxCount": 1, "UserData": join}
    desk.lab.call("ec2", "RunInstances", run | {"IamInstanceProfile": {"Name": "ecsInstanceRole"}})
    desk.wait(7)
    return desk


@pytest.fixture(params=SAMPLE, ids="-".join)
def compare(request, snap_compare):
    """A function that shows a lab in one size, language and theme, presses keys, and compares."""

    def compare(desk, *keys: str) -> bool:
        size, language, theme = request.param

        async def arrive(pilot) -> None:
            desk.wait(2)
            pilot.app.look()
            await pilot.press(*keys)
            await pilot.pause()

        return snap_compare(Host(desk, language, theme), terminal_size=SIZES[size], run_before=arrive)

    return compare


@pytest.mark.parametrize("compare", CASES, ids="-".join, indirect=True)
def test_an_eventful_lab(eventful, compare):
    assert compare(eventful, "down", "down")


def test_a_task_closely(eventful, compare):
    assert compare(eventful, "down", "down", "enter", "down", "down", "enter")


def test_a_fleet(desk, compare):
    register(desk, 40)
    for family, cpu in (("app", 512), ("small", 64)):
        container = {"name": "main", "image": "nginx", "cpu": cpu, "memory": 2 * cpu}
        desk.ecs("RegisterTaskDefinition", family=family, containerDefinitions=[container])
        request = {"cluster": "lab", "launchType": "EC2", "taskDefinition": family, "desiredCount": 70}
        desk.ecs("CreateService", serviceName=family, **request)
    desk.wait(120)
    assert compare(desk, "down", "down", "down", "down")
