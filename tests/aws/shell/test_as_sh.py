"""The real sh as the oracle: random scripts of the allowed subset print and end the same in both."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

STUB = """#!/bin/sh
case "$1" in
fail) exit "$2" ;;
env) printf '%s\\n' "${E-unset}" ;;
*) for argument; do printf '<%s>\\n' "$argument"; done ;;
esac
"""
# Shells differ over backslashes in echo; ours keeps them.
PRELUDE = """echo() { if [ "${1-}" = -n ]; then shift; printf '%s' "$*"; else printf '%s\\n' "$*"; fi; }
"""
SHELLS = [
    [path, *options]
    for name, options in (("dash", ["-f"]), ("bash", ["--posix", "-f", "+B"]))
    if (path := shutil.which(name))
]
pytestmark = pytest.mark.skipif(not SHELLS, reason="needs dash or bash as the oracle")

plain = st.text("ab- =/.:,[]*?%@+日", min_size=1, max_size=4)
bare = st.text("ab=/.:,*?%@+日", min_size=1, max_size=4).map(lambda text: "w" + text)
name = st.sampled_from(["A", "B", "C"])


def double_quoted(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pieces = st.one_of(
        plain, inner, st.sampled_from(["'", "\\$", "\\\\", '\\"', "\\a", "\\\n", "\n", "  ", "$ "])
    )
    return st.lists(pieces, max_size=4).map(lambda parts: '"' + "".join(parts) + ' "')


def expansions(words: st.SearchStrategy[str], command: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    braced = st.builds(
        lambda name, operator, word: f"${{{name}{operator}{word}}}",
        name,
        st.sampled_from([":-", "-", ":+", "+", ":=", "="]),
        words,
    )
    # Blanks keep a name from running into what follows it.
    return st.one_of(name.map("${{{}}}".format), st.just("$?"), braced, command.map("$({})".format))


def script_of(depth: int) -> st.SearchStrategy[str]:
    command = command_of(depth)
    joined = st.lists(
        st.tuples(command, st.sampled_from([" && ", " || ", "; ", "\n"])), min_size=1, max_size=4
    )
    return joined.map(lambda pairs: "".join(map("".join, pairs[:-1])) + pairs[-1][0])


def word_of(depth: int) -> st.SearchStrategy[str]:
    single = st.text('ab "$\\`\n*', max_size=4).map("'{}'".format)
    escaped = st.sampled_from(["\\$", "\\'", '\\"', "\\a", "w\\ w"])
    inner = expansions(bare, script_of(depth - 1)) if depth else name.map("${{{}}}".format)
    pieces = st.one_of(bare, single, escaped, inner, double_quoted(inner))
    return st.lists(pieces, min_size=1, max_size=3).map("".join)


def command_of(depth: int) -> st.SearchStrategy[str]:
    word = word_of(depth)
    words = st.lists(word, min_size=1, max_size=3).map(" ".join)
    value = st.one_of(st.just(""), word)
    body = st.lists(st.one_of(plain, name.map("${{{}}}".format)), max_size=3).map(" \n".join)
    return st.one_of(
        words.map("aws x{}".format),
        words.map("echo w{}".format),
        st.builds("{}={}".format, name, value),
        st.builds("export {}={}".format, name, value),
        st.builds("E={} aws env E".format, value),
        st.integers(0, 5).map("aws fail {}".format),
        st.sampled_from(
            ["true", "false", ":", "set -e", "set +e", "set -u", "exit", "exit 3", "echo -n a", "cat f"]
        ),
        st.builds("A=$(cat <<EOF\n{}\nEOF\n)".format, body),
        words.map("aws > f x{}".format),
        words.map("echo >> f w{}".format),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("oracle")
    stub = folder / "bin" / "aws"
    stub.parent.mkdir()
    stub.write_text(STUB)
    stub.chmod(0o755)
    return folder


def as_sh(shell: list[str], script: str, folder: Path) -> tuple[str, int]:
    """What the real shell prints, and the status it ends with."""
    work = folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    environment = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [*shell, "-c", PRELUDE + script],
        cwd=work,
        env=environment,
        capture_output=True,
        timeout=20,
        check=False,
    )
    return done.stdout.decode(), done.returncode


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(script=script_of(2))
def test_random_scripts_do_as_in_sh(script, folder, new_shell):
    ours = new_shell()
    printed = ours.run(script)
    assert (printed, ours.status) in [as_sh(shell, script, folder) for shell in SHELLS]
