"""The screen in a real browser: Chromium without a window, driven through its own protocol."""

import asyncio
import base64
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from ecslab.locale import words

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE_S = 60

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed here")

FIRST_STEPS = Path(__file__).parents[1] / "tui" / "first-steps"


@pytest.fixture
def address(tmp_path):
    """`ecslab web` on a port that is free, in a process of its own; its address."""
    environment = {**os.environ, "ECSLAB_HOME": str(tmp_path / "home"), "ECSLAB_LANG": "en"}
    served = subprocess.Popen(
        [sys.executable, "-c", "from ecslab.cli import main; main()", "web", "--port", "0", "--course", str(FIRST_STEPS)],
        stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment,
    )  # fmt: skip
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+", served.stderr.readline())
        assert found
        yield found[0]
        served.send_signal(signal.SIGINT)
        _, trouble = served.communicate(timeout=60)
        assert (served.returncode, trouble) == (0, "")
    finally:
        served.kill()
        served.communicate()


class Page:
    """One tab: what it asked the network for, and what its terminal was sent."""

    def __init__(self, socket) -> None:
        self._socket = socket
        self._number = 0
        self._answers = {}
        self.asked: list[str] = []
        self.screen = ""
        self.sent: list[str] = []
        self._news = asyncio.Event()
        self._reader = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            told = json.loads(message.data)
            if "id" in told:
                self._answers[told["id"]].set_result(told)
            elif told["method"] == "Network.requestWillBeSent":
                self.asked.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                data = told["params"]["response"]["payloadData"]
                if told["params"]["response"]["opcode"] == 2:
                    self.screen += base64.b64decode(data).decode("utf-8", "replace")
            elif told["method"] == "Network.webSocketFrameSent":
                self.sent.append(told["params"]["response"]["payloadData"])
            self._news.set()

    async def do(self, method: str, **params):
        self._number += 1
        answer = self._answers[self._number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": self._number, "method": method, "params": params})
        told = await asyncio.wait_for(answer, PATIENCE_S)
        assert "error" not in told, told
        return told["result"]

    async def until(self, condition) -> None:
        """Wait until what was heard fulfils the condition."""
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                self._news.clear()
                await self._news.wait()

    def shows(self, text: str, since: int = 0) -> bool:
        """Whether the terminal was sent the text, colours and places aside."""
        plain = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", self.screen[since:])
        return text in plain

    async def key(self, name: str, code: int, modifiers: int = 0) -> None:
        for kind in ("rawKeyDown", "keyUp"):
            await self.do(
                "Input.dispatchKeyEvent",
                type=kind,
                key=name,
                code=name,
                windowsVirtualKeyCode=code,
                modifiers=modifiers,
            )

    async def value(self, expression: str):
        told = await self.do("Runtime.evaluate", expression=expression, returnByValue=True)
        return told["result"].get("value")


@asynccontextmanager
async def chromium(folder: Path):
    """A browser that can reach this machine only; gives a function that opens tabs."""
    started = subprocess.Popen(
        [
            CHROMIUM, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            "--remote-debugging-port=0", f"--user-data-dir={folder}", "--window-size=1200,800",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "about:blank",
        ],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        while not (found := re.search(r"ws://127\.0\.0\.1:(\d+)/", line := started.stderr.readline())):
            assert line, "Chromium ended"
        base = f"http://127.0.0.1:{found[1]}"
        async with aiohttp.ClientSession() as session:

            async def tab(url: str) -> Page:
                async with session.put(f"{base}/json/new?about:blank") as answer:
                    where = (await answer.json())["webSocketDebuggerUrl"]
                page = Page(await session.ws_connect(where, max_msg_size=0))
                for area in ("Network", "Page", "Runtime"):
                    await page.do(f"{area}.enable")
                await page.do("Page.navigate", url=url)
                return page

            yield tab
    finally:
        started.kill()
        started.communicate()


async def test_the_screen_works_in_a_browser_and_each_browser_has_its_own(address, tmp_path):
    say = words("en")
    async with chromium(tmp_path / "chromium") as tab:
        page = await tab(address)
        await page.until(lambda: page.shows("First steps"))
        assert await page.value("document.body.classList.contains('-first-byte')")
        assert await page.value(
            "[...document.fonts].some(f => f.family.includes('Roboto') && f.status == 'loaded')"
        )
        # Not the network: everything that was asked for is here.
        assert page.asked
        assert all(url.startswith((address, "data:")) for url in page.asked), page.asked
        seen = len(page.screen)
        await page.key("F1", 112)
        await page.until(lambda: page.shows("course map", seen))
        await page.key("F1", 112)
        await page.key("Enter", 13)
        await page.until(lambda: page.shows(say("tui.pane.terminal"), seen))
        seen, sizes = len(page.screen), len([each for each in page.sent if '"resize"' in each])
        await page.do(
            "Emulation.setDeviceMetricsOverride", width=1700, height=1000, deviceScaleFactor=1, mobile=False
        )
        await page.until(lambda: len([each for each in page.sent if '"resize"' in each]) > sizes)
        width = json.loads([each for each in page.sent if '"resize"' in each][-1])[1]["width"]
        assert width > 120
        await page.until(lambda: page.shows(say("tui.pane.goals"), seen))
        picture = base64.b64decode((await page.do("Page.captureScreenshot"))["data"])
        assert len(picture) > 20_000
        if folder := os.environ.get("ECSLAB_TEST_PICTURES"):
            (Path(folder) / "web.png").write_bytes(picture)
        # Another browser is where it began, while this one is in the lesson.
        other = await tab(address)
        await other.until(lambda: other.shows("First steps"))
        assert not other.shows("1/3")
        assert page.shows("1/3")
        await page.do("Page.bringToFront")
        await page.key("q", 81, modifiers=2)
        async with asyncio.timeout(PATIENCE_S):
            while not await page.value("document.body.classList.contains('-closed')"):
                pass
        assert await page.value("getComputedStyle(document.querySelector('.closed')).display") == "flex"


async def test_pages_of_other_sites_and_other_names_are_refused(address):
    socket = address.replace("http", "ws") + "/ws"
    async with aiohttp.ClientSession() as session:
        for headers in ({"Origin": "http://example.com"}, {"Host": "example.com:8000"}):
            with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
                await session.ws_connect(socket, headers=headers)
            assert refused.value.status == 403
        async with session.get(address, headers={"Host": "example.com"}) as answer:
            assert answer.status == 403
        async with session.get(f"{address}/?fontsize=20") as answer:
            assert 'data-font-size="20"' in await answer.text()
