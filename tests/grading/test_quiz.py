"""Answers to questions; a prediction's key is what the lab says."""

import pytest

from ecslab.grading.quiz import NoKey, answer, key_of


@pytest.mark.parametrize(
    ("question", "chosen", "right", "key", "whys"),
    [
        ("who", [0], True, (0,), ["It does"]),
        ("who", [1], False, (0,), ["A task only runs", "It does"]),
        ("who", [], False, (0,), ["It does"]),
        ("which", [1, 0], True, (0, 1), ["Yes", "Yes"]),
        ("which", [0], False, (0, 1), ["Yes", "Yes"]),
        ("which", [0, 1, 2], False, (0, 1), ["Yes", "Yes", "No"]),
        ("forever", [False], True, (False,), ["It is not"]),
        ("forever", [True], False, (False,), ["It is not"]),
        ("how-many", [2], True, (2,), ["The service keeps them"]),
        ("how-many", [1], False, (2,), ["The service keeps them"]),
    ],
)
def test_answers(lesson, question, chosen, right, key, whys):
    answered = answer(lesson, lesson.question(question), chosen)
    assert (answered.right, answered.key) == (right, key)
    assert [why.en for why in answered.whys] == whys


@pytest.mark.parametrize(
    ("command", "key"),
    [
        ("aws ecs list-tasks --cluster lab --query 'length(taskArns)' --output text", 2),
        ("aws ecs describe-services --cluster lab --services web --query 'services[0].status'", "ACTIVE"),
        (
            "aws ecs describe-services --cluster lab --services web --query 'services[0].status' --output text",
            "ACTIVE",
        ),
        ("aws ecs list-tasks --cluster lab --query nothing", None),
    ],
)
def test_a_key_is_a_value(lesson, command, key):
    question = lesson.question("how-many").model_copy(update={"predict": command})
    assert key_of(lesson, question) == key


def test_a_command_that_fails_has_no_key(lesson):
    question = lesson.question("how-many").model_copy(update={"predict": "aws ecs list-tasks --cluster none"})
    with pytest.raises(NoKey, match="ClusterNotFoundException"):
        answer(lesson, question, [1])
