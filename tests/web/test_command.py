"""`ecslab web` as a command: what keeps it from serving is one sentence."""

import importlib.util
import socket

import pytest

from ecslab.cli.root import run
from ecslab.locale import LANGUAGES, words


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("ECSLAB_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_the_extra_it_says_what_to_install(monkeypatch, capsys, language):
    find = importlib.util.find_spec
    monkeypatch.setattr(
        "importlib.util.find_spec", lambda name, *rest: None if name == "textual_serve" else find(name, *rest)
    )
    assert run(["web", "--lang", language]) == 2
    assert capsys.readouterr().err == f"ecslab: {words(language)('cli.web.missing')}\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_port_in_use_is_told(capsys, language):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(["web", "--port", str(port), "--lang", language]) == 2
    told = words(language)("cli.web.taken", host="127.0.0.1", port=port)
    assert capsys.readouterr().err == f"ecslab: {told}\n"


def test_an_address_that_is_not_ours_is_told(capsys):
    assert run(["web", "--host", "192.0.2.1", "--port", "0", "--lang", "en"]) == 2
    assert "cannot listen on 192.0.2.1" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["nowhere"], ["--course", "nowhere"]])
def test_what_cannot_be_served_is_refused(arguments):
    assert run(["web", *arguments]) == 2
