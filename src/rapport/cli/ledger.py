"""`rapport ledger …`: the record of everything, its copy, and forgetting."""

from typing import TYPE_CHECKING

import typer

from rapport.cli.output import err, out, print_json, progress
from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.ledger.verify import Verdict
    from rapport.people.models import Member

ledger = typer.Typer(name="ledger", no_args_is_help=True, help="The record of every activity, and its columnar copy.")

FOUND = 3
"""Exit code: something is not as it should be."""
JSON = typer.Option(False, "--json", help="Print JSON.")


@ledger.command()
@needs_database
def rebuild(as_json: bool = JSON) -> None:
    """Make the columnar copy anew from PostgreSQL. The old one answers until the new one stands."""
    from rapport.ledger import copy

    with progress("Rebuilding the copy"):
        months = copy.rebuild()
    if as_json:
        print_json({"months": months})
    else:
        out.print(f"The copy was made anew: {months:,} months.")


@ledger.command()
@needs_database
def refresh(as_json: bool = JSON) -> None:
    """Bring the copy up to date now; `rapport up` does so every ten seconds."""
    from rapport.ledger import copy

    months = copy.refresh()
    if as_json:
        print_json({"months": months})
    else:
        out.print(f"{months:,} months were rewritten.")


@ledger.command()
@needs_database
def verify(as_json: bool = JSON) -> None:
    """Compare the table with its copy, row by row in checksums, and look for rows that point nowhere.

    What is kept of whole threads beside the copy is worked out anew and compared.

    Exit code 0: all is well; 3: a fault was found.
    """
    from rapport.ledger.verify import verify as compare

    verdict = compare()
    if as_json:
        print_json(
            {
                "months": verdict.months,
                "activities": verdict.activities,
                "waiting": verdict.waiting,
                "faults": [fault._asdict() for fault in verdict.faults],
                "of_threads": verdict.of_threads,
            }
        )
    else:
        _say(verdict)
    if verdict.faults:
        raise typer.Exit(FOUND)


@ledger.command()
@needs_database
def erase(
    members: list[int] = typer.Argument(
        metavar="MEMBER…", help="The numbers of members, as `rapport people list` tells."
    ),
    yes: bool = typer.Option(False, "--yes", help="Do not ask. This cannot be taken back."),
    as_json: bool = JSON,
) -> None:
    """Forget people for good: their words, names and addresses, in table, copy and records set aside.

    A keyed mark stays, so that no later import or sync brings them back.
    """
    from rapport.accounts import audit
    from rapport.ledger.erase import sweep
    from rapport.people.mine.receipts import erase as erase_members
    from rapport.people.mine.receipts import told

    chosen = _members(members)
    if not yes:
        _ask(chosen)
    done = erase_members(chosen)
    audit.record(
        None, "person.erased", "", identities=done.identities, activities=done.activities, receipt=done.reference
    )
    sweep()
    if as_json:
        print_json(told(done))
    else:
        out.print(
            f"Forgotten: {done.identities:,} identities, {done.activities:,} activities, "
            f"{done.others:,} other rows. The receipt is {done.reference}. "
            "A backup made before now still holds them; a restore here erases them again."
        )


def _members(numbers: list[int]) -> "list[Member]":
    from rapport.people.models import Member

    chosen = list(Member.objects.filter(pk__in=numbers).order_by("pk"))
    if missing := sorted(set(numbers) - {member.pk for member in chosen}):
        raise typer.BadParameter(f"There is no member {', '.join(map(str, missing))}. Nothing was erased.")
    return chosen


def _ask(chosen: "list[Member]") -> None:
    """Erasure cannot be undone, so it asks for the name."""
    names = ", ".join(str(member) for member in chosen)
    err.print(f"This forgets {names} for good, in table and copy. It cannot be taken back.", markup=False)
    if typer.prompt("Type the name to go on", err=True) != names:
        err.print("That is another name. Nothing was erased.")
        raise typer.Exit(1)


def _say(verdict: "Verdict") -> None:
    out.print(f"{verdict.activities:,} activities in {verdict.months:,} months.")
    if verdict.waiting:
        out.print(f"{len(verdict.waiting):,} months wait to be copied and were not compared.")
    if verdict.of_threads:
        out.print(f"What is kept of whole threads was worked out anew: {', '.join(verdict.of_threads)}.")
    for fault in verdict.faults:
        out.print(f"{fault.month or 'ledger'}: {fault.what}", style="red")
    out.print("Run `rapport ledger rebuild`." if verdict.faults else "The copy equals the table.")
