"""`rapport settings`: what can be set by environment variables, and what it is set to now."""

import os

import typer

from rapport.cli.output import print_json, print_table


def settings(as_json: bool = typer.Option(False, "--json", help="Print a list of objects.")) -> None:
    """List the environment variables that Rapport reads, with their values and defaults."""
    from rapport.home.shown import shown
    from rapport.settings import SETTINGS

    rows = [
        {
            "name": s.name,
            "value": shown(s.name, os.environ.get(s.name, "") or s.default),
            "default": s.default,
            "meaning": s.meaning,
        }
        for s in SETTINGS
    ]
    if as_json:
        print_json(rows)
    else:
        print_table(["Name", "Value", "Meaning"], [[row["name"], row["value"], row["meaning"]] for row in rows])
