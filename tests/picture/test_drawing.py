"""The picture as lines: every width, both languages, nothing wider than it may be."""

import pytest

from ecslab.locale import LANGUAGES, words
from ecslab.picture.drawing.lab import layout, legend, summary
from ecslab.picture.parts import Target, cells_of, plain
from ecslab.picture.stages import MARKS, Stage
from ecslab.picture.views import (
    ClusterView,
    DeploymentView,
    InstanceView,
    LabView,
    ProviderView,
    ScheduleView,
    ServiceView,
    StoppedView,
    StrategyView,
    TaskView,
    counted,
)

EN = words("en")


def tasks(letter: str = "A", owner: str = "web", *, old: bool = False, more=None, **counts: int):
    stages = [Stage(name) for name, count in counts.items() for _ in range(count)]
    return tuple(
        TaskView(
            id=f"{letter.lower()}{'o' if old else 'n'}{number:030x}", stage=stage, status=stage.upper(),
            letter=letter, owner=owner, service=letter.isalpha(), old=old, definition=f"{owner}:1",
            **(more or {}),
        )
        for number, stage in enumerate(stages)
    )  # fmt: skip


NEW, OLD = tasks(starting=1), tasks(old=True, running=3)
ON_IT = tasks(running=2, more={"instance": "c" * 32, "capacity": "EC2", "cpu": 512, "memory": 1024})
INSTANCE = InstanceView(
    id="c" * 32, machine="i-0123456789abcdef0", type="m5.large", zone="us-east-1a", cpu=2048, memory=7680,
    used_cpu=1024, used_memory=2048, tasks=ON_IT, status="DRAINING",
)  # fmt: skip


def deployment(found, **values) -> DeploymentView:
    fields = {"definition": "web:1", "status": "PRIMARY", "desired": 3, "rollout_state": "COMPLETED"}
    return DeploymentView(**(fields | values | {"counts": counted(found)}))


def service(*deployments: DeploymentView, **values) -> ServiceView:
    return ServiceView(**({"letter": "A", "name": "web", "desired": 3, "deployments": deployments} | values))


def lab(**values) -> LabView:
    return LabView(now_ms=60_000, clusters=(ClusterView(name="lab", **values),))


ROLLING_SERVICE = service(
    deployment(NEW, definition="web:2", rollout_state="IN_PROGRESS"),
    deployment(OLD, status="ACTIVE"),
    strategy=(StrategyView("FARGATE", 1, 1, 3, 2), StrategyView("FARGATE_SPOT", 0, 1, 1, 2)),
)
EVERYTHING = LabView(
    now_ms=60_000,
    clusters=(
        ClusterView(
            name="lab",
            services=(ROLLING_SERVICE,),
            tasks=(*NEW, *OLD, *ON_IT, *tasks("1", "report", waiting=1)),
            instances=(INSTANCE,),
            providers=(ProviderView(name="asg", base=0, weight=1, group="g", target=100, short=True),),
            stopped=(
                StoppedView(
                    "f" * 32, "A web", "CannotPullContainerError: pull image manifest has been retried", (), 1
                ),
            ),
            stopped_total=1,
        ),
    ),
    schedules=(
        ScheduleView(
            kind="schedule", name="report", key="default/report", expression="rate(1 hour)",
            next_ms=90_000, last_ms=1_000, outcome="not-launched", due=3,
        ),
        ScheduleView(kind="rule", name="off", key="default/off", expression="rate(1 day)", enabled=False),
    ),
)  # fmt: skip


def shown(view: LabView, width: int, say=EN) -> list[str]:
    return [plain(line) for line in layout(view, width, say).lines()]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1, 20, 36, 40, 56, 70, 78, 100, 200, 400])
def test_no_line_is_wider_than_the_picture(width, language):
    for line in layout(EVERYTHING, width, words(language)).lines():
        assert cells_of(line) <= width


def test_deployments_stand_side_by_side_where_there_is_room():
    view = lab(services=(ROLLING_SERVICE,))
    assert any("PRIMARY web:2 IN_PROGRESS" in line and "ACTIVE web:1" in line for line in shown(view, 100))
    assert not any("PRIMARY" in line and "ACTIVE" in line for line in shown(view, 50))


def test_a_roll_out_shows_how_far_it_has_come_and_what_is_lacking():
    text = "\n".join(shown(lab(services=(ROLLING_SERVICE,)), 100))
    assert "A ◐··  0/3 running, 0%" in text
    assert "a ●●●  ● 3" in text


def test_a_steady_service_takes_one_line():
    steady = service(deployment(tasks(running=3)))
    (_, line, *rest) = shown(lab(services=(steady,)), 100)
    assert "desired 3  pending 0  running 3  PRIMARY web:1 COMPLETED" in line
    assert rest == []


def test_a_strategy_says_so_where_base_and_weight_want_something_else():
    text = "\n".join(shown(lab(services=(ROLLING_SERVICE,)), 100))
    assert "FARGATE  base 1, weight 1  tasks 3 (75%)  strategy: 2" in text


def test_a_box_has_the_letter_the_mark_and_the_start_of_the_id():
    text = "\n".join(shown(lab(tasks=(*tasks(running=1), *tasks("1", "report", waiting=1))), 80))
    assert " A● an0000 " in text
    assert " 1○ 1n0000" in text


def test_a_task_whose_health_check_fails_has_a_mark_of_its_own():
    assert " A●! " in "\n".join(shown(lab(tasks=tasks(running=1, more={"ailing": True})), 80))


def test_an_instance_fills_up_with_the_letters_of_its_tasks():
    text = shown(lab(tasks=ON_IT, instances=(INSTANCE,)), 40)
    cpu, memory = next(x for x in text if "CPU" in x), next(x for x in text if "MEM" in x)
    assert "1024/2048" in cpu
    bar = cpu[cpu.index("[") + 1 : cpu.index("]")]
    assert bar.count("A") == 2
    assert bar.count("·") == len(bar) // 2
    assert "2.0G/7.5G" in memory
    assert any("DRAINING" in line for line in text)


def test_more_tasks_than_cells_are_shown_by_their_service():
    crowd = tuple(
        task
        for letter in "AB"
        for task in tasks(letter, running=50, more={"instance": "c" * 32, "cpu": 10, "memory": 10})
    )
    full = InstanceView(
        id="c" * 32, machine="i-0", cpu=1000, memory=1000, used_cpu=1000, used_memory=1000, tasks=crowd
    )
    text = shown(lab(tasks=crowd, instances=(full,)), 40)
    bar = next(x for x in text if "CPU" in x)
    assert "·" not in bar[bar.index("[") : bar.index("]")]
    assert bar.count("A") == bar.count("B") > 3
    assert any("+" in line for line in text)


def test_many_instances_take_a_line_each():
    fleet = tuple(
        InstanceView(id=f"{number:032x}", machine=f"i-{number:017x}", cpu=1024, memory=2048)
        for number in range(100)
    )
    assert layout(lab(instances=fleet), 70, EN).height == 102
    assert layout(lab(instances=fleet), 140, EN).height == 52


def test_what_waits_for_room_says_so():
    text = shown(lab(tasks=tasks(waiting=2, more={"capacity": "asg"})), 80)
    assert any("waiting for room" in line for line in text)


def test_a_crowd_becomes_a_bar_in_which_every_stage_shows():
    crowd = (*tasks(starting=1), *tasks(running=999))
    text = shown(lab(tasks=crowd), 80)
    bar = next(line for line in text if "●●●" in line)
    assert "◐" in bar
    assert "about 25 tasks" in "\n".join(text)


def test_only_what_is_looked_at_is_drawn():
    fleet = tuple(
        InstanceView(id=f"{number:032x}", machine=f"i-{number:017x}", cpu=1024, memory=2048)
        for number in range(3_000)
    )
    plan = layout(lab(instances=fleet), 80, EN)
    plan.lines(1_000, 1_024)
    assert plan.blocks_drawn == 24


def test_a_failed_roll_out_gives_its_reason():
    reason = "ECS deployment circuit breaker: tasks failed to start."
    failed = service(deployment((), rollout_state="FAILED", rollout_reason=reason, failed=3))
    text = "\n".join(shown(lab(services=(failed,)), 100))
    assert "circuit breaker: tasks failed to start." in text
    assert "failed: 3" in text


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"next_ms": 90_000}, "next in 30s"),
        ({"enabled": False}, "disabled"),
        ({}, "never again"),
        ({"last_ms": 30_000, "outcome": "failed", "due": 2}, "last 30s ago, 2 so far: failed"),
        ({"last_ms": 30_000, "outcome": "delivered", "due": 1}, "reached its target"),
    ],
)
def test_a_schedule_says_when_it_is_due_and_what_became_of_it(values, said):
    view = ScheduleView(
        kind="schedule", name="report", key="default/report", expression="rate(1 hour)", **values
    )
    assert said in "\n".join(shown(LabView(now_ms=60_000, schedules=(view,)), 120))


def test_everything_that_can_be_pointed_at_knows_its_cluster():
    plan = layout(EVERYTHING, 80, EN)
    targets = {spot.target for y in range(plan.height) for spot in plan.spots(y)}
    assert Target("lab", "service/web") in targets
    assert Target("lab", f"instance/{'c' * 32}") in targets
    assert Target("", "schedule/default/report") in targets
    assert {target.cluster for target in targets} == {"lab", ""}


@pytest.mark.parametrize("width", [40, 80, 160])
def test_every_target_can_be_reached_in_the_order_of_reading_and_back(width):
    plan = layout(EVERYTHING, width, EN)
    wanted = {spot.target for y in range(plan.height) for spot in plan.spots(y)}
    spot, seen = plan.first(), []
    while spot is not None:
        seen.append(spot.target)
        spot = plan.along(spot, 1)
    assert set(seen) == wanted
    spot, back = plan.last(), []
    while spot is not None:
        back.append(spot.target)
        spot = plan.along(spot, -1)
    assert back == seen[::-1]


def test_below_is_what_stands_nearest_below():
    plan = layout(lab(tasks=tasks(running=12)), 36, EN)
    first = plan.first()
    second = plan.along(plan.along(first, 1), 1)
    assert plan.across(second, 1).x == second.x
    assert plan.across(plan.across(second, 1), -1) == second


def test_the_summary_is_as_short_as_can_be():
    assert summary(EVERYTHING) == "○ 1 ◐ 1 ● 5"
    assert summary(LabView()) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_lab_says_what_will_be_here(language):
    say = words(language)
    assert "".join(shown(LabView(), 200, say)) == say("picture.empty")
    assert all(mark in legend(say) for mark in MARKS.values())
