"""What scripts do once they may run."""

import pytest

from ecslab.aws.command.files import VirtualFiles


@pytest.mark.parametrize(
    ("script", "printed"),
    [
        ("aws ecs list-clusters", "<ecs>\n<list-clusters>\n"),
        ("aws a \\\n  b", "<a>\n<b>\n"),
        ("aws a\\\nb", "<ab>\n"),
        ("# a comment\naws a # another\naws b#c", "<a>\n<b#c>\n"),
        ("aws 'a  b' \"c  d\" e\\ f", "<a  b>\n<c  d>\n<e f>\n"),
        ("aws '{\n  \"a\": 1\n}'", '<{\n  "a": 1\n}>\n'),
        ("A='x y'; aws $A \"$A\" ${A}z", "<x>\n<y>\n<x y>\n<x>\n<yz>\n"),
        ("aws $NONE \"$NONE\" ''", "<>\n<>\n"),
        ('aws ${A:-a  b} "${A:-a  b}" ${A-}', "<a>\n<b>\n<a  b>\n"),
        ("aws ${A:=c}; echo $A ${A:+set} ${B+set}", "<c>\nc set\n"),
        ('A=$(aws a b)\necho "$A"', "<a>\n<b>\n"),
        ("aws $(aws 'a b' c)", "<<a>\n<b>>\n<<c>>\n"),
        ('aws "$(aws "$(aws a)")"', "<<<a>>>\n"),
        ("aws fail 3; echo $?", "3\n"),
        ("false && echo no; false || echo yes; true && echo also", "yes\nalso\n"),
        ("false && echo a || echo b", "b\n"),
        ("true &&\n\n  # why not\n  echo on", "on\n"),
        ("echo -n a; echo b", "ab\n"),
        ("echo 'a\\nb' \"\\$x \\n\"", "a\\nb $x \\n\n"),
        (
            "aws *.json [a] {b,c} containers=[{name=web}]",
            "<*.json>\n<[a]>\n<{b,c}>\n<containers=[{name=web}]>\n",
        ),
        ("aws --query 'services[?desiredCount>`1`]'", "<--query>\n<services[?desiredCount>`1`]>\n"),
        ('echo "a$" $ "100 $"', "a$ $ 100 $\n"),
        ("echo '日本　語' 完了", "日本　語 完了\n"),
    ],
)
def test_words_reach_commands_as_in_sh(shell, script, printed):
    assert shell.run(script) == printed


def test_a_failing_command_does_not_end_the_script(shell):
    assert shell.run("aws fail 254\necho on") == "on\n"
    assert shell.status == 0


def test_set_e_ends_it_but_not_for_a_command_whose_status_is_looked_at(shell):
    assert shell.run("set -e\nfalse || true\nfalse && true\necho on\naws fail 254\necho never") == "on\n"
    assert (shell.status, shell.interpreter.exited) == (254, True)


def test_set_e_counts_a_substitution_only_when_the_assignment_stands_alone(shell):
    assert shell.run("set -e\necho $(false)\nexport A=$(false)\nB=$(aws fail 7)\necho never") == "\n"
    assert shell.status == 7


def test_set_u_ends_the_script_at_a_name_that_is_not_set(shell):
    assert shell.run('set -u\necho "${NONE:-fine}"\necho $NONE\necho never') == "fine\n"
    assert shell.status == 2
    assert shell.results[-1].stderr == "submission.sh: 3: NONE: parameter not set\n"


def test_a_shebang_and_the_usual_set_line_are_accepted(shell):
    assert shell.run("#!/bin/bash\nset -euo pipefail\necho on\nset +eu\nfalse\necho $NONE on") == "on\non\n"


def test_exit_ends_with_its_status_and_inside_a_substitution_only_that(shell):
    assert shell.run("A=$(echo in; exit 4)\necho $? $A\nexit 3\necho never") == "4 in\n"
    assert (shell.status, shell.interpreter.exited) == (3, True)


def test_exit_alone_keeps_the_status(shell):
    shell.run("aws fail 9\nexit")
    assert shell.status == 9


def test_variables_set_in_a_substitution_stay_there(shell):
    assert shell.run("A=1\nB=$(A=2; echo $A)\necho $A $B") == "1 2\n"


def test_sleep_lets_virtual_time_pass(shell):
    shell.run("sleep 30; sleep 2m; sleep 1.5 .5s; sleep 1h; sleep 1d")
    assert shell.slept == 30_000 + 120_000 + 2_000 + 3_600_000 + 86_400_000


def test_a_here_document_becomes_a_file_that_aws_reads(shell):
    script = 'NAME=web\ncat <<EOF > task.json\n{"family": "$NAME", "a": "\\$x"}\nEOF\naws file ./task.json'
    assert shell.run(script) == '{"family": "web", "a": "$x"}\n'


def test_a_quoted_delimiter_keeps_the_body_as_it_is(shell):
    assert shell.run("cat <<'EOF'\n$A `b` $(c) \\\nEOF\n") == "$A `b` $(c) \\\n"


def test_a_dash_strips_tabs(shell):
    assert shell.run("cat <<-END\n\t\ta\n\t  b\n\tEND\necho on") == "a\n  b\non\n"


def test_a_here_document_may_stand_in_a_substitution(shell):
    assert shell.run('A=$(cat <<EOF\n{"a": $(echo 1)}\nEOF\n)\necho "$A"') == '{"a": 1}\n'


def test_two_here_documents_may_follow_one_line(shell):
    assert shell.run("cat <<A; cat <<B\n1\nA\n2\nB\necho 3") == "1\n2\n3\n"


def test_output_goes_to_files_and_is_not_shown(shell):
    assert shell.run("aws a > out.txt\necho b >> out.txt\ncat out.txt - <<X\nc\nX") == "<a>\nb\nc\n"
    assert shell.files.written == {"out.txt": b"<a>\nb\n"}


def test_the_null_file_keeps_nothing(shell):
    assert shell.run("aws a > /dev/null; cat /dev/null; echo $?") == "0\n"
    assert shell.files.written == {}


def test_a_missing_file_fails_cat_only(shell):
    assert shell.run("cat none.json; echo $?") == "1\n"
    assert "none.json" in shell.results[0].stderr


def test_reads_fall_back_to_the_given_files(new_shell):
    shell = new_shell(base=VirtualFiles({"task.json": b"given"}))
    assert shell.run("cat task.json; echo mine > task.json; cat task.json") == "givenmine\n"


def test_a_path_made_at_run_time_cannot_leave_the_folder(shell):
    assert shell.run('P=../x\necho hi > "$P"\necho $?\ncat "$P"\necho $?') == "2\n1\n"
    assert shell.files.written == {}


def test_aws_sees_what_is_exported_and_what_stands_before_it(shell):
    script = (
        "A=1\naws env A\nexport A\naws env A\nA=2 aws env A\naws env A\nexport B=$A A=3\naws env A\naws env B"
    )
    assert shell.run(script) == "unset\n1\n2\n1\n3\n1\n"


def test_state_stays_between_runs(shell):
    shell.run("A=kept; set -e; echo x > f")
    assert shell.run("cat f; echo $A; aws fail 5; echo never") == "x\nkept\n"
    assert shell.run("echo $?") == "5\n"


def test_results_tell_what_ran_and_where(shell):
    shell.run('A=$(aws a)\naws "$A"\n')
    assert [(r.words, r.depth, r.command.line, r.exit_code) for r in shell.results] == [
        (("aws", "a"), 1, 1, 0),
        ((), 0, 1, 0),
        (("aws", "<a>"), 0, 2, 0),
    ]
    assert shell.results[2].outcome.stdout == "<<a>>\n"


def test_values_are_given_from_outside(new_shell):
    assert new_shell(values={"DESIRED": "3"}).run("echo $DESIRED") == "3\n"


def test_a_copy_of_variables_goes_its_own_way(shell):
    shell.run("export A=1; B=2")
    twin = shell.variables.copy()
    shell.run("A=3; export B; unused=1")
    assert (twin.environment, twin.get("B"), twin.get("unused")) == ({"A": "1"}, "2", None)
    twin.set("A", "4")
    assert shell.variables.environment == {"A": "3", "B": "2"}


def test_half_a_character_from_aws_does_not_stop_the_script(shell):
    shell.interpreter.variables.set("HALF", "\ud800")
    assert shell.run('aws "$HALF"\necho "$HALF" > f\ncat f') == "<\ud800>\n?\n"
