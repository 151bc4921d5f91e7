"""`why rule/NAME`: failed, overlapping and missing runs are seen and explained."""

import pytest
from event_rules import ROLE, Rules

from ecslab.engine.errors import Problem
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload
from ecslab.locale import LANGUAGES, words


@pytest.fixture
def make_rules(make_desk):
    def make(**options):
        desk = make_desk(**options)
        desk.define("web", {"image": "app"})
        return Rules(desk)

    return make


def why(rules, name="r"):
    """The codes with their values; every sentence exists in both languages."""
    reasons = explain(rules.lab, f"rule/{name}")
    for language in LANGUAGES:
        for reason in reasons:
            assert words(language)(f"engine.why.{reason.code}", **reason.values)
    return {reason.code: reason.values for reason in reasons}


def test_a_rule_at_work_says_whom_it_reached_and_when(make_rules):
    rules = make_rules()
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(60)
    told = why(rules)
    assert list(told) == ["rule-enabled", "target-reached"]
    assert told["rule-enabled"]["matched"] == 1
    assert told["target-reached"]["ago"] == "59s500ms"


def test_a_rule_without_targets_or_switched_off_says_so(make_rules):
    rules = make_rules()
    rules.put()
    rules.call("DisableRule", Name="r")
    rules.desk.wait(90)
    told = why(rules)
    assert told["rule-disabled"]["since"] == "1m30s"
    assert "rule-no-targets" in told


def test_a_pattern_that_misses_says_by_what(make_rules):
    rules = make_rules()
    rules.put(
        pattern={"source": ["aws.ecs"], "detail": {"lastStatus": ["STOPED"], "launchType": ["FARGATE"]}}
    )
    assert "rule-heard-nothing" in why(rules)
    rules.desk.run()
    rules.desk.wait(60)
    told = why(rules)["rule-misses-value"]
    assert (told["field"], told["found"], told["event"]) == (
        "detail.lastStatus",
        "RUNNING",
        "ECS Task State Change",
    )


def test_a_field_that_no_event_has_is_named(make_rules):
    rules = make_rules()
    rules.put(pattern={"source": ["aws.ecs"], "detail": {"laststatus": ["RUNNING"]}})
    rules.desk.run()
    rules.desk.wait(60)
    assert why(rules)["rule-misses-field"]["field"] == "detail.laststatus"


def test_a_rule_that_came_too_late_says_so(make_rules):
    rules = make_rules()
    rules.desk.run()
    rules.desk.wait(60)
    rules.put(pattern={"source": ["aws.ecs"]})
    assert "rule-fits-now" in why(rules)


def test_a_bus_of_ones_own_hears_nothing_of_aws(make_rules):
    rules = make_rules()
    rules.call("CreateEventBus", Name="shop")
    rules.put(pattern={"source": ["aws.ecs"]}, bus="shop")
    rules.desk.run()
    rules.desk.wait(60)
    assert "rule-bus-quiet" in why(rules, "shop/r")


def test_a_failed_launch_is_told_with_its_reason(make_rules):
    rules = make_rules()
    rules.lab.inject({"fault": "no-capacity"})
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(60)
    assert "Capacity is unavailable" in why(rules)["target-not-launched"]["reasons"]


def test_a_failed_delivery_is_told_in_awss_words(make_rules):
    rules = make_rules()
    rules.put()
    rules.runs()
    rules.desk.ecs("DeleteCluster", cluster="lab")
    rules.send()
    rules.desk.wait(60)
    told = why(rules)["target-failed"]
    assert (told["failed"], told["attempts"], told["code"]) == (1, 1, "ClusterNotFoundException")


def test_a_template_that_makes_no_json_is_named(make_rules):
    rules = make_rules()
    rules.put()
    template = {"InputPathsMap": {"detail": "$.detail"}, "InputTemplate": '{"said": "<detail>"}'}
    rules.runs(InputTransformer=template)
    rules.send()
    rules.desk.wait(1)
    assert "target-no-input" in why(rules)


def test_a_dead_letter_queue_that_is_not_there_loses_the_event(make_rules):
    rules = make_rules()
    rules.put()
    rules.runs(DeadLetterConfig={"Arn": "arn:aws:sqs:us-east-1:123456789012:gone"})
    rules.lab.world.roles.remove("ecsEventsRole")
    rules.send()
    rules.desk.wait(1)
    assert why(rules)["target-lost"]["code"] == "AccessDeniedException"


def test_overlapping_runs_and_tasks_that_ended_are_told(make_rules):
    rules = make_rules(images={"app": Workload(runs_for_ms=90_000, exit_code=3)})
    rules.put()
    rules.runs()
    for _ in range(3):
        rules.send()
        rules.desk.wait(60)
    assert why(rules)["runs-overlap"]["runs"] == 3
    rules.desk.wait(300)
    told = why(rules)
    assert told["task-ended"]["stop_code"] == "EssentialContainerExited"
    assert told["container-exited"]["exit_code"] == 3


def test_a_rule_that_wakes_itself_is_warned_of(make_rules):
    rules = make_rules(images={"app": Workload(runs_for_ms=1_000)})
    rules.put(pattern={"source": ["aws.ecs"], "detail": {"lastStatus": ["STOPPED"]}})
    rules.runs()
    rules.desk.run()
    rules.desk.wait(120)
    assert "rule-wakes-itself" in why(rules)


def test_a_delivery_under_way_is_told(make_rules, monkeypatch):
    monkeypatch.setattr("ecslab.engine.eventbridge.delivery.MOST_RUNS", 0)
    rules = make_rules()
    rules.put()
    rules.runs()
    rules.send()
    rules.desk.wait(10)
    assert why(rules)["delivery-retrying"]["code"] == "ThrottlingException"


def test_a_rule_is_found_by_its_name_or_its_bus_and_name(make_rules):
    rules = make_rules()
    with pytest.raises(Problem, match="no-rule"):
        explain(rules.lab, "rule/r")
    rules.put("reports")
    rules.target("reports", Arn="arn:aws:events:us-east-1:123456789012:event-bus/default", RoleArn=ROLE)
    with pytest.raises(Problem, match="near='reports'"):
        explain(rules.lab, "rule/report")
    rules.call("CreateEventBus", Name="shop")
    rules.put("reports", bus="shop")
    with pytest.raises(Problem, match="many-rules"):
        explain(rules.lab, "rule/reports")
    assert explain(rules.lab, "rule/shop/reports")[0].values["bus"] == "shop"
