"""`rapport backup` and `rapport restore`: everything in one file, and back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import typer

from rapport.cli.output import out, print_json
from rapport.cli.session import needs_database, ready, warn

AsJson = typer.Option(False, "--json", help="Print what was kept: rows and checksum of every table.")


@needs_database
def backup(
    file: Path = typer.Argument(help="The file to write. It must not be there yet."), as_json: bool = AsJson
) -> None:
    """Write database and keys to one file. It holds the keys to your secrets: keep it as safe as the home.

    Others may go on working meanwhile; the backup holds one instant. The columnar copy is not in it, since
    a restore makes it from the database.
    """
    from rapport.accounts import audit
    from rapport.home.backup import write

    tables = write(file.absolute(), _url(), _keys(), version("rapport"))
    audit.record(None, "backup.made", bytes=file.stat().st_size)
    if as_json:
        print_json(
            {
                "file": str(file.absolute()),
                "bytes": file.stat().st_size,
                "tables": {n: t._asdict() for n, t in tables.items()},
            }
        )
        return
    rows = sum(table.rows for table in tables.values())
    out.print(
        f"{file}: {rows:,} rows of {len(tables)} tables, and the keys; {file.stat().st_size / 1e6:,.1f} MB.",
        soft_wrap=True,
    )


def restore(
    file: Path = typer.Argument(help="A file that `rapport backup` wrote."),
    force: bool = typer.Option(False, "--force", help="Move what lives in the home aside first. Nothing is deleted."),
    erased: Path | None = typer.Option(
        None,
        exists=True,
        help="keys/erased.marks of the home that the backup is of, where this is another: who was erased since.",
    ),
    as_json: bool = AsJson,
) -> None:
    """Bring a backup back into an empty home, and compare every row with the backup's manifest.

    Whoever was erased since it was made is erased again, before anything is shown.
    """
    from rapport import settings
    from rapport.home.access import Access, ownership
    from rapport.home.restore import Restore

    restoring = Restore(file, settings.HOME, force=force)
    loaded = {}
    since: set[bytes] = set()

    def make_room() -> None:
        restoring.make_room()
        keys = settings.KEY_FILE.parent
        restoring.put_keys(keys)
        since.update(_erased_since(erased or restoring.keys_aside / "erased.marks", keys))

    @contextmanager
    def owned() -> Iterator[Access]:
        reaching = ownership(
            settings.HOME, settings.DATABASE_URL, "rapport restore", warn, first=make_room, undo=restoring.put_back
        )
        with reaching as access:
            loaded.update(restoring.load(access.url))
            yield access

    with ready(owned()):
        from rapport.ledger.copy import rebuild
        from rapport.people.mine.again import erase_again

        again = erase_again(since)
        rebuild()
    if as_json:
        tables = {n: t._asdict() for n, t in loaded.items()}
        print_json({"moved_aside": _aside(restoring.aside), "erased_again": again, "tables": tables})
        return
    rows = sum(table.rows for table in loaded.values())
    out.print(f"{rows:,} rows of {len(loaded)} tables are back, each equal to the backup; the copy was made anew.")
    if again:
        out.print(f"{again:,} identities that were erased since the backup was made are erased again.")
    if _aside(restoring.aside):
        out.print(f"What was here before is in {restoring.aside}.", soft_wrap=True)


def _erased_since(marks: Path, keys: Path) -> set[bytes]:
    """Marks that the backup may lack; none where they were made with another salt, of other people."""
    from rapport.words.errors import RapportError

    salt, beside = keys / "erased.salt", marks.with_name("erased.salt")
    if not salt.exists() and beside.exists():  # the backup is older than the first erasure
        salt.write_bytes(beside.read_bytes())
        salt.chmod(0o600)
    if not marks.exists() or (beside.exists() and beside.read_bytes() != salt.read_bytes()):
        return set()
    try:
        return {bytes.fromhex(line) for line in marks.read_text().split()}
    except ValueError as error:
        raise RapportError(f"{marks} is no list of marks. Everything is as it was.") from error


def _keys() -> Iterator[Path]:
    """The files that give the database's secrets and marks their meaning."""
    from django.conf import settings

    from rapport.ledger.erased import SALT_FILE

    yield settings.KEY_FILE
    yield settings.DJANGO_KEY_FILE
    if SALT_FILE.exists():  # it is made before the first mark is
        yield SALT_FILE


def _aside(folder: Path) -> str | None:
    return str(folder) if folder.exists() else None


def _url() -> str:
    return os.environ["DATABASE_URL"]
