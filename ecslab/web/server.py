"""The screen in a browser: textual-serve, with a page that needs no network but this machine's.

Each browser gets a process of its own, on the same progress as the terminal has.
"""

import logging
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from ecslab.locale import words

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine that no other one can use."""


SIZES = frozenset(map(str, range(6, 73)))
"""Font sizes, in pixels, that can be asked for: `/?fontsize=20`."""


class LabServer(Server):
    """Serves `ecslab learn` with `arguments`."""

    def __init__(
        self, arguments: Sequence[str], host: str, port: int, language: str, ready: Callable[[str], None]
    ) -> None:
        """`ready` hears the address once the page can be opened."""
        program = [sys.executable, "-c", "from ecslab.cli import main; main()", "learn", *arguments]
        command = subprocess.list2cmdline(program) if sys.platform == "win32" else shlex.join(program)
        super().__init__(command, host, port, "ecslab", templates_path=Path(__file__).parent.resolve())
        self._say = words(language)
        self._language = language
        self._ready = ready

    def initialize_logging(self) -> None:
        """Warnings only: what is wrong, not every request."""
        logging.basicConfig(level=logging.WARNING, format="%(message)s")

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is said before the port is ours."""

    async def listen(self) -> web.AppRunner:
        """Listen, and say where; the runner is the caller's to clean up. Raises OSError."""
        runner = web.AppRunner(await self._make_app(), handle_signals=False)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self.host, self.port)
            await site.start()
        except BaseException:
            await runner.cleanup()
            raise
        self.port = runner.addresses[0][1]
        shown = f"[{self.host}]" if ":" in self.host else self.host
        self._ready(f"http://{shown}:{self.port}")
        return runner

    @aiohttp_jinja2.template("page.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The page; it is told addresses of the host that it was asked from."""
        self._refuse_strangers(request)
        size = request.query.get("fontsize", "")
        return {
            "language": self._language,
            "say": self._say,
            "font_size": int(size) if size in SIZES else 16,
            "websocket": f"ws://{request.host}/ws",
        }

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """The talk with a browser; a page of another site gets none, though a browser would let it try."""
        self._refuse_strangers(request)
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            raise web.HTTPForbidden(text=self._say("cli.web.stranger"))
        return await super().handle_websocket(request)

    def _refuse_strangers(self, request: web.Request) -> None:
        """Refuse a name that somebody else had lead here: on a loopback address only its own names count."""
        if self.host in LOOPBACK and urlsplit(f"//{request.host}").hostname not in LOOPBACK:
            raise web.HTTPForbidden(text=self._say("cli.web.stranger"))
