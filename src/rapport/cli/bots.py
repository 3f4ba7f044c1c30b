"""`rapport people bots`: who may be a bot."""

import typer

from rapport.cli.session import needs_database


@needs_database
def bots(
    limit: int = typer.Option(20, min=1, max=1_000_000, help="How many to print."),
    json: bool = typer.Option(False, "--json", help="Print one JSON document."),
) -> None:
    """Look for those who are called or behave like a bot and whom nobody has called one. Nobody becomes one by this."""
    from rapport.cli.output import out, print_json, print_table
    from rapport.people.bots.asking import waiting
    from rapport.people.bots.looking import look

    look()
    found = [(one.identity.member, one.signs) for one in waiting()]
    shown = found[:limit]
    if json:
        told = [{"id": member.pk, "name": str(member), "signs": signs} for member, signs in shown]
        print_json({"total": len(found), "members": told})
        return
    print_table(["ID", "Name", "Because"], [[member.pk, str(member), "; ".join(signs)] for member, signs in shown])
    if len(found) > len(shown):
        out.print(f"… and {len(found) - len(shown):,} more; --limit shows more of them.")
