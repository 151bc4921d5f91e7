"""Random tasks of several containers, stops, faults and time: what must hold of containers whatever happens."""

import os
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecslab.aws import new_lab
from ecslab.aws.api import Aws
from ecslab.engine import snapshot
from ecslab.engine.ecs.tasks import memory
from ecslab.engine.errors import ApiError, FaultError
from ecslab.engine.explain import explain
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay
from ecslab.engine.workload import Workload

NAMES = "abcd"
IMAGES = {
    "plain": Workload(),
    "deaf": Workload(on_sigterm_ms=None),
    "slow": Workload(on_sigterm_ms=9_000, healthy_after_ms=45_000, lines=("tick",), line_every_ms=10_000),
    "sick": Workload(healthy_until_ms=90_000),
    "leaky": Workload(memory_mib=50, leak_mib_per_minute=40),
    "brief": Workload(runs_for_ms=70_000, exit_code=1),
}
CHECK = {"command": ["CMD-SHELL", "curl -f http://localhost/"], "interval": 10, "retries": 2}
LOGS = {
    "logDriver": "awslogs",
    "options": {
        "awslogs-group": "/lab",
        "awslogs-region": "us-east-1",
        "awslogs-stream-prefix": "t",
        "awslogs-create-group": "true",
    },
}


@st.composite
def containers(draw):
    """Up to four containers, each waiting for some of those before it."""
    count = draw(st.integers(1, 4))
    drawn = []
    for at in range(count):
        container = {
            "name": NAMES[at],
            "image": draw(st.sampled_from(list(IMAGES))),
            "essential": at == count - 1 or draw(st.booleans()),
            "logConfiguration": LOGS,
        }
        if draw(st.booleans()):
            container["command"] = draw(
                st.sampled_from([["sleep", "15"], ["sh", "-c", "sleep 3; exit 2"], ["true"]])
            )
        if draw(st.booleans()):
            container["healthCheck"] = CHECK
        if draw(st.booleans()):
            container["restartPolicy"] = {
                "enabled": True,
                "restartAttemptPeriod": 60,
                "ignoredExitCodes": [2],
            }
        if draw(st.booleans()):
            container["memory"] = 128
        if draw(st.booleans()):
            container["startTimeout"] = 40
        waits = []
        for before in draw(st.sets(st.integers(0, at - 1), max_size=at) if at else st.just(set())):
            conditions = ["START"]
            conditions += [] if drawn[before]["essential"] else ["COMPLETE", "SUCCESS"]
            conditions += ["HEALTHY"] if "healthCheck" in drawn[before] else []
            waits.append({"containerName": NAMES[before], "condition": draw(st.sampled_from(conditions))})
        if waits:
            container["dependsOn"] = waits
        drawn.append(container)
    return drawn


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("wait"), st.integers(1, 200)),
        st.tuples(st.just("stop"), st.integers(0, 3)),
        st.tuples(st.just("kill"), st.sampled_from(NAMES)),
        st.tuples(st.just("failing-health-check"), st.sampled_from(list(IMAGES))),
        st.tuples(st.just("memory-leak"), st.sampled_from(list(IMAGES))),
    ),
    min_size=2,
    max_size=8,
)


class Watcher:
    """Looks at a lab after every event."""

    def __init__(self, lab):
        self.lab = lab
        self.before = {}

    def wait(self, seconds):
        end = self.lab.now + seconds * 1000
        while (due := self.lab.next_event_at()) is not None and due <= end:
            self.lab.advance_to(due)
            self.look()
        self.lab.advance_to(end)
        self.look()

    def look(self):
        for task in self.lab.world.tasks.values():
            drawn = {each.name: each for each in self.lab.world.definitions[task.definition].containers}
            before = self.before.get(task.id)
            for container in task.containers:
                was = before.container(container.name) if before is not None else None
                self.check_start(task, drawn, container, was, before)
                self.check_stop(task, drawn, container, was, before)
            self.check_task(task)
            self.before[task.id] = task

    def check_start(self, task, drawn, container, was, before):
        if container.started_at is None or (was is not None and was.started_at == container.started_at):
            return
        if was is not None and was.started_at is not None:
            assert container.restarts == was.restarts + 1
            assert container.started_at - was.started_at >= 60_000
            # What lets the task stop may come in the same instant, after the restart.
            assert task.live or (before.live and container.started_at == task.stopping_at)
            return
        for wanted in drawn[container.name].depends_on:
            other = task.container(wanted.container_name)
            assert other.started_at is not None
            if wanted.condition in ("COMPLETE", "SUCCESS"):
                assert other.last_status == "STOPPED"
            if wanted.condition == "SUCCESS":
                assert other.exit_code == 0
            if wanted.condition == "HEALTHY":
                assert other.health == "HEALTHY"

    def check_stop(self, task, drawn, container, was, before):
        if container.signalled and (was is None or not was.signalled):
            assert not task.live
            for name, other in drawn.items():
                if any(wanted.container_name == container.name for wanted in other.depends_on):
                    assert task.container(name).last_status != "RUNNING"

    def check_task(self, task):
        running = [each for each in task.containers if each.last_status == "RUNNING"]
        if task.phase == "running":
            assert all(each.last_status != "PENDING" for each in task.containers)
            assert any(each.essential for each in running)
        if task.phase in ("detaching", "stopped"):
            assert not running
        settled = all(self.lab.now - each.started_at > 1_000 for each in running)
        if running and settled:
            assert memory.victim(self.lab.state, task) is None
        times = [task.created_at, task.pull_started_at, task.started_at, task.stopping_at, task.stopped_at]
        given_times = [at for at in times if at is not None]
        assert given_times == sorted(given_times)
        explain(self.lab, f"task/{task.id}")


def act(lab, arns, step):
    match step:
        case ("stop", at):
            if at < len(arns):
                lab.call("ecs", "StopTask", {"cluster": "lab", "task": arns[at]})
        case ("kill", name):
            for arn in arns:
                lab.inject({"fault": "kill-container", "task": arn, "container": name})
        case ("memory-leak", image):
            lab.inject({"fault": "memory-leak", "image": image, "after": "40s"})
        case (fault, image):
            lab.inject({"fault": fault, "image": image})


FULL = os.environ.get("ECSLAB_TEST_FULL") == "1"


@settings(max_examples=400 if FULL else 60, deadline=None, suppress_health_check=list(HealthCheck))
@given(definitions=st.lists(containers(), min_size=1, max_size=2), steps=STEPS)
def test_containers_keep_their_order_their_memory_and_their_word(definitions, steps):
    lab = new_lab(images=IMAGES)
    subnets = [each["SubnetId"] for each in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
    network = {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}}
    lab.call("ecs", "CreateCluster", {"clusterName": "lab"})
    role = "arn:aws:iam::123456789012:role/ecsTaskExecutionRole"
    arns = []
    for number, drawn in enumerate(definitions):
        request = {
            "family": f"f{number}",
            "containerDefinitions": drawn,
            "networkMode": "awsvpc",
            "requiresCompatibilities": ["FARGATE"],
            "cpu": "256",
            "memory": "512",
            "executionRoleArn": role,
        }
        lab.call("ecs", "RegisterTaskDefinition", request)
        run = {
            "cluster": "lab",
            "taskDefinition": f"f{number}",
            "launchType": "FARGATE",
            "networkConfiguration": network,
        }
        arns.append(lab.call("ecs", "RunTask", run)["tasks"][0]["taskArn"])
    watcher = Watcher(lab)
    watcher.wait(25)
    for step in steps:
        if step[0] == "wait":
            watcher.wait(step[1])
            continue
        # A step that ends in a refusal may have reached the first of two tasks.
        with suppress(ApiError, FaultError):
            act(lab, arns, step)
        watcher.look()
    whole, parts = lab.fork(), lab.fork()
    whole.advance(100_000)
    parts.advance(33_000)
    parts.advance(67_000)
    assert whole.state_hash() == parts.state_hash()
    restored = snapshot.load(snapshot.dump(lab), Aws())
    assert not restored.moved
    restored.lab.advance(100_000)
    assert restored.lab.state_hash() == whole.state_hash()
    for arn in arns:
        lab.call("ecs", "StopTask", {"cluster": "lab", "task": arn})
    watcher.wait(200)
    assert {task.last_status for task in lab.world.tasks.values()} <= {"STOPPED"}
    assert all(output.ends_at is not None for output in lab.world.log_outputs.values())
    assert all(stream.running is None for stream in lab.world.log_streams.values())
    journal, end = Journal.loads(lab.dump_journal())
    assert replay(journal, Aws()).state_hash() == end.state
