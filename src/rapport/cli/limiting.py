"""`rapport people limit`: store what is held of a member and do nothing else with it, or lift that."""

import typer

from rapport.cli.session import needs_database


@needs_database
def limit(
    number: int = typer.Argument(metavar="ID"),
    lift: bool = typer.Option(False, "--lift", help="Lift the limit: everything is shown and counted as before."),
    json: bool = typer.Option(False, "--json", help="Print one JSON document."),
) -> None:
    """Limit processing of a member: stored, new activity too, and in no page, search, number, letter or file."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.people import member_numbered
    from rapport.people.mine import limiting
    from rapport.people.pages.naming import named

    member = member_numbered(number)
    identities = limiting.of_member(member)
    changed = limiting.lift(identities) if lift else limiting.limit(identities, None)
    audit.record(None, "person.unlimited" if lift else "person.limited", named(member), identities=changed)
    if json:
        print_json({"id": member.pk, "limited": limiting.is_limited(member), "identities": changed})
        return
    done = "no longer limited" if lift else "limited"
    typer.echo(f"{changed:,} identities are {done}. {'' if lift else 'rapport people limit --lift undoes it.'}".strip())
