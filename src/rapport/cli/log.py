"""`rapport people log`: what happened away from platforms."""

import typer

from rapport.cli.session import needs_database


@needs_database
def log(
    who: str = typer.Argument(help="The person: a number as `rapport people list` has it, a name or a handle."),
    kind: str = typer.Argument(help="talk, meeting, call, mentoring, organised or other."),
    text: str = typer.Option("", help="What to remember of it."),
    day: str = typer.Option("", help="When it was, as 2024-03-31; today when left out."),
    new: bool = typer.Option(False, "--new", help="The person was never heard of before."),
    json: bool = typer.Option(False, "--json", help="Print one JSON document."),
) -> None:
    """Write down what happened away from platforms: it counts like any other activity."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people.current import current
    from rapport.people.log import keeping
    from rapport.people.log.finding import found
    from rapport.people.wanted import read_day

    on = read_day(day) or current().version.today
    if new:
        entry, member = keeping.write_of_somebody_new(who, kind, on, text, None)
    else:
        people = found(who)
        chosen = people.chosen(who if who.isdecimal() else "")
        if chosen is None:
            others = ", ".join(f"{one.member.pk} {one.member}" for one in people.people)
            raise keeping.LogRefused(
                f"'{who}' could be {others}: use the number. Nothing was changed."
                if others
                else f"Nobody is called '{who}'. For somebody new add --new. Nothing was changed."
            )
        entry, member = keeping.write(chosen, kind, on, text, None), chosen
    audit.record(None, "log.written", f"member {member.pk}", entry=str(entry.pk), kind=kind)
    if json:
        print_json({"entry": str(entry.pk), "member": {"id": member.pk, "name": str(member)}, "kind": kind, "day": on})
        return
    typer.echo(f"Written down of {member} ({member.pk}).")
