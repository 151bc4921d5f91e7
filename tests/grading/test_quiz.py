"""Answers to questions; a prediction's key is what the lab says."""

import pytest
from pydantic import TypeAdapter

from ecslab.course.quiz import AnyQuestion, shuffled
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


def question(**keys):
    return TypeAdapter(AnyQuestion).validate_python({"id": "q", "ask": BOTH, **keys})


BOTH = {"ja": "x", "en": "x"}
ORDER = question(order=[{"ja": each, "en": each} for each in "abc"], why={"ja": "why", "en": "why"})
MATCH = question(
    match=[
        {
            "item": {"ja": each, "en": each},
            "with": {"ja": each * 2, "en": each * 2},
            "why": {"ja": each, "en": f"why {each}"},
        }
        for each in "abc"
    ]
)
FILL = question(
    fill={
        "accept": ["awsvpc", "the mode"],
        "near": [{"text": "bridge", "why": {"ja": "x", "en": "no bridge"}}],
        "why": {"ja": "x", "en": "why"},
    }
)


@pytest.mark.parametrize(
    ("asked", "chosen", "right", "whys"),
    [
        (ORDER, [0, 1, 2], True, ["why"]),
        (ORDER, [0, 2, 1], False, ["why"]),
        (ORDER, [0, 1], False, ["why"]),
        (MATCH, [0, 1, 2], True, ["why a", "why b", "why c"]),
        (MATCH, [1, 0, 2], False, ["why a", "why b"]),
        (MATCH, [0, 0, 2], False, ["why b"]),
        (FILL, ["awsvpc"], True, ["why"]),
        (FILL, ["  \uff21wsVPC "], True, ["why"]),
        (FILL, ["The  Mode"], True, ["why"]),
        (FILL, ["Bridge"], False, ["no bridge", "why"]),
        (FILL, ["host"], False, ["why"]),
        (FILL, [], False, ["why"]),
    ],
)
def test_order_match_and_fill(lesson, asked, chosen, right, whys):
    answered = answer(lesson, asked, chosen)
    assert answered.right is right
    assert [why.en for why in answered.whys] == whys


def test_an_exact_answer_is_exact(lesson):
    exact = question(fill={"accept": ["taskRoleArn"], "exact": True, "why": BOTH})
    assert answer(lesson, exact, [" taskRoleArn"]).right
    assert not answer(lesson, exact, ["taskrolearn"]).right


@pytest.mark.parametrize("count", range(2, 10))
def test_what_is_to_be_put_in_order_is_shown_in_another(count):
    for name in ("a", "b", "lifecycle", "stages"):
        asked = question(order=[{"ja": str(n), "en": str(n)} for n in range(count)], why=BOTH)
        places = shuffled(asked.model_copy(update={"id": name}))
        assert sorted(places) == list(range(count))
        assert places != tuple(range(count))
        assert places == shuffled(asked.model_copy(update={"id": name}))
