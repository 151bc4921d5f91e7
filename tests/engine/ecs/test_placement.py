"""Which instance a task goes to, and why not the others (sheet, section 5)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecslab.engine.ecs.placement.ranking import Ranking
from ecslab.engine.ecs.placement.request import Needs, Request
from ecslab.engine.ecs.placement.strategies import count_tasks, levels_of
from ecslab.engine.errors import ApiError
from ecslab.engine.explain import explain
from ecslab.engine.records.instance import ContainerInstance
from ecslab.engine.records.placement import PlacementStrategy

ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
PACK = [{"type": "binpack", "field": "memory"}]
SPREAD_ZONES = [{"type": "spread", "field": "attribute:ecs.availability-zone"}]
DISTINCT = [{"type": "distinctInstance"}]


def member_of(expression):
    return [{"type": "memberOf", "expression": expression}]


@pytest.fixture
def three(yard):
    """An instance in each zone."""
    for zone in ZONES:
        yard.register(zone=zone)
    yard.define()
    return yard


def test_a_service_spreads_over_the_zones_then_over_the_instances(three):
    three.register(zone=ZONES[0])
    three.serve(desired=6)
    three.wait(60)
    assert sorted(three.where()) == [0, 1, 1, 2, 2, 3]


def test_a_run_without_a_strategy_spreads_over_the_zones_then_goes_where_most_memory_is_free(three):
    roomy = three.register(kind="m5.large", zone=ZONES[0])
    answer = three.run(count=4)
    assert [task["availabilityZone"] for task in answer["tasks"]] == [*ZONES, ZONES[0]]
    assert three.remaining(roomy, "MEMORY") == 7765 - 2 * 512


def test_binpack_fills_one_instance_before_it_takes_the_next(three):
    three.run(count=8, placementStrategy=PACK)
    three.run(count=1, placementStrategy=PACK)
    assert sorted(three.where()) == [0] * 7 + [1] * 2


def test_binpack_goes_where_least_is_left(three):
    small = three.register(kind="t3.small", zone=ZONES[2])
    three.run(placementStrategy=[{"type": "binpack", "field": "memory"}])
    assert three.instance(small)["pendingTasksCount"] == 1


def test_strategies_chain_the_first_difference_decides(three):
    """Spread over the zones, and within each fill one instance before the next."""
    for zone in ZONES:
        three.register(zone=zone)
    three.run(count=6, placementStrategy=[*SPREAD_ZONES, *PACK])
    assert sorted(three.where()) == [0, 0, 1, 1, 2, 2]


def test_spread_counts_the_tasks_of_the_same_group_only(three):
    three.run(count=2, group="others")
    three.run(count=3, placementStrategy=SPREAD_ZONES)
    assert sorted(three.where()) == [0, 0, 1, 1, 2]


def test_spread_over_a_custom_attribute(yard):
    for rack in ("x", "x", "y"):
        yard.register(attributes={"rack": rack})
    yard.define()
    yard.run(count=4, placementStrategy=[{"type": "spread", "field": "attribute:rack"}])
    assert sorted(yard.where()) == [0, 1, 2, 2]


def test_random_puts_tasks_anywhere_and_repeats_with_the_seed(make_yard):
    def places(seed):
        yard = make_yard(seed=seed)
        for _ in range(10):
            yard.register(kind="m5.large")
        yard.define(memory=64, cpu=0)
        for _ in range(10):
            yard.run(count=10, placementStrategy=[{"type": "random"}])
        return yard.where()

    first = places(1)
    assert first == places(1)
    assert first != places(2)
    assert set(first) == set(range(10))


def test_distinct_instance_keeps_the_tasks_of_a_group_apart(three):
    answer = three.run(count=4, placementConstraints=DISTINCT)
    assert sorted(three.where()) == [0, 1, 2]
    assert {failure["reason"] for failure in answer["failures"]} == {
        "DistinctInstance placement constraint unsatisfied."
    }
    other = three.run(count=1, group="other", placementConstraints=DISTINCT)
    assert other["failures"] == []


def test_member_of_binds(three):
    west = member_of("attribute:ecs.availability-zone == us-east-1b")
    three.run(count=3, placementConstraints=west)
    assert three.where() == [1, 1, 1]
    nowhere = three.run(placementConstraints=member_of("attribute:stack exists"))
    assert nowhere["tasks"] == []
    assert [failure["reason"] for failure in nowhere["failures"]] == [
        "MemberOf placement constraint unsatisfied."
    ] * 3


def test_a_definition_may_say_where_its_tasks_go(three):
    three.define("pinned", constraints=member_of("attribute:ecs.availability-zone == us-east-1c"))
    three.run("pinned", count=2)
    assert three.where() == [2, 2]


def test_tasks_can_be_drawn_to_the_tasks_of_another_group(three):
    three.run(group="database", placementConstraints=member_of("attribute:ecs.availability-zone =~ .*b"))
    three.run(count=2, placementConstraints=member_of("task:group == database"))
    three.run(count=2, placementConstraints=member_of("not(task:group == database)"), group="elsewhere")
    assert three.where() == [1, 1, 1, 0, 2]


def test_a_service_says_what_the_closest_instance_lacks(three):
    """Section 13.20: parentheses around kind and id."""
    three.define("fat", memory=3000)
    service = three.serve(desired=5, family="fat")
    three.wait(60)
    closest = three.instances()[0]["containerInstanceArn"].rsplit("/", 1)[-1]
    assert three.desk.events()[-1] == (
        "(service web) was unable to place a task because no container instance met all of its requirements. The "
        f"closest matching (container-instance {closest}) has insufficient memory available. For more information, "
        "see the Troubleshooting section of the Amazon ECS Developer Guide."
    )
    assert three.desk.service()["runningCount"] == 3
    assert service["desiredCount"] == 5


@pytest.mark.parametrize(
    ("container", "mode", "words"),
    [
        ({"cpu": 4000}, "bridge", "has insufficient CPU units available."),
        ({"memory": 4000}, "bridge", "has insufficient memory available."),
        ({"portMappings": [{"containerPort": 80, "hostPort": 22}]}, "bridge", "is already using a port required by your task."),
        ({"resourceRequirements": [{"type": "GPU", "value": "1"}]}, "bridge", "has insufficient GPU resource available."),
        ({"logConfiguration": {"logDriver": "splunk"}}, "bridge", "is missing an attribute required by your task."),
    ],
)  # fmt: skip
def test_the_words_for_each_lack(three, container, mode, words):
    three.define("odd", mode=mode, **container)
    three.serve(family="odd")
    three.wait(60)
    assert f") {words} For more" in three.desk.events()[-1]


def test_the_words_when_a_constraint_or_the_agent_stands_in_the_way(three):
    three.serve(placementConstraints=member_of("attribute:stack == prod"))
    three.wait(60)
    assert (
        'encountered error "MemberOf placement constraint unsatisfied.". For more' in three.desk.events()[-1]
    )


def test_a_service_gets_its_tasks_as_soon_as_there_is_room(three):
    three.define("fat", memory=3000)
    three.serve(desired=4, family="fat")
    three.wait(600)
    assert three.desk.service()["runningCount"] == 3
    three.register()
    three.wait(30)
    assert three.desk.service()["runningCount"] == 4


def test_room_that_a_stopped_task_leaves_is_taken(three):
    three.define("fat", memory=3000)
    blocker = three.run("fat", count=3)["tasks"][0]["taskArn"]
    three.serve(desired=1, family="fat")
    three.wait(60)
    assert three.desk.service()["runningCount"] == 0
    three.ecs("StopTask", task=blocker)
    three.wait(30)
    assert three.desk.service()["runningCount"] == 1


def test_changed_constraints_concern_new_tasks_and_are_no_deployment(three):
    three.serve(desired=3)
    three.wait(60)
    three.desk.update(placementConstraints=member_of("attribute:ecs.availability-zone == us-east-1a"))
    three.desk.update(desiredCount=5)
    three.wait(60)
    assert sorted(three.where()) == [0, 0, 0, 1, 2]
    assert len(three.desk.service()["deployments"]) == 1
    assert three.desk.service()["placementConstraints"][0]["type"] == "memberOf"


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"placementConstraints": [{"type": "distinctInstance", "expression": ""}]}, "InvalidParameterException", "distinctInstance expression should not be specified."),
        ({"placementConstraints": [{"type": "memberOf"}]}, "InvalidParameterException", "memberOf expression"),
        ({"placementConstraints": member_of("attribute:x = 3")}, "InvalidParameterException", "at position 13"),
        ({"placementConstraints": DISTINCT * 11}, "InvalidParameterException", "at most 10"),
        ({"placementStrategy": PACK * 6}, "InvalidParameterException", "at most 5"),
        ({"placementStrategy": [{"type": "binpack", "field": "disk"}]}, "InvalidParameterException", "'disk'"),
        ({"placementStrategy": [{"type": "spread"}]}, "InvalidParameterException", "spread"),
    ],
)  # fmt: skip
def test_what_cannot_be_placed_is_refused(three, change, code, words):
    with pytest.raises(ApiError) as refused:
        three.run(**change)
    assert refused.value.code == code
    assert words in refused.value.message


def test_fargate_takes_neither_constraints_nor_strategies(desk):
    desk.define()
    for change in ({"placementConstraints": DISTINCT}, {"placementStrategy": PACK}):
        with pytest.raises(ApiError, match="are not supported with FARGATE launch type"):
            desk.run(**change)


def test_a_definition_takes_member_of_alone(yard):
    with pytest.raises(ApiError, match=r"^constraint\.type 'distinctInstance' is not supported.$"):
        yard.define(constraints=DISTINCT)


def test_an_empty_cluster_and_no_launch_type_mean_ec2(desk):
    """Section 13.9."""
    desk.define()
    private = {"awsvpcConfiguration": {"subnets": desk.subnets}}
    with pytest.raises(ApiError, match=r"^No Container Instances were found in your cluster\.$"):
        desk.ecs("RunTask", cluster="lab", taskDefinition="web", networkConfiguration=private)


# Properties of the ranking.

INSTANCES = st.lists(
    st.tuples(st.sampled_from(ZONES), st.sampled_from(["x", "y", ""]), st.integers(1, 8)),
    min_size=1,
    max_size=8,
)
STRATEGIES = st.lists(
    st.sampled_from(
        [
            ("spread", "attribute:ecs.availability-zone"),
            ("spread", "attribute:rack"),
            ("spread", "instanceId"),
            ("binpack", "cpu"),
            ("binpack", "memory"),
        ]
    ),
    max_size=4,
)


def instance(number, zone, rack, size):
    attributes = {"ecs.availability-zone": zone} | ({"rack": rack} if rack else {})
    return ContainerInstance(
        id=f"{number:032x}",
        cluster="lab",
        ec2=f"i-{number}",
        zone=zone,
        cpu=size * 100,
        memory=1000 - size * 10,
        interfaces=2,
        attributes=attributes,
        registered_at=0,
    )


@settings(max_examples=200, deadline=None)
@given(INSTANCES, STRATEGIES, st.lists(st.integers(0, 7), max_size=6), st.booleans())
def test_the_ranking_finds_what_looking_at_every_instance_finds(drawn, chosen, present, by_service):
    """The tree against the definition: the lowest ranks, the first difference deciding, then the order."""
    found = {f"{number:032x}": instance(number, *each) for number, each in enumerate(drawn)}
    strategies = tuple(PlacementStrategy(type=kind, field=field) for kind, field in chosen)
    request = Request(Needs(50, 50), "lab", "group", by_service=by_service, strategies=strategies)
    tasks = [f"{each:032x}" for each in present if f"{each:032x}" in found]
    levels, plain = (levels_of(request, lambda bound: 0) for _ in range(2))
    for each in (levels, plain):
        count_tasks(each, found.values(), lambda instance: tasks.count(instance.id))
    ranking = Ranking(levels)
    for order, each in enumerate(found.values()):
        ranking.add(each, order)
    order = list(found)
    for _ in range(25):
        fitting = [each for each in found.values() if each.free_cpu >= 50 and each.free_memory >= 50]
        best = min(
            fitting,
            key=lambda each: (*(level.rank(each) for level in plain), order.index(each.id)),
            default=None,
        )
        taken = ranking.take()
        assert (taken and taken.id) == (best and best.id)
        if best is None:
            break
        placed = best.replace(used_cpu=best.used_cpu + 50, used_memory=best.used_memory + 50)
        found[placed.id] = placed
        for level in (*levels, *plain):
            level.count(placed, 1)
        if placed.free_cpu >= 50 and placed.free_memory >= 50:
            ranking.add(placed, order.index(placed.id))


def test_whoever_is_asked_for_more_than_there_is_stops_at_what_there_is(three):
    """Three instances with room for seven tasks each."""
    counts = [len(three.run(count=10)["tasks"]) for _ in range(3)]
    assert counts == [10, 10, 1]
    assert all(each["remainingResources"][1]["integerValue"] >= 0 for each in three.instances())


class TestWhy:
    """`ecslab why` tells why here, why not there, and why nowhere."""

    def why(self, yard, target):
        return {reason.code: reason.values for reason in explain(yard.lab, target)}

    def test_a_task_tells_why_it_is_on_its_instance(self, three):
        three.run(count=4)
        three.wait(20)
        last = three.desk.tasks()[-1]
        said = [(reason.code, reason.values) for reason in explain(three.lab, "task/" + last["taskArn"])]
        placed = dict(said)["placed"]
        assert placed["fitting"] == 3
        assert placed["instance"].endswith(", us-east-1a)")
        ranked = [values for code, values in said if code in ("placed-not-ranked", "placed-not-first")]
        assert len(ranked) == 2

    def test_what_could_not_take_it_is_told_with_its_reason(self, three):
        three.define("fat", memory=3000)
        three.run("fat")
        three.run("fat")
        three.wait(20)
        last = three.desk.tasks()[-1]
        said = self.why(three, "task/" + last["taskArn"])
        assert said["placed-not-rejected"]["reason"] == "RESOURCE:MEMORY"
        assert said["placed"]["fitting"] == 2

    def test_a_service_without_room_tells_what_each_instance_lacks(self, three):
        three.define("fat", memory=3000)
        three.serve(desired=4, family="fat")
        three.wait(60)
        said = [reason.code for reason in explain(three.lab, "service/web")]
        assert said.count("rejected-memory") == 3
        assert self.why(three, "service/web")["rejected-memory"]["free"] == 830

    def test_among_many_instances_reasons_are_counted(self, yard):
        small = [yard.register(kind="t3.micro") for _ in range(25)]
        yard.register()
        yard.define("fat", memory=3000)
        yard.run("fat")
        yard.wait(20)
        said = self.why(yard, "task/" + yard.desk.tasks()[0]["taskArn"])
        assert said["placed-not-counted"] == {"count": len(small), "reason": "RESOURCE:MEMORY"}

    def test_decisions_are_forgotten_with_their_tasks(self, three):
        arn = three.run()["tasks"][0]["taskArn"]
        assert len(three.state.world.decisions) == 1
        three.wait(20)
        three.ecs("StopTask", task=arn)
        three.wait(4000)
        assert len(three.state.world.decisions) == 0


class TestScaleIn:
    """Which tasks go when a service with strategies of its own shrinks (sheet, 4.10)."""

    def shrink(self, yard, before, after, strategies):
        yard.serve(desired=before, placementStrategy=strategies)
        yard.wait(60)
        yard.desk.update(desiredCount=after)
        yard.wait(60)
        return sorted(yard.where())

    def test_binpack_gives_up_the_instance_that_has_most_left(self, three):
        """Seven fit on the first; the second has one alone."""
        assert self.shrink(three, 8, 7, PACK) == [0] * 7

    def test_spread_keeps_the_rest_spread(self, three):
        three.register(zone=ZONES[0])
        assert self.shrink(three, 8, 4, [{"type": "spread", "field": "instanceId"}]) == [0, 1, 2, 3]

    def test_spread_over_an_attribute_keeps_it_even(self, yard):
        for rack in ("x", "x", "y"):
            yard.register(attributes={"rack": rack})
        yard.define()
        rest = self.shrink(yard, 8, 4, [{"type": "spread", "field": "attribute:rack"}])
        assert rest == [0, 1, 2, 2]

    def test_what_is_random_changes_nothing_when_it_is_looked_at(self, three):
        three.serve(desired=6, placementStrategy=[{"type": "random"}])
        three.wait(60)
        three.desk.update(desiredCount=3)
        before = three.lab.state_hash()
        explain(three.lab, "service/web")
        assert three.lab.state_hash() == before
        three.wait(60)
        assert len(three.where()) == 3
