"""`rapport import` and `rapport collect …`: what comes in, and what was set aside on the way."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from rapport.cli.collecting import reporter
from rapport.cli.output import err, out, print_json, print_table, progress
from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.collect.models import Import, Source
    from rapport.collect.takeback import Counts
    from rapport.people.follow import Followed
    from rapport.words.records import Archive

collect = typer.Typer(name="collect", no_args_is_help=True, help="What came in, and what was set aside.")

NOTHING, NOT_ALL = 1, 3
"""Exit codes: nothing could be read; something was set aside or not understood."""
JSON = typer.Option(False, "--json", help="Print JSON.")
LISTED = 50
FEW = 20_000
"""Activities of which the command itself tells the languages; of more, the worker does so within a minute or so."""


@needs_database
def import_(
    paths: list[str] = typer.Argument(
        metavar="PATH…",
        help="Files, folders, git clones; .gz, .bz2, .xz, .zst, .tar, .zip, .7z too, and one in another; - for a pipe.",
    ),
    mapping: Path | None = typer.Option(
        None, "--map", metavar="MAP.TOML", help="The files are tables: CSV, Excel, JSON or Parquet, and this says how."
    ),
    as_json: bool = JSON,
) -> None:
    """Read archives into the ledger; each is recognised by its content. What is known already is not added again.

    Ctrl-C stops it: what it had read is kept, and the same command goes on.

    Exit code 0: all of it was read; 3: something was set aside or not understood; 1: nothing could be read; 130: it was
    stopped.
    """
    from rapport.collect.alive import settle_interrupted
    from rapport.collect.found import find_out
    from rapport.collect.run import begin, once, run
    from rapport.ledger import copy

    settle_interrupted()
    archive, document = _table(mapping) if mapping else (None, None)
    given = [one._replace(archive=archive) for one in once(paths)]
    if len(given) < len(paths):
        err.print("A path that was given twice is read once.")
    with reporter() as report:
        done = run(begin(given, mapping=document), given, report)
    followed = _follow_up()
    if sum(source.activities for source in done.sources.all()) <= FEW:
        find_out(done)
        copy.refresh()
    _show(done, as_json)
    if not as_json:
        _say_found(done)
    if followed.identities and not as_json:
        out.print(
            f"{followed.identities:,} new identities: {followed.members:,} new members, {followed.merged:,} put"
            " together on plain proof. See them with `rapport people list` or `rapport up`."
        )
    sources = list(done.sources.all())
    if not sources:
        err.print("Nothing could be read, and nothing was changed.")
        raise typer.Exit(NOTHING)
    err.print(f"This is import {done.pk}. `rapport collect forget {done.pk}` takes it back.")
    if done.unread_count or any(source.rejected for source in sources):
        raise typer.Exit(NOT_ALL)


def _table(file: Path) -> "tuple[Archive, dict[str, object]]":
    """The kind of archive that a mapping file makes, and the mapping as it is kept with the import."""
    from rapport.platforms.mapped.archive import archive_of
    from rapport.platforms.mapped.mapping import MapRefused, map_of_toml

    try:
        by = map_of_toml(file.read_text())
    except (OSError, UnicodeDecodeError, MapRefused) as problem:
        raise typer.BadParameter(f"{problem} Nothing was imported.") from None
    return archive_of(by), by.as_document()


@collect.command("map")
def map_(path: Path = typer.Argument(metavar="FILE", help="A CSV, Excel, JSON or Parquet file.")) -> None:
    """Print a mapping for a table, guessed from its columns. Put it right and give it to `rapport import --map`."""
    from rapport.platforms.mapped.mapping import toml_of
    from rapport.platforms.mapped.sample import sample_of

    try:
        with path.open("rb") as stream:
            sample = sample_of(stream)
    except OSError as problem:
        raise typer.BadParameter(str(problem)) from None
    if not sample.columns:
        why = next((row.reason for row in sample.rows if row.reason), "No table was found in it.")
        raise typer.BadParameter(f"{path}: {why}")
    out.print(f"# columns: {', '.join(sample.columns)}", markup=False, soft_wrap=True)
    if day := sample.unclear_day(sample.guess):
        out.print(f'# {day} may be two days. Say which: dates = "day first" or dates = "month first"', markup=False)
    out.print(toml_of(sample.guess), markup=False, soft_wrap=True, end="")


@collect.command()
@needs_database
def imports(as_json: bool = JSON) -> None:
    """The imports so far, the newest first."""
    from rapport.collect.alive import settle_interrupted
    from rapport.collect.models import Import

    settle_interrupted()
    runs = Import.objects.filter(connection=None).prefetch_related("sources").order_by("-pk")
    if as_json:
        print_json([_import_as_json(one) for one in runs])
        return
    rows = [
        [
            one.pk,
            f"{one.started_at:%Y-%m-%d %H:%M}",
            one.state,
            ", ".join(one.paths),
            *(sum(getattr(source, count) for source in one.sources.all()) for count in ("read", "added", "rejected")),
        ]
        for one in runs[:LISTED]
    ]
    print_table(["Import", "Begun (UTC)", "State", "Of", "Read", "Added", "Set aside"], rows)


@collect.command()
@needs_database
def rejected(
    as_json: bool = JSON,
    again: bool = typer.Option(False, "--retry", help="Read each of them again from what was kept of it."),
) -> None:
    """The records that could not be read, with reason, source and position. Exit code 3 while there are any."""
    from rapport.collect.rejected import open_ones, retry

    if again:
        retried = retry(open_ones().order_by("pk").iterator(chunk_size=100))
        err.print(f"{retried.resolved:,} could be read now, {retried.failed:,} still cannot.")
        _follow_up()
    waiting = open_ones().defer("raw")
    count = waiting.count()
    if as_json:
        print_json(
            [
                {
                    "id": row.pk, "source": row.source.path, "platform": row.source.platform, "archive": row.archive,
                    "file": row.file, "position": row.position, "reason": row.reason, "at": row.at,
                }
                for row in waiting.iterator(chunk_size=1000)
            ]
        )  # fmt: skip
    elif count:
        rows = [[row.source.path, row.file, row.position, row.reason] for row in waiting[:LISTED]]
        print_table(["Source", "File", "Where", "Why"], rows)
        if count > LISTED:
            out.print(f"… and {count - LISTED:,} more; --json lists them all.")
    else:
        out.print("Nothing is set aside.")
    if count:
        raise typer.Exit(NOT_ALL)


@collect.command()
@needs_database
def forget(
    number: int = typer.Argument(metavar="ID", help="The import's number, as `rapport collect imports` tells."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Only say what would go."),
    yes: bool = typer.Option(False, "--yes", help="Do not ask."),
    as_json: bool = JSON,
) -> None:
    """Forget an import: take back what it alone had brought. Kill it as you like; run it again to go on."""
    from rapport.accounts import audit
    from rapport.collect import takeback
    from rapport.collect.models import Import

    import_ = Import.objects.filter(pk=number).first()
    if import_ is None:
        raise typer.BadParameter(f"There is no import {number}. Nothing was forgotten.")
    if refused := takeback.refusal(import_):
        raise takeback.NotForgotten(f"Import {number} is not forgotten. {refused}")
    counts = takeback.look(import_)
    if dry_run:
        _say_counts(counts, as_json)
        return
    if not yes:
        err.print(f"This takes {counts.only:,} activities back; {counts.elsewhere:,} stay, as others hold them too.")
        typer.confirm("Forget the import?", abort=True, err=True)
    takeback.begin(import_)
    audit.record(None, "import.forgotten", str(import_), **counts._asdict())
    with progress("Forgetting", counts.activities, "activities") as advance:
        taken = takeback.take_back(number, advance)
    _follow_up()
    if as_json:
        print_json({"id": number, **taken._asdict()})
    else:
        out.print(
            f"Forgotten: {taken.activities:,} activities, {taken.identities:,} identities, {taken.channels:,} channels,"
            f" {taken.set_aside:,} records set aside. Import the same files again to have them back."
        )


def _say_counts(counts: "Counts", as_json: bool) -> None:
    if as_json:
        print_json(counts._asdict())
        return
    out.print(
        f"{counts.only:,} of its {counts.activities:,} activities were brought by it alone and would go; "
        f"{counts.elsewhere:,} are held elsewhere too and would stay. With them would go up to {counts.identities:,} "
        f"identities, {counts.channels:,} channels and {counts.set_aside:,} records set aside. Nothing was changed."
    )


def _follow_up() -> "Followed":
    """Let members and pages know what came in, and leave to the worker what else there is to find out of them."""
    from rapport.ledger import copy
    from rapport.people.follow import follow
    from rapport.people.tasks import know_soon

    followed = follow()
    copy.refresh()
    know_soon()
    return followed


def _show(done: "Import", as_json: bool) -> None:
    sources = list(done.sources.order_by("pk"))
    if as_json:
        print_json([source_as_json(source) for source in sources])
    elif sources:
        _print_sources(sources)
    for note in done.notes:
        err.print(note, markup=False)
    for file, reason in done.unread:
        err.print(f"Not read: {file}: {reason}", markup=False, soft_wrap=True)
    if done.unread_count > len(done.unread):
        err.print(f"… and {done.unread_count - len(done.unread):,} more files that were not read.")
    if aside := sum(source.rejected for source in sources):
        err.print(f"{aside:,} records were set aside; `rapport collect rejected` tells why.")


def _print_sources(sources: list["Source"]) -> None:
    from rapport.collect.archives import label_of

    head = ["Source", "Recognised as", "Read", "Added", "Known", "Set aside"]
    rows = [[one.path, label_of(one.archive), one.read, one.added, one.known, one.rejected] for one in sources]
    for name, counts in (
        ("Empty", [source.skipped for source in sources]),
        ("Erased", [source.erased for source in sources]),
    ):
        if any(counts):
            head.append(name)
            rows = [[*row, count] for row, count in zip(rows, counts, strict=True)]
    print_table([*head, "Time"], [[*row, f"{one.seconds:.1f} s"] for row, one in zip(rows, sources, strict=True)])


def _say_found(done: "Import") -> None:
    """The span of time, and of what was worked out at once the people, threads and silences."""
    sources = list(done.sources.all())
    first = min((source.first_at for source in sources if source.first_at), default=None)
    last = max((source.last_at for source in sources if source.last_at), default=None)
    if not (first and last):
        return
    found = done.found
    who = f"{found['people']:,} people in {found['threads']:,} threads, " if found else ""
    out.print(f"It tells of {who}{first:%Y-%m-%d} to {last:%Y-%m-%d}.")
    for gap in found["silences"] if found else ():
        usual = f"usually {gap['usual']:,} a week"
        out.print(f"{gap['platform']}: nothing between {gap['first']} and {gap['last']}, {usual}.")


def source_as_json(source: "Source") -> dict[str, Any]:
    return {
        "import": source.import_run_id,
        "source": source.path,
        "platform": source.platform,
        "read": source.read,
        "added": source.added,
        "known": source.known,
        "rejected": source.rejected,
        "seconds": round(source.seconds, 3),
        "archive": source.archive,
        "updated": source.updated,
        "erased": source.erased,
        "skipped": source.skipped,
        "told": source.told,
        "activities": source.activities,
        "first_at": source.first_at,
        "last_at": source.last_at,
    }


def _import_as_json(one: "Import") -> dict[str, Any]:
    return {
        "id": one.pk, "state": one.state, "paths": one.paths, "started_at": one.started_at,
        "finished_at": one.finished_at, "failure": one.failure, "unread": one.unread, "unread_count": one.unread_count,
        "identities": one.identities, "channels": one.channels, "found": one.found, "taken": one.taken,
        "sources": [source_as_json(source) for source in one.sources.all()],
    }  # fmt: skip
