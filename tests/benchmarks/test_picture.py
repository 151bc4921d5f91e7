"""How long a frame of the picture takes with 10 to 3,000 tasks, beside named baselines of the same run.

A frame is: read the lab (on the lab's thread), lay it out and paint what is in view (on the screen's).
"""

import asyncio

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from ecslab.locale import words
from ecslab.picture.drawing.lab import layout
from ecslab.picture.reading.lab import read
from ecslab.picture.reading.tasks import Memo
from ecslab.picture.wrapping import install
from ecslab.tui.widgets.lab_pane import LabPane
from ecslab.tui.widgets.picture import Picture

SIZES = (10, 100, 1_000, 3_000)
WIDTH, HEIGHT = 88, 24

install()


@pytest.fixture(params=SIZES)
def crowd(request, desk):
    """A lab with that many running tasks of two services."""
    desk.define()
    desk.serve("web", request.param // 2)
    desk.serve("api", request.param - request.param // 2)
    desk.wait(900)
    assert read(desk.lab).live == request.param
    return desk


@pytest.mark.benchmark(group="picture: look at a lab again")
def test_read_again(benchmark, crowd):
    memo = Memo()
    read(crowd.lab, memo)
    view = benchmark(read, crowd.lab, memo)
    assert view.live == len(view.clusters[0].tasks)


@pytest.mark.benchmark(group="picture: look at a lab again")
def test_baseline_read_for_the_first_time(benchmark, crowd):
    view = benchmark(read, crowd.lab)
    assert view.live == len(view.clusters[0].tasks)


@pytest.mark.benchmark(group="picture: lay out and draw what is in view")
def test_lay_out(benchmark, crowd):
    view, say = read(crowd.lab), words("ja")
    lines = benchmark(lambda: layout(view, WIDTH, say).lines(0, HEIGHT))
    assert lines


class Bare(App[None]):
    """Textual with a text of the same size."""

    def compose(self) -> ComposeResult:
        yield Static()


class Host(App[None]):
    language = "ja"

    def compose(self) -> ComposeResult:
        yield LabPane(id="lab")


@pytest.mark.benchmark(group="picture: a frame on the screen")
def test_frame(benchmark, crowd):
    """Another look at a lab in which a task has just died, until it is painted."""
    before = read(crowd.lab)
    crowd.lab.inject({"fault": "stop-task", "service": "web", "cluster": "lab"})
    crowd.wait(1)
    after = read(crowd.lab)
    frames = [before, after]

    async def show(app: Host, pilot) -> None:
        frames.reverse()
        app.query_one(LabPane).lab = frames[0]
        await pilot.pause(0)

    _in_app(benchmark, Host(), show)


@pytest.mark.benchmark(group="picture: a frame on the screen")
def test_baseline_textual_paints_a_text_of_the_same_size(benchmark):
    texts = ["\n".join(letter * WIDTH for _ in range(HEIGHT)) for letter in "ab"]

    async def show(app: Bare, pilot) -> None:
        texts.reverse()
        app.query_one(Static).update(texts[0])
        await pilot.pause(0)

    _in_app(benchmark, Bare(), show)


def _in_app(benchmark, app, show) -> None:
    with asyncio.Runner() as runner:
        context = app.run_test(size=(WIDTH, HEIGHT))
        pilot = runner.run(context.__aenter__())
        runner.run(show(app, pilot))
        benchmark.pedantic(lambda: runner.run(show(app, pilot)), rounds=30, warmup_rounds=2)
        if isinstance(app, Host):
            assert app.query_one(Picture).plan.height
        runner.run(context.__aexit__(None, None, None))
