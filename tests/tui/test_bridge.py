"""The bridge: one thing after another, off the screen's thread; a defect costs neither work nor screen."""

import threading

from textual import on
from textual.app import App, ComposeResult

from ecslab.engine.errors import EcslabError
from ecslab.session.printed import Printed
from ecslab.tui.bridge import Bridge
from ecslab.tui.messages import Began, Busy, Did, Judged, LabChanged, Said
from ecslab.tui.snapshot import Snapshot
from ecslab.tui.widgets.spoken import Spoken


class Desk:
    """A desk that notes what is done at it, and where."""

    def __init__(self) -> None:
        self.deeds: tuple[object, ...] = ()
        self.commands = 0
        self.threads: set[int] = set()
        self.judged = 0

    def pass_time(self, duration_ms: int) -> None:
        self.threads.add(threading.get_ident())
        self.deeds = (*self.deeds, duration_ms)

    def judge(self) -> tuple[()]:
        self.judged += 1
        return ()


def look(desk: Desk) -> Snapshot:
    return Snapshot(len(desk.deeds))


class Ear(Spoken):
    """Hears everything that the bridge says."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[object] = []

    @on(Began)
    @on(Did)
    @on(Said)
    @on(Judged)
    @on(Busy)
    @on(LabChanged)
    def hear(self, message: object) -> None:
        self.heard.append(message)

    def said(self) -> list[str]:
        return [
            printed.text for message in self.heard if isinstance(message, Said) for printed in message.printed
        ]


class Host(App[None]):
    language = "en"

    def compose(self) -> ComposeResult:
        yield Ear()


def note(what: str):
    def work(desk: Desk) -> tuple[Printed, ...]:
        desk.threads.add(threading.get_ident())
        desk.deeds = (*desk.deeds, what)
        return (Printed(what),)

    return work


async def test_work_is_done_in_order_off_the_screens_thread(settle):
    app, desk = Host(), Desk()
    async with app.run_test() as pilot:
        ear = app.query_one(Ear)
        bridge = Bridge(ear, look)
        bridge.begin("a/b", lambda: desk)
        for number in range(20):
            bridge.do(note(str(number)))
        await settle(pilot)
        assert desk.deeds == tuple(str(number) for number in range(20))
        assert threading.get_ident() not in desk.threads
        assert ear.said() == [str(number) for number in range(20)]
        busy = [message.busy for message in ear.heard if isinstance(message, Busy)]
        assert busy[-1] is False
        assert isinstance(ear.heard[0], Busy | Began)


async def test_a_burst_of_ticks_is_one_stretch_of_time(settle):
    app, desk = Host(), Desk()
    async with app.run_test() as pilot:
        bridge = Bridge(app.query_one(Ear), look)
        bridge.tick(500, 10_000)
        bridge.begin(None, lambda: desk)
        await settle(pilot)
        for _ in range(50):
            bridge.tick(100, 1_000)
        await settle(pilot)
        bridge.tick(1, 1_000)
        await settle(pilot)
        assert len(desk.deeds) <= 3
        assert max(desk.deeds) <= 1_000


async def test_goals_are_judged_after_work_and_not_at_every_tick(settle):
    app, desk = Host(), Desk()
    async with app.run_test() as pilot:
        bridge = Bridge(app.query_one(Ear), look)
        bridge.begin("a/b", lambda: desk)
        await settle(pilot)
        judged = desk.judged
        bridge.do(note("work"))
        await settle(pilot)
        assert desk.judged == judged + 1
        for _ in range(5):
            bridge.tick(100, 1_000)
            await settle(pilot)
        assert desk.judged <= judged + 2


async def test_a_defect_is_told_and_work_goes_on(settle):
    app, desk = Host(), Desk()

    def broken(_: Desk) -> tuple[Printed, ...]:
        raise KeyError("oops")

    def refused(_: Desk) -> tuple[Printed, ...]:
        raise EcslabError("one clear sentence")

    async with app.run_test() as pilot:
        ear = app.query_one(Ear)
        bridge = Bridge(ear, look)
        bridge.begin("a/b", lambda: desk)
        bridge.do(broken)
        bridge.do(refused)
        bridge.do(note("after"))
        await settle(pilot)
        assert "KeyError: 'oops'" in ear.said()[0]
        assert ear.said()[1:] == ["one clear sentence", "after"]


async def test_an_attempt_that_cannot_be_brought_back_begins_afresh(settle):
    app, desk = Host(), Desk()

    def resumed() -> Desk:
        raise RuntimeError("from another engine")

    async with app.run_test() as pilot:
        ear = app.query_one(Ear)
        bridge = Bridge(ear, look)
        bridge.begin("a/b", lambda: desk, resumed)
        await settle(pilot)
        assert "from another engine" in ear.said()[0]
        assert [message.resumed for message in ear.heard if isinstance(message, Began)] == [False]
        bridge.do(note("work"))
        await settle(pilot)
        assert desk.deeds == ("work",)


async def test_without_a_lab_work_is_refused_in_words(settle):
    app = Host()
    async with app.run_test() as pilot:
        ear = app.query_one(Ear)
        Bridge(ear, look).do(note("work"))
        await settle(pilot)
        assert ear.said() == [ear.say("tui.terminal.no-lab")]


def test_of_a_burst_only_the_latest_counts_but_no_deed_is_lost():
    one, two = LabChanged(Snapshot(1)), LabChanged(Snapshot(2))
    assert one.can_replace(two)
    acted, passed = Did("a", (), 0, acted=True), Did("a", (), 0, acted=False)
    assert passed.can_replace(acted)
    assert passed.can_replace(passed)
    assert not acted.can_replace(passed)
    assert not passed.can_replace(Did("b", (), 0, acted=True))
    assert not Said(()).can_replace(Said(()))
