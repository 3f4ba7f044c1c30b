"""`rapport people task` and `rapport people promise`: what the team has yet to do, and told somebody so."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.session import needs_database
from rapport.cli.whom import numbers_given, text_given

if TYPE_CHECKING:
    from rapport.people.models import Task
    from rapport.people.notes.open import Open

JSON = typer.Option(False, "--json", help="Print one JSON document.")
MEMBER = typer.Argument(metavar="ID", help="The person, as `rapport people list` numbers them.")


def commands(word: str, *, promise: bool) -> typer.Typer:
    """The commands of both words: a promise is a task of which somebody was told, and `task` shows both."""
    app = typer.Typer(no_args_is_help=True, help=f"{word.capitalize()}s: {_MEANING[word]}.")
    several = typer.Argument(
        metavar=f"{word.upper()}…", help="By number; - reads numbers from standard input.", callback=numbers_given
    )

    @app.command(help=f"Write a {word} down.")
    @needs_database
    def add(
        number: int = MEMBER,
        text: str = typer.Argument(metavar="TEXT", help="What to do; - reads standard input.", callback=text_given),
        due: str = typer.Option("", help="The day until which it is to be done, as 2024-03-31."),
        who: str = typer.Option("", help="Who of the team does it, by their e-mail address; else anybody."),
        json: bool = JSON,
    ) -> None:
        from rapport.accounts import audit
        from rapport.cli.teammate import user_of
        from rapport.cli.whom import member_here
        from rapport.people.notes import writing
        from rapport.people.pages.naming import named
        from rapport.people.wanted import read_day

        member, day, user = member_here(number), read_day(due), user_of(who) if who else None
        written = writing.task(member, text, None, due=day, who=user, promise=promise)
        written.refresh_from_db()
        audit.record(None, "person.task", named(member), task=written.pk, promise=promise)
        _say([written], f"Written down of {member}, as {word} {written.pk}.", json)

    @app.command("list", help=f"Open {_SHOWN[word]}, what is due first at the top; of one person or of everybody.")
    @needs_database
    def list_open(
        number: int = typer.Argument(0, metavar="[ID]", help="Only of this person."),
        who: str = typer.Option("", help="Only what somebody of the team does, by their e-mail address."),
        overdue: bool = typer.Option(False, "--overdue", help="Only what was due before today (UTC)."),
        json: bool = JSON,
    ) -> None:
        from datetime import UTC, datetime

        from rapport.cli.output import print_json
        from rapport.cli.teammate import user_of
        from rapport.cli.whom import member_here
        from rapport.people.formats import open_as_json
        from rapport.people.notes.open import open_tasks

        found = open_tasks(datetime.now(UTC).date(), promise=True if promise else None)
        if number:
            member = member_here(number)
            found = [one for one in found if one.member == member]
        if who:
            user = user_of(who)
            found = [one for one in found if one.task.who == user]
        if overdue:
            found = [one for one in found if one.overdue]
        if json:
            print_json({f"{word}s": [open_as_json(one) for one in found]})
            return
        _show(found, word)

    @app.command(help=f"Say that a {word} is done.")
    @needs_database
    def done(numbers: list[str] = several, json: bool = JSON) -> None:
        from rapport.people.notes.writing import finish

        tasks = _numbered(numbers, word, promise=promise)
        changed = [one for one in tasks if one.done_at is None]
        for one in changed:
            finish(one)
            _record("person.task-done", one)
        before = f" {len(tasks) - len(changed):,} was so before." if len(changed) < len(tasks) else ""
        _say(tasks, f"{len(changed):,} done.{before}", json)

    @app.command(help=f"Say that a {word} is not done after all.")
    @needs_database
    def reopen(numbers: list[str] = several, json: bool = JSON) -> None:
        from rapport.people.notes.writing import finish

        tasks = _numbered(numbers, word, promise=promise)
        for one in tasks:
            if one.done_at is not None:
                finish(one, done=False)
                _record("person.task-open", one)
        _say(tasks, "Open again.", json)

    @app.command(help=f"Take a {word} away; for a day it can be put back.")
    @needs_database
    def delete(numbers: list[str] = several, json: bool = JSON) -> None:
        from rapport.people.notes import writing

        tasks = _numbered(numbers, word, promise=promise)
        for one in tasks:
            writing.delete(one)
            _record("person.task-deleted", one)
        back = " ".join(str(one.pk) for one in tasks)
        _say(tasks, f"Deleted. For a day this puts it back: rapport people {word} restore {back}", json)

    @app.command(help=f"Put a deleted {word} back.")
    @needs_database
    def restore(numbers: list[str] = several, json: bool = JSON) -> None:
        from rapport.people.notes import writing

        tasks = _numbered(numbers, word, promise=promise, deleted=True)
        for one in tasks:
            writing.restore(one)
            _record("person.task-restored", one)
        _say(tasks, "It is back.", json)

    return app


_MEANING = {"task": "what is to be done for or with somebody", "promise": "what the team told somebody it would do"}
_SHOWN = {"task": "tasks and promises", "promise": "promises"}


def _numbered(words: list[str], word: str, *, promise: bool, deleted: bool = False) -> "list[Task]":
    """All of them or none. Raises NoteRefused."""
    from rapport.people.models import Task
    from rapport.people.notes.writing import NoteRefused

    numbers = [int(word) for word in words]
    there = Task.objects.select_related("member", "who", "user").filter(deleted_at__isnull=not deleted)
    found = there.filter(promise=True).in_bulk(numbers) if promise else there.in_bulk(numbers)
    if missing := [number for number in numbers if number not in found]:
        raise NoteRefused(
            f"There is no {'deleted ' if deleted else ''}{word} {missing[0]}. Nothing was changed."
            f" `rapport people {word} list` shows those that are open."
        )
    return [found[number] for number in numbers]


def _record(action: str, one: "Task") -> None:
    from rapport.accounts import audit
    from rapport.people.pages.naming import named

    audit.record(None, action, named(one.member), task=one.pk)


def _say(tasks: "list[Task]", words: str, json: bool) -> None:
    from rapport.cli.output import print_json
    from rapport.people.formats import task_as_json

    if json:
        told = [task_as_json(one) | {"member": one.member_id, "deleted": one.deleted_at is not None} for one in tasks]
        print_json({"tasks": told})
    else:
        typer.echo(words)


def _show(found: "list[Open]", word: str) -> None:
    from rapport.cli.output import print_table

    rows = [
        [
            one.task.pk,
            f"{one.task.due or ''}{' overdue' if one.overdue else ''}",
            str(one.member),
            one.member.pk,
            "promise" if one.task.promise else "",
            one.task.who,
            one.task.text,
        ]
        for one in found
    ]
    print_table([word.capitalize(), "Due", "For", "ID", "", "Who", "What"], rows)


task = commands("task", promise=False)
promise = commands("promise", promise=True)
