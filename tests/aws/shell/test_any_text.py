"""Whatever text comes: it is a script or a refusal, and what is a script sh can read too."""

import shutil
import subprocess

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecslab.aws.shell import Limits, ScriptError, ScriptLimit, parse

WORDS = ["aws", "echo", "cat", "A=", "$A", "${A:-", "$(", "<<E", "<<-'E'", "\nE\n", "> f", "&&", "||"]
LINES = ["# optional\n", "set -e", "exit 1", "sleep 1", "a", "日", "\u3000", "\r\n", "\x1b", "export A=b"]
pieces = st.sampled_from([*"'\"\\$`#;&|<>(){}~=! \t\n-", *WORDS, *LINES])
texts = st.lists(pieces, max_size=14).map("".join)
SH = shutil.which("dash") or shutil.which("bash")


@given(text=texts)
def test_it_is_a_script_or_a_refusal_with_a_place_in_the_text(text):
    try:
        parse(text)
    except ScriptError as error:
        lines = text.split("\n")
        assert 1 <= error.line <= len(lines)
        assert 1 <= error.column <= len(lines[error.line - 1]) + 1
        assert "\n" not in str(error)
        assert "\n" not in error.say("ja")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=texts.filter(lambda text: _parsed(text) is not None))
def test_what_is_a_script_runs_to_its_end_or_to_a_limit(text, new_shell):
    shell = new_shell(limits=Limits(commands=20, output_bytes=500, expansion_bytes=200))
    try:
        shell.run(text)
    except ScriptLimit:
        return
    assert 0 <= shell.status < 256


@pytest.mark.skipif(SH is None, reason="needs dash or bash as the oracle")
@settings(max_examples=150, deadline=None)
@given(text=texts.filter(lambda text: _parsed(text) is not None))
def test_what_is_a_script_sh_can_read(text):
    script = text.replace("\r\n", "\n")
    done = subprocess.run([SH, "-n", "-c", script], capture_output=True, timeout=20, check=False)
    assert done.returncode == 0, done.stderr


def _parsed(text):
    try:
        return parse(text)
    except ScriptError:
        return None
