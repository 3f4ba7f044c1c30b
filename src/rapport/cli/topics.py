"""`rapport measure topics` and `rapport measure topic`."""

import typer

from rapport.cli.session import needs_database

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@needs_database
def topics(
    read: bool = typer.Option(False, "--read", help="Read all that was not read, and look the topics over now."),
    json: bool = JSON,
) -> None:
    """What the community talks about, how much each topic waits, and which are rising."""
    from rapport.cli.output import out, print_json, print_table
    from rapport.ledger import copy
    from rapport.measure.current import current
    from rapport.measure.figures import figure
    from rapport.measure.topics.listing import as_json, listed
    from rapport.measure.topics.making import keep_up
    from rapport.measure.topics.rising import ABOUT_CHANCE

    if read:
        copy.refresh()
        keep_up(float("inf"), now=True)
    found = listed(current())
    if json:
        print_json(as_json(found))
        return
    rows = [
        (
            line.topic.pk,
            f"{line.topic}{' (new)' if line.new else ''}",
            line.figures.conversations,
            line.figures.people,
            line.figures.lately,
            line.figures.before,
            figure(line.figures.unanswered, "%"),
            f"{line.rise.people} people, {line.rise.expected:.0f} usual" if line.rise else "",
        )
        for line in found.lines
    ]
    head = ("number", "topic", "conversations", "people", "last 28 days", "before", "unanswered", "rising")
    print_table(head, rows)
    out.print(f"{found.looked:,} of {found.there:,} conversations were looked at. {ABOUT_CHANCE}")


@needs_database
def topic(
    number: int = typer.Argument(help="As `rapport measure topics` numbers it."),
    call: str = typer.Option(None, "--call", help='What to call it; "" for its texts\' own words.'),
    hide: bool = typer.Option(None, "--hide/--show", help="Leave it out of the lists, or list it again."),
) -> None:
    """Call a topic something else, hide it, or show it again."""
    from rapport.accounts import audit
    from rapport.cli.output import out
    from rapport.measure.models import Topic
    from rapport.measure.topics.listing import say

    found = Topic.objects.filter(pk=number).first()
    if found is None:
        out.print(f"There is no topic {number}. `rapport measure topics` lists them.")
        raise typer.Exit(2)
    for changed in say(found, called=call, hidden=hide):
        audit.record(None, f"topic.{changed}", f"topic {found.pk}")
    out.print(f"{found.pk}: {found}{' (hidden)' if found.hidden else ''}")
