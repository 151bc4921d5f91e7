"""The lab's pane, by keys and by mouse: pointing, looking closer and back, tabs, and what is noticed."""

import pytest
from textual.app import App, ComposeResult

from ecslab.locale import LANGUAGES, words
from ecslab.picture.looking.look import ACCOUNT
from ecslab.picture.parts import Target, plain
from ecslab.picture.wrapping import install
from ecslab.tui.looker import Looker
from ecslab.tui.widgets.crumbs import Crumbs
from ecslab.tui.widgets.lab_pane import WHOLE, LabPane
from ecslab.tui.widgets.picture import Picture

install()


class Host(App[None]):
    """A pane over a lab, with nothing between them."""

    def __init__(self, desk, language: str = "en") -> None:
        super().__init__()
        self.language = language
        self.desk = desk
        self.looker = Looker()

    def compose(self) -> ComposeResult:
        yield LabPane(id="lab")

    def on_mount(self) -> None:
        self.look()
        self.query_one(Picture).focus()

    def on_lab_pane_looked(self, event: LabPane.Looked) -> None:
        at = (event.target, event.tab)
        self.looker.at = None if at == WHOLE else at
        self.look()

    def look(self) -> None:
        snapshot = self.looker(self.desk)
        pane = self.query_one(LabPane)
        pane.lab, pane.page = snapshot.lab, snapshot.page

    @property
    def at(self) -> tuple[Target, str]:
        return self.query_one(LabPane).looking_at

    @property
    def text(self) -> str:
        return "\n".join(plain(line) for line in self.query_one(Picture).plan.lines())

    @property
    def chosen(self) -> Target | None:
        return self.query_one(Picture).chosen


@pytest.fixture
def two_services(desk):
    """Two services of two tasks each, one standalone task; everything runs."""
    desk.define()
    desk.serve("web", 2)
    desk.serve("api", 2)
    desk.run()
    desk.wait(120)
    return desk


@pytest.fixture
def host(two_services):
    return Host(two_services)


WEB = Target("lab", "service/web")


async def test_arrows_home_and_end_point_at_things(host):
    async with host.run_test(size=(80, 24)) as pilot:
        seen = []
        for key in ("down", "down", "down", "up", "right", "left", "home", "end"):
            await pilot.press(key)
            seen.append(host.chosen.name)
        task = seen.pop()
        assert task.startswith("task/")
        assert seen == [
            "cluster/lab", "service/web", "service/api", "service/web", "service/api", "service/web",
            "cluster/lab",
        ]  # fmt: skip


async def test_up_first_points_at_the_last_thing(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("up")
        assert host.chosen.kind == "task"


async def test_enter_looks_closer_and_escape_comes_back_to_where_one_was(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        assert host.at == (WEB, "picture")
        assert "A● " in host.text
        assert "api" not in host.text
        await pilot.press("down", "down", "enter")
        task, tab = host.at
        assert (task.kind, tab) == ("task", "details")
        assert "createdAt" in host.text
        await pilot.press(*["down"] * 3, "enter")
        container, _ = host.at
        assert container == Target("lab", f"container/{task.id}/c0")
        await pilot.press("escape")
        assert host.at == (task, "details")
        assert host.chosen == container
        await pilot.press("backspace")
        assert host.at == (WEB, "picture")
        assert host.chosen == task
        await pilot.press("escape", "escape", "escape")
        assert host.at == WHOLE
        assert host.chosen == WEB
        assert "api" in host.text


async def test_numbers_and_brackets_turn_to_tabs(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "space", "3")
        assert host.at == (WEB, "events")
        assert "has reached a steady state" in host.text
        await pilot.press("]")
        assert host.at == (WEB, "roles")
        await pilot.press("[", "[", "[", "[")
        assert host.at == (WEB, "why")
        await pilot.press("9")
        assert host.at == (WEB, "why")
        await pilot.press("5")
        assert "Fargate vCPU" in host.text


async def test_w_asks_why_at_once(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("w")
        assert host.at == WHOLE
        await pilot.press("end", "w")
        target, tab = host.at
        assert (target.kind, tab) == ("task", "why")
        assert "is running" in host.text


async def test_the_account_has_events_and_a_bill(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("2")
        assert host.at == (ACCOUNT, "events")
        assert "RUNNING" in host.text
        await pilot.press("3")
        assert "Total" in host.text
        await pilot.press("1")
        assert host.at == WHOLE


async def test_the_mouse_does_it_all(host):
    async with host.run_test(size=(80, 24)) as pilot:
        picture = host.query_one(Picture)
        spot = picture.plan.find(WEB)
        await pilot.click(Picture, offset=(spot.x + 2, spot.y))
        assert host.at == (WEB, "picture")
        way, tabs = host.query_one(Crumbs).render().plain.splitlines()
        await pilot.click(Crumbs, offset=(tabs.index("3 events") + 2, 1))
        assert host.at == (WEB, "events")
        await pilot.click(Crumbs, offset=(way.index("account") + 2, 0))
        assert host.at == WHOLE
        # A click beside everything does nothing.
        await pilot.click(Picture, offset=(70, 20))
        assert host.at == WHOLE


async def test_the_line_below_says_in_words_what_is_pointed_at(host):
    async with host.run_test(size=(80, 24)) as pilot:
        pane = host.query_one(LabPane)
        assert "● running" in pane.border_subtitle
        await pilot.press("end")
        assert "RUNNING, B api (web:1), on FARGATE" in pane.border_subtitle
        await pilot.press("enter")
        assert "Esc: back" in pane.border_subtitle


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_language_switches_in_place(host, language):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter", "2")
        for widget in (host.query_one(LabPane), *host.query(Picture), *host.query(Crumbs)):
            widget.language = language
        await pilot.pause()
        say = words(language)
        assert say("picture.fact.scheduling") in host.text
        assert say("picture.tab.details") in host.query_one(Crumbs).render().plain


async def test_a_narrow_pane_takes_two_lines_for_the_way_and_the_tabs(host):
    async with host.run_test(size=(60, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        crumbs = host.query_one(Crumbs)
        assert crumbs.size.height == 2
        await pilot.press("escape")
        assert crumbs.size.height == 1


async def test_what_is_looked_at_goes_on_living(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("end", "enter")
        (task, _) = host.at
        host.desk.lab.inject({"fault": "stop-task", "task": task.id})
        host.desk.wait(60)
        host.look()
        await pilot.pause()
        assert "STOPPED" in host.text
        host.desk.wait(2 * 3600)
        host.look()
        await pilot.pause()
        assert "not there any more" in host.text
        await pilot.press("escape")
        assert host.at == WHOLE


async def test_a_change_is_marked_and_stays_so_while_the_clock_stands(host):
    async with host.run_test(size=(80, 24)) as pilot:
        picture = host.query_one(Picture)
        assert picture.changed == frozenset()
        picture.moving = False
        await pilot.press("end")
        task = host.chosen
        await pilot.press("home")
        host.desk.lab.inject({"fault": "stop-task", "task": task.id})
        host.desk.wait(1)
        host.look()
        await pilot.pause()
        assert picture.changed
        y = picture.plan.find(task).y
        assert "›" in picture.render_line(y).text
        # Nothing is due that would take the mark away.
        assert picture._fading is None
        picture.moving = True
        await pilot.pause()
        assert picture._fading is not None
        picture._mark(frozenset())
        await pilot.pause()
        assert "›" not in picture.render_line(y).text


async def test_pointing_survives_the_passing_of_time_and_ends_with_its_thing(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        host.desk.wait(30)
        host.look()
        await pilot.pause()
        assert host.chosen == WEB
        host.desk.ecs("DeleteService", cluster="lab", service="web", force=True)
        host.desk.wait(300)
        host.look()
        await pilot.pause()
        assert host.chosen is None


async def test_only_lines_that_differ_are_painted_again(host):
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        picture = host.query_one(Picture)
        painted: list[int] = []
        original = picture.refresh_lines

        def refresh_lines(y: int, count: int = 1):
            painted.extend(range(y, y + count))
            return original(y, count)

        picture.refresh_lines = refresh_lines
        host.desk.wait(5)
        host.look()
        await pilot.pause()
        assert painted == []


async def test_of_three_thousand_tasks_only_what_is_in_view_is_drawn(desk):
    desk.define()
    desk.serve("web", 3_000)
    desk.wait(600)
    host = Host(desk)
    async with host.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        picture = host.query_one(Picture)
        assert picture.plan.height > 400
        assert picture.plan.blocks_drawn < 40
        await pilot.press("end")
        await pilot.pause()
        assert host.chosen.kind == "task"
        assert picture.plan.blocks_drawn < 80


async def test_a_picture_higher_than_its_pane_is_as_wide_as_any(host):
    async with host.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        picture = host.query_one(Picture)
        assert picture.plan.height > picture.size.height
        assert picture.show_vertical_scrollbar
        assert not picture.show_horizontal_scrollbar
        assert picture.plan.width <= picture.scrollable_content_region.width
        await pilot.resize_terminal(80, 40)
        await pilot.pause()
        assert not picture.show_vertical_scrollbar
        assert picture.plan.width <= picture.scrollable_content_region.width
