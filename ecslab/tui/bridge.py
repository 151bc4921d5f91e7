"""The one door between a lab and the screen.

Everything done to a desk is done one after another, off the screen's thread, and comes back as
messages; the screen never waits for the lab, and the lab is never touched by two hands at once.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING

from textual.message import Message

from ecslab.engine.errors import EcslabError
from ecslab.session.desk import Desk
from ecslab.session.printed import Printed, Work
from ecslab.session.sentence import sentence
from ecslab.tui.messages import Began, Busy, Did, Judged, LabChanged, Said

if TYPE_CHECKING:
    from ecslab.tui.snapshot import Snapshot
    from ecslab.tui.widgets.spoken import Spoken

JUDGE_EVERY_S = 1.0
"""As time passes goals are judged at most this often."""

JUDGE_SHARE = 0.2
"""Judging as time passes takes at most this share of the lab's thread."""

Make = Callable[[], Desk]
"""Makes a desk; slow."""


class Bridge:
    """Drives a desk on behalf of a screen, to which it posts what came of it."""

    def __init__(self, screen: "Spoken", look: "Callable[[Desk], Snapshot]") -> None:
        """`look` makes the picture of what is at the desk; it is called off the screen's thread."""
        self._screen = screen
        self._look = look
        self._turn = asyncio.Lock()
        self._at: tuple[str | None, Desk] | None = None
        self._owed_ms = 0.0
        self._ticking = False
        self._judge_after = 0.0
        self._asked = 0

    @property
    def ready(self) -> bool:
        """Whether there is a desk to work at."""
        return self._at is not None

    def begin(self, exercise: str | None, afresh: Make, resumed: Make | None = None) -> None:
        """Make another desk and drive that one; the present one is put away.

        `resumed` brings back one that was left; where that fails, it begins `afresh`.
        """
        self._at = None
        self._start(self._begin(exercise, afresh, resumed))

    def do(self, work: Work) -> None:
        """Do something at the desk, then show the lab and how the goals stand."""
        self._asked += 1
        self._post(Busy(self._asked > 0))
        self._start(self._do(work))

    def tick(self, virtual_ms: float, most_ms: float) -> None:
        """Let the lab's clock run on; ticks that come while the lab is at work add up to `most_ms`."""
        self._owed_ms = min(self._owed_ms + virtual_ms, most_ms)
        if self._at is not None and not self._ticking and self._owed_ms >= 1:
            self._ticking = True
            self._start(self._tick())

    def look_again(self) -> None:
        """Show the lab once more: what is looked at has become another."""
        self._start(self._look_again())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        self._screen.run_worker(work, group="lab")

    async def _begin(self, exercise: str | None, afresh: Make, resumed: Make | None) -> None:
        async with self._turn:
            try:
                desk = await asyncio.to_thread(resumed or afresh)
            except Exception as error:
                self._post(Said((self._trouble(error),)))
                if resumed:
                    self._start(self._begin(exercise, afresh, None))
                return
            self._at = (exercise, desk)
            self._owed_ms = 0
            self._post(Began(exercise, resumed is not None))
            await self._show(judging=True, acted=False)

    async def _do(self, work: Work) -> None:
        async with self._turn:
            try:
                if self._at is not None:
                    self._post(Said(await asyncio.to_thread(work, self._at[1])))
                    await self._show(judging=True, acted=True)
                else:
                    self._post(Said((Printed(self._screen.say("tui.terminal.no-lab"), "error"),)))
            except Exception as error:
                self._post(Said((self._trouble(error),)))
            finally:
                self._asked -= 1
                self._post(Busy(self._asked > 0))

    async def _look_again(self) -> None:
        async with self._turn:
            if self._at is not None:
                self._post(LabChanged(await asyncio.to_thread(self._look, self._at[1])))

    async def _tick(self) -> None:
        async with self._turn:
            try:
                if self._at is not None:
                    whole, self._owed_ms = int(self._owed_ms), 0.0
                    await asyncio.to_thread(self._at[1].pass_time, whole)
                    await self._show(judging=time.monotonic() >= self._judge_after, acted=False)
            finally:
                self._ticking = False

    async def _show(self, *, judging: bool, acted: bool) -> None:
        if self._at is None:
            return
        exercise, desk = self._at
        self._post(Did(exercise, desk.deeds, desk.commands, acted))
        self._post(LabChanged(await asyncio.to_thread(self._look, desk)))
        if judging and exercise is not None:
            began = time.monotonic()
            verdicts = await asyncio.to_thread(desk.judge)
            ended = time.monotonic()
            self._judge_after = ended + max(JUDGE_EVERY_S, (ended - began) / JUDGE_SHARE)
            self._post(Judged(exercise, verdicts))

    def _trouble(self, error: Exception) -> Printed:
        """An error as the terminal shows it. A defect of ecslab costs a learner neither work nor screen."""
        if isinstance(error, EcslabError):
            return Printed(sentence(error, self._screen.language), "error")
        self._screen.log.error(error)
        defect = f"{type(error).__name__}: {error}"
        return Printed(self._screen.say("tui.terminal.defect", defect=defect), "error")

    def _post(self, message: Message) -> None:
        self._screen.post_message(message)
