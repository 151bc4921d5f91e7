"""The variables of a script, and the part of them that its aws commands see."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType


class Variables:
    """Named values; `environment` is a live view of the exported ones.

    Hand `environment` to the aws command line when it is made: `export AWS_REGION=…` and
    `AWS_REGION=… aws …` then reach it.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self._values = dict(values or {})
        self._exported: dict[str, None] = {}
        self._environment: dict[str, str] = {}
        self.environment: Mapping[str, str] = MappingProxyType(self._environment)

    def get(self, name: str) -> str | None:
        """The value of `name`, None when it is not set."""
        return self._values.get(name)

    def set(self, name: str, value: str) -> None:
        """Make `name` hold `value`; an exported name stays exported."""
        self._values[name] = value
        if name in self._exported:
            self._environment[name] = value

    def export(self, name: str) -> None:
        """Let commands see `name`, now or once it is set."""
        self._exported[name] = None
        if name in self._values:
            self._environment[name] = self._values[name]

    @property
    def values(self) -> dict[str, str]:
        """A copy of all of them."""
        return dict(self._values)

    @property
    def exported(self) -> tuple[str, ...]:
        """The names that commands see once they are set."""
        return tuple(self._exported)

    @property
    def count(self) -> int:
        """How many are set."""
        return len(self._values)

    def copy(self) -> "Variables":
        """The same values and exports, with a view of its own."""
        twin = Variables(self._values)
        for name in self._exported:
            twin.export(name)
        return twin

    @contextmanager
    def also(self, prefix: Mapping[str, str]) -> Iterator[None]:
        """The environment with `prefix` over it, as for `NAME=value aws …`."""
        before = dict(self._environment)
        self._environment.update(prefix)
        try:
            yield
        finally:
            self._restore_environment(before)

    @contextmanager
    def subshell(self) -> Iterator[None]:
        """Forget on leaving whatever was set or exported inside, as `$( … )` does."""
        values, exported, environment = dict(self._values), dict(self._exported), dict(self._environment)
        try:
            yield
        finally:
            self._values, self._exported = values, exported
            self._restore_environment(environment)

    def _restore_environment(self, before: dict[str, str]) -> None:
        self._environment.clear()
        self._environment.update(before)
