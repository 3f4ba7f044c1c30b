"""`rapport people organisations` and `affiliate`: where people work."""

import typer

from rapport.cli.session import needs_database

JSON = typer.Option(False, "--json", help="Print one JSON document.")


@needs_database
def organisations(json: bool = JSON) -> None:
    """Organisations whose people take part, the most active first. Looks for new ones before."""
    from rapport.cli.output import print_json, print_table
    from rapport.people.current import current
    from rapport.people.organisations.looking import look
    from rapport.people.organisations.rollup import organisations as listed

    look()
    rows = listed(current())
    if json:
        told = [row._asdict() | {"organisation": row.organisation.name, "id": row.organisation.pk} for row in rows]
        print_json({"organisations": told})
        return
    lines = [
        [row.organisation.pk, str(row.organisation), ", ".join(row.domains), row.people, row.active, row.contributions]
        for row in rows
    ]
    print_table(["ID", "Organisation", "Addresses", "People ever", "Active last year", "Contributions in it"], lines)


@needs_database
def affiliate(
    number: int = typer.Argument(metavar="ID"),
    organisation: str = typer.Argument(help="Its name; it is made if there is none."),
    since: str = typer.Option("", help="First day, as 2024-03-31."),
    until: str = typer.Option("", help="Last day."),
    because: str = typer.Option("", help="How you know; kept as evidence."),
    json: bool = JSON,
) -> None:
    """Say that a person is or was with an organisation."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.people import member_numbered
    from rapport.people.organisations import saying
    from rapport.people.wanted import read_day

    member = member_numbered(number)
    one = saying.named(organisation)
    said = saying.affiliate(member, one, read_day(since), read_day(until), because, None)
    audit.record(None, "person.affiliated", f"member {member.pk}", organisation=one.pk, affiliation=said.pk)
    if json:
        print_json({"member": member.pk, "organisation": one.name, "since": said.since, "until": said.until})
        return
    typer.echo(f"{member} is with {one}.")
