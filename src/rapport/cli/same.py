"""`rapport people propose`, `same` and `apart`: who may be one person, and who is not."""

from typing import TYPE_CHECKING, Any

import typer

from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.people.proposals import Pair

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@needs_database
def propose(json: bool = JSON) -> None:
    """Look through everybody for more who are one person; the worker does this after every import."""
    from rapport.cli.output import print_json
    from rapport.people.proposals import how_many
    from rapport.people.proposing import propose as look_through

    done = look_through()
    if json:
        print_json(done._asdict() | {"waiting": how_many()})
        return
    typer.echo(
        f"{done.identities:,} identities were compared: {done.merged:,} merges, each with its evidence; "
        f"{how_many():,} pairs may be one person: rapport people same"
    )


@needs_database
def same(
    limit: int = typer.Option(20, min=1, max=1_000_000, help="How many to print."),
    json: bool = JSON,
) -> None:
    """Pairs that may be one person and wait for somebody to say so, the likeliest first."""
    from rapport.cli.output import out, print_json, print_table
    from rapport.people.proposals import pairs, waiting

    numbers = waiting()
    found = pairs(numbers[:limit])
    if json:
        print_json({"total": len(numbers), "pairs": [_as_json(pair) for pair in found]})
        return
    rows = [
        [pair.one.pk, str(pair.one), pair.other.pk, str(pair.other), pair.likely, "; ".join(pair.proposal.evidence)]
        for pair in found
    ]
    print_table(["ID", "Name", "ID", "Name", "How likely", "Because"], rows)
    if len(numbers) > len(found):
        out.print(f"… and {len(numbers) - len(found):,} more; --limit shows more of them.")
    if found:
        out.print("One person: rapport people merge ID ID. Two: rapport people apart ID ID.", markup=False)


@needs_database
def keep_apart(
    one: int = typer.Argument(metavar="ID"),
    other: int = typer.Argument(metavar="OTHER"),
    because: str = typer.Option("", help="How you know; kept as evidence."),
    json: bool = JSON,
) -> None:
    """Say that two members are different people, for good. `rapport people undo` takes it back."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.people import member_numbered
    from rapport.people import merging

    decision = merging.keep_apart(member_numbered(one), member_numbered(other), because, user=None)
    audit.record(None, "person.kept_apart", f"member {one}", other=f"member {other}", decision=decision.pk)
    if json:
        print_json({"decision": decision.pk, "kind": decision.kind, "members": [one, other]})
        return
    typer.echo(f"Kept apart. To take it back: rapport people undo {decision.pk}")


def _as_json(pair: "Pair") -> dict[str, Any]:
    return {
        "members": [{"id": each.pk, "name": str(each), "side": each.side} for each in (pair.one, pair.other)],
        "score": round(pair.proposal.score, 2),
        "likely": pair.likely,
        "evidence": pair.proposal.evidence,
        "put_off_at": pair.proposal.put_off_at,
    }
