"""What is not a script is refused with its place and the way out, before anything runs."""

import re
import sys
from pathlib import Path

import pytest

import ecslab.aws.shell as package
from ecslab.aws.shell import ScriptError, decode, parse
from ecslab.aws.shell.limits import MAX_SCRIPT_CHARACTERS
from ecslab.locale import catalogue


def refusal(text: str) -> ScriptError:
    with pytest.raises(ScriptError) as caught:
        parse(text)
    return caught.value


@pytest.mark.parametrize(
    ("script", "place", "code"),
    [
        ("echo ok\nrm -rf /", (2, 1), "unknown"),
        ("awz ecs list-clusters", (1, 1), "unknown-near"),
        ("AWS ecs list-clusters", (1, 1), "unknown-near"),
        ("$CMD ecs list-clusters", (1, 1), "computed-name"),
        ("$(echo aws) ecs", (1, 1), "computed-name"),
        ("$ aws ecs list-clusters", (1, 1), "prompt"),
        ("aws ecs list-clusters | jq .", (1, 23), "pipe"),
        ("jq .", (1, 1), "filter"),
        ("aws a &", (1, 7), "background"),
        ("aws a & aws b", (1, 7), "background"),
        ("if true; then echo a; fi", (1, 1), "reserved"),
        ("for i in 1 2; do echo $i; done", (1, 1), "reserved"),
        ("while true; do echo; done", (1, 1), "reserved"),
        ("{ echo a; }", (1, 1), "reserved"),
        ("! true", (1, 1), "reserved"),
        ("[ -n a ]", (1, 1), "condition"),
        ("[[ -n a ]]", (1, 1), "reserved"),
        ("deploy() { echo a; }", (1, 1), "function"),
        ("function deploy { echo a; }", (1, 1), "reserved"),
        ("(echo a)", (1, 1), "parenthesis"),
        ("echo a)", (1, 7), "parenthesis-close"),
        ("A=(1 2)", (1, 3), "parenthesis"),
        ("echo $((1+1))", (1, 6), "arithmetic"),
        ("echo `aws a`", (1, 6), "backquote"),
        ('aws --query "a[?b>`1`]"', (1, 19), "backquote"),
        ("echo $1", (1, 6), "special-parameter"),
        ('echo "$@"', (1, 7), "special-parameter"),
        ("echo ${#A}", (1, 6), "parameter-form"),
        ("echo ${A%x}", (1, 6), "parameter-form"),
        ("echo ${A:0:3}", (1, 6), "parameter-form"),
        ("echo $'a'", (1, 6), "dollar-quote"),
        ("cat ~/x", (1, 5), "tilde"),
        ("A=~/x", (1, 3), "tilde"),
        ("A+=b", (1, 1), "assignment-form"),
        ("A[0]=b", (1, 1), "assignment-form"),
        ("IFS=,", (1, 1), "separator"),
        ("A=1 export B", (1, 1), "assignment-before"),
        ("cat < x", (1, 5), "redirect-input"),
        ("cat <<< x", (1, 5), "here-string"),
        ("aws a 2>/dev/null", (1, 7), "redirect-form"),
        ("aws a 2>&1", (1, 7), "redirect-form"),
        ("aws a &> x", (1, 7), "redirect-form"),
        ("aws a >| x", (1, 7), "redirect-form"),
        ("aws a > x > y", (1, 11), "redirect-twice"),
        ("sleep 1 > x", (1, 1), "redirect-command"),
        ("> x", (1, 1), "redirect-command"),
        ("cat <(aws a)", (1, 5), "process-substitution"),
        ("aws a <<EOF\nx\nEOF", (1, 1), "document-command"),
        ("cat <<A <<B\nA\nB", (1, 9), "document-twice"),
        ("cat <<$A\nx\n", (1, 5), "document-delimiter"),
        ("echo a > ../x", (1, 10), "path"),
        ("echo a > /etc/passwd", (1, 10), "path"),
        ("cat a/../../x", (1, 5), "path"),
        ("echo a > 'C:\\x'", (1, 10), "path"),
        ("echo a >", (1, 8), "operand"),
        ("echo a ># b", (1, 8), "operand"),
        ("; echo a", (1, 1), "operator"),
        ("echo a;; echo b", (1, 7), "case-end"),
        ("&& echo a", (1, 1), "operator"),
        ("echo -e 'a\\n'", (1, 1), "echo-option"),
        ("cat -n x", (1, 5), "cat-option"),
        ("cat", (1, 1), "no-input"),
        ("cat -", (1, 1), "no-input"),
        ("sleep", (1, 1), "sleep-missing"),
        ("sleep 5 soon", (1, 9), "sleep-time"),
        ("set -x", (1, 1), "set-option"),
        ("set -eo posix", (1, 1), "set-option"),
        ("set $A", (1, 1), "set-option"),
        ("export", (1, 1), "export-missing"),
        ("export 1A=b", (1, 8), "export-name"),
        ("export -p", (1, 8), "export-name"),
        ("export $A", (1, 8), "export-name"),
        ("exit soon", (1, 1), "exit-status"),
        ("exit 1 2", (1, 1), "exit-status"),
        ("aws ecs create-cluster \\ \n  --cluster-name lab", (1, 24), "blank-after-backslash"),
        ("aws ecs create-cluster\n  --cluster-name lab", (2, 3), "stray-option"),
        ("aws　ecs list-clusters", (1, 4), "wide-space"),
        ("aws ecs –cluster lab", (1, 9), "long-dash"),
        ("aws ecs --cluster “lab”", (1, 19), "curly-quote"),
        ("echo a\x00", (1, 7), "control-character"),
        ("echo ok\necho '\x1b[2J'", (2, 7), "control-character"),
        ("echo \ud800", (1, 6), "control-character"),
        ("echo a\rb", (1, 7), "control-character"),
        ("A=$(rm x)", (1, 5), "unknown"),
        ("cat <<EOF\n\n$(rm x)\nEOF", (3, 3), "unknown"),
    ],
)
def test_refused_at_its_place(script, place, code):
    error = refusal(script)
    assert ((error.line, error.column), error.code, error.incomplete) == (place, code, False)


@pytest.mark.parametrize(
    ("script", "place", "code"),
    [
        ("echo ok\necho 'a\nb\nc", (2, 6), "quote-open"),
        ('echo "a\n', (1, 6), "quote-open"),
        ("echo $(aws a", (1, 6), "substitution-open"),
        ("echo ${A", (1, 6), "brace-open"),
        ("echo ${A:-b", (1, 6), "brace-open"),
        ("cat <<EOF > x\na\n EOF\n", (1, 5), "document-open"),
        ("cat <<EOF", (1, 5), "document-open"),
        ("echo a &&", (1, 10), "list-open"),
        ("aws ecs \\", (1, 9), "backslash-at-end"),
    ],
)
def test_what_more_lines_could_complete_says_so(script, place, code):
    error = refusal(script)
    assert ((error.line, error.column), error.code, error.incomplete) == (place, code, True)


def test_a_message_says_what_where_and_what_instead():
    assert str(refusal("echo ok\nawz ecs")) == (
        "submission.sh:2:1: there is no command 'awz' here; did you mean 'aws'? "
        "Allowed are aws, echo, cat, sleep, export, set, exit, true, false, :"
    )
    assert refusal("awz ecs").say("ja").startswith("submission.sh:1:1: コマンド「awz」は使えません")


def test_a_message_stays_on_one_line_however_long_the_word():
    assert "\n" not in str(refusal("'a\nb" + "c" * 1000 + "'"))
    assert len(str(refusal("c" * 1000))) < 300


def test_crlf_a_byte_order_mark_and_japanese_are_read():
    script = parse("\ufeff# 完了\r\necho \\\r\n  '完了'\r\n")
    assert [command.words for command in script.commands] == [("echo", "完了")]
    assert script.commands[0].line == 2


def test_a_file_in_another_encoding_is_refused_with_its_place():
    with pytest.raises(ScriptError) as caught:
        decode("echo a\necho 完了".encode("cp932"), "s.sh")
    assert str(caught.value).startswith("s.sh:2:6: the file is not UTF-8")


@pytest.mark.parametrize("opening", ["$(echo ", "${A:-", '"$(echo ', '${A:-"'])
def test_deep_nesting_is_a_refusal_and_not_a_crash(opening):
    assert refusal("echo " + opening * 5000).code == "too-deep"


def test_size_is_bounded_and_all_that_fits_is_read():
    assert refusal("#" * (MAX_SCRIPT_CHARACTERS + 1)).code == "too-long"
    count = MAX_SCRIPT_CHARACTERS // 7
    assert len(parse("echo a;" * count).commands) == count


@pytest.mark.parametrize(
    ("piece", "form"),
    [
        ("\\$", "echo {}"),
        ("echo a;", "{}"),
        ("echo a\n", "{}"),
        ("a ", "echo {}"),
        ("$A", 'echo "{}"'),
        ("x\n", "cat <<E\n{}E\n"),
    ],
)
def test_reading_takes_work_in_proportion_to_the_script(piece, form):
    once, twice = (calls_of_reading(form.replace("{}", piece * count)) for count in (500, 1000))
    assert twice < 2.1 * once


def calls_of_reading(text: str) -> int:
    """How many functions are called while a script is read: the same on an idle and on a busy machine."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text)
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_sentence_can_be_said(language):
    names = {
        "found",
        "limit",
        "character",
        "quote",
        "delimiter",
        "operator",
        "name",
        "near",
        "allowed",
        "form",
    }
    names |= {"option", "path"}
    for code, sentence in catalogue(language, "script").items():
        values = {name: "VALUE" for name in names if f"{{{name}}}" in sentence}
        said = ScriptError(code, "s.sh", 1, 1, values).say(language)
        assert not re.search(r"\{\w+\}", said.replace("${NAME}", ""))


def test_every_code_in_use_has_a_sentence_and_every_sentence_is_used():
    sources = "".join(path.read_text("utf-8") for path in Path(package.__file__).parent.glob("*.py"))
    for code in catalogue("en", "script"):
        assert f'"{code.removeprefix("limit-")}"' in sources, code
