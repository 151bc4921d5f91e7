"""From a rule to its targets: runs of tasks, attempts, and what is written down of them."""

import pytest
from event_rules import CLUSTER, ROLE, Rules, put_role

from ecslab.aws.api import Aws
from ecslab.engine.eventbridge.delivery import MOST_KEPT
from ecslab.engine.snapshot import dump, load
from ecslab.engine.workload import Workload

STOPPED = {
    "source": ["aws.ecs"],
    "detail-type": ["ECS Task State Change"],
    "detail": {"lastStatus": ["STOPPED"]},
}


@pytest.fixture
def rules(desk):
    desk.define()
    return Rules(desk)


def test_an_event_of_ones_own_runs_a_task_under_the_rules_role(rules):
    rules.put()
    rules.runs(run={"TaskCount": 2, "Group": "orders", "Tags": [{"Key": "team", "Value": "blue"}]})
    rules.send()
    rules.desk.wait(1)
    first, second = rules.desk.tasks()
    assert first["startedBy"] == second["startedBy"] == "events-rule/r"
    assert first["group"] == "orders"
    call = next(call for call in rules.lab.world.api_calls.values() if call.operation == "RunTask")
    assert call.caller == "arn:aws:sts::123456789012:assumed-role/ecsEventsRole/r"
    assert call.via == "events.amazonaws.com"
    (done,) = rules.done()
    assert (done.outcome, done.attempts, len(done.tasks)) == ("delivered", 1, 2)


def test_the_name_that_tasks_are_started_by_is_cut_to_36_characters(rules):
    name = "a-rule-with-a-name.that-is-too-long"
    rules.put(name)
    rules.runs(name)
    rules.send()
    rules.desk.wait(1)
    (task,) = rules.desk.tasks()
    assert task["startedBy"] == "events-rule/a-rule-with-a-name-that-"


def test_events_of_ecs_reach_rules_of_the_default_bus(rules):
    rules.put(pattern=STOPPED)
    rules.runs(Input='{"containerOverrides": [{"name": "c0", "environment": [{"name": "A", "value": "b"}]}]}')
    rules.desk.ecs("StopTask", cluster="lab", task=rules.desk.run())
    rules.desk.wait(60)
    (task,) = rules.desk.tasks()
    assert task["overrides"]["containerOverrides"] == [
        {"name": "c0", "environment": [{"name": "A", "value": "b"}]}
    ]
    assert rules.lab.world.event_rules["default/r"].matched == 1


def test_a_transformer_makes_overrides_of_an_event(rules):
    rules.put()
    transformer = {
        "InputPathsMap": {"total": "$.detail.total"},
        "InputTemplate": '{"containerOverrides": [{"name": "c0", "command": ["report", "<total>"]}]}',
    }
    rules.runs(InputTransformer=transformer)
    rules.send({"total": 7})
    rules.desk.wait(1)
    (task,) = rules.desk.tasks()
    assert task["overrides"]["containerOverrides"] == [{"name": "c0", "command": ["report", "7"]}]


def test_a_disabled_rule_matches_nothing(rules):
    rules.put(State="DISABLED")
    rules.runs()
    rules.send()
    rules.desk.wait(60)
    rules.call("EnableRule", Name="r")
    rules.desk.wait(60)
    assert (rules.desk.tasks(), rules.done()) == ([], [])
    rules.send()
    rules.desk.wait(1)
    assert len(rules.desk.tasks()) == 1


def test_a_task_that_cannot_be_placed_is_a_failed_launch(rules):
    rules.lab.inject({"fault": "no-capacity"})
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(60)
    (done,) = rules.done()
    assert (done.outcome, done.tasks, done.attempts) == ("not-launched", (), 1)
    assert done.failures


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda rules: rules.desk.ecs("DeregisterTaskDefinition", taskDefinition="web:1"), "ClientException"),
        (lambda rules: rules.desk.ecs("DeleteCluster", cluster="lab"), "ClusterNotFoundException"),
        (lambda rules: put_role(rules.lab, "lambda.amazonaws.com"), "AccessDeniedException"),
        (lambda rules: rules.lab.world.roles.remove("ecsEventsRole"), "AccessDeniedException"),
    ],
)
def test_what_only_people_can_mend_is_not_tried_again(rules, spoil, code):
    rules.put()
    rules.runs()
    spoil(rules)
    rules.send()
    rules.desk.wait(3600)
    (done,) = rules.done()
    assert (done.outcome, done.attempts, done.code) == ("failed", 1, code)
    assert done.message


def test_a_throttled_call_is_tried_again_until_the_target_has_enough(make_desk):
    desk = make_desk()
    desk.define()
    rules = Rules(desk)
    for number in range(5):
        rules.put(f"r{number}")
        for target in range(5):
            rules.runs(f"r{number}", Id=f"t{target}")
    for _ in range(4):
        rules.send()
    desk.wait(0.6)
    assert len(rules.done("r0")) == 20
    rules.send()
    desk.wait(0.5)
    waiting = [each for each in rules.lab.world.deliveries.values() if each.rule == "default/r0"]
    assert {each.outcome for each in waiting} == {"retrying"}
    assert {each.code for each in waiting} == {"ThrottlingException"}
    desk.wait(2)
    assert [each.attempts for each in rules.done("r0")] == [1] * 20 + [2] * 5


@pytest.mark.parametrize(
    ("policy", "attempts"),
    [
        ({"MaximumRetryAttempts": 0}, 1),
        ({"MaximumRetryAttempts": 3}, 4),
        ({"MaximumEventAgeInSeconds": 60}, 6),
    ],
)
def test_attempts_end_where_the_retry_policy_says(rules, monkeypatch, policy, attempts):
    """RunTask is made to throttle for ever; waits double: 1, 2, 4, 8, 16 and 32 seconds."""
    monkeypatch.setattr("ecslab.engine.eventbridge.delivery.MOST_RUNS", 0)
    rules.put()
    rules.runs(RetryPolicy=policy)
    rules.send()
    rules.desk.wait(120)
    (done,) = rules.done()
    assert (done.outcome, done.attempts, done.code) == ("failed", attempts, "ThrottlingException")


def test_without_a_retry_policy_attempts_go_on_for_a_day(rules, monkeypatch):
    monkeypatch.setattr("ecslab.engine.eventbridge.delivery.MOST_RUNS", 0)
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(23 * 3600)
    assert rules.done() == []
    rules.desk.wait(3600)
    (done,) = rules.done()
    assert 150 < done.attempts <= 186


def test_a_run_that_overlaps_an_earlier_one_says_so(make_desk):
    desk = make_desk(images={"report": Workload(runs_for_ms=300_000)})
    desk.define("web", {"image": "report"})
    rules = Rules(desk)
    rules.put()
    rules.runs()
    for _ in range(3):
        rules.send()
        desk.wait(60)
    assert [done.overlaps for done in rules.done()] == [0, 1, 2]


def test_only_the_newest_deliveries_are_kept(rules):
    rules.put()
    rules.target(Arn="arn:aws:events:us-east-1:123456789012:event-bus/default", RoleArn=ROLE)
    for number in range(MOST_KEPT + 5):
        rules.send({"total": number}, source="store")
        rules.lab.advance(10)
    assert rules.done() == []
    for _ in range(MOST_KEPT + 5):
        rules.send()
        rules.lab.advance(1000)
    assert len(rules.done()) == MOST_KEPT
    assert len(rules.lab.world.deliveries) == 0


def test_a_deleted_rule_delivers_no_more_and_leaves_nothing(rules):
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(60)
    rules.send()
    rules.call("RemoveTargets", Rule="r", Ids=["t"])
    rules.call("DeleteRule", Name="r")
    rules.desk.wait(60)
    assert len(rules.desk.tasks()) == 1
    assert len(rules.lab.world.deliveries) == len(rules.lab.world.delivered) == 0


def test_an_event_goes_from_bus_to_bus_once(rules):
    rules.call("CreateEventBus", Name="a")
    rules.call("CreateEventBus", Name="b")
    place = "arn:aws:events:us-east-1:123456789012:event-bus"
    rules.put("on", {"source": ["aws.ecs"]})
    rules.target("on", Arn=f"{place}/a", RoleArn=ROLE)
    rules.put("in-a", {"source": ["aws.ecs"]}, bus="a")
    rules.target("in-a", bus="a", Arn=f"{place}/b", RoleArn=ROLE)
    allow_put_events(rules.lab)
    rules.desk.run()
    rules.desk.wait(3)
    assert {done.outcome for done in rules.done("on")} == {"delivered"}
    assert {done.outcome for done in rules.done("in-a", "a")} == {"failed"}


def allow_put_events(lab):
    role = lab.world.roles["ecsEventsRole"]
    allowed = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}}'
    lab.world.roles.put(role.replace(inline={"relay": allowed}))


def test_a_relay_needs_the_permission(rules):
    rules.call("CreateEventBus", Name="a")
    rules.put()
    rules.target(Arn="arn:aws:events:us-east-1:123456789012:event-bus/a", RoleArn=ROLE)
    rules.send()
    rules.desk.wait(1)
    (done,) = rules.done()
    assert done.code == "AccessDeniedException"
    assert "is not authorized to perform: events:PutEvents on resource:" in done.message


def test_a_rule_that_its_own_tasks_wake_is_held_to_ecss_pace(make_desk):
    """https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rules.html warns of such loops."""
    desk = make_desk(images={"once": Workload(runs_for_ms=1_000)}, delays="fast")
    desk.define("web", {"image": "once"})
    rules = Rules(desk)
    rules.put(pattern={"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"]})
    rules.runs()
    desk.run()
    desk.wait(20)
    started = [task for done in rules.done() for task in done.tasks]
    assert started
    assert any(done.own for done in rules.done())
    assert len(rules.lab.world.tasks) <= 20 * 20


def test_equal_labs_deliver_equally(make_desk):
    def play():
        desk = make_desk(seed=7)
        desk.define()
        rules = Rules(desk)
        rules.put(pattern={"source": ["aws.ecs"]})
        rules.target(Arn="arn:aws:events:us-east-1:123456789012:event-bus/default", RoleArn=ROLE)
        desk.run()
        desk.wait(5)
        twin = desk.lab.fork()
        desk.wait(60)
        twin.advance(60_000)
        assert twin.state_hash() == desk.lab.state_hash()
        return desk.lab.state_hash()

    assert play() == play()


def test_a_target_on_a_cluster_names_it(rules):
    rules.put()
    rules.runs()
    (target,) = rules.call("ListTargetsByRule", Rule="r")["Targets"]
    assert target["Arn"] == CLUSTER
    assert target["EcsParameters"]["TaskDefinitionArn"] == "web"


def test_a_saved_lab_delivers_what_was_under_way(rules):
    rules.put(ScheduleExpression="rate(10 minutes)", EventPattern='{"source": ["shop"]}')
    rules.runs()
    rules.send()
    saved = load(dump(rules.lab), Aws())
    assert not saved.moved
    for lab in (rules.lab, saved.lab):
        lab.advance(700_000)
        assert len(lab.world.delivered) == 2
    assert saved.lab.state_hash() == rules.lab.state_hash()
