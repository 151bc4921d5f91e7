"""The course as plain prompts, in this process: lines typed through a pipe, and what was written."""

import io
from collections.abc import Callable

import pytest

from ecslab.cli.root import run
from ecslab.progress.opening import open_store


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home, in which what is learnt is kept."""
    monkeypatch.setenv("ECSLAB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ECSLAB_LANG", "en")
    monkeypatch.delenv("ECSLAB_DEBUG", raising=False)
    return tmp_path / "home"


@pytest.fixture
def plainly(home, monkeypatch, capsys) -> Callable[..., str]:
    """`plainly(course, lines, …)` types the lines and gives what was written; it must end well."""

    def learn(course, typed, *arguments: str) -> str:
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in typed)))
        code = run(["learn", "--plain", "--course", str(course), *arguments])
        captured = capsys.readouterr()
        assert (code, captured.err) == (0, "")
        return captured.out

    return learn


@pytest.fixture
def kept(home):
    """`kept(ask)` asks the store."""

    def read(ask):
        store = open_store(home).store
        try:
            return ask(store)
        finally:
            store.close()

    return read
