"""The saved sandbox from one command to the next: aws, advance, why, reset."""

import pytest

from ecslab.locale import words

WEB = """\
format: 1
settle: 2m
script: |
  aws ecs create-cluster --cluster-name lab
  aws ecs register-task-definition --family web --requires-compatibilities FARGATE --network-mode awsvpc \\
    --cpu 256 --memory 512 --container-definitions name=web,image=nginx
  SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)
  aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 1 \\
    --launch-type FARGATE \\
    --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"
"""


@pytest.fixture
def home(tmp_path):
    return tmp_path / "home"


def test_one_command_sees_what_another_did(ecslab, home):
    assert (
        ecslab("aws", "ecs", "create-cluster", "--cluster-name", "lab", "--query", "cluster.status").out
        == '"ACTIVE"\n'
    )
    listed = ecslab("aws", "ecs", "list-clusters", "--output", "text")
    assert listed.out.endswith(":cluster/lab\n")
    assert home.is_dir()


def test_aws_exits_and_complains_as_the_aws_cli(ecslab):
    ran = ecslab("aws", "ecs", "list-services", "--cluster", "none")
    assert (ran.code, ran.out) == (254, "")
    assert "An error occurred (ClusterNotFoundException)" in ran.err
    assert ecslab("aws", "ecs", "lst-clusters").code == 252
    assert ecslab("aws").code == 252


def test_the_shells_region_and_profile_are_for_the_real_aws(ecslab, monkeypatch):
    monkeypatch.setenv("AWS_PROFILE", "work")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    monkeypatch.setenv("AWS_DEFAULT_OUTPUT", "text")
    assert ecslab("aws", "sts", "get-caller-identity", "--query", "Account").out == "123456789012\n"


def test_options_after_aws_are_the_aws_clis(ecslab):
    ran = ecslab("aws", "--version")
    assert ran.out.startswith("ecslab/")
    assert ecslab("aws", "ecs", "list-clusters", "--lang", "ja").code == 252


def test_time_moves_only_when_told_to(ecslab):
    assert ecslab("advance", "90m").out == "2026-01-05T10:30:00+00:00\n"
    assert ecslab("advance", "1s").out == "2026-01-05T10:30:01+00:00\n"
    ran = ecslab("advance", "soon")
    assert (ran.code, ran.err.count("\n")) == (2, 1)


def test_why_answers_in_the_language_chosen_and_names_what_there_is(ecslab, course):
    (course / "scenes").mkdir()
    (course / "scenes" / "web.yaml").write_text(WEB)
    assert ecslab("reset", "--scene", "web", "--course", course).code == 0
    english, japanese = ecslab("why", "service/web"), ecslab("why", "service/web", "--lang", "ja")
    assert (english.code, japanese.code) == (0, 0)
    assert english.out != japanese.out
    ran = ecslab("why", "service/wbe")
    assert (ran.code, ran.out) == (2, "")
    assert "web" in ran.err


def test_reset_begins_anew(ecslab):
    ecslab("aws", "ecs", "create-cluster", "--cluster-name", "lab")
    assert ecslab("reset").code == 0
    assert ecslab("aws", "ecs", "list-clusters", "--query", "length(clusterArns)").out == "0\n"


def test_a_scene_that_there_is_not_leaves_the_sandbox_as_it_was(ecslab, course):
    ecslab("aws", "ecs", "create-cluster", "--cluster-name", "lab")
    assert ecslab("reset", "--scene", "none", "--course", course).code == 2
    assert ecslab("aws", "ecs", "list-clusters", "--query", "length(clusterArns)").out == "1\n"


def test_a_damaged_sandbox_is_set_aside_and_said_so(ecslab, home):
    home.mkdir()
    (home / "sandbox.db").write_text("no database at all" * 100)
    ran = ecslab("aws", "ecs", "list-clusters", "--query", "length(clusterArns)")
    assert (ran.code, ran.out) == (0, "0\n")
    assert str(home / "sandbox.db.damaged-1") in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_is_not_simulated_is_told_in_the_chosen_language_too(ecslab, monkeypatch, language):
    monkeypatch.setenv("ECSLAB_LANG", language)
    ran = ecslab("aws", "ec2", "create-vpc", "--cidr-block", "10.0.0.0/16")
    assert ran.code == 254
    assert words(language)("engine.not-simulated") in ran.err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_sandbox_that_cannot_be_used_is_told_in_the_chosen_language(ecslab, home, monkeypatch, language):
    monkeypatch.setenv("ECSLAB_LANG", language)
    (home / "sandbox.db").mkdir(parents=True)
    ran = ecslab("advance", "1s")
    assert ran.code == 2
    assert (
        words(language)("engine.error.sandbox-unusable", path="|", problem="|").partition("|")[0] in ran.err
    )


@pytest.mark.parametrize(("language", "near"), [("en", "line 1, column 13"), ("ja", "1 行 13 列目")])
def test_where_a_pattern_is_wrong_is_told_in_the_readers_language(ecslab, monkeypatch, language, near):
    monkeypatch.setenv("ECSLAB_LANG", language)
    ran = ecslab("aws", "events", "put-rule", "--name", "r", "--event-pattern", '{"source": "aws.ecs"}')
    assert ran.code == 254
    assert "(InvalidEventPatternException)" in ran.err
    assert near in ran.err


def test_a_rule_says_what_became_of_it(ecslab):
    ecslab("aws", "events", "put-rule", "--name", "orders", "--event-pattern", '{"source": ["shop"]}')
    told = ecslab("why", "rule/orders")
    assert told.code == 0
    assert "orders" in told.out
