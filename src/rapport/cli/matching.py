"""`rapport people match`: a table of aliases in, a table of people out; no home and no database needed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import typer

from rapport.words.errors import RapportError

TABLE = typer.Argument(metavar="ALIASES.csv", help="Columns: alias_id and any of name, email, login, platform, url.")
OUT = typer.Option(..., "--out", help="Written: alias_id, member_id, confidence, evidence.")


def match(aliases: Path = TABLE, out: Path = OUT, json: bool = typer.Option(False, "--json")) -> None:
    """Say which aliases are one person, with the evidence and how sure it is. Touches no ledger."""
    from rapport.people.matching.clusters import clusters
    from rapport.people.matching.links import no_cycles
    from rapport.people.matching.table import encoding_of, like_formulas, read_aliases, write_people

    try:
        with aliases.open(encoding=encoding_of(aliases), errors="replace", newline="") as lines, no_cycles():
            found = list(read_aliases(lines))
    except OSError as error:
        raise RapportError(f"{aliases} cannot be read: {error.strerror}.") from None
    if out.exists() and out.samefile(aliases):
        raise RapportError(f"{out} would take the place of {aliases}. Nothing was written; give --out another name.")
    placed = clusters(found)
    with _whole(out) as into:
        people = write_people(into, found, placed)
    if formulas := like_formulas(found):
        typer.echo(
            f"{formulas:,} of the alias_id begin with =, +, - or @ and are given back as they are."
            " In a spreadsheet open them as text.",
            err=True,
        )
    if json:
        from rapport.cli.output import print_json

        print_json({"aliases": len(found), "people": people, "out": str(out)})
        return
    typer.echo(f"{len(found):,} aliases are {people:,} people: {out}")


@contextmanager
def _whole(out: Path) -> Iterator[TextIO]:
    """A file that takes the place of `out` when all of it is on the disk; until then `out` stays as it was."""
    part = out.with_name(f"{out.name}.{os.getpid()}.part")
    try:
        with part.open("x", encoding="utf-8", newline="") as into:
            yield into
            into.flush()
            os.fsync(into.fileno())
        part.replace(out)
    except OSError as error:
        raise RapportError(f"{out} cannot be written: {error.strerror}. It stays as it was.") from None
    finally:
        part.unlink(missing_ok=True)
