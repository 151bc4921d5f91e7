"""Whatever a script does, it is stopped in time, at a line."""

import pytest

from ecslab.aws.shell import Limits, ScriptError, ScriptLimit, ScriptTimeout, parse


@pytest.mark.parametrize(
    ("limits", "script", "line", "code"),
    [
        (Limits(commands=3), "true\ntrue\ntrue\ntrue", 4, "limit-commands"),
        (Limits(commands=3), "true\nA=$(true; true; true)", 2, "limit-commands"),
        (Limits(output_bytes=8), "echo 1234\n\necho 完了", 3, "limit-output"),
        (Limits(output_bytes=8), "A=$(echo 123456789)", 1, "limit-output"),
        (Limits(output_bytes=8), "echo 123456789 > f", 1, "limit-output"),
        (Limits(variables=2), "A=1\nB=2\nexport C=3", 3, "limit-variables"),
        (Limits(files=1), "echo > a\necho > b", 2, "limit-files"),
        (Limits(file_bytes=6), "echo 123 > a\necho 123 > a\necho 123 >> a", 3, "limit-file-bytes"),
        (Limits(sleep_ms=1000), "sleep 1\nsleep 0.001", 2, "limit-sleep"),
        (Limits(), "sleep 999999999999d", 1, "limit-sleep"),
        (Limits(), "A=aaaaaaaaaaaaaaaa\n" + "A=$A$A$A$A$A$A$A$A\n" * 10, 7, "limit-expansion"),
        (Limits(expansion_bytes=100), "A=1234567890\necho " + '"$A"' * 11, 2, "limit-expansion"),
        (Limits(expansion_bytes=100), "A=1234567890\ncat <<E\n" + "$A" * 11 + "\nE", 2, "limit-expansion"),
    ],
)
def test_stopped_at_its_line(new_shell, limits, script, line, code):
    with pytest.raises(ScriptLimit) as caught:
        new_shell(limits=limits).run(script)
    assert (caught.value.line, caught.value.code) == (line, code)


def test_limits_hold_over_all_runs(new_shell):
    shell = new_shell(limits=Limits(commands=3))
    shell.run("true; true")
    with pytest.raises(ScriptLimit):
        shell.run("true; true")


def test_a_stopped_script_has_not_slept(new_shell):
    shell = new_shell(limits=Limits(sleep_ms=1000))
    with pytest.raises(ScriptLimit):
        shell.run("sleep 2")
    assert shell.slept == 0


def test_the_deadline_is_asked_before_every_command(shell):
    def expire(result):
        shell.expired = result.command.line == 2

    with pytest.raises(ScriptTimeout) as caught:
        shell.interpreter.run(parse("true\ntrue\ntrue\n"), expire)
    assert caught.value.line == 3
    assert isinstance(caught.value, ScriptError)


def test_the_shell_can_go_on_after_it_was_stopped_inside_a_substitution(new_shell):
    shell = new_shell(limits=Limits(expansion_bytes=10))
    with pytest.raises(ScriptLimit):
        shell.run("A=$(set -e; B=2; echo 1234567890)")
    assert shell.run('false; echo "$A$B"') == "\n"
