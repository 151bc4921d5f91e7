"""How each screen looks, at both sizes and in both languages, by SVG snapshots.

`pytest tests/tui/test_looks.py --snapshot-update` accepts a new look; look at it before you do.
"""

from pathlib import Path

import pytest
from textual.widgets import Input

from ecslab.tui.widgets.terminal import Terminal

LESSON = Path(__file__).parent / "first-steps"
SIZES = {"80x24": (80, 24), "160x50": (160, 50)}


@pytest.fixture(params=SIZES.values(), ids=SIZES)
def size(request):
    return request.param


@pytest.fixture(params=["ja", "en"])
def looks_right(request, size, make_app, settle, snap_compare):
    """A function that goes to `start`, does what `keys` and `lines` say, and compares the picture."""

    def compare(
        start: str | None = None,
        *keys: str,
        lines: tuple[str, ...] = (),
        last: str = "",
        course: Path = LESSON,
    ) -> bool:
        async def arrive(pilot) -> None:
            await settle(pilot)
            for line in lines:
                pilot.app.screen.query_one(Terminal).post_message(Terminal.Entered(line))
                await settle(pilot)
            await pilot.press(*keys)
            await settle(pilot)
            if last:
                await pilot.press(last)
            for each in pilot.app.screen.query(Input):
                each.cursor_blink = False
            await pilot.pause()

        app = make_app(request.param, start, course)
        return snap_compare(app, terminal_size=size, run_before=arrive)

    return compare


SERVE = (
    (LESSON / "solutions/serve.sh").read_text(encoding="utf-8").strip() + " --query service.status",
    "wait 20s",
)


REGISTER = (
    "aws ecs register-task-definition --family web --network-mode awsvpc --requires-compatibilities FARGATE"
    " --cpu 256 --memory 512 --container-definitions name=web,image=nginx"
)
COMPLETED = ("a", "w", "s", "space", "e", "c", "s", "space", "d", "e", "s", "c", "tab")
"""`aws ecs desc`, completed."""


def test_course_map(looks_right):
    assert looks_right()


def test_prose(looks_right):
    assert looks_right("first-steps")


def test_question(looks_right):
    assert looks_right("first-steps", "f8")


def test_answer(looks_right):
    assert looks_right("first-steps", "f8", "1")


EVERY_KIND = Path(__file__).parent / "every-kind"


def test_order(looks_right):
    assert looks_right("every-kind", "f8", "1", "3", course=EVERY_KIND)


def test_order_answered(looks_right):
    assert looks_right("every-kind", "f8", "1", "3", "2", "4", "enter", course=EVERY_KIND)


def test_match(looks_right):
    assert looks_right("every-kind", "f8", "f8", "b", course=EVERY_KIND)


def test_match_answered(looks_right):
    assert looks_right("every-kind", "f8", "f8", "b", "a", "c", "enter", course=EVERY_KIND)


def test_fill(looks_right):
    assert looks_right("every-kind", "f8", "f8", "f8", course=EVERY_KIND)


def test_fill_answered(looks_right):
    assert looks_right("every-kind", "f8", "f8", "f8", *"cluster", "enter", course=EVERY_KIND)


def test_exercise(looks_right):
    assert looks_right("first-steps/serve", "f6", lines=SERVE)


def test_terminal(looks_right):
    assert looks_right("first-steps/serve", "f4", *COMPLETED, lines=SERVE)


AGAIN = (
    "wait 3m",
    "kill service/web",
    f"{REGISTER} --query taskDefinition.revision",
    "aws ecs update-service --cluster lab --service web --task-definition web:2 --query service.status",
    "wait 25s",
)


def test_lab_during_a_roll_out(looks_right):
    assert looks_right("first-steps/serve", "f3", "down", lines=SERVE + AGAIN)


def test_lab_a_service_closely(looks_right):
    assert looks_right("first-steps/serve", "f3", "down", "down", "enter", lines=SERVE + AGAIN)


def test_lab_why(looks_right):
    assert looks_right("first-steps/serve", "f3", "down", "down", "w", lines=SERVE + AGAIN)


def test_goals(looks_right):
    assert looks_right("first-steps/serve", "f5", lines=(*SERVE, "wait 1m"))


def test_help(looks_right):
    assert looks_right("first-steps/serve", "f4", last="f1")


def test_clock_menu(looks_right):
    assert looks_right("first-steps/serve", last="ctrl+t")
