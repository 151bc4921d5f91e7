"""Values drawn from the seed: which, and where they are filled in."""

import pytest

from ecslab.course.exercise import Exercise
from ecslab.course.goal import Goal
from ecslab.course.values import OneOf, draw, filled, shell


def values(**options):
    return {
        name.replace("_", "-"): OneOf.model_validate({"one-of": list(each)}) for name, each in options.items()
    }


def test_seeds_that_follow_one_another_meet_every_option():
    drawn = [draw(values(n=(3, 4, 5)), seed)["n"] for seed in range(3)]
    assert sorted(drawn) == [3, 4, 5]


def test_seeds_that_follow_one_another_meet_every_pair():
    both = values(n=(3, 4, 5), name=("web", "api", "job"))
    assert len({tuple(draw(both, seed).values()) for seed in range(9)}) == 9


def test_the_same_seed_draws_the_same():
    both = values(n=(3, 4, 5), name=("web", "api"))
    assert [draw(both, seed) for seed in range(20)] == [draw(both, seed) for seed in range(20)]


def test_a_script_finds_them_set():
    assert shell({"image-tag": "1.27", "n": 3}) == {"IMAGE_TAG": "1.27", "N": "3"}


TEXT = {"ja": "{{n}} 個の {{ name }}、{{other}}", "en": "{{n}} of {{name}}"}


@pytest.fixture
def goal():
    return Goal.model_validate(
        {
            "id": "g",
            "say": TEXT,
            "run": "aws ecs describe-services --cluster {{name}}",
            "query": "services[?desiredCount==`{{n}}`]",
            "equals": {"count": "{{n}}", "names": ["{{name}}-{{n}}", "{{ n }}"]},
            "given": [
                {"inject": "stop-task", "service": "{{name}}"},
                {"run": "aws ecs list-tasks --cluster {{n}}"},
            ],
            "why": "service/{{name}}",
            "else": {"ja": "{{found}}/{{n}}", "en": "{{found}}/{{n}}"},
        }
    )


def test_they_are_filled_in_everywhere(goal):
    drawn = filled(goal, {"n": 3, "name": "web"})
    assert drawn.say.model_dump() == {"ja": "3 個の web、{{other}}", "en": "3 of web"}
    assert (drawn.run, drawn.query) == (
        "aws ecs describe-services --cluster web",
        "services[?desiredCount==`3`]",
    )
    assert drawn.wanted.value == {"count": 3, "names": ["web-3", 3]}
    assert [step.model_dump(exclude_none=True) for step in drawn.given] == [
        {"inject": "stop-task", "service": "web"},
        {"run": "aws ecs list-tasks --cluster 3"},
    ]
    assert (drawn.why, drawn.else_.en) == ("service/web", "{{found}}/3")


@pytest.mark.parametrize("matcher", ["equals", "at-least", "at-most", "contains"])
def test_a_lone_placeholder_becomes_the_value_itself(matcher):
    goal = Goal.model_validate({"id": "g", "say": TEXT, "run": "aws x y", matcher: "{{n}}"})
    assert filled(goal, {"n": 3}).wanted.value == 3
    assert filled(goal, {"n": 3}).wanted.kind == matcher


def test_what_has_no_placeholder_stays_the_same_object(goal):
    plain = Goal.model_validate({"id": "g", "say": {"ja": "x", "en": "x"}, "run": "aws x y", "exists": True})
    assert filled(plain, {"n": 3}) is plain


def test_an_exercise_that_is_drawn_stays_drawn():
    exercise = Exercise.model_validate(
        {
            "id": "e", "title": {"ja": "x", "en": "x"}, "brief": TEXT, "values": {"n": {"one-of": [3, 4]}, "name": {"one-of": ["a", "b"]}},
            "goals": [{"id": "g", "say": TEXT, "run": "aws x y", "equals": "{{n}}"}],
            "hints": [TEXT, TEXT, TEXT], "solutions": ["a.sh"],
        }
    )  # fmt: skip
    drawn = exercise.drawn(1)
    assert drawn.drawn(0) == drawn
    assert drawn.variables(0) == exercise.variables(1)
    assert exercise.drawn(0).variables(0) != drawn.variables(1)
    assert drawn.brief.en == "{N} of {NAME}".format(**drawn.variables(0))
