"""`ecslab run`."""

import json

import pytest

from ecslab.aws.api import Aws
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay


@pytest.fixture
def script(tmp_path):
    def write(text: str):
        path = tmp_path / "script.sh"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_answers_go_to_standard_output_in_order_and_commands_to_standard_error(ecslab, script):
    ran = ecslab("run", script("echo a\nB=$(echo b)\naws ecs list-services --cluster none\necho $B\n"))
    answer = "\nAn error occurred (ClusterNotFoundException) when calling the ListServices operation: Cluster not found.\n"
    assert ran.out.split("\n", 1)[0] == "a"
    assert ran.out.endswith("b\n")
    assert answer.strip() in ran.out
    assert ran.err.splitlines() == [
        "+ echo a",
        "++ echo b",
        "+ B=$(echo b)",
        "+ aws ecs list-services --cluster none",
        "+ echo $B",
    ]
    assert ran.code == 0


def test_it_exits_as_the_script_does(ecslab, script):
    assert ecslab("run", script("aws ecs list-services --cluster none")).code == 254
    assert ecslab("run", script("exit 7")).code == 7


def test_what_may_not_run_is_refused_before_anything_runs(ecslab, script):
    ran = ecslab("run", script("echo a\nrm -rf /\n"))
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("ecslab: script.sh:2:1: there is no command 'rm' here")


def test_a_script_that_goes_too_far_is_stopped(ecslab, script):
    ran = ecslab("run", script("sleep 20d\nsleep 20d\n"))
    assert ran.code == 4
    assert "ecslab: script.sh:2:1: stopped:" in ran.err


def test_a_missing_script_is_one_sentence(ecslab, tmp_path):
    assert ecslab("run", "none.sh").err == "ecslab: there is no file 'none.sh'\n"
    assert (
        ecslab("run", tmp_path, "--lang", "ja").err
        == f"ecslab: 「{tmp_path}」はフォルダーで、ファイルではありません\n"
    )
    assert ecslab("run", "none.sh").code == 4


def test_files_beside_the_script_are_read_and_none_elsewhere(ecslab, script, tmp_path):
    (tmp_path / "input.json").write_text('{"clusterName": "beside"}')
    ran = ecslab(
        "run", script("aws ecs create-cluster --cli-input-json file://input.json --query cluster.clusterName")
    )
    assert (ran.code, ran.out) == (0, '"beside"\n')
    assert ecslab("run", script("aws ecs create-cluster --cli-input-json file:///etc/hostname")).code != 0


def test_a_scene_by_name_or_file(ecslab, script, course):
    names = "aws ecs list-clusters --query 'clusterArns' --output text"
    for scene in ("given", course / "clusters/scenes/given.yaml"):
        ran = ecslab("run", script(names), "--scene", scene, "--course", course)
        assert ran.out.endswith(":cluster/given\n")
    ran = ecslab("run", script(names), "--scene", "gven", "--course", course)
    assert (ran.code, "'given'" in ran.err or "given" in ran.err) == (2, True)


def test_the_journal_replays_to_the_same_lab(ecslab, script, tmp_path):
    journal = tmp_path / "out.jsonl"
    ran = ecslab("run", script("aws ecs create-cluster\nsleep 90\nexit 3"), "--seed", 5, "--journal", journal)
    assert ran.code == 3
    read, end = Journal.loads(journal.read_text())
    assert replay(read, Aws()).state_hash() == end.state
    assert {"verb": "advance", "ms": 90_000} in map(json.loads, journal.read_text().splitlines())


def test_the_same_seed_prints_the_same(ecslab, script):
    text = "aws ecs create-cluster\naws ecs register-task-definition --family f --container-definitions name=a,image=b,memory=9"
    assert ecslab("run", script(text), "--seed", 3).out == ecslab("run", script(text), "--seed", 3).out


def test_terminal_escapes_are_not_printed(ecslab, script):
    assert (
        "\x1b"
        not in ecslab("run", script("aws ecs create-cluster --cluster-name '\"\\u001b[2J\"'\ncat x\n")).out
    )
