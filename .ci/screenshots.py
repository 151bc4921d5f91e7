"""Draw the pictures of the README: `python .ci/screenshots.py` writes them into assets/."""

import asyncio
import html
import re
import sys
import tempfile
from pathlib import Path

from rich.cells import cell_len
from textual.widgets import Input

from ecslab.locale import LANGUAGES
from ecslab.progress.opening import open_store
from ecslab.session.keeper import Keeper
from ecslab.tui.app import EcslabApp
from ecslab.tui.widgets.terminal import Terminal

ASSETS = Path(__file__).parents[1] / "assets"
SIZE = (150, 44)
CELL = 12.2
"""The width of a cell in the pictures that Rich draws."""
START = "services/keep-three"
LINES = (
    "SUBNET=$(aws ec2 describe-subnets --query 'Subnets[0].SubnetId' --output text)",
    'NETWORK="awsvpcConfiguration={subnets=[$SUBNET],assignPublicIp=ENABLED}"',
    (
        "aws ecs create-service --cluster lab --service-name web --task-definition web --desired-count 3"
        " --launch-type FARGATE --network-configuration $NETWORK --query service.status"
    ),
    "wait 2m",
    "kill web",
    "wait 12s",
    "why web",
)


async def draw(language: str, home: Path) -> str:
    """The screen in `language` after a learner has typed the lines, as SVG."""
    store, notice = open_store(home)
    # Paused, so that the same picture comes out every time.
    store.set_setting("pace", "10 paused")
    keeper = Keeper(store, lambda error: sys.exit(str(error)), now=lambda: 1_800_000_000.0)
    app = EcslabApp(keeper, language, None, START, notice)
    app.animation_level = "none"
    async with app.run_test(size=SIZE) as pilot:
        await _settle(pilot)
        for line in LINES:
            pilot.app.screen.query_one(Terminal).post_message(Terminal.Entered(line))
            await _settle(pilot)
        for each in pilot.app.screen.query(Input):
            each.cursor_blink = False
        await pilot.pause()
        picture = app.export_screenshot(title="ecslab")
    keeper.close()
    return _with_wide_characters(picture)


def _with_wide_characters(picture: str) -> str:
    """The picture with texts as wide as their cells: Rich counts characters, Japanese ones take two."""

    def widen(match: re.Match[str]) -> str:
        return f'textLength="{cell_len(html.unescape(match[2])) * CELL:g}"{match[1]}>{match[2]}</text>'

    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)</text>', widen, picture)


async def _settle(pilot) -> None:
    for _ in range(3):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()


def main() -> None:
    """Draw every picture."""
    ASSETS.mkdir(exist_ok=True)
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as home:
            picture = asyncio.run(draw(language, Path(home)))
        (ASSETS / f"lesson-{language}.svg").write_text(picture, encoding="utf-8")


if __name__ == "__main__":
    main()
