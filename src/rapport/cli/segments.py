"""`rapport people segments`: questions to the list of people, by name."""

import sys
from datetime import datetime
from pathlib import Path
from shlex import quote

import typer

from rapport.cli.session import needs_database

segments = typer.Typer(no_args_is_help=True, help="Segments: whom one asks the list for, by name.")

CSV = typer.Option(False, "--csv", help="Print comma-separated values.")
JSON = typer.Option(False, "--json", help="Print one JSON document.")
NAME = typer.Argument(metavar="NAME")


@segments.command("list")
@needs_database
def list_segments(json: bool = JSON, csv: bool = CSV) -> None:
    """Saved segments, with how many are in each now."""
    from csv import writer

    from rapport.cli.output import print_json, print_table
    from rapport.people.current import current
    from rapport.people.segments.saved import counted

    found = counted(current())
    if json:
        kept = [
            {"name": one.segment.name, "text": one.segment.text, "members": one.n, "problem": one.problem}
            for one in found
        ]
        print_json({"segments": kept})
        return
    if csv:
        told = [(one.segment.name, one.n, one.segment.text, one.problem) for one in found]
        writer(sys.stdout).writerows([("name", "members", "text", "problem"), *told])
        return
    print_table(["Name", "Members", "Who"], [[one.segment.name, one.n, one.segment.text] for one in found])


@segments.command()
@needs_database
def show(name: str = NAME, json: bool = JSON) -> None:
    """One segment: its text and the numbers of the members in it."""
    from rapport.cli.output import out, print_json
    from rapport.people.segments.saved import named, numbers_of

    segment = named(name)
    found = numbers_of(segment)
    if json:
        print_json({"name": segment.name, "text": segment.text, "members": found})
        return
    out.print(f"{segment.name}: {segment.text}", markup=False)
    out.print(f"{len(found):,} are in it. rapport people list --segment “{segment.name}” shows them.", markup=False)


@segments.command()
@needs_database
def export(
    name: str = NAME,
    out: Path = typer.Option(None, "--out", help="Write to this file, which must not be there; else print."),
    json: bool = JSON,
) -> None:
    """Everybody in a segment with what they did: the page's CSV file, or JSON. Written to the audit log."""
    from rapport.accounts import audit
    from rapport.cli.people import row_as_json
    from rapport.people.listing import members
    from rapport.people.pages.export import lines
    from rapport.people.segments.saved import named
    from rapport.people.wanted import Wanted
    from rapport.words.errors import RapportError
    from rapport.words.json import written

    segment = named(name)
    found = members(Wanted(segment=segment.pk), addresses=False, limit=None)
    rows = [row_as_json(row) for row in found.rows]
    text = written(rows, indented=True).decode() if json else "".join(lines(found.rows))
    if out:
        try:
            with out.open("x", encoding="utf-8", newline="") as file:
                file.write(text)
        except OSError as error:
            raise RapportError(f"{out} cannot be written: {error.strerror}. Nothing was changed.") from error
    audit.record(None, "people.exported", f"segment {segment.pk}", members=found.total)
    if not out:
        sys.stdout.write(text)


@segments.command("tag")
@needs_database
def tag_segment(
    name: str = NAME, tag: str = typer.Argument(metavar="TAG", help="Its name."), json: bool = JSON
) -> None:
    """Tag everybody in a segment; who had the tag keeps it as it was."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people.segments.saved import named, numbers_of
    from rapport.people.segments.tagging import tag_all

    segment = named(name)
    found = numbers_of(segment)
    given, at, n = tag_all(found, tag, None)
    audit.record(None, "people.tagged", f"tag {given.pk}", members=n)
    moment = at.isoformat(timespec="microseconds")
    if json:
        print_json({"name": segment.name, "tag": given.name, "members": len(found), "new": n, "at": moment})
        return
    already = f" {len(found) - n:,} had it already." if n < len(found) else ""
    typer.echo(f"Tagged {n:,} as “{given.name}”.{already}")
    if n:
        typer.echo(f"To take it back: rapport people segments untag {quote(given.name)} --at {moment}")


@segments.command()
@needs_database
def untag(
    tag: str = typer.Argument(metavar="TAG", help="Its name."),
    at: datetime = typer.Option(formats=["%Y-%m-%dT%H:%M:%S.%f%z"], help="The moment that `segments tag` printed."),
    json: bool = JSON,
) -> None:
    """Take back that a segment was tagged: those who got the tag at that moment lose it."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.tags import tag_named
    from rapport.people.notes.writing import NoteRefused
    from rapport.people.segments.tagging import take_back

    found = tag_named(tag)
    n = take_back(found.pk, at)
    if not n:
        raise NoteRefused(f"Nobody who has “{found.name}” got it at {at.isoformat()}. Nothing was changed.")
    audit.record(None, "people.untagged", f"tag {found.pk}", members=n)
    if json:
        print_json({"tag": found.name, "members": n})
        return
    typer.echo(f"Taken back: {n:,} are as they were.")


@segments.command()
@needs_database
def save(
    name: str = NAME,
    where: str = typer.Argument(metavar="WHO", help='In words: "contributed twice since June, not in the team".'),
    json: bool = JSON,
) -> None:
    """Keep a segment; one of this name gets the new text."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people.current import current
    from rapport.people.models import Segment
    from rapport.people.segments.saved import checked_name, how_many, meaning
    from rapport.people.segments.writing import write

    acts = current()
    text = write(meaning(where, acts))
    segment = Segment.objects.filter(name__iexact=name.strip()).first()
    if segment:
        segment.text = text
        segment.save(update_fields=["text"])
    else:
        segment = Segment.objects.create(name=checked_name(name), text=text)
    audit.record(None, "segment.saved", f"segment {segment.pk}")
    n = how_many(segment, acts)
    if json:
        print_json({"name": segment.name, "text": text, "members": n})
        return
    typer.echo(f"Saved: {text}. {n:,} are in it now.")


@segments.command()
@needs_database
def delete(name: str = NAME, json: bool = JSON) -> None:
    """Let go of a segment; nobody in it is touched."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people.segments.saved import named

    segment = named(name)
    number = segment.pk
    segment.delete()
    audit.record(None, "segment.deleted", f"segment {number}")
    if json:
        print_json({"name": segment.name, "text": segment.text, "deleted": True})
        return
    typer.echo(f"Deleted “{segment.name}”. To have it back: rapport people segments save NAME “{segment.text}”.")
