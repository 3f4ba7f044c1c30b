"""Commit tables as the smallest real thing to import, and how to import them."""

from pathlib import Path

from rapport.collect.models import Import
from rapport.collect.run import Progress, begin, once, run

HEADER = b"sha\tdate\tauthor_name\tauthor_email\tsubject\n"


def row(number: int) -> bytes:
    return b"%040x\t2020-01-02T03:04:05Z\tAda %d\tada%d@example.org\tChange %d\n" % (
        number,
        number % 7,
        number % 7,
        number,
    )


def table(count: int, first: int = 1) -> bytes:
    """A commit table of so many good rows."""
    return HEADER + b"".join(row(number) for number in range(first, first + count))


def quiet(_: Progress) -> None:
    pass


def bring(*paths: Path) -> Import:
    """Import as the command does, from the beginning."""
    given = once([str(path) for path in paths])
    import_ = run(begin(given), given, quiet)
    import_.refresh_from_db()
    return import_


def counts(import_: Import) -> dict[str, int]:
    """The counts of an import's only source."""
    source = import_.sources.get()
    assert source.read == source.added + source.known + source.erased + source.skipped + source.rejected
    return {name: getattr(source, name) for name in ("read", "added", "known", "rejected")}
