"""What others may know of a script without running it, and running it with a command left out."""

import pytest

from ecslab.aws.shell import parse


def test_commands_stand_in_order_with_line_and_text():
    script = parse("aws a\n\n# note\naws b \\\n  c; A=$(aws d)\n", "s.sh")
    assert [(c.line, c.column, c.text) for c in script.commands] == [
        (1, 1, "aws a"),
        (4, 1, "aws b \\\n  c"),
        (5, 6, "A=$(aws d)"),
    ]


def test_words_go_as_far_as_they_are_literal():
    first, second, third = parse(
        "aws ecs run-task 'a b'\naws ecs run-task $A c\nA=$(aws ecs list-tasks)"
    ).commands
    assert (first.words, first.literal) == (("aws", "ecs", "run-task", "a b"), True)
    assert (second.words, second.literal) == (("aws", "ecs", "run-task"), False)
    assert third.words == ()
    assert [command.words for command in third.nested] == [("aws", "ecs", "list-tasks")]


def test_nested_commands_are_found_wherever_they_stand():
    script = parse('A=${B:-$(aws 1)} aws "$(aws $(aws 3))" > f$(echo 4)\ncat <<EOF\n$(aws 5)\nEOF')
    assert [[c.words[:2] for c in command.nested] for command in script.commands] == [
        [("aws", "1"), ("aws",), ("aws", "3"), ("echo", "4")],
        [("aws", "5")],
    ]


@pytest.mark.parametrize(
    ("text", "optional"),
    [
        ("aws a # optional\naws b", [True, False]),
        ("aws a \\\n  b   #optional \naws c # optional extra", [True, False]),
        ("aws a; aws b # optional", [True, True]),
        ("cat <<EOF > f # optional\n# optional\nEOF\naws c", [True, False]),
        ("# optional\naws a 'x # optional'", [False]),
        ("A=$(aws b # optional\n)\naws c", [False, False]),
    ],
)
def test_optional_marks_the_commands_that_end_on_its_line(text, optional):
    assert [command.optional for command in parse(text).commands] == optional


@pytest.mark.parametrize(
    ("text", "index", "printed"),
    [
        ("echo a\necho b\necho c", 1, "a\nc\n"),
        ("false && echo a || echo b", 0, "a\n"),
        ("false && echo a || echo b", 1, "b\n"),
        ("false && echo a || echo b", 2, ""),
        ("A=1\necho [$A]", 0, "[]\n"),
        ("cat <<EOF > f\nx\nEOF\ncat f\necho end", 0, "end\n"),
    ],
)
def test_a_command_can_be_left_out(shell, text, index, printed):
    whole = parse(text)
    results = []
    shell.interpreter.run(whole.without(index), results.append)
    assert "".join(result.stdout for result in results) == printed
    assert len(whole.commands) == len(whole.without(index).commands) + 1
