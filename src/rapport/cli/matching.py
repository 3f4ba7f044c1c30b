"""`rapport people match`: a table of aliases in, a table of people out; no home and no database needed."""

from pathlib import Path

import typer

from rapport.words.errors import RapportError

TABLE = typer.Argument(metavar="ALIASES.csv", help="Columns: alias_id and any of name, email, login, platform, url.")
OUT = typer.Option(..., "--out", help="Written: alias_id, member_id, confidence, evidence.")


def match(aliases: Path = TABLE, out: Path = OUT, json: bool = typer.Option(False, "--json")) -> None:
    """Say which aliases are one person, with the evidence and how sure it is. Touches no ledger."""
    from rapport.people.matching.clusters import clusters
    from rapport.people.matching.table import read_aliases, write_people

    try:
        with aliases.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
            found = list(read_aliases(lines))
    except OSError as error:
        raise RapportError(f"{aliases} cannot be read: {error.strerror}.") from None
    part = out.with_name(out.name + ".part")
    if any(place.exists() and place.samefile(aliases) for place in (out, part)):
        raise RapportError(f"{out} would take the place of {aliases}. Nothing was written; give --out another name.")
    try:
        with part.open("w", encoding="utf-8", newline="") as into:
            people = write_people(into, found, clusters(found))
        part.replace(out)
    except OSError as error:
        raise RapportError(f"{out} cannot be written: {error.strerror}. Nothing was left there.") from None
    finally:
        part.unlink(missing_ok=True)
    if json:
        from rapport.cli.output import print_json

        print_json({"aliases": len(found), "people": people, "out": str(out)})
        return
    typer.echo(f"{len(found):,} aliases are {people:,} people: {out}")
