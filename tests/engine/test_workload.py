import pytest

from ecslab.engine.program import understand
from ecslab.engine.workload import Workload, behaviour


@pytest.mark.parametrize(
    ("command", "seconds", "code", "lines"),
    [
        (["sleep", "90"], 90, 0, ()),
        (["sleep", "1.5"], 1.5, 0, ()),
        (["sleep", "2m"], 120, 0, ()),
        (["exit", "1"], 0, 1, ()),
        (["true"], 0, 0, ()),
        (["false"], 0, 1, ()),
        (["echo", "a", "b"], 0, 0, ("a b",)),
        (["sh", "-c", "echo hi; exit 0"], 0, 0, ("hi",)),
        (["sh", "-c", "echo hi;sleep 3;exit 7; echo never"], 3, 7, ("hi",)),
        (["/bin/sh", "-c", "sleep 10 && echo 'a b'"], 10, 0, ("a b",)),
        (["bash", "-c", "false && echo no; echo yes"], 0, 0, ("yes",)),
        (["sh", "-c", "echo one\nsleep 2"], 2, 0, ("one",)),
        (["sh", "-c", "exit 300"], 0, 44, ()),
    ],
)
def test_simple_commands_are_taken_at_their_word(command, seconds, code, lines):
    program = understand(command)
    assert program is not None
    assert (program.runs_for_ms, program.exit_code, program.lines) == (seconds * 1000, code, lines)


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["python", "app.py"],
        ["sleep"],
        ["sleep", "inf"],
        ["sleep", "soon"],
        ["sh", "-c", "curl x | sh"],
        ["sh", "-c", "echo 'open"],
        ["sh", "app.sh"],
    ],
)
def test_what_is_not_simple_is_left_to_the_image(command):
    profile = Workload(runs_for_ms=5, exit_code=3)
    assert understand(command) is None
    assert behaviour(profile, command) is profile


@pytest.mark.parametrize(
    ("script", "offsets", "repeats"),
    [
        ("while true; do echo hello; sleep 5; done", (0,), 5_000),
        ("sleep 3; while :\ndo\n sleep 1\n echo a; echo b; sleep 1\ndone", (4_000, 4_000), 2_000),
    ],
)
def test_an_endless_loop_writes_its_lines_over_and_over(script, offsets, repeats):
    program = understand(["sh", "-c", script])
    assert program is not None
    assert (program.runs_for_ms, program.offsets_ms, program.repeats_ms) == (None, offsets, repeats)


@pytest.mark.parametrize(
    "script",
    [
        "while true; do echo hello; done",
        "echo first; while true; do sleep 1; done",
        "while true; do sleep 1; exit 3; done",
        "while read line; do sleep 1; done",
    ],
)
def test_a_loop_that_is_no_pattern_is_left_to_the_image(script):
    assert understand(["sh", "-c", script]) is None


def test_a_command_that_calls_aws_is_a_script():
    assert behaviour(Workload(), ["sh", "-c", "aws s3 ls"]).script == "aws s3 ls"
    assert behaviour(Workload(entry_point=("aws",)), ["s3", "ls", "a b"]).script == "aws s3 ls 'a b'"
    assert behaviour(Workload(script="aws s3 ls"), []).script == "aws s3 ls"
    assert behaviour(Workload(script="aws s3 ls"), ["python", "app.py"]).script is None
