"""`ecslab bill`: text in both languages, JSON for machines."""

import json


def test_a_new_sandbox_has_cost_nothing(ecslab):
    assert ecslab("bill").out.startswith("nothing has cost anything yet\n")
    assert "まだ料金は発生していません" in ecslab("bill", "--lang", "ja").out


def test_a_bill_of_a_service_and_what_it_would_cost_elsewhere(ecslab):
    for words in (
        "create-cluster --cluster-name lab",
        (
            "register-task-definition --family web --requires-compatibilities FARGATE --network-mode awsvpc "
            "--cpu 256 --memory 512 --container-definitions name=web,image=nginx"
        ),
    ):
        assert ecslab("aws", "ecs", *words.split()).code == 0
    query = ("--query", "Subnets[0].SubnetId", "--output", "text")
    subnet = ecslab("aws", "ec2", "describe-subnets", *query).out.strip()
    network = f"awsvpcConfiguration={{subnets=[{subnet}],assignPublicIp=ENABLED}}"
    where = ("--launch-type", "FARGATE", "--network-configuration", network)
    create = ("create-service", "--cluster", "lab", "--service-name", "web", "--task-definition", "web")
    assert ecslab("aws", "ecs", *create, "--desired-count", "2", *where).code == 0
    ecslab("advance", "1h")
    text = ecslab("bill", "service/web", "--what-if").out
    assert "Fargate vCPU, x86_64 (hours)" in text
    assert "Lambda, one invocation a task: impossible: 2 of these tasks ran longer than 15 minutes" in text
    marked = [line for line in text.splitlines() if line.endswith(" *")]
    assert {line[14:-2] for line in marked} >= {"Public IPv4 addresses (hours)", "Fargate Spot, x86_64"}
    assert not any("Fargate vCPU" in line for line in marked)
    assert "quoted in public sources of 2026-03. Marked with *: from general knowledge of 2026-09" in text
    assert "* の付いたものは 2026-09 時点の" in ecslab("bill", "--lang", "ja").out
    value = json.loads(ecslab("bill", "--format", "json").out)
    assert {line["code"]: line["quoted"] for line in value["lines"]} == {
        "fargate-memory": True,
        "fargate-vcpu": True,
        "public-address": False,
    }
    assert float(value["total"]) == sum(float(line["amount"]) for line in value["lines"]) > 0.02
    tokyo = json.loads(ecslab("bill", "--format", "json", "--region", "ap-northeast-1").out)
    assert float(tokyo["total"]) > float(value["total"])


def test_what_names_nothing_is_one_sentence(ecslab):
    ran = ecslab("bill", "service/web", "--lang", "ja")
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert ecslab("bill", "--region", "eu-west-1").code == 2
