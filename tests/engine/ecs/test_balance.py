"""Availability Zone rebalancing: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-rebalancing.html"""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecslab.engine.ecs.services.balance import Move, describe, next_move
from ecslab.engine.errors import ApiError

OUT = "us-east-1c"


@pytest.mark.parametrize(
    ("tasks", "zones", "move"),
    [
        ("aaab", "abc", Move("a", "c")),
        ("aabc", "abc", None),
        ("aaab", "ab", Move("a", "b")),
        ("aab", "ab", None),
        ("aaa", "a", None),
        ("aaa", "", None),
        ("aaac", "ab", Move("a", "b")),
    ],
)
def test_a_task_moves_when_counts_differ_by_more_than_one(tasks, zones, move):
    """Section 4.11."""
    assert next_move(tasks, zones) == move


@given(st.lists(st.sampled_from("abc"), max_size=30), st.sets(st.sampled_from("abc"), min_size=1))
def test_moving_ends_balanced_and_never_moves_more_than_it_must(tasks, zones):
    present, moves = list(tasks), 0
    while (move := next_move(present, zones)) is not None:
        present.remove(move.source)
        present.append(move.target)
        moves += 1
        assert moves <= len(tasks)
    counts = Counter(zone for zone in present if zone in zones)
    assert max(counts.values(), default=0) - min(counts[zone] for zone in zones) <= 1


def test_the_words_put_the_fullest_zone_first():
    assert describe(["b", "a", "a", "a"], ["a", "b", "c"]) == "3 tasks in a, 1 tasks in b, 0 tasks in c"


def zones(desk):
    return sorted(Counter(task["availabilityZone"][-1] for task in desk.tasks()).values())


@pytest.fixture
def lopsided(desk):
    """A service of four tasks, none of them in the third zone, which was out of reach and is back."""
    desk.define()
    desk.lab.inject({"fault": "partition-zone", "zone": OUT})
    desk.serve(desired=4)
    desk.wait(120)
    assert zones(desk) == [2, 2]
    desk.lab.inject({"fault": "zone-back", "zone": OUT})
    return desk


def test_a_zone_that_is_back_gets_its_share(lopsided):
    """Section 13.23: rebalancing is ENABLED unless somebody says otherwise."""
    assert lopsided.service()["availabilityZoneRebalancing"] == "ENABLED"
    told = len(lopsided.events())
    least = 9
    for _ in range(200):
        lopsided.wait(1)
        least = min(least, lopsided.service()["runningCount"])
    assert least == 4, "the new task starts before the old one stops"
    assert zones(lopsided) == [1, 1, 2]
    events = lopsided.events()[told:]
    assert events[0] == (
        "(service web) is not AZ balanced with 2 tasks in us-east-1a, 2 tasks in us-east-1b, 0 tasks in us-east-1c. "
        "AZ Rebalancing in progress."
    )
    assert events[1].startswith("(service web) has started 1 tasks in us-east-1c to AZ Rebalance: (task ")
    assert events[2].startswith(
        "(service web) has stopped 1 running tasks in us-east-1a due to AZ rebalancing: (task "
    )
    assert events[3] == (
        "(service web) is AZ balanced with 2 tasks in us-east-1b, 1 tasks in us-east-1a, 1 tasks in us-east-1c."
    )
    assert events[4] == "(service web) has reached a steady state."
    assert len(events) == 5


def test_a_disabled_service_is_left_as_it_is(lopsided):
    lopsided.update(availabilityZoneRebalancing="DISABLED")
    lopsided.wait(600)
    assert zones(lopsided) == [2, 2]
    lopsided.update(desiredCount=4)
    assert lopsided.service()["availabilityZoneRebalancing"] == "DISABLED", "omitted means: as it was"


def test_rebalancing_needs_room_above_the_desired_count(desk):
    """Section 13.23."""
    desk.define()
    low = {"maximumPercent": 100, "minimumHealthyPercent": 0}
    assert desk.serve(deploymentConfiguration=low)["availabilityZoneRebalancing"] == "DISABLED"
    for refused in (
        lambda: desk.update(availabilityZoneRebalancing="ENABLED"),
        lambda: desk.serve("api", deploymentConfiguration=low, availabilityZoneRebalancing="ENABLED"),
    ):
        with pytest.raises(ApiError, match="does not support maximumPercent <= 100 %"):
            refused()


def test_a_scaling_ends_the_rebalancing(lopsided):
    while not any("AZ Rebalancing in progress" in event for event in lopsided.events()):
        lopsided.wait(1)
    lopsided.update(desiredCount=6)
    assert lopsided.events()[-1] == "(service web) stopped AZ Rebalancing."
    lopsided.wait(300)
    assert zones(lopsided) == [2, 2, 2]


def test_protected_tasks_do_not_move(lopsided):
    arns = [task["taskArn"] for task in lopsided.tasks()]
    lopsided.ecs("UpdateTaskProtection", cluster="lab", tasks=arns, protectionEnabled=True)
    lopsided.wait(300)
    assert any("was unable to AZ Rebalance because (taskSet ecs-svc/" in event for event in lopsided.events())
    assert set(arns) <= {task["taskArn"] for task in lopsided.tasks()}
