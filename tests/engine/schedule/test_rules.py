"""Scheduled rules: due in UTC, one run after the other whatever the last one does, nothing made up for."""

import pytest
from event_rules import Rules

from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.workload import Workload

START = "2026-01-05T09:00:00Z"
"""Monday, when a lab begins."""


@pytest.fixture
def make_rules(make_desk):
    def make(**options):
        desk = make_desk(images={"report": Workload(runs_for_ms=options.pop("runs_for", 10_000))}, **options)
        desk.define("web", {"image": "report"})
        return Rules(desk)

    return make


def why(rules):
    return {reason.code: reason.values for reason in explain(rules.lab, "rule/r")}


@pytest.mark.parametrize(
    ("expression", "hours", "runs"),
    [
        ("rate(30 minutes)", 2, 4),
        ("rate(1 hour)", 2, 2),
        ("rate(1 day)", 23, 0),
        ("rate(1 day)", 25, 1),
        ("cron(0/15 * * * ? *)", 1, 4),
        ("cron(0 10 * * ? *)", 2, 1),
        ("cron(5,35 14 * * ? *)", 24, 2),
        ("cron(0 18 ? * MON-FRI *)", 24 * 7, 5),
        ("cron(0 8 1 * ? *)", 24 * 30, 1),
        ("cron(0 9 ? * SUN *)", 24 * 5, 0),
        ("cron(0 0 1 1 ? 2020)", 24, 0),
    ],
)
def test_a_rule_is_due_as_often_as_its_expression_says(make_rules, expression, hours, runs):
    rules = make_rules()
    rules.put(ScheduleExpression=expression)
    rules.runs()
    rules.desk.wait(hours * 3600 + 30)
    assert len(rules.calls("RunTask")) == len(rules.done()) == runs


def test_a_rate_counts_from_when_the_rule_was_made_enabled_or_given_it(make_rules):
    rules = make_rules()
    rules.desk.wait(7 * 60)
    rules.put(ScheduleExpression="rate(10 minutes)")
    assert why(rules)["rule-next"]["at"] == "2026-01-05T09:17:00Z"
    rules.desk.wait(4 * 60)
    rules.put(ScheduleExpression="rate(10 minutes)", Description="the same")
    assert why(rules)["rule-next"]["wait"] == "6m"
    rules.call("DisableRule", Name="r")
    rules.call("EnableRule", Name="r")
    assert why(rules)["rule-next"]["at"] == "2026-01-05T09:21:00Z"
    rules.put(ScheduleExpression="rate(1 hour)")
    assert why(rules)["rule-next"]["at"] == "2026-01-05T10:11:00Z"


def test_a_target_gets_a_scheduled_event_within_the_minute(make_rules):
    rules = make_rules()
    rules.put(ScheduleExpression="cron(30 9 * * ? *)")
    template = {
        "InputPathsMap": {"at": "$.time", "kind": "$.detail-type", "rule": "$.resources[0]"},
        "InputTemplate": '{"containerOverrides": [{"name": "c0", "command": [<at>, <kind>, <rule>]}]}',
    }
    rules.runs(InputTransformer=template)
    rules.desk.wait(30 * 60)
    assert rules.desk.tasks() == []
    rules.desk.wait(59)
    (request,) = rules.calls("RunTask")
    assert request["overrides"]["containerOverrides"][0]["command"] == [
        "2026-01-05T09:30:00Z",
        "Scheduled Event",
        "arn:aws:events:us-east-1:123456789012:rule/r",
    ]
    assert request["startedBy"] == "events-rule/r"


def test_runs_overlap_when_they_take_longer_than_the_period(make_rules):
    rules = make_rules(runs_for=25 * 60_000)
    rules.put(ScheduleExpression="rate(10 minutes)")
    rules.runs()
    rules.desk.wait(3600)
    assert [done.overlaps for done in rules.done()] == [0, 1, 2, 2, 2]
    assert why(rules)["runs-overlap"] == {"count": 4, "runs": 5, "most": 2}


def test_what_a_disabled_rule_misses_is_told_and_not_made_up_for(make_rules):
    rules = make_rules()
    rules.put(ScheduleExpression="rate(10 minutes)")
    rules.runs()
    rules.desk.wait(15 * 60)
    rules.call("DisableRule", Name="r")
    rules.desk.wait(3600)
    missed = {"count": 6, "first": "2026-01-05T09:20:00Z", "last": "2026-01-05T10:10:00Z"}
    assert missed.items() <= why(rules)["rule-missed"].items()
    rules.call("EnableRule", Name="r")
    assert missed.items() <= why(rules)["rule-missed"].items()
    rules.desk.wait(15 * 60)
    assert len(rules.calls("RunTask")) == 2


def test_a_schedule_that_is_over_says_so(make_rules):
    rules = make_rules()
    rules.put(ScheduleExpression="cron(0 0 1 1 ? 2020)")
    assert "rule-never-again" in why(rules)


def test_a_deleted_or_changed_rule_is_due_no_more(make_rules):
    rules = make_rules()
    rules.put(ScheduleExpression="rate(10 minutes)")
    rules.runs()
    rules.put(EventPattern='{"source": ["shop"]}', ScheduleExpression="")
    rules.desk.wait(3600)
    assert rules.done() == []
    rules.put(ScheduleExpression="rate(10 minutes)")
    rules.call("RemoveTargets", Rule="r", Ids=["t"])
    rules.call("DeleteRule", Name="r")
    rules.put(ScheduleExpression="rate(1 hour)")
    rules.runs()
    rules.desk.wait(3540)
    assert rules.done() == []


def test_a_rule_may_have_a_pattern_and_a_schedule(make_rules):
    rules = make_rules()
    rules.put(ScheduleExpression="rate(10 minutes)", EventPattern='{"source": ["shop"]}')
    rules.runs()
    rules.send()
    rules.desk.wait(11 * 60)
    assert len(rules.done()) == 2


@pytest.mark.parametrize(
    "expression",
    ["rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(10 seconds)", "rate()", "cron(INVALID)",
     "cron(0 1 * * * *)", "cron(71 8 1 * ? *)", "cron(0 9 * * ?)", "at(2026-01-06T00:00:00)", "every day"],
)  # fmt: skip
def test_what_is_no_expression_is_refused_and_the_lab_says_where(make_rules, expression):
    """As AWS refuses them: the places are the lab's own."""
    rules = make_rules()
    with pytest.raises(ApiError) as refused:
        rules.put(ScheduleExpression=expression)
    assert (refused.value.code, refused.value.message) == (
        "ValidationException",
        "Parameter ScheduleExpression is not valid.",
    )
    assert refused.value.problem.values["position"] >= 1


def test_only_the_default_bus_has_schedules(make_rules):
    rules = make_rules()
    rules.call("CreateEventBus", Name="shop")
    with pytest.raises(ApiError) as refused:
        rules.put(ScheduleExpression="rate(1 hour)", bus="shop")
    assert refused.value.message == "ScheduleExpression is supported only on the default event bus."
    rules.put(ScheduleExpression="rate(1 hour)")
    assert rules.call("DescribeRule", Name="r")["ScheduleExpression"] == "rate(1 hour)"
