"""Goals are judged in forks: by what the lab is, what comes next, and what happens if."""

import pytest

from ecslab.grading.judge import judge
from ecslab.grading.limits import OutOfTime

SUBNET = "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)"
NETWORK = '--launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"'
RUN_TASK = f"aws ecs run-task --cluster lab --task-definition web {NETWORK}"
SERVICE = f"aws ecs create-service --cluster lab --service-name web --desired-count 2 --task-definition web {NETWORK}"

RUNNING = {"run": "aws ecs list-tasks --cluster lab --desired-status RUNNING", "query": "length(taskArns)"}
STARTED = {"run": "aws ecs describe-clusters --clusters lab", "query": "clusters[0].runningTasksCount"}


def one(lab, goal):
    (verdict,) = judge(lab, [goal])
    return verdict


def test_now(lab, goal):
    assert (
        one(
            lab, goal("aws ecs describe-clusters --clusters lab", query="clusters[0].status", equals="ACTIVE")
        ).outcome
        == "passed"
    )
    verdict = one(
        lab, goal("aws ecs describe-clusters --clusters lab", query="clusters[0].status", equals="INACTIVE")
    )
    assert (verdict.outcome, verdict.found, verdict.wanted) == ("failed", "ACTIVE", "INACTIVE")
    assert verdict.reason.en == "Wanted: INACTIVE. Found: ACTIVE."
    assert "ACTIVE です" in verdict.reason.ja


def test_after_is_judged_once_and_later(lab, play, goal):
    play(lab, SUBNET, RUN_TASK)
    assert one(lab, goal(**STARTED, equals=1)).outcome == "failed"
    assert one(lab, goal(**STARTED, after="1m", equals=1)).outcome == "passed"


def test_within_is_any_instant_up_to_its_end(lab, play, goal):
    play(lab, SUBNET, RUN_TASK)
    started = next(
        n for n in range(60) if one(lab, goal(**STARTED, after=f"{n}s", equals=1)).outcome == "passed"
    )
    assert one(lab, goal(**STARTED, within=f"{started}s", equals=1)).outcome == "passed"
    assert one(lab, goal(**STARTED, within=f"{started - 1}s", equals=1)).outcome == "failed"
    assert one(lab, goal(**STARTED, within="1h", equals=0)).outcome == "passed"


def test_given_happens_in_the_fork_only(lab, play, goal):
    play(lab, SUBNET, SERVICE, "sleep 120")
    before = lab.state_hash()
    killed = [{"inject": "stop-task", "cluster": "lab", "service": "web"}]
    assert one(lab, goal(**STARTED, given=killed, equals=1)).outcome == "passed"
    assert one(lab, goal(**STARTED, given=killed, after="3m", equals=2)).outcome == "passed"
    gone = [{"run": "aws ecs delete-service --cluster lab --service web --force"}]
    assert one(lab, goal(**STARTED, given=gone, within="5m", equals=0)).outcome == "passed"
    assert one(lab, goal(**STARTED, equals=2)).outcome == "passed"
    assert lab.state_hash() == before


def test_judging_leaves_the_journal_alone(lab, goal):
    before = lab.dump_journal()
    judge(lab, [goal(exists=True), goal(id="later", after="1h", exists=True)])
    assert lab.dump_journal() == before


def test_a_goal_that_changes_something_does_so_to_no_other(lab, goal):
    making = goal("aws ecs create-cluster --cluster-name other", id="making", exists=True)
    looking = goal("aws ecs list-clusters", id="looking", query="length(clusterArns)", equals=1)
    assert [verdict.outcome for verdict in judge(lab, [making, looking])] == ["passed", "passed"]


def test_what_is_given_cannot_be_done(lab, goal):
    verdict = one(lab, goal(**RUNNING, given=[{"inject": "stop-task", "service": "web"}], equals=2))
    assert verdict.outcome == "failed"
    assert "no cluster has a service 'web'" in verdict.reason.en
    verdict = one(
        lab, goal(**RUNNING, given=[{"run": "aws ecs stop-task --cluster lab --task none"}], equals=2)
    )
    assert verdict.outcome == "failed"
    assert "InvalidParameterException" in verdict.reason.en


def test_a_need_that_is_not_met_skips(lab, goal):
    first = goal(id="first", query="length(taskArns)", equals=1)
    second = goal(id="second", needs=["first"], query="length(taskArns)", equals=0)
    third = goal(id="third", needs=["second"], query="length(taskArns)", equals=0)
    verdicts = judge(lab, [first, second, third])
    assert [verdict.outcome for verdict in verdicts] == ["failed", "skipped", "skipped"]
    assert "first" in verdicts[1].reason.en
    assert "second" in verdicts[2].reason.ja


def test_an_answer_is_seen_whole_however_many_pages_it_has(lab, play, goal):
    play(lab, *(f"aws ecs create-cluster --cluster-name c{n}" for n in range(130)))
    assert (
        one(lab, goal("aws ecs list-clusters", query="length(clusterArns)", equals=131)).outcome == "passed"
    )


def test_commands_may_stand_inside_the_command(lab, play, goal):
    play(lab, SUBNET, RUN_TASK, "sleep 60")
    tasks = "$(aws ecs list-tasks --cluster lab --query 'taskArns[]' --output text)"
    asked = goal(
        f"aws ecs describe-tasks --cluster lab --tasks {tasks}",
        query="tasks[].lastStatus",
        equals=["RUNNING"],
    )
    assert one(lab, asked).outcome == "passed"


def test_the_words_of_the_lesson_come_first(lab, goal):
    told = goal(query="length(taskArns)", at_least=3, else_="there are {{found}}, not {{wanted}}")
    assert one(lab, told).reason.en == "there are 0, not 3"


@pytest.mark.parametrize("own", [None, "there are {{found}}"])
@pytest.mark.parametrize(
    ("matcher", "en", "ja"),
    [
        ({"equals": 3}, "it is 3", "3 である"),
        ({"equals": "ACTIVE"}, "it is ACTIVE", "ACTIVE である"),
        ({"at_least": 3}, "it is 3 or more", "3 以上である"),
        ({"matches": "^a"}, "it matches ^a", "^a に一致する"),
    ],
)
def test_where_there_is_nothing_no_sentence_has_a_hole(lab, goal, matcher, en, ja, own):
    reason = one(lab, goal(query="nothing", else_=own, **matcher)).reason
    assert reason.en == f"Wanted: that {en}. Nothing was found."
    assert reason.ja == f"「{ja}」が求められていますが、該当するものが見つかりません。"


def test_where_there_is_nothing_the_lesson_may_still_say_why(lab, goal):
    assert one(lab, goal(query="nothing", equals=3, else_="none of {{wanted}}")).reason.en == "none of 3"
    assert one(lab, goal(query="nothing", exists=True)).reason.en.endswith("There is nothing.")


def test_what_is_found_is_shown_short_and_harmless(lab, play, goal):
    containers = r'[{"name": "x", "image": "y", "memory": 128, "command": ["a{{wanted}}\u001b[31mb"]}]'
    play(lab, f"aws ecs register-task-definition --family sly --container-definitions '{containers}'")
    asked = goal(
        "aws ecs describe-task-definition --task-definition sly",
        query="taskDefinition.containerDefinitions[0].command[0]",
        equals=1,
        else_="{{found}}!",
    )
    assert one(lab, asked).reason.en == "a{{wanted}}\ufffd[31mb!"
    long = goal("aws ecs describe-task-definition --task-definition web", equals=1, else_="{{found}}")
    assert len(one(lab, long).reason.en) <= 160


def test_a_refusal_is_no_value(lab, goal):
    for matcher in ({"absent": True}, {"exists": True}, {"matches": "Exception"}):
        verdict = one(lab, goal("aws ecs list-tasks --cluster none", **matcher))
        assert (verdict.outcome, verdict.found) == ("failed", "ClusterNotFoundException")
        assert verdict.reason.en == "AWS answered ClusterNotFoundException: Cluster not found."
    told = goal("aws ecs list-tasks --cluster none", exists=True, else_="There is no such cluster.")
    assert one(lab, told).reason.en == "There is no such cluster."
    told = goal("aws ecs list-tasks --cluster none", exists=True, else_="There are {{found}}.")
    assert "ClusterNotFoundException" in one(lab, told).reason.en


@pytest.mark.parametrize(
    "run",
    [
        "aws ecs list-taks",
        "aws ecs list-tasks --clutser lab",
        "aws ecs describe-tasks --cluster lab",
        "aws kms list-keys",
        "ls",
        "aws ecs list-tasks; aws ecs list-clusters",
        "aws ecs list-tasks 'open",
    ],
)
def test_what_no_lab_could_answer_is_an_error_and_no_failure(lab, goal, run):
    broken, fine = goal(run, id="broken", exists=True), goal(id="fine", absent=True, query="taskArns")
    verdicts = judge(lab, [broken, fine])
    assert [verdict.outcome for verdict in verdicts] == ["error", "passed"]
    assert verdicts[0].reason.en.startswith("Could not be judged")
    assert verdicts[0].reason.ja


def test_a_defect_of_ours_is_an_error_and_no_failure(lab, goal, monkeypatch):
    def explode(*_):
        raise ZeroDivisionError("boom")

    monkeypatch.setattr(type(lab), "fork", explode)
    verdict = one(lab, goal(exists=True))
    assert verdict.outcome == "error"
    assert "ZeroDivisionError" in verdict.reason.en


def test_a_query_that_does_not_fit_finds_nothing(lab, goal):
    verdict = one(
        lab, goal("aws ecs describe-clusters --clusters none", query="length(clusters[0].name)", equals=4)
    )
    assert (verdict.outcome, verdict.found) == ("failed", None)


def test_the_engine_explains_what_a_goal_asks_about(lab, play, goal):
    play(lab, SUBNET, SERVICE.replace("assignPublicIp=ENABLED", "assignPublicIp=DISABLED"))
    asked = goal(**STARTED, within="10m", at_least=1, why="service/web")
    reasons = one(lab, asked).why
    assert any(reason.code.startswith("no-route") for reason in reasons)
    assert one(lab, goal(**STARTED, at_least=1, why="service/none")).why == ()


def test_time_that_is_over_ends_judging(lab, goal):
    with pytest.raises(OutOfTime):
        judge(lab, [goal(exists=True)], expired=lambda: True)


def test_too_many_instants_are_an_error(lab, play, goal, monkeypatch):
    monkeypatch.setattr("ecslab.grading.instants.MAX_INSTANTS", 5)
    play(lab, SUBNET, SERVICE)
    verdict = one(lab, goal(**STARTED, within="1h", at_least=9))
    assert verdict.outcome == "error"
    assert "more than 5 things happen" in verdict.reason.en
