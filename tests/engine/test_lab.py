"""The lab's promises: time, forks, journals and saved labs."""

import os
import subprocess
import sys

import pytest

from ecslab.aws.api import Aws
from ecslab.engine import snapshot
from ecslab.engine.errors import ApiError, EcslabError, FaultError, Problem
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay
from ecslab.locale import told


def busy(desk):
    """A lab with history: a service, a dead task, a roll-out under way and a refused call."""
    desk.define()
    desk.serve()
    desk.wait(120)
    desk.lab.inject({"fault": "stop-task", "service": "web"})
    desk.define("web", {"image": "nginx:2"})
    desk.update(taskDefinition="web")
    with pytest.raises(ApiError):
        desk.ecs("RunTask", cluster="nowhere", taskDefinition="web")
    desk.wait(33.3)
    return desk


def test_time_does_not_run_backwards(desk):
    with pytest.raises(EcslabError, match="backwards"):
        desk.lab.advance(-1)


@pytest.mark.parametrize("parts", [(90_000,), (45_000, 45_000), (1, 89_998, 1), (0, 26_000, 64_000)])
def test_advancing_in_parts_is_advancing_at_once(desk, parts):
    busy(desk)
    whole, split = desk.lab.fork(), desk.lab.fork()
    whole.advance(90_000)
    for part in parts:
        split.advance(part)
    assert split.state_hash() == whole.state_hash()
    assert split.dump_journal() == whole.dump_journal()


def test_a_fork_goes_its_own_way(desk):
    busy(desk)
    before = desk.lab.state_hash()
    fork = desk.lab.fork()
    fork.advance(600_000)
    fork.inject({"fault": "stop-task", "service": "web"})
    assert desk.lab.state_hash() == before
    other = desk.lab.fork()
    desk.wait(600)
    other.advance(600_000)
    assert other.state_hash() == desk.lab.state_hash() != fork.state_hash()


def test_a_journal_replays_to_the_same_state(desk):
    text = busy(desk).lab.dump_journal()
    journal, end = Journal.loads(text)
    again = replay(journal, Aws())
    assert again.state_hash() == desk.lab.state_hash() == end.state
    assert again.dump_journal() == text


def test_a_saved_lab_goes_on_as_if_nothing_had_happened(desk):
    restored = snapshot.load(snapshot.dump(busy(desk).lab), Aws())
    assert not restored.moved
    desk.wait(500)
    restored.lab.advance(500_000)
    assert restored.lab.state_hash() == desk.lab.state_hash()
    assert restored.lab.dump_journal() == desk.lab.dump_journal()


def test_another_engine_version_goes_by_the_replay(desk, monkeypatch):
    saved = snapshot.dump(busy(desk).lab)
    monkeypatch.setattr(snapshot, "__version__", "99")
    restored = snapshot.load(saved, Aws())
    assert restored.lab.state_hash() == desk.lab.state_hash()
    assert not restored.moved


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"\x80", b"hello"])
def test_bytes_that_are_no_lab_are_refused(content):
    with pytest.raises(EcslabError, match="not-a-saved-lab"):
        snapshot.load(content, Aws())


@pytest.mark.parametrize(
    "params",
    [{"a": [b"\x00\xff"]}, {"$base64": "eA=="}, {"$$base64": {"$base64": b""}}, {"a": {"$base64": 1}}],
)
def test_a_journal_keeps_bytes(desk, params):
    with pytest.raises(ApiError):
        desk.lab.call("ecs", "CreateCluster", params)
    journal, _ = Journal.loads(desk.lab.dump_journal())
    assert journal.verbs[-1].params == params


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda lines: [], "empty"),
        (lambda lines: ["{}", *lines[1:]], "line 1"),
        (lambda lines: [lines[0], "{", *lines[2:]], "line 2"),
        (lambda lines: [lines[0], '{"verb":"dance"}', *lines[2:]], "line 2"),
        (lambda lines: lines[:-1], "no end"),
        (lambda lines: [*lines, lines[-1]], "nothing may follow"),
    ],
)
def test_a_damaged_journal_names_its_line(desk, spoil, message):
    lines = busy(desk).lab.dump_journal().splitlines()
    with pytest.raises(Problem) as damage:
        Journal.loads("\n".join(spoil(lines)))
    assert message in told(damage.value, "en")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"fault": "stop-tusk"}, "did you mean 'stop-task'"),
        ({}, "no fault is called 'None'"),
        ({"fault": "stop-task"}, "needs exactly one of: task, service"),
        ({"fault": "stop-task", "service": "wed"}, "did you mean 'web'"),
        ({"fault": "stop-task", "service": "web", "clutser": "lab"}, "did you mean 'cluster'"),
        ({"fault": "stop-task", "task": "0" * 32}, "no task"),
        ({"fault": "stop-task", "service": "web"}, "no RUNNING task"),
        ({"fault": "stop-task", "service": "web", "exit-code": 300}, "0 to 255"),
    ],
)
def test_a_fault_that_names_nothing_says_what_there_is(desk, fault, message):
    desk.define()
    desk.serve()
    with pytest.raises(FaultError) as refused:
        desk.lab.inject(fault)
    assert message in told(refused.value, "en")


@pytest.mark.parametrize("name", ["\ud800", object(), {1: {2}.__iter__()}])
def test_what_cannot_stand_in_a_journal_is_refused_at_the_door(desk, name):
    with pytest.raises(ApiError) as refused:
        desk.ecs("CreateCluster", clusterName=name)
    assert refused.value.code == "SerializationException"
    desk.lab.dump_journal()


SCRIPT = """
from ecslab.aws import new_lab
lab = new_lab(seed=7)
subnets = [s["SubnetId"] for s in lab.call("ec2", "DescribeSubnets", {})["Subnets"]]
network = {"awsvpcConfiguration": {"subnets": subnets, "assignPublicIp": "ENABLED"}}
lab.call("ecs", "CreateCluster", {"clusterName": "lab"})
lab.call("ecs", "RegisterTaskDefinition", {"family": "web", "networkMode": "awsvpc", "cpu": "256",
    "memory": "512", "requiresCompatibilities": ["FARGATE"],
    "containerDefinitions": [{"name": "c", "image": "nginx"}]})
lab.call("ecs", "CreateService", {"cluster": "lab", "serviceName": "web", "taskDefinition": "web",
    "desiredCount": 5, "launchType": "FARGATE", "networkConfiguration": network})
lab.advance(300_000)
lab.inject({"fault": "stop-task", "service": "web"})
lab.advance(100_000)
print(lab.dump_journal())
print(lab.call("ecs", "DescribeServices", {"cluster": "lab", "services": ["web"]}))
"""


def test_no_hash_seed_shows(monkeypatch):
    outputs = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("0", "1", "12345")
    }
    assert len(outputs) == 1


def test_seeds_make_different_labs(make_desk):
    assert make_desk(seed=1).subnets != make_desk(seed=2).subnets
