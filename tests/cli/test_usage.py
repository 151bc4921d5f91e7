"""Called wrongly, ecslab says in one sentence what is wrong, in the language chosen, and exits with 2."""

import click
import pytest

from ecslab import __version__
from ecslab.cli import root
from ecslab.cli.base import Group


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nosuch"], "there is no command 'nosuch'; there are "),
        (["grdae"], "there is no command 'grdae'; did you mean 'grade'? (see `ecslab --help`)"),
        (
            ["lesson", "chek"],
            "there is no command 'chek'; did you mean 'check'? (see `ecslab lesson --help`)",
        ),
        (["grade"], "EXERCISE is missing (see `ecslab grade --help`)"),
        (["grade", "a/b"], "SUBMISSION is missing (see `ecslab grade --help`)"),
        (["grade", "a/b", "c", "d", "e"], "more was given than is needed: d e (see `ecslab grade --help`)"),
        (
            ["run", "--sed", "1", "x"],
            "there is no option '--sed'; did you mean '--seed'? (see `ecslab run --help`)",
        ),
        (["run", "x", "--seed"], "the option '--seed' needs a value (see `ecslab run --help`)"),
        (
            ["grade", "a/b", "c", "--exit-zero=1"],
            "the option '--exit-zero' takes no value (see `ecslab grade --help`)",
        ),
        (["run", "--seed", "-1", "x"], "--seed: '-1' is not a whole number from 0 (see `ecslab run --help`)"),
        (
            ["grade", "a/b", "c", "--timeout", "nan"],
            "--timeout: 'nan' is not a number of seconds above 0, a day at most (see `ecslab grade --help`)",
        ),
        (
            ["lesson", "list", "--course", "none"],
            "--course: there is no folder 'none' (see `ecslab lesson list --help`)",
        ),
        (
            ["--lang", "jp", "lesson", "list"],
            "--lang: there is no 'jp'; did you mean 'ja'? There are ja, en (see `ecslab --help`)",
        ),
        (
            ["grade", "a/b", "c", "--format", "junt"],
            "There is no report format 'junt'; did you mean 'junit'? ",
        ),
    ],
)
def test_one_sentence(ecslab, arguments, sentence):
    ran = ecslab(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"ecslab: {sentence}")
    assert ran.err.count("\n") == 1


def test_in_japanese_wherever_the_language_is_named(ecslab):
    for arguments in (["--lang", "ja", "grade"], ["grade", "--lang=ja"], ["grade", "--lang", "ja"]):
        assert (
            ecslab(*arguments).err == "ecslab: EXERCISE が指定されていません (`ecslab grade --help` を参照)\n"
        )


def test_a_group_alone_shows_its_help_as_an_error(ecslab):
    ran = ecslab("lesson")
    assert (ran.code, ran.out) == (2, "")
    assert "schema" in ran.err


def test_version(ecslab):
    ran = ecslab("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"ecslab {__version__}\n", "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_command_and_option_has_help(ecslab, language):
    def walk(group: Group, path: list[str]) -> list[list[str]]:
        ctx = click.Context(group)
        paths = [path]
        for name in group.list_commands(ctx):
            command = group.get_command(ctx, name)
            paths += walk(command, [*path, name]) if isinstance(command, Group) else [[*path, name]]
        return paths

    paths = walk(root.command_line(language), [])
    assert len(paths) > 7
    for path in paths:
        if path == ["aws"]:
            continue
        ran = ecslab(*path, "--help", "--lang", language) if path else ecslab("--lang", language, "--help")
        assert ran.code == 0
        assert ("使い方:" if language == "ja" else "Usage:") in ran.out
        assert ran.err == ""


def test_a_defect_says_so_and_where_its_traceback_is(ecslab, monkeypatch, tmp_path):
    def broken(*_):
        raise RuntimeError("a\nb")

    monkeypatch.setattr("ecslab.cli.run.build", broken)
    (tmp_path / "x.sh").write_text("true")
    ran = ecslab("run", tmp_path / "x.sh")
    assert ran.code == 5
    assert ran.err.startswith("ecslab: this is a defect of ecslab (RuntimeError: a b); please report it")
    assert ran.err.count("\n") == 1
    monkeypatch.setenv("ECSLAB_DEBUG", "1")
    assert "Traceback" in ecslab("run", tmp_path / "x.sh").err
