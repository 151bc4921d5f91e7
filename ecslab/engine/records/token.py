"""Client tokens, as records: how a repeated request is told from a new one."""

from ecslab.engine.record import Record


class Token(Record, frozen=True, kw_only=True):
    """A client token, what it was used for, and the ids of what that made."""

    token: str
    fingerprint: str
    ids: tuple[str, ...]
