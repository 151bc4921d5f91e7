"""`ecslab fault`: the list of what can go wrong, and making it go wrong in the saved sandbox."""

import json

import pytest

from ecslab.engine.faults import FAULTS

SERVICE = """\
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
def served(ecslab, course):
    (course / "scenes").mkdir()
    (course / "scenes" / "web.yaml").write_text(SERVICE)
    assert ecslab("reset", "--scene", "web", "--course", course).code == 0
    return ecslab


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_fault_and_each_of_its_fields_has_words(ecslab, language):
    listed = ecslab("fault", "--lang", language).out
    for fault in FAULTS.values():
        assert f"{fault.name}: " in listed
        assert all(f"    {field.name}=" in listed for field in fault.fields)


def test_a_fault_happens_in_the_sandbox(served):
    assert served("fault", "stop-task", "service=web", "exit-code=3").code == 0
    listed = served("aws", "ecs", "list-tasks", "--cluster", "lab", "--desired-status", "STOPPED")
    (arn,) = json.loads(listed.out)["taskArns"]
    query = ("--query", "tasks[0].containers[0].exitCode")
    assert served("aws", "ecs", "describe-tasks", "--cluster", "lab", "--tasks", arn, *query).out == "3\n"


@pytest.mark.parametrize(
    ("words", "english", "japanese"),
    [
        (["stop-tusk"], "did you mean 'stop-task'", "もしかして 'stop-task'"),
        (["stop-task", "service=front"], "there are: web", "次のものがあります: web"),
        (["stop-task", "web"], "FIELD=VALUE", "項目=値"),
        (["stop-task", "service=web", "exit-code=many"], "whole number from 0 to 255", "255 までの整数"),
    ],
)
def test_what_is_wrong_is_one_sentence_in_the_language_chosen(served, words, english, japanese):
    ran = served("fault", *words)
    assert (ran.code, ran.err.count("\n")) == (2, 1)
    assert english in ran.err
    assert japanese in served("fault", *words, "--lang", "ja").err
