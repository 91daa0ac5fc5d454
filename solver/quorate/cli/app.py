"""The command line: a typer application whose commands are imported only when they run."""

import sys
from collections.abc import Sequence
from importlib import import_module
from itertools import pairwise
from typing import Annotated, Any

import typer
from click import UsageError
from typer.core import TyperCommand, TyperGroup

from quorate.cli.commands import COMMANDS
from quorate.cli.exits import Exit
from quorate.cli.guard import guarded
from quorate.cli.options import Form
from quorate.cli.output import Output
from quorate.source.diagnostic import Diagnostic

_GIVEN = "quorate.given"
_SETTINGS: dict[str, Any] = {"help_option_names": ["-h", "--help"], "terminal_width": 96}


class LateGroup(TyperGroup):
    """A group that knows its commands' names and summaries from a table, and imports one only to run it."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, command in COMMANDS.items():
            self.commands[name] = TyperCommand(name=name, help=command.summary, rich_markup_mode=None)

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        if args[0] in COMMANDS:
            return args[0], load(args[0]), args[1:]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.meta[_GIVEN] = tuple(args)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        """Run a command; Ctrl-C before it was there to answer is told in one line, a wrong usage as was asked for."""
        try:
            return super().invoke(ctx)
        except UsageError as error:
            form = form_of(ctx.meta[_GIVEN])
            if form is Form.TEXT:
                raise
            asked = error.ctx or ctx
            help_text = f"see `{asked.command_path} --help`"
            out = Output(asked.info_name or "quorate", form, quiet=False, no_color=True)
            out.complain([Diagnostic("wrong-usage", _said(error), help=help_text)])
            raise typer.Exit(Exit.WRONG) from error
        except KeyboardInterrupt as error:
            sys.stderr.write("interrupted\n")
            raise typer.Exit(Exit.INTERRUPTED) from error


def form_of(arguments: Sequence[str]) -> Form:
    """The form of answers that a command line asks for, whatever else is wrong with it; the last one counts."""
    asked = [value for name, value in pairwise((*arguments, "")) if name == "--format"]
    asked += [argument.removeprefix("--format=") for argument in arguments if argument.startswith("--format=")]
    return next((form for form in Form if form.value in asked[-1:]), Form.TEXT)


def _said(error: UsageError) -> str:
    """The message as diagnostics are: lower case, no full stop, user text in backticks."""
    message = error.format_message().rstrip(".").replace("'", "`")
    return message[:1].lower() + message[1:]


def load(name: str) -> Any:
    """The command of that name, its module imported now."""
    command = COMMANDS[name]
    module, _, function = command.target.partition(":")
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    example = "\n".join(["\b", "Example:", *(f"  {line}" for line in command.example.splitlines())])
    register = single.command(name, help=command.summary, epilog=example, context_settings=_SETTINGS)
    register(guarded(name, getattr(import_module(module), function)))
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LateGroup,
    name="quorate",
    add_completion=True,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib import metadata  # noqa: PLC0415  it loads the email package

        typer.echo(f"quorate {metadata.version('quorate')}")
        raise typer.Exit


@app.callback()
def quorate(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Governing documents as code: charters in, verdicts, slates, calendars and weak spots out.

    Exit status of every command: 0 yes, 1 no, 2 the files or the call are wrong, 3 undecided.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line on `arguments` and leave with its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    typer.main.get_command(app).main(args=given, prog_name="quorate")
