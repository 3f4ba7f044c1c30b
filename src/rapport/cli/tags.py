"""`rapport people tag`: words of the team's own for people."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.session import needs_database
from rapport.cli.whom import numbers_given

if TYPE_CHECKING:
    from rapport.people.models import Tag

tag = typer.Typer(no_args_is_help=True, help="Tags: words of the team's own for people.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")
NAME = typer.Argument(metavar="TAG", help="Its name, in any case.")
MEMBERS = typer.Argument(
    metavar="ID…", help="People, by number; - reads numbers from standard input.", callback=numbers_given
)


@tag.command()
@needs_database
def add(name: str = NAME, people: list[str] = MEMBERS, json: bool = JSON) -> None:
    """Tag people. `rapport people segments tag` tags everybody in a segment."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.whom import member_here
    from rapport.people.pages.naming import named
    from rapport.people.segments.tagging import tag_all

    members = [member_here(int(number)) for number in people]
    given, _, n = tag_all([member.pk for member in members], name, None)
    for member in members:
        audit.record(None, "person.tagged", named(member), tag=given.pk)
    if json:
        print_json({"tag": given.name, "members": [member.pk for member in members], "new": n})
        return
    already = f" {len(members) - n:,} had it already." if n < len(members) else ""
    typer.echo(f"Tagged {n:,} as “{given.name}”.{already}")


@tag.command("list")
@needs_database
def list_tags(
    number: int = typer.Argument(0, metavar="[ID]", help="Only those of this person."), json: bool = JSON
) -> None:
    """The tags that there are with how many people have each, or those of one person."""
    from rapport.cli.output import print_json, print_table
    from rapport.cli.whom import member_here
    from rapport.people.current import current
    from rapport.people.models import Tag
    from rapport.people.notes.held import held
    from rapport.people.segments.tagging import how_many_have

    acts = current()
    tags = held(member_here(number)).tags if number else list(Tag.objects.order_by("name"))
    rows = [(one.name, how_many_have(one, acts)) for one in tags]
    if json:
        print_json({"tags": [{"tag": name, "members": n} for name, n in rows]})
        return
    print_table(["Tag", "Members"], rows)


@tag.command()
@needs_database
def remove(name: str = NAME, people: list[str] = MEMBERS, json: bool = JSON) -> None:
    """Take a tag away from people; one that nobody has is gone."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.whom import member_here
    from rapport.people.erasing import with_merged_away
    from rapport.people.notes.held import held
    from rapport.people.notes.writing import untag
    from rapport.people.pages.naming import named

    found = tag_named(name)
    members = [member_here(int(number)) for number in people]
    tagged = [member for member in members if found in held(member).tags]
    tag_number = found.pk  # a tag that nobody has any more loses it
    untag(with_merged_away({member.pk for member in tagged}), found)
    for member in tagged:
        audit.record(None, "person.untagged", named(member), tag=tag_number)
    if json:
        print_json({"tag": found.name, "members": [member.pk for member in tagged]})
        return
    typer.echo(f"{len(tagged):,} lost the tag “{found.name}”.")


def tag_named(name: str) -> "Tag":
    from rapport.people.models import Tag
    from rapport.people.notes.writing import NoteRefused

    found = Tag.objects.filter(name__iexact=name.strip().removeprefix("#")).first()
    if found is None:
        raise NoteRefused(f"There is no tag “{name}”. Nothing was changed. `rapport people tag list` shows them.")
    return found
