"""click's commands, speaking the chosen language: usage, options, and what is wrong with either."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from ecslab.cli import exit_codes
from ecslab.cli.types import one_of
from ecslab.locale import LANGUAGES, words


class Command(click.Command):
    """A command whose help and refusals are in `language`; its callback gives the exit code."""

    def __init__(self, name: str, language: str, callback: Callable[..., int], **attributes: Any) -> None:
        self.say = words(language)
        group, _, own_name = name.rpartition(".")
        help_text = self.say(f"{_key(group)}.{own_name}")
        # Arguments left over are refused below, in the language chosen.
        settings = {"allow_extra_args": True, "help_option_names": ["-h", "--help"]}
        super().__init__(own_name, callback=callback, help=help_text, context_settings=settings, **attributes)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; refuse what is left over."""
        try:
            left = super().parse_args(ctx, args)
        except click.UsageError as error:
            # click's parser does not always say whose options it was reading.
            error.ctx = error.ctx or ctx
            raise
        if ctx.args and not ctx.resilient_parsing:
            ctx.fail(self.say("cli.usage.left-over", found=" ".join(map(str, ctx.args))))
        return left

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        _format_usage(self, self.say, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of options."""
        _format_options(self, self.say, ctx, formatter)


class Group(click.Group):
    """Commands that are imported only when they are run: `modules` maps their names to where they are."""

    def __init__(self, name: str, language: str, modules: dict[str, str], **attributes: Any) -> None:
        self.say = words(language)
        self._language = language
        self._modules = modules
        self._key = _key("" if name == "ecslab" else name)
        super().__init__(
            name,
            help=self.say(f"cli.command.{name}"),
            no_args_is_help=False,
            context_settings={"help_option_names": ["-h", "--help"]},
            **attributes,
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse as click does; without a command show the help, as an error."""
        if not args and not self.invoke_without_command and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(exit_codes.USAGE)
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the table."""
        return list(self._modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - likewise
        """The command called `cmd_name`, imported now."""
        if cmd_name not in self._modules:
            return None
        module, _, function = self._modules[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), function)(self._language)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that `args` begins with; refuse a name that there is not."""
        name = args[0]
        if name not in self._modules and not name.startswith("-"):
            ctx.fail(self._no_command(name))
        return super().resolve_command(ctx, args)

    def _no_command(self, name: str) -> str:
        near = get_close_matches(name, self._modules, 1, 0.5)
        key = "cli.usage.no-command-near" if near else "cli.usage.no-command"
        return self.say(key, name=name, near=near[0] if near else "", all=", ".join(self._modules))

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The usage line."""
        _format_usage(self, self.say, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The lists of options and commands."""
        _format_options(self, self.say, ctx, formatter)
        with formatter.section(self.say("cli.help.commands")):
            formatter.write_dl([(name, self.say(f"{self._key}.{name}")) for name in self._modules])


def _key(group: str) -> str:
    """Where the catalogue has the sentences of the commands of `group`."""
    return f"cli.command-of-{group}" if group else "cli.command"


def option(language: str, key: str, *names: str, **attributes: Any) -> click.Option:
    """An option whose help is the sentence `cli.option.<key>`."""
    return click.Option(list(names), help=words(language)(f"cli.option.{key}"), **attributes)


def language_option(language: str) -> click.Option:
    """--lang: looked for before anything is parsed, so here it is only checked."""
    kind = one_of(language, LANGUAGES)
    return option(language, "lang", "--lang", type=kind, metavar="|".join(LANGUAGES), expose_value=False)


def _format_usage(
    command: click.Command, say: Callable[..., str], ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx))
    formatter.write_usage(ctx.command_path, pieces, prefix=say("cli.help.usage") + " ")


def _format_options(
    command: click.Command, say: Callable[..., str], ctx: click.Context, formatter: click.HelpFormatter
) -> None:
    records: Sequence[tuple[str, str]] = [
        record
        for param in command.get_params(ctx)
        if isinstance(param, click.Option) and (record := param.get_help_record(ctx)) is not None
    ]
    names = ctx.help_option_names
    shown = [(left, say("cli.help.help") if names[-1] in left.split() else right) for left, right in records]
    with formatter.section(say("cli.help.options")):
        formatter.write_dl(shown)
