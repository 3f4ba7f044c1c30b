"""`rapport`: the command line. Each step's commands stand in the module of its name."""

import typer

app = typer.Typer(name="rapport", no_args_is_help=True, rich_markup_mode="rich", help="A home for a developer community.")


def main() -> None:
    app()
