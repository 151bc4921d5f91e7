"""The end of a secret: it is marked, can be restored for a while, and is gone.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/manage_delete-secret.html
"""

from ecslab.engine.platform.secrets import Secret
from ecslab.engine.state import State

PURGE = "secret.purge"
"""Agenda: a secret's recovery window ends."""


def mark(state: State, secret: Secret, window_ms: int) -> Secret:
    """Mark a secret for deletion after its recovery window."""
    marked = secret.replace(deleted_at=state.now, ends_at=state.now + window_ms)
    state.world.secrets.put(marked)
    state.after(window_ms, PURGE, secret.name)
    return marked


def restore(state: State, secret: Secret) -> Secret:
    """Take the mark off a secret."""
    restored = secret.replace(deleted_at=None, ends_at=None)
    state.world.secrets.put(restored)
    return restored


def remove(state: State, secret: Secret) -> None:
    """Delete a secret for good, with its tags."""
    state.world.secrets.remove(secret.name)
    if secret.arn in state.world.tags:
        state.world.tags.remove(secret.arn)


def purge(state: State, ids: tuple[str, ...]) -> None:
    """Delete a secret whose recovery window is over, unless it was restored meanwhile."""
    secret = state.world.secrets.get(ids[0])
    if secret is not None and secret.ends_at == state.now:
        remove(state, secret)
