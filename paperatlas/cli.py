"""The command line: one module a command in `paperatlas/commands`, imported only when it is called."""

import importlib
import io
import os
import sys
from contextlib import suppress
from typing import Any

import click

from .__main__ import INTERRUPTED
from .errors import PaperatlasError

COMMANDS: dict[str, str] = {
    "build": "paperatlas.commands.build:build",
    "link": "paperatlas.commands.link:link",
    "relink": "paperatlas.commands.build:relink",
    "remove": "paperatlas.commands.build:remove",
    "stats": "paperatlas.commands.stats:stats",
    "query": "paperatlas.commands.query:query",
    "show": "paperatlas.commands.show:show",
    "export": "paperatlas.commands.export:export",
    "catalog": "paperatlas.commands.catalog:catalog",
    "evaluate": "paperatlas.commands.evaluate:evaluate",
    "browser": "paperatlas.commands.browser:browser",
    "mcp": "paperatlas.commands.mcp:mcp",
    "sparql": "paperatlas.commands.sparql:sparql",
}

# The judge's matrices are so small that a second thread of the algebra library only waits; said before numpy is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


class LazyGroup(click.Group):
    """A group whose commands are imported when they are needed: `paperatlas query` need not load spaCy."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            from difflib import get_close_matches

            if close := get_close_matches(args[0], COMMANDS, n=1):
                ctx.fail(f"No such command {args[0]!r}. Did you mean {close[0]}?")
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="paperatlas")
def cli() -> None:
    """Reads papers and builds the graph of methods, models, datasets and benchmarks they name.

    Every edge has the sentence behind it. No language model, no key, and no server unless you want one.
    """


def main(args: list[str] | None = None) -> Any:
    """Run the command line and exit: 0 done, 1 some input set aside, 2 wrong usage or nothing done, 130 interrupted."""
    if sys.stdout is None:  # closed by the shell (`>&-`): there is no place to write to, and that is no mistake
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115  until the process ends
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a `?` for what an old terminal's encoding lacks
    try:
        code = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader of a pipe (`| head`) went away; nothing is wrong.
        _drop_output()
        code = 0
    except OSError as error:
        # Where a command knows more it has said so itself: this is standard output on a full disk, and the like.
        where = error.filename or "The output"
        with suppress(OSError):  # standard error may be what cannot be written
            click.echo(
                f"paperatlas: {where} cannot be read or written: {error.strerror or error}. "
                "Check the path, its permissions and the space on the disk.",
                err=True,
            )
        _drop_output()
        code = 2
    sys.exit(code)


def _run(args: list[str] | None) -> int:
    output = sys.stdout
    try:
        code = cli.main(args=args, prog_name="paperatlas", standalone_mode=False)
    except click.exceptions.Exit as stop:
        code = stop.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except PaperatlasError as error:
        click.echo(f"paperatlas: {error}", err=True)
        code = 2
    except SystemExit:
        if sys.stdout is output:
            raise
        raise BrokenPipeError from None  # where click wraps the output and exits with 1
    except (click.Abort, KeyboardInterrupt):
        click.echo("paperatlas: interrupted.", err=True)
        code = INTERRUPTED
    return code if isinstance(code, int) else 0


def _drop_output() -> None:
    """Keep the interpreter from writing once more, at its exit, to where nothing can be written."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
