"""`rapport people thanks` and `rapport people contact`: whom to thank, and whether they may be written to."""

from typing import TYPE_CHECKING, Any

import typer

from rapport.cli.session import needs_database

if TYPE_CHECKING:
    from rapport.people.thanks.telling import Told

contact = typer.Typer(no_args_is_help=True, help="Writing to people: who may be, what was written, what they said.")

JSON = typer.Option(False, "--json", help="Print one JSON document.")
MEMBER = typer.Argument(metavar="ID")
DAY = typer.Option("", help="The day, as 2024-03-31 (UTC); else today.")


@needs_database
def thanks(limit: int = typer.Option(10, min=1, max=1000, help="How many people."), json: bool = JSON) -> None:
    """Whom to thank today and why, each with a letter that says only what the record says."""
    from rapport.cli.output import out, print_json
    from rapport.people.current import current
    from rapport.people.thanks.pages.shown import shown
    from rapport.people.thanks.today import whom_to_thank

    found = whom_to_thank(current(), limit)
    if json:
        print_json({"candidates": found.candidates, "people": [_as_json(told) for told in found.shown]})
        return
    for told in found.shown:
        one = shown(told)
        out.print(f"{told.member} ({told.member.pk}): {one.why}", markup=False, style="bold")
        out.print(f"{one.draft.text if one.draft else ''}\n", markup=False)
    if not found.shown:
        typer.echo("Nobody to thank just now.")


def _as_json(told: "Told") -> dict[str, Any]:
    from rapport.people.thanks.pages.shown import shown

    one, draft = shown(told), told.draft
    facts = draft.facts if draft else []
    return {
        "id": told.member.pk,
        "name": str(told.member),
        "why": one.why,
        "reasons": [reason.key for reason in told.reasons],
        "language": told.language,
        "letter": draft.text if draft else "",
        "facts": [
            {
                "text": fact.text,
                "activities": [
                    {"id": str(row.id), "at": row.at, "platform": row.platform, "url": row.url} for row in fact.rows
                ],
            }
            for fact in facts
        ],
    }


@contact.command()
@needs_database
def show(number: int = MEMBER, json: bool = JSON) -> None:
    """Whether somebody may be written to, and what is known of it."""
    from datetime import UTC, datetime

    from rapport.cli.output import out, print_json
    from rapport.cli.people import member_numbered
    from rapport.people.thanks.contact import consents_of, letters_to, may_contact, refusals_of

    member = member_numbered(number)
    against = may_contact(member, datetime.now(UTC))
    letters = [{"platform": one.platform, "day": one.day, "reason": one.reason} for one in letters_to(member)]
    consents = [{"given": one.given, "day": one.day, "source": one.source} for one in consents_of(member)]
    if json:
        refusals = [{"because": one.because, "at": one.at} for one in refusals_of(member)]
        told = {"id": member.pk, "against": against, "letters": letters, "consents": consents, "refusals": refusals}
        print_json(told)
        return
    out.print(f"{member} may be written to." if not against else "\n".join(against), markup=False)
    for letter in letters:
        out.print(f"Written to on {letter['platform']} on {letter['day']}.", markup=False)


@contact.command()
@needs_database
def wrote(
    number: int = MEMBER,
    on: str = typer.Option(..., help="The platform: discourse, email, meeting, …"),
    day: str = DAY,
    anyway: bool = typer.Option(False, "--anyway", help="It was sent already: keep it whatever speaks against it."),
    json: bool = JSON,
) -> None:
    """Keep that somebody wrote to them."""
    from rapport.accounts import audit
    from rapport.cli.people import member_numbered
    from rapport.people.thanks.contact import ContactRefused
    from rapport.people.thanks.contact import wrote as keep
    from rapport.words.platforms import NAMES

    if on not in NAMES:
        raise ContactRefused(f"There is no platform '{on}'. Nothing was changed. Use {', '.join(NAMES)}.")
    member = member_numbered(number)
    letter = keep(member, on, _day(day), None, anyway=anyway)
    audit.record(None, "contact.wrote", f"member {number}", platform=on, anyway=anyway)
    _say({"id": number, "letter": letter.pk, "platform": on, "day": letter.day}, "Kept.", json)


@contact.command()
@needs_database
def refuse(
    number: int = MEMBER, because: str = typer.Option(..., help="Why, for who asks later."), json: bool = JSON
) -> None:
    """Say that they are not to be written to."""
    from rapport.accounts import audit
    from rapport.cli.people import member_numbered
    from rapport.people.thanks.contact import refuse as keep

    kept = keep(member_numbered(number), because, None)
    audit.record(None, "contact.refused", f"member {number}")
    words = f"Kept. To lift it: rapport people contact allow {number}"
    _say({"id": number, "refusal": kept.pk, "because": kept.because}, words, json)


@contact.command()
@needs_database
def allow(number: int = MEMBER, json: bool = JSON) -> None:
    """Lift what says that they are not to be written to."""
    from rapport.accounts import audit
    from rapport.cli.people import member_numbered
    from rapport.people.thanks.contact import allow_again

    n = allow_again(member_numbered(number))
    audit.record(None, "contact.allowed", f"member {number}")
    _say({"id": number, "lifted": n}, "Lifted." if n else "Nobody had said so.", json)


@contact.command()
@needs_database
def consent(
    number: int = MEMBER,
    source: str = typer.Option(..., help="Where they said so."),
    day: str = DAY,
    taken_back: bool = typer.Option(False, "--taken-back", help="They took it back."),
    json: bool = JSON,
) -> None:
    """Keep that they agreed to be written to, or took that back."""
    from rapport.accounts import audit
    from rapport.cli.people import member_numbered
    from rapport.people.thanks.contact import consent as keep

    kept = keep(member_numbered(number), source, _day(day), None, given=not taken_back)
    audit.record(None, "contact.consent", f"member {number}", given=not taken_back)
    told = {"id": number, "consent": kept.pk, "given": kept.given, "day": kept.day, "source": kept.source}
    _say(told, "Kept.", json)


@contact.command()
@needs_database
def often(days: int = typer.Argument(metavar="DAYS"), json: bool = JSON) -> None:
    """Say how many days lie between two letters to one person."""
    from rapport.accounts import audit
    from rapport.people.thanks.contact import days_between, set_days_between

    before = days_between()
    set_days_between(days)
    audit.record(None, "contact.often", "", was=before, now=days)
    _say({"days": days, "was": before}, f"One person is written to at most once in {days} days.", json)


def _say(told: dict[str, Any], words: str, json: bool) -> None:
    from rapport.cli.output import print_json

    if json:
        print_json(told)
    else:
        typer.echo(words)


def _day(text: str) -> Any:
    from datetime import UTC, datetime

    from rapport.people.wanted import read_day

    return read_day(text) or datetime.now(UTC).date()
