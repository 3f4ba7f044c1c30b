"""`rapport people note`: what the team should know of somebody."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.session import needs_database
from rapport.cli.whom import text_given

if TYPE_CHECKING:
    from rapport.people.models import Note

note = typer.Typer(no_args_is_help=True, help="Notes: what the team should know of somebody.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")
MEMBER = typer.Argument(metavar="ID", help="The person, as `rapport people list` numbers them.")
NOTE = typer.Argument(metavar="NOTE", help="Its number, as `rapport people note list` has it.")
TEXT = typer.Argument(metavar="TEXT", help="What to remember; - reads standard input.", callback=text_given)


@note.command()
@needs_database
def add(number: int = MEMBER, text: str = TEXT, json: bool = JSON) -> None:
    """Write a note."""
    from rapport.accounts import audit
    from rapport.cli.whom import member_here
    from rapport.people.notes import writing
    from rapport.people.pages.naming import named

    member = member_here(number)
    written = writing.note(member, text, None)
    written.refresh_from_db()
    audit.record(None, "person.noted", named(member), note=written.pk)
    _say(written, f"Written down of {member}, as note {written.pk}.", json)


@note.command("list")
@needs_database
def list_notes(number: int = MEMBER, json: bool = JSON) -> None:
    """The notes on one person, the newest first."""
    from rapport.cli.output import print_json, print_table
    from rapport.cli.whom import member_here
    from rapport.people.formats import note_as_json
    from rapport.people.notes.held import held

    notes = held(member_here(number)).notes
    if json:
        print_json({"member": number, "notes": [note_as_json(one) for one in notes]})
        return
    print_table(["Note", "On", "By", "Text"], [[one.pk, one.at.date(), one.user, one.text] for one in notes])


@note.command()
@needs_database
def change(number: int = NOTE, text: str = TEXT, json: bool = JSON) -> None:
    """Write a note anew."""
    from rapport.accounts import audit
    from rapport.people.notes import writing
    from rapport.people.pages.naming import named

    found = _numbered(number)
    writing.rewrite(found, text)
    audit.record(None, "person.note-changed", named(found.member), note=found.pk)
    _say(found, "Changed.", json)


@note.command()
@needs_database
def delete(number: int = NOTE, json: bool = JSON) -> None:
    """Take a note away; for a day it can be put back."""
    from rapport.accounts import audit
    from rapport.people.notes import writing
    from rapport.people.pages.naming import named

    found = _numbered(number)
    writing.delete(found)
    audit.record(None, "person.note-deleted", named(found.member), note=found.pk)
    _say(found, f"Deleted. For a day this puts it back: rapport people note restore {number}", json)


@note.command()
@needs_database
def restore(number: int = NOTE, json: bool = JSON) -> None:
    """Put a deleted note back."""
    from rapport.accounts import audit
    from rapport.people.notes import writing
    from rapport.people.pages.naming import named

    found = _numbered(number, deleted=True)
    writing.restore(found)
    audit.record(None, "person.note-restored", named(found.member), note=found.pk)
    _say(found, "It is back.", json)


def _numbered(number: int, *, deleted: bool = False) -> "Note":
    from rapport.people.models import Note
    from rapport.people.notes.writing import NoteRefused

    found = Note.objects.select_related("member", "user").filter(pk=number, deleted_at__isnull=not deleted).first()
    if found is None:
        raise NoteRefused(
            f"There is no {'deleted ' if deleted else ''}note {number}. Nothing was changed."
            " `rapport people note list ID` shows those on a person."
        )
    return found


def _say(one: "Note", words: str, json: bool) -> None:
    from rapport.cli.output import print_json
    from rapport.people.formats import note_as_json

    if json:
        print_json(note_as_json(one) | {"member": one.member_id, "deleted": one.deleted_at is not None})
    else:
        typer.echo(words)
