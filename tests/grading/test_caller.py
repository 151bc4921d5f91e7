"""Scenes in which the learner is not the administrator."""

import pytest

from ecslab.aws.api import Aws
from ecslab.aws.shell import parse
from ecslab.course.scene import Scene
from ecslab.engine.journal import Journal
from ecslab.engine.lab import replay
from ecslab.grading import scene
from ecslab.grading.judge import judge
from ecslab.grading.play import Play, complaint


def answers(lab, *lines):
    """What each line answered: nothing, or what AWS said."""
    said = []
    Play(lab).run(parse("\n".join(lines)), lambda result: said.append(complaint(result.stderr)))
    return said


def restricted(caller="role/ecsTaskExecutionRole"):
    return scene.build(Scene(script="aws ecs create-cluster --cluster-name lab", caller=caller))


def test_the_learner_is_who_the_scene_says_and_goals_ask_as_the_administrator(goal):
    lab = restricted()
    (denied,) = answers(lab, "aws ecs create-cluster --cluster-name mine")
    assert (
        "assumed-role/ecsTaskExecutionRole/learner is not authorized to perform: ecs:CreateCluster" in denied
    )
    seen = goal(run="aws ecs list-clusters", query="length(clusterArns)", equals=1)
    (verdict,) = judge(lab, [seen])
    assert verdict.outcome == "passed"
    assert lab.caller is not None


def test_what_a_goal_is_given_happens_as_the_administrator(goal):
    lab = restricted()
    given = [{"run": "aws ecs create-cluster --cluster-name given"}]
    (verdict,) = judge(
        lab, [goal(given=given, run="aws ecs list-clusters", query="length(clusterArns)", equals=2)]
    )
    assert verdict.outcome == "passed"


def test_forks_and_replays_keep_who_called():
    lab = restricted().fork()
    answers(lab, "aws sts get-caller-identity", "aws ecs create-cluster --cluster-name mine")
    journal, end = Journal.loads(lab.dump_journal())
    assert replay(journal, Aws()).state_hash() == end.state


def test_an_administrator_is_who_the_scene_does_not_name():
    assert answers(restricted(None), "aws ecs create-cluster --cluster-name mine") == [""]


@pytest.mark.parametrize("caller", ["role/nobody", "user/nobody"])
def test_a_caller_that_the_script_does_not_make_breaks_the_scene(caller):
    with pytest.raises(scene.SceneFails, match="no such identity"):
        restricted(caller)


@pytest.mark.parametrize("caller", ["nobody", "group/x", "user/", "user/a b"])
def test_a_caller_is_a_user_or_a_role(caller):
    with pytest.raises(ValueError, match="caller"):
        Scene(caller=caller)
