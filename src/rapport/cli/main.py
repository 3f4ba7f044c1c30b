"""`rapport`: the command line. Each step's commands stand in the module of its name."""

from importlib.metadata import version
from typing import Any

import typer
from typer.core import TyperGroup

from rapport.cli import (
    accounts,
    backup,
    collect,
    demo,
    doctor,
    ledger,
    measure,
    people,
    settings,
    today,
    up,
    web,
    worker,
)
from rapport.words.errors import HomeInUse, RapportError

FAILED, IN_USE, INTERRUPTED = 1, 4, 130
"""Exit codes; `docs/cli.md` lists them all."""


class Commands(TyperGroup):
    """Turns what commands raise into a sentence on standard error and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except RapportError as error:
            typer.secho(str(error), fg="red", err=True)
            raise typer.Exit(IN_USE if isinstance(error, HomeInUse) else FAILED) from error
        except KeyboardInterrupt as interrupt:
            typer.echo("Stopped. What was committed is kept; run the same command again to go on.", err=True)
            raise typer.Exit(INTERRUPTED) from interrupt


app = typer.Typer(
    name="rapport",
    cls=Commands,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_show_locals=False,  # locals may hold people's data
    add_completion=False,
    help="A self-hosted home for a developer community.",
    epilog="Everything lives in RAPPORT_HOME. Start with `rapport up`, then `rapport import PATH…`.",
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"rapport {version('rapport')}")
        raise typer.Exit


@app.callback()
def _rapport(
    _asked: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Show the version and exit."
    ),
) -> None:
    pass


RUNNING, COMMUNITY, KEEPING = "Running", "The community", "Looking after the home"
app.command(rich_help_panel=RUNNING)(up.up)
app.command(rich_help_panel=RUNNING)(web.web)
app.command(rich_help_panel=RUNNING)(worker.worker)
app.command("import", rich_help_panel=COMMUNITY)(collect.import_)
app.command(rich_help_panel=COMMUNITY)(demo.demo)
app.add_typer(collect.collect, rich_help_panel=COMMUNITY)
app.add_typer(today.app, name="today", rich_help_panel=COMMUNITY)
app.add_typer(people.app, name="people", rich_help_panel=COMMUNITY)
app.add_typer(measure.app, name="measure", rich_help_panel=COMMUNITY)
app.add_typer(ledger.ledger, rich_help_panel=KEEPING)
app.add_typer(accounts.accounts, rich_help_panel=KEEPING)
app.add_typer(accounts.secrets, rich_help_panel=KEEPING)
app.command(rich_help_panel=KEEPING)(doctor.doctor)
app.command(rich_help_panel=KEEPING)(backup.backup)
app.command(rich_help_panel=KEEPING)(backup.restore)
app.command(rich_help_panel=KEEPING)(settings.settings)


def main() -> None:
    app()


if __name__ == "__main__":
    main()
