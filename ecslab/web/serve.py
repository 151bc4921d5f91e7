"""Serving until Ctrl-C."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress

from ecslab.web.server import LabServer


def serve(
    arguments: Sequence[str], host: str, port: int, language: str, ready: Callable[[str], None]
) -> None:
    """Serve `ecslab learn` with `arguments` until Ctrl-C or a polite kill. Raises OSError where it cannot."""

    async def run() -> None:
        runner = await LabServer(arguments, host, port, language, ready).listen()
        ended = asyncio.Event()
        with suppress(NotImplementedError):  # Windows: Ctrl-C raises KeyboardInterrupt instead
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, ended.set)
        try:
            await ended.wait()
        finally:
            await runner.cleanup()

    with suppress(KeyboardInterrupt):
        asyncio.run(run())
