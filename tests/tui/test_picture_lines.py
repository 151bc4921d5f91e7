"""The picture as lines: every width, both languages, nothing wider than it may be."""

import pytest

from ecslab.locale import LANGUAGES, words
from ecslab.tui.snapshot import (
    ClusterView,
    DeploymentView,
    Group,
    ServiceView,
    Snapshot,
    Stage,
    StoppedView,
    TaskView,
)
from ecslab.tui.widgets.picture_lines import MARKS, Target, cells_of, lay_out, summary

EN = words("en")


def group(**counts: int) -> Group:
    listed = [(Stage(name), number) for name, count in counts.items() for number in range(count)]
    tasks = tuple(
        TaskView(f"{stage[:2]}{number:030x}"[:32], stage, stage.upper()) for stage, number in listed
    )
    return Group(tuple((Stage(name), count) for name, count in counts.items()), tasks)


def picture(*deployments: DeploymentView, **more) -> Snapshot:
    service = ServiceView("A", "web", "ACTIVE", 3, deployments)
    return Snapshot(
        60_000, (ClusterView("lab", (service,), more.get("standalone", ()), more.get("stopped", ()), 1),)
    )


ROLLING = picture(
    DeploymentView(
        definition="web:2", group=group(starting=1), status="PRIMARY", rollout_state="IN_PROGRESS"
    ),
    DeploymentView(definition="web:1", group=group(running=3), status="ACTIVE", rollout_state="COMPLETED"),
    standalone=(("report:1", group(waiting=1)),),
    stopped=(
        StoppedView(
            "f" * 32, "A web", "CannotPullContainerError: pull image manifest has been retried", (), 1_000
        ),
    ),
)


def plain(snapshot: Snapshot, width: int, say=EN) -> list[str]:
    return ["".join(part.text for part in line).rstrip() for line in lay_out(snapshot, width, say)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [1, 20, 40, 56, 78, 100, 200])
def test_no_line_is_wider_than_the_picture(width, language):
    for line in lay_out(ROLLING, width, words(language)):
        assert cells_of(line) <= width


def test_deployments_stand_side_by_side_where_there_is_room():
    wide = plain(ROLLING, 100)
    assert any("PRIMARY web:2 IN_PROGRESS" in line and "ACTIVE web:1 COMPLETED" in line for line in wide)
    narrow = plain(ROLLING, 50)
    assert not any("PRIMARY" in line and "ACTIVE web:1" in line for line in narrow)


def test_a_box_has_the_letter_the_mark_and_the_start_of_the_id():
    lines = plain(picture(DeploymentView(definition="web:1", group=group(running=1), status="PRIMARY")), 80)
    assert f"A{MARKS[Stage.RUNNING]} ru0000" in "\n".join(lines)


def test_a_crowd_becomes_a_bar_in_which_every_stage_shows():
    crowd = Group(((Stage.STARTING, 1), (Stage.RUNNING, 999)), ())
    lines = plain(picture(DeploymentView(definition="web:1", group=crowd, status="PRIMARY")), 80)
    bar = next(line for line in lines if "●●●" in line)
    assert "◐" in bar
    assert "about 25 tasks a mark" in "\n".join(lines)


def test_a_failed_roll_out_gives_its_reason():
    failed = DeploymentView(
        definition="web:2",
        group=group(),
        status="PRIMARY",
        rollout_state="FAILED",
        rollout_reason="ECS deployment circuit breaker: tasks failed to start.",
    )
    assert "circuit breaker: tasks failed to start." in "\n".join(plain(picture(failed), 100))


def test_everything_that_can_be_pointed_at_knows_its_cluster():
    targets = {part.target for line in lay_out(ROLLING, 80, EN) for part in line if part.target}
    assert Target("lab", "service/web") in targets
    assert all(target.cluster == "lab" for target in targets)
    assert len(targets) == 1 + 4 + 1 + 1


def test_the_summary_is_as_short_as_can_be():
    assert summary(ROLLING) == "○ 1 ◐ 1 ● 3"
    assert summary(Snapshot(0)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_lab_says_what_will_be_here(language):
    say = words(language)
    assert "".join(plain(Snapshot(0), 200, say)) == say("tui.picture.empty")
