"""A lab as bytes: its state as it stands, and the journal that led there.

The state is taken as it stands only by the engine that wrote it; another version replays the journal.
"""

from typing import Any

import msgspec

from ecslab import __version__
from ecslab.engine.agenda import Agenda, Entry
from ecslab.engine.chance import Chance
from ecslab.engine.errors import Problem
from ecslab.engine.journal import Journal
from ecslab.engine.lab import Lab, replay
from ecslab.engine.settings import Settings
from ecslab.engine.state import Api, State
from ecslab.engine.world import World

_FORMAT = "ecslab/lab/v1"


class _Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """What the bytes hold."""

    format: str = _FORMAT
    engine: str = __version__
    settings: Settings
    now: int
    drawn: int
    added: int
    agenda: list[Entry]
    tables: dict[str, list[Any]]
    journal: str
    caller: str | None = None
    """Who calls when a verb names nobody."""


class Restored(msgspec.Struct, frozen=True):
    """A lab read back, and whether its journal now leads elsewhere than it did when it was saved."""

    lab: Lab
    moved: bool


def dump(lab: Lab) -> bytes:
    """`lab` as bytes."""
    state = lab.state
    return msgspec.msgpack.encode(
        _Snapshot(
            settings=state.settings,
            now=state.now,
            drawn=state.chance.drawn,
            added=state.agenda.added,
            agenda=state.agenda.entries(),
            tables={name: list(table.values()) for name, table in state.world.tables()},
            journal=lab.dump_journal(),
            caller=lab.caller,
        )
    )


def load(content: bytes, api: Api) -> Restored:
    """The lab that `dump` wrote. Raises Problem for bytes that are no such lab."""
    try:
        snapshot = msgspec.msgpack.decode(content, type=_Snapshot)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise Problem("not-a-saved-lab", problem=str(error)) from None
    if snapshot.format != _FORMAT:
        raise Problem("unknown-lab-format", format=snapshot.format)
    journal, end = Journal.loads(snapshot.journal)
    if snapshot.engine == __version__:
        state = _state(snapshot, api)
        if state.hash() == end.state:
            return Restored(Lab(state, journal, snapshot.caller), moved=False)
    lab = replay(journal, api)
    lab.caller = snapshot.caller
    return Restored(lab, moved=lab.state_hash() != end.state)


def _state(snapshot: _Snapshot, api: Api) -> State:
    world = World()
    for name, table in world.tables():
        for record in msgspec.convert(snapshot.tables.get(name, []), list[table.kind]):  # type: ignore[name-defined]
            table.put(record)
    state = State(snapshot.settings, api)
    state.now = snapshot.now
    state.chance = Chance(snapshot.settings.seed, snapshot.drawn)
    state.agenda = Agenda(snapshot.agenda, snapshot.added)
    state.world = world
    return state
