"""`rapport people segments`: questions to the list of people, by name."""

import typer

from rapport.cli.session import needs_database

segments = typer.Typer(no_args_is_help=True, help="Segments: whom one asks the list for, by name.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")
NAME = typer.Argument(metavar="NAME")


@segments.command("list")
@needs_database
def list_segments(json: bool = JSON) -> None:
    """Saved segments, with how many are in each now."""
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
