"""`rapport measure annotate`: what happened, to stand in charts."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.measure.annotations.happened import Happened

annotate = typer.Typer(no_args_is_help=True, help="What happened, to stand in charts: releases, events, campaigns.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@annotate.command()
@needs_database
def add(
    title: str = typer.Argument(help="What happened, in a few words."),
    first: str = typer.Argument(metavar="DAY", help="On which day, as 2024-03-31 (UTC)."),
    last: str = typer.Option("", "--until", help="Its last day, where it took longer."),
    kind: str = typer.Option("note", help="release, event, campaign or note."),
    platform: str = typer.Option("", help="The only platform that it concerns; else it stands in all charts."),
    link: str = typer.Option("", help="Where more of it stands, with https://."),
    json: bool = JSON,
) -> None:
    """Write down what happened."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.measure.annotations import kept
    from rapport.measure.annotations.formats import mark_as_json

    values = {"kind": kind, "title": title, "first": first, "last": last, "platform": platform, "link": link}
    made = kept.add(kept.read(values), None)
    audit.record(None, "annotation.added", kept.named(made))
    if json:
        print_json(mark_as_json(kept.mark_of(made)))
        return
    typer.echo(f"Written down as number {made.pk}. It stands in the charts of its time.")


@annotate.command("list")
@needs_database
def list_annotations(
    since: str = typer.Option("", help="First day, as 2024-03-31; else the data's own."),
    until: str = typer.Option("", help="Last day."),
    platform: str = typer.Option("", help="Only what concerns this platform or all."),
    by_hand: bool = typer.Option(False, "--by-hand", help="Only what people wrote down."),
    json: bool = JSON,
) -> None:
    """What happened: what people wrote down, and what is read from tags, releases and calendars."""
    from rapport.cli.output import print_json
    from rapport.measure.annotations.formats import happened_as_json
    from rapport.measure.annotations.happened import listed

    found = listed(since, until, platform, by_hand=by_hand)
    if json:
        print_json(happened_as_json(found))
        return
    print_happened(found)
    if not found.marks:
        typer.echo("Nothing: there are no tags, releases and events in this time, and nobody wrote anything down.")


@annotate.command()
@needs_database
def remove(
    number: int = typer.Argument(help="As `rapport measure annotate list` numbers it."), json: bool = JSON
) -> None:
    """Take away what somebody wrote down. What is read from the ledger cannot be removed."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.measure.annotations import kept
    from rapport.measure.annotations.formats import mark_as_json

    one = kept.find(number)
    told, subject = kept.mark_of(one), kept.named(one)
    kept.remove(one)
    audit.record(None, "annotation.removed", subject)
    if json:
        print_json(mark_as_json(told))
        return
    typer.echo(f"Removed “{told.title}” of {told.first}.")


def print_happened(happened: "Happened") -> None:
    """The marks of a time, and how many more there are."""
    from rapport.cli.output import out, print_table
    from rapport.measure.annotations.mark import HAND
    from rapport.words.platforms import name_of

    if not happened.marks:
        return
    rows = [
        (
            str(mark.first) if mark.first == mark.last else f"{mark.first} to {mark.last}",
            mark.what,
            mark.title,
            name_of(mark.platform) if mark.platform else "",
            f"by hand, {mark.number}" if mark.source == HAND else name_of(mark.source),
            mark.link,
        )
        for mark in happened.marks
    ]
    print_table(("day", "what", "title", "concerns", "from", "link"), rows, title="What happened then")
    if happened.more:
        out.print(f"And {happened.more:,} more of less weight: ask for less time.")
