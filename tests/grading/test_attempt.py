"""An attempt: a terminal over the exercise's lab, judged at any time, with a way back."""

import pytest

from ecslab.grading.attempt import Attempt
from ecslab.grading.scene import SceneFails, build
from ecslab.grading.script import ScriptError

SUBNET = "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)"
CREATE = (
    "aws ecs create-service --cluster lab --service-name web --desired-count {count} --task-definition web"
    ' --launch-type FARGATE --network-configuration "awsvpcConfiguration={{subnets=[$SUBNET],assignPublicIp=ENABLED}}"'
)


@pytest.fixture
def attempt(lesson, exercise):
    return Attempt.begin(lesson, exercise)


def outcomes(attempt):
    return [verdict.outcome for verdict in attempt.judge()]


def test_an_exercise_is_solved_line_by_line(attempt):
    assert outcomes(attempt) == ["failed", "skipped", "skipped"]
    assert attempt.run_line(SUBNET)[-1].exit_code == 0
    (made,) = attempt.run_line(CREATE.format(count=2))
    assert made.value["service"]["serviceName"] == "web"
    assert outcomes(attempt) == ["passed"] * 3
    assert attempt.commands == 2


def test_what_a_line_prints_comes_back_in_order(attempt):
    printed = attempt.run_line("echo one; aws ecs list-clusters --query 'length(clusterArns)'; echo $?")
    assert [outcome.stdout for outcome in printed] == ["one\n", "1\n", "0\n"]


def test_an_error_is_printed_and_remembered(attempt):
    (refused,) = attempt.run_line("aws ecs list-tasks --cluster none")
    assert refused.exit_code == 254
    assert "ClusterNotFoundException" in refused.stderr
    assert attempt.run_line("echo $?")[0].stdout == "254\n"


def test_files_of_the_lesson_and_here_documents_can_be_read(attempt):
    attempt.run_line('cat > made.json <<\'END\'\n{"clusterName": "made"}\nEND')
    assert attempt.run_line("aws ecs create-cluster --cli-input-json file://made.json")[0].exit_code == 0
    assert attempt.run_line("cat empty.json")[0].stdout == "{}\n"
    assert attempt.run_line("aws ecs create-cluster --cli-input-json file://../lesson.yaml")[0].exit_code != 0


def test_a_line_that_may_not_run_changes_nothing(attempt):
    before = attempt.lab.dump_journal()
    with pytest.raises(ScriptError):
        attempt.run_line("rm -rf /")
    with pytest.raises(ScriptError) as caught:
        attempt.run_line("echo 'open")
    assert caught.value.incomplete
    assert attempt.lab.dump_journal() == before
    assert not attempt.undo()


def test_undo_takes_back_one_action_and_all_that_it_did(attempt):
    start = attempt.lab.dump_journal()
    attempt.run_line(SUBNET)
    attempt.run_line("echo x > note; aws ecs nonsense")
    made = attempt.lab.dump_journal()
    attempt.run_line(CREATE.format(count=2))
    assert attempt.undo()
    assert (attempt.lab.dump_journal(), attempt.commands) == (made, 2)
    assert attempt.run_line("cat note")[0].stdout == "x\n"
    assert attempt.undo()
    assert attempt.undo()
    assert attempt.run_line("cat note")[0].exit_code != 0
    assert attempt.undo()
    assert attempt.run_line("echo [$SUBNET]")[0].stdout.startswith("[subnet-")
    assert attempt.undo()
    assert attempt.undo()
    assert attempt.run_line("echo [$SUBNET]")[0].stdout == "[]\n"
    assert attempt.undo()
    assert not attempt.undo()
    assert attempt.lab.dump_journal() == start


def test_a_fault_can_be_undone_and_one_that_names_nothing_is_no_action(attempt):
    attempt.run_line(SUBNET)
    attempt.run_line(CREATE.format(count=1))
    attempt.run_line("aws ecs wait services-stable --cluster lab --services web")
    before = attempt.lab.state_hash()
    attempt.inject({"fault": "stop-task", "service": "web"})
    assert attempt.lab.state_hash() != before
    with pytest.raises(Exception, match="none"):
        attempt.inject({"fault": "stop-task", "service": "none"})
    assert attempt.undo()
    assert attempt.lab.state_hash() == before


def test_reset_begins_again_and_can_be_undone(attempt):
    start = attempt.lab.state_hash()
    attempt.run_line("aws ecs create-cluster --cluster-name mine")
    mine = attempt.lab.state_hash()
    attempt.reset()
    assert (attempt.lab.state_hash(), attempt.commands) == (start, 0)
    attempt.run_line("aws ecs create-cluster --cluster-name other")
    attempt.reset()
    assert attempt.lab.state_hash() == start
    attempt.undo()
    attempt.undo()
    attempt.undo()
    assert (attempt.lab.state_hash(), attempt.commands) == (mine, 1)


def test_looking_is_neither_counted_nor_undone(attempt):
    assert attempt.command.run(["ecs", "list-clusters"]).exit_code == 0
    assert attempt.commands == 0
    assert not attempt.undo()


def test_a_known_mistake_is_recognised(attempt):
    assert attempt.mistake(attempt.judge()) is None
    attempt.run_line(SUBNET)
    attempt.run_line(CREATE.format(count=1))
    assert attempt.mistake(attempt.judge()).run == "mistakes/too-few.sh"
    attempt.run_line("aws ecs update-service --cluster lab --service web --desired-count 2")
    assert attempt.mistake(attempt.judge()) is None


def test_a_lab_is_the_same_for_the_same_seed(lesson, exercise):
    one, two, other = (Attempt.begin(lesson, exercise, seed) for seed in (5, 5, 6))
    for attempt in (one, two, other):
        attempt.run_line(SUBNET)
        attempt.run_line(CREATE.format(count=2))
    assert one.lab.dump_journal() == two.lab.dump_journal()
    assert one.lab.state_hash() != other.lab.state_hash()


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("--cluster-name lab", "--cluster-nam", "line 1"),
        ("aws ecs create-cluster", "make create-cluster", "make"),
        ("settle: 3m", "faults: [{inject: stop-task, service: none}]", "no cluster has a service 'none'"),
    ],
)
def test_a_scene_that_cannot_be_built_says_why(lesson_folder, lesson, old, new, line):
    path = lesson_folder / "scenes" / "two-tasks.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SceneFails) as caught:
        build(lesson.scene("two-tasks"))
    assert line in caught.value.problem.en
    assert caught.value.problem.ja
