"""`rapport people`: who is there, one person, and putting right who is who."""

import sys
from typing import TYPE_CHECKING, Any

import typer

from rapport.cli.bots import bots
from rapport.cli.contributions import weigh
from rapport.cli.limiting import limit
from rapport.cli.log import log
from rapport.cli.matching import match
from rapport.cli.notes import note
from rapport.cli.organisations import affiliate, organisations
from rapport.cli.same import keep_apart, propose, same
from rapport.cli.segments import segments
from rapport.cli.session import needs_database
from rapport.cli.tags import tag
from rapport.cli.thanks import contact, thanks
from rapport.cli.todo import promise, task

if TYPE_CHECKING:
    from rapport.people.listing import Row
    from rapport.people.models import Decision, Member

app = typer.Typer(no_args_is_help=True, help="The people: who is there, what each did, who is the same person.")

app.command()(match)
app.command()(weigh)
app.command()(log)
app.command()(bots)
app.command()(organisations)
app.command()(affiliate)
app.command()(propose)
app.command()(limit)
app.command()(same)
app.command("apart")(keep_apart)
app.add_typer(segments, name="segments")
app.command()(thanks)
app.add_typer(contact, name="contact")
app.add_typer(note, name="note")
app.add_typer(tag, name="tag")
app.add_typer(task, name="task")
app.add_typer(promise, name="promise")

JSON = typer.Option(False, "--json", help="Print one JSON document.")
BECAUSE = typer.Option("", help="How you know; kept as evidence.")


@app.command("list")
@needs_database
def list_members(
    q: str = typer.Option("", "--q", help="A part of a name, handle or e-mail address."),
    side: str = typer.Option("", help="community, team, bot or all; else everybody but bots."),
    platform: str = typer.Option("", help="Only who was active on this platform."),
    language: str = typer.Option("", help="Only who wrote in this language, by its code: en, de, zh."),
    since: str = typer.Option("", help="Only who was active on this day or later, as 2024-03-31 (UTC)."),
    until: str = typer.Option("", help="Only who was active on this day or earlier."),
    new: bool = typer.Option(False, "--new", help="Only whose first activity was in those days."),
    where: str = typer.Option("", help='Only who fits these words: "contributed twice since June, not in the team".'),
    segment: str = typer.Option("", help="Only who is in the saved segment of this name."),
    sort: str = typer.Option("", help="name, first, last, activities or contributions; with - before it downwards."),
    limit: int = typer.Option(50, min=1, max=1_000_000, help="How many to print."),
    json: bool = JSON,
    csv: bool = typer.Option(False, "--csv", help="Print comma-separated values, as the page's file has them."),
) -> None:
    """Members with what they did, as the People page lists them."""
    from rapport.accounts import audit
    from rapport.cli.output import out, print_json, print_table
    from rapport.people.listing import members
    from rapport.people.pages.export import lines
    from rapport.people.segments.saved import named
    from rapport.people.wanted import read_wanted

    number = str(named(segment).pk) if segment else ""
    asked = {"q": q, "side": side, "platform": platform, "language": language, "since": since, "until": until}
    wanted = read_wanted({**asked, "new": "1" if new else "", "where": where, "segment": number, "sort": sort})
    found = members(wanted, addresses=True, limit=limit)
    if json:
        print_json({"total": found.total, "members": [row_as_json(row) for row in found.rows]})
        return
    if csv:
        audit.record(None, "people.exported", "the list of people", members=len(found.rows))
        sys.stdout.writelines(lines(found.rows))
        return
    rows = [
        [
            row.member.pk,
            str(row.member),
            row.member.side,
            ", ".join(row.platforms),
            row.last,
            row.activities,
            row.contributions,
        ]
        for row in found.rows
    ]
    print_table(["ID", "Name", "Side", "On", "Last seen", "Activities", "Contributions"], rows)
    if found.total > len(rows):
        out.print(f"… and {found.total - len(rows):,} more; --limit shows more of them.")


@app.command()
@needs_database
def show(number: int = typer.Argument(metavar="ID"), json: bool = JSON) -> None:
    """One person: identities, figures, and why they are one person."""
    from rapport.cli.output import out, print_json, print_table
    from rapport.people.current import current
    from rapport.people.evidence import reasons
    from rapport.people.figures import figures
    from rapport.people.formats import may_be_a_bot, member_as_json, profile_as_json
    from rapport.people.knowing.engaged import engaged
    from rapport.people.links import called
    from rapport.people.listing import identities_of
    from rapport.people.mine.limiting import is_limited

    member = member_numbered(number)
    if is_limited(member):
        if json:
            print_json({"id": member.pk, "limited": True})
        else:
            out.print(f"Processing of member {number} is limited: stored, and nothing else. See rapport people limit.")
        return
    acts = current()
    identities = identities_of([member.pk]).get(member.pk, [])
    if json:
        print_json(
            member_as_json(member)
            | {
                "identities": [
                    {"id": one.pk, "platform": one.platform, "handle": one.handle, "name": one.name, "url": one.url}
                    for one in identities
                ]
            }
            | profile_as_json(acts, member, identities)
            | {"may_be_a_bot": may_be_a_bot(member)}
        )
        return
    told, how, why = figures(member.pk), engaged(acts, member.pk), reasons(member)
    out.print(f"{member} ({member.side})", markup=False, style="bold")
    out.print(f"{told.activities:,} activities, {told.contributions:,} contributions. {told.sentence}")
    if how:
        out.print(f"{how.sentence} {how.standing.level.capitalize()}; love {how.love.step} of 12.", markup=False)
    print_table(["Identity", "Platform", "Called"], [[one.pk, one.platform, called(one)] for one in identities])
    print_table(["Platform", "Kind", "Activities"], [[part.platform, part.kind.plural, part.n] for part in told.parts])
    if why:
        rows = [[one.decision.pk, one.decision.kind, one.decision.evidence, one.decision.at.date()] for one in why]
        print_table(["Decision", "", "Because", "On"], rows)


@app.command()
@needs_database
def merge(
    into: int = typer.Argument(metavar="INTO", help="The member who keeps name and side."),
    others: list[int] = typer.Argument(metavar="OTHER…", help="Members who are the same person."),
    because: str = BECAUSE,
    json: bool = JSON,
) -> None:
    """Put members together. `rapport people undo` takes it back."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people import merging

    member = member_numbered(into)
    decision = merging.merge(member, [member_numbered(other) for other in others], because, user=None)
    audit.record(None, "person.merged", f"member {member.pk}", others=others, decision=decision.pk)
    if json:
        print_json(_decision_as_json(decision))
        return
    typer.echo(f"{member} is one person now. To take it back: rapport people undo {decision.pk}")


@app.command()
@needs_database
def split(
    number: int = typer.Argument(metavar="ID"),
    identities: list[int] = typer.Argument(
        None, metavar="IDENTITY…", help="Their numbers, as `rapport people show` has."
    ),
    whole: bool = typer.Option(False, "--all", help="Take all apart: what is proved to belong together stays so."),
    alone: bool = typer.Option(False, "--alone", help="With --all: each identity by itself."),
    yes: bool = typer.Option(False, "--yes", help="With --all: do not show and ask first."),
    because: str = BECAUSE,
    json: bool = JSON,
) -> None:
    """Say that some identities of a member are somebody else. `rapport people undo` takes it back."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.cli.parting import take_apart
    from rapport.people import merging

    if whole:
        return take_apart(member_numbered(number), because, alone=alone, yes=yes, json=json)
    if not identities:
        raise typer.BadParameter("Name identities, or --all. Nothing was changed.")
    decision = merging.split(member_numbered(number), identities, because, user=None)
    apart = decision.member
    audit.record(None, "person.split", f"member {number}", apart=apart.pk, decision=decision.pk)
    if json:
        print_json(_decision_as_json(decision))
        return None
    typer.echo(f"{apart} is member {apart.pk} now. To take it back: rapport people undo {decision.pk}")
    return None


@app.command()
@needs_database
def undo(number: int = typer.Argument(metavar="DECISION"), json: bool = JSON) -> None:
    """Take a merge or a split back; later activity goes along."""
    from rapport.accounts import audit
    from rapport.cli.output import print_json
    from rapport.people import merging
    from rapport.people.models import Decision

    decision = Decision.objects.select_related("member").filter(pk=number).first()
    if decision is None:
        raise merging.NotPossible(f"There is no decision {number}. Nothing was changed.")
    back = merging.take_back(decision, user=None)
    audit.record(None, "person.undone", f"member {decision.member_id}", decision=decision.pk)
    if json:
        print_json(_decision_as_json(back) | {"undone": decision.pk})
        return
    typer.echo("Taken back.")


@app.command()
@needs_database
def follow(json: bool = JSON) -> None:
    """Give new identities to their members; every import does this by itself."""
    from rapport.cli.output import print_json
    from rapport.people.follow import follow as follow_new

    done = follow_new()
    if json:
        print_json(done._asdict())
        return
    typer.echo(
        f"{done.identities:,} identities had no member: {done.members:,} members are new, {done.merged:,} merges."
    )


def member_numbered(number: int) -> "Member":
    from rapport.people.merging import NotPossible
    from rapport.people.models import Member

    member = Member.objects.filter(pk=number).first()
    if member is None:
        raise NotPossible(
            f"There is no member {number}. Nothing was changed. `rapport people list` shows who there is."
        )
    return member


def _decision_as_json(decision: "Decision") -> dict[str, Any]:
    """`member` is the one whom the decision made or kept."""
    from rapport.people.formats import member_as_json

    return {"decision": decision.pk, "kind": decision.kind, "member": member_as_json(decision.member)}


def row_as_json(row: "Row") -> dict[str, Any]:
    from rapport.people.formats import member_as_json

    return member_as_json(row.member) | {
        "platforms": row.platforms,
        "first_at": row.first_at,
        "last_day": row.last,
        "activities": row.activities,
        "contributions": row.contributions,
    }
