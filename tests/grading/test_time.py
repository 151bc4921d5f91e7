"""Goals over stretches of time: what holds throughout, what never is, ahead and in the past."""

import pytest

from ecslab.engine.clock import parse_duration
from ecslab.grading.history import History
from ecslab.grading.judge import judge

SUBNET = "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)"
SERVICE = (
    "aws ecs create-service --cluster lab --service-name web --desired-count 2 --task-definition web"
    ' --launch-type FARGATE --network-configuration "awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"'
)
SCALE = "aws ecs update-service --cluster lab --service web --desired-count"
RUNNING = {
    "run": "aws ecs describe-services --cluster lab --services web",
    "query": "services[0].runningCount",
}
DESIRED = RUNNING | {"query": "services[0].desiredCount"}
KILL = [{"inject": "stop-task", "cluster": "lab", "service": "web"}]


def one(lab, goal, history=None):
    (verdict,) = judge(lab, [goal], history=history)
    return verdict


@pytest.fixture
def serving(lab, play):
    """Two tasks of the service web are running."""
    return play(lab, SUBNET, SERVICE, "sleep 120")


def test_what_must_hold_holds_throughout(serving, goal):
    assert one(serving, goal(**RUNNING, hold_for="1h", equals=2)).outcome == "passed"
    verdict = one(serving, goal(**RUNNING, given=KILL, hold_for="1h", at_least=1))
    assert (verdict.outcome, verdict.found) == ("passed", 2)
    verdict = one(serving, goal(**RUNNING, given=KILL, hold_for="1h", equals=2))
    assert verdict.outcome == "failed"


def test_a_moment_in_which_it_does_not_hold_is_named(lab, play, goal):
    play(lab, SUBNET, SERVICE)
    asked = goal(**RUNNING, hold_for="1h", equals=0)
    verdict = one(lab, asked)
    assert verdict.outcome == "failed"
    rises = next(
        n for n in range(60) if one(lab, goal(**RUNNING, after=f"{n}s", at_least=1)).outcome == "passed"
    )
    told, _, moment = verdict.reason.en.partition(" That was ")
    assert told == f"Wanted: 0. Found: {verdict.found}."
    assert (rises - 1) * 1000 < parse_duration(moment.removesuffix(" from now.")) <= rises * 1000
    assert "後）" in verdict.reason.ja
    told = one(lab, goal(**RUNNING, hold_for="1h", equals=0, else_="{{found}} at {{when}}"))
    assert told.reason.en.startswith(f"{verdict.found} at ")
    assert "That was" not in told.reason.en


def test_holding_begins_at_the_first_instant_of_within_and_not_at_a_later_one(lab, play, goal):
    play(lab, SUBNET, SERVICE)
    assert one(lab, goal(**RUNNING, within="3m", hold_for="1h", equals=2)).outcome == "passed"
    assert one(lab, goal(**RUNNING, within="3m", hold_for="1h", at_least=1)).outcome == "passed"
    assert one(lab, goal(**RUNNING, within="1s", hold_for="1h", equals=2)).outcome == "failed"
    play(lab, "sleep 180")
    one_left = {**RUNNING, "given": KILL, "within": "3m", "equals": 1}
    assert one(lab, goal(**one_left)).outcome == "passed"
    # It is true at once, but only until the other is back; a second time would not count.
    assert one(lab, goal(**one_left, hold_for="1s")).outcome == "passed"
    assert one(lab, goal(**one_left, hold_for="5m")).outcome == "failed"


def test_holding_may_follow_after(lab, play, goal):
    play(lab, SUBNET, SERVICE)
    assert one(lab, goal(**RUNNING, hold_for="1h", equals=2)).outcome == "failed"
    assert one(lab, goal(**RUNNING, after="3m", hold_for="1h", equals=2)).outcome == "passed"


def test_what_must_never_be_is_looked_for_ahead(serving, goal):
    assert one(serving, goal(**RUNNING, never=True, over="1h", at_most=1)).outcome == "passed"
    verdict = one(serving, goal(**RUNNING, given=KILL, never=True, over="1h", at_most=1))
    assert (verdict.outcome, verdict.found) == ("failed", 1)
    assert verdict.reason.en.startswith(
        "Wanted: that it never happens that it is 1 or less. Found: 1. That was "
    )
    assert "一度もなってはいけません" in verdict.reason.ja
    assert (
        one(serving, goal(**RUNNING, given=KILL, after="3m", never=True, over="1h", at_most=1)).outcome
        == "passed"
    )


def test_the_future_leaves_the_lab_alone(serving, goal):
    before, journal = serving.state_hash(), serving.dump_journal()
    one(serving, goal(**RUNNING, never=True, over="2h", equals=9))
    one(serving, goal(**RUNNING, never=True, over="history", equals=9), History(serving))
    assert (serving.state_hash(), serving.dump_journal()) == (before, journal)


NEVER_LOW = {**DESIRED, "never": True, "over": "history", "at_most": 1}


def test_the_past_is_judged_by_replay(serving, play, goal):
    history = History(serving)
    assert one(serving, goal(**NEVER_LOW), history).outcome == "passed"
    play(serving, f"{SCALE} 1", "sleep 90", f"{SCALE} 2", "sleep 60")
    verdict = one(serving, goal(**NEVER_LOW), history)
    assert (verdict.outcome, verdict.found) == ("failed", 1)
    assert "at the beginning" in verdict.reason.en
    assert "開始の時点" in verdict.reason.ja


def test_the_moment_in_the_past_is_named(serving, play, goal):
    history = History(serving)
    play(serving, "sleep 100", f"{SCALE} 1", "sleep 20", f"{SCALE} 2")
    assert "1m40s after the beginning" in one(serving, goal(**NEVER_LOW), history).reason.en
    # What is judged again is the same, whether looked at before or not.
    assert "1m40s after the beginning" in one(serving, goal(**NEVER_LOW), history).reason.en


def test_what_the_scene_did_is_no_past_of_the_learner(lab, play, goal):
    play(lab, SUBNET, SERVICE, f"{SCALE} 1", "sleep 60", f"{SCALE} 2", "sleep 60")
    assert one(lab, goal(**NEVER_LOW), History(lab)).outcome == "passed"


def test_what_is_put_right_within_its_instant_never_was(serving, play, goal):
    history = History(serving)
    play(serving, f"{SCALE} 1")
    assert one(serving, goal(**NEVER_LOW), history).outcome == "failed"
    play(serving, f"{SCALE} 2", "sleep 60")
    assert one(serving, goal(**NEVER_LOW), history).outcome == "passed"


def test_what_passes_between_two_commands_is_seen(serving, play, goal):
    """Nobody asked while only one was running: the replay stops there all the same."""
    history = History(serving)
    tasks = "$(aws ecs list-tasks --cluster lab --query 'taskArns[0]' --output text)"
    play(serving, f"aws ecs stop-task --cluster lab --task {tasks}", "sleep 600")
    assert one(serving, goal(**RUNNING, equals=2)).outcome == "passed"
    assert one(serving, goal(**RUNNING, never=True, over="history", at_most=1), history).outcome == "failed"


def test_what_was_undone_is_forgotten(serving, play, goal):
    history = History(serving)
    kept = play(serving.fork(), "sleep 30")
    play(serving, f"{SCALE} 1", "sleep 90")
    assert one(serving, goal(**NEVER_LOW), history).outcome == "failed"
    assert one(kept, goal(**NEVER_LOW), history).outcome == "passed"


def test_asking_often_is_the_same_as_asking_once(serving, play, goal):
    often, once = History(serving), History(serving)
    goals = [goal(**NEVER_LOW), goal(**RUNNING, id="busy", never=True, over="history", at_least=4)]
    for line in ("sleep 10", f"{SCALE} 4", "sleep 7", "sleep 90", f"{SCALE} 2", "sleep 5"):
        play(serving, line)
        judged = judge(serving, goals, history=often)
    assert judge(serving, goals, history=once) == judged
    assert [verdict.outcome for verdict in judged] == ["passed", "failed"]


@pytest.mark.parametrize("over", ["1h", "history"])
def test_a_command_that_no_lab_can_answer_is_an_error(serving, goal, over):
    verdict = one(serving, goal("aws ecs list-taks", never=True, over=over, exists=True))
    assert verdict.outcome == "error"


@pytest.mark.parametrize("over", ["1h", "history"])
def test_a_refusal_is_never_what_must_not_be(serving, goal, over):
    """Before there is a cluster nothing runs in it."""
    assert (
        one(serving, goal("aws ecs list-tasks --cluster none", never=True, over=over, absent=True)).outcome
        == "passed"
    )


def test_without_history_the_past_is_the_present(serving, play, goal):
    play(serving, f"{SCALE} 1", "sleep 90", f"{SCALE} 2")
    assert one(serving, goal(**NEVER_LOW)).outcome == "passed"
    play(serving, f"{SCALE} 1")
    assert one(serving, goal(**NEVER_LOW)).outcome == "failed"


def test_too_much_ahead_is_an_error(serving, goal, monkeypatch):
    monkeypatch.setattr("ecslab.grading.instants.MAX_INSTANTS", 3)
    for keys in ({"hold_for": "1d", "at_least": 0}, {"never": True, "over": "1d", "at_least": 9}):
        assert one(serving, goal(**RUNNING, given=KILL, **keys)).outcome == "error"
