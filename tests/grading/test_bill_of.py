"""Goals about what a lab costs."""

import pytest
from pydantic import ValidationError

from ecslab.grading.judge import judge

SERVE = (
    "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)",
    (
        "aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 2"
        " --launch-type FARGATE"
        ' --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"'
    ),
    "aws ecs wait services-stable --cluster lab --services web",
)
DAY = 86_400_000
TWO_TASKS_A_DAY = 2 * 24 * (0.25 * 0.04048 + 0.5 * 0.004445 + 0.005)
"""Two of 0.25 vCPU and 0.5 GB, each with a public address, at the prices of us-east-1."""


@pytest.fixture
def serving(lab, play):
    return play(lab, *SERVE)


def cost(goal, **keys):
    given = {"run": None, "bill_of": "service/web", "after": "1d"} | keys
    return goal(**{name: value for name, value in given.items() if name == "run" or value is not None})


def test_what_counts_is_spent_from_now_on(goal, serving, play):
    serving.advance(3 * DAY)
    (verdict,) = judge(serving, [cost(goal, at_most=TWO_TASKS_A_DAY + 0.0001)])
    assert verdict.outcome == "passed"
    assert verdict.found == pytest.approx(TWO_TASKS_A_DAY, abs=0.0001)


def test_too_dear_is_told_with_the_sum(goal, serving):
    (verdict,) = judge(serving, [cost(goal, at_most=0.5)])
    assert verdict.outcome == "failed"
    assert str(verdict.found) in verdict.reason.en
    assert str(verdict.found) in verdict.reason.ja


def test_what_is_given_counts_from_then(goal, serving):
    less = {"run": "aws ecs update-service --cluster lab --service web --desired-count 0"}
    (verdict,) = judge(serving, [cost(goal, at_most=0.01, given=[less])])
    assert verdict.outcome == "passed"


def test_everything_is_all(goal, serving):
    (whole, service) = judge(
        serving,
        [
            cost(goal, id=name, bill_of=of, at_least=0)
            for name, of in (("whole", "all"), ("part", "service/web"))
        ],
    )
    assert whole.found == service.found > 0


def test_nothing_of_that_name_fails_in_both_languages(goal, serving):
    (verdict,) = judge(serving, [cost(goal, bill_of="service/wbe", at_most=1)])
    assert (verdict.outcome, verdict.found) == ("failed", "no-service")
    assert verdict.reason.en != verdict.reason.ja
    assert "web" in verdict.reason.en


@pytest.mark.parametrize(
    "keys",
    [
        {"after": None, "at_most": 1},
        {"at_most": 1, "query": "a"},
        {"at_most": 1, "run": "aws ecs list-tasks"},
        {"at_most": 1, "hold_for": "5m"},
        {"at_most": 1, "never": True, "over": "5m"},
        {},
    ],
)
def test_a_bill_is_asked_for_once_and_later(goal, keys):
    with pytest.raises(ValidationError):
        cost(goal, **keys)
