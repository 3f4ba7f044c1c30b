"""`rapport doctor`: looks at everything that can be wrong and says what to do about it."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import typer

from rapport.cli.output import out, print_json
from rapport.cli.session import command_line, ready, warn
from rapport.home.access import Access, How, database
from rapport.home.health import Check, State, checks
from rapport.words.errors import RapportError

PROBLEMS = 3
MARKS = {State.OK: "[green]ok[/green]  ", State.WARN: "[yellow]warn[/yellow]", State.BAD: "[red]bad[/red] "}


def doctor(as_json: bool = typer.Option(False, "--json", help="Print a list of objects.")) -> None:
    """Check versions, disk, keys, database, copy, worker and clock. Exit code 3 if something is bad."""
    found = list(_look())
    if as_json:
        print_json([check._asdict() for check in found])
    else:
        _print(found)
    if any(check.state is State.BAD for check in found):
        raise typer.Exit(PROBLEMS)


def _print(found: list[Check]) -> None:
    for check in found:
        out.print(f"{MARKS[check.state]} [bold]{check.name}[/bold]: ", end="")
        out.print(check.found, markup=False, soft_wrap=True)
        if check.todo:
            out.print(f"     → {check.todo}", markup=False, soft_wrap=True)
    count = Counter(check.state for check in found)
    out.print(f"\n{count[State.OK]} ok, {count[State.WARN]} to look at, {count[State.BAD]} bad.")


def _look() -> Iterator[Check]:
    from rapport import settings

    lock = settings.BASE.parent.parent / "requirements.lock"
    try:
        with ready(database(settings.HOME, settings.DATABASE_URL, command_line(), warn)) as access:
            yield from checks(settings.HOME, lock, settings.KEY_FILE, settings.DJANGO_KEY_FILE)
            yield from _database(access)
    except RapportError as error:
        yield Check("Database", State.BAD, str(error), "See above; `rapport settings` shows what is set.")


def _database(access: Access) -> Iterator[Check]:
    from rapport.cli.vitals import clock, copy, digests, jobs, postgresql, tables, worker

    yield postgresql(access.how)
    made = tables()
    yield made
    yield copy()
    yield worker(expected=access.how is How.GUEST)
    yield jobs()
    if made.state is State.OK and (found := digests()):
        yield found
    yield clock(datetime.now(UTC))
