"""`rapport today`: what one wants to know in the morning, and what was done about it."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.accounts.models import User
    from rapport.measure.today.whole import Today

app = typer.Typer(invoke_without_command=True, help="What one wants to know in the morning: what is worth doing first.")

WHO = typer.Option("", "--as", metavar="EMAIL", help="As this person of the team sees it: since their last visit.")
KEY = typer.Argument(metavar="KEY", help="The thing's, as `rapport today` shows it.")


@app.callback()
def today(
    context: typer.Context, who: str = WHO, json: bool = typer.Option(False, "--json", help="Print one JSON document.")
) -> None:
    """Who waits, what is worth doing, what failed, what is unusual, whom to thank, what came in."""
    if context.invoked_subcommand is None:
        _tell(who, json)


@needs_database
def _tell(who: str, json: bool) -> None:
    from django.utils import timezone

    from rapport.cli.output import print_json
    from rapport.measure.current import current
    from rapport.measure.today.formats import as_json
    from rapport.measure.today.visits import looked
    from rapport.measure.today.whole import today

    user, now = _user(who), timezone.now()
    told = today(current(), user, looked(user, now) if user else None, now)
    if told is None:
        from rapport.words.errors import CopyMissing

        raise CopyMissing
    if json:
        print_json(as_json(told))
    else:
        _print(told)


@app.command()
@needs_database
def done(key: str = KEY, who: str = WHO) -> None:
    """Say that a thing is done; of a question, that it needs no answer any more."""
    from django.utils import timezone

    from rapport.accounts import audit
    from rapport.measure.today import handled

    handled.done(key, _user(who), timezone.now())
    audit.record(_user(who), "today.done", key)
    typer.echo(f"Done. This takes it back: rapport today undo {key}")


@app.command("not-now")
@needs_database
def not_now(key: str = KEY, who: str = WHO) -> None:
    """Do not propose a thing for a week: to the command line, or to who is named."""
    from django.utils import timezone

    from rapport.accounts import audit
    from rapport.measure.today import handled

    handled.not_now(key, _user(who), timezone.now())
    audit.record(_user(who), "today.not-now", key)
    typer.echo(f"Not proposed again for a week. This takes it back: rapport today undo {key}")


@app.command()
@needs_database
def undo(key: str = KEY, who: str = WHO) -> None:
    """Take back what was said of a thing."""
    from rapport.accounts import audit
    from rapport.measure.today import handled

    if handled.undo(key, _user(who)):
        audit.record(_user(who), "today.undone", key)
        typer.echo("It is as it was.")
    else:
        typer.echo("Nothing was said of it.")


def _user(who: str) -> "User | None":
    from rapport.cli.teammate import user_of

    return user_of(who) if who else None


def _print(told: "Today") -> None:
    from rapport.cli.output import out
    from rapport.measure.unusual.sentences import in_short, sentence
    from rapport.people.models import Member
    from rapport.people.thanks.pages.shown import shown
    from rapport.words.platforms import name_of

    def section(title: str, lines: list[str]) -> None:
        out.print(f"\n[bold]{title}[/bold]")
        for line in lines:
            out.print(line, markup=False, soft_wrap=True)

    out.print(f"{told.lately.first} to {told.lately.last}, as of {told.as_of:%Y-%m-%d %H:%M %Z}.")
    waits = [
        f"{one.lasted}: {one.title} ({name_of(one.asked.platform)}) {one.asked.url}" for one in told.waiting.longest
    ]
    section(
        f"{told.waiting.total:,} wait for an answer, {told.waiting.newcomers:,} of them new, and {told.older:,} older",
        waits,
    )
    section("Worth doing", [f"{one.what}. {one.why}\n  {one.key}  {one.command}" for one in told.things])
    if told.promised:
        promises = [f"{one.task.due or ''} {one.member}: {one.task.text}" for one in told.promised[:5]]
        section(f"{len(told.promised):,} promises to keep", promises)
    if told.failed:
        section("What failed", [f"{one.what}. {one.why}" for one in told.failed])
    if told.unusual:
        found = [sentence(one) for one in told.unusual.found[:5]]
        section("Unusual", [*found, in_short(told.unusual)])
    section("To thank", [f"{one.member}: {shown(one).why}" for one in told.thanks.shown])
    came = told.came
    since = f"Since the last visit, {came.since:%Y-%m-%d %H:%M %Z}" if came.visited else "In these 30 days"
    section(
        f"{since}: {came.all.n:,} things by {came.all.people:,} people, {came.all.firsts:,} for the first time",
        [f"{name_of(name)}: {new.n:,} by {new.people:,}, {new.firsts:,} new" for name, new in came.platforms.items()],
    )
    there = Member.objects.in_bulk([one.member for one in told.new.latest])
    names = [f"{there[one.member]} on {name_of(one.platform)}" for one in told.new.latest if one.member in there]
    section(f"{told.new.total:,} new members", names)
    changes = ["" if one.change is None else f"{one.change:+,} " for one in told.rhythm]
    section(
        "The rhythm",
        [
            f"{one.answer.metric.title}: {one.answer.total:,.0f} ({change}{one.about})"
            for one, change in zip(told.rhythm, changes, strict=True)
        ],
    )
