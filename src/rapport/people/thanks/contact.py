"""Whether somebody may be written to, and what the team said about that. Here alone it is decided.

What was said is kept with the identities that the person had then: a merge brings it along, and after an unmerge it
holds for both.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower

from rapport.accounts.models import User
from rapport.people.acts import Acts
from rapport.people.bots.asking import waiting
from rapport.people.current import current
from rapport.people.models import Consent, ContactRule, DoNotContact, Letter, Link, Member, PutOff
from rapport.people.models.contact import Said
from rapport.people.thanks.reasons import PASSIVE
from rapport.words.errors import RapportError

S = TypeVar("S", bound=Said)

MOST_DAYS = 3650


class ContactRefused(RapportError):
    """They may not be written to, or what was said of it makes no sense; nothing was changed."""


def may_contact(member: Member, at: datetime) -> list[str]:
    """Why they may not be written to at that time, in words; empty where they may."""
    return why_not([member], at.date()).get(member.pk, [])


def why_not(members: Collection[Member], day: date, grounds: Collection[int] | None = None) -> dict[int, list[str]]:
    """For each of the members who may not be written to on that day (UTC), why not.

    `grounds` are those of them who did something else than star, follow or react, where that is known.
    """
    held = _identities(members)
    grounds = _with_grounds(current(), members) if grounds is None else grounds
    refused = _of(DoNotContact.objects.all(), held)
    consents = _of(Consent.objects.order_by("day", "pk"), held)
    rule = days_between()
    since = day - timedelta(days=max(rule, 1))
    aside = _Aside(members)
    letters = _of(Letter.objects.filter(day__gt=since, day__lte=day).select_related("user").order_by("day", "pk"), held)
    found: dict[int, list[str]] = {}
    for member in members:
        said = [*_standing(member, held, aside)]
        said += [f"Not to be written to: {one.because}." for one in refused[member.pk][-1:]]
        consent = consents[member.pk][-1] if consents[member.pk] else None
        if consent and not consent.given:
            said.append(f"They took back their consent on {consent.day}: {consent.source}.")
        said += [_lately(one, day, rule) for one in letters[member.pk][-1:]]
        if member.pk not in grounds and not (consent and consent.given):
            said.append("They did nothing here but star, follow or react.")
        if said:
            found[member.pk] = said
    return found


class _Aside:
    """Members who are not to be written to by what they are."""

    def __init__(self, members: Collection[Member]) -> None:
        links = Link.objects.filter(member__in=members)
        of_users = User.objects.filter(is_active=True).annotate(address=Lower("email"))
        addressed = links.annotate(address=Lower("identity__email"))
        self.team = _members(addressed.filter(address__in=of_users.values("address")))
        self.limited = _members(links.exclude(identity__limited=None))
        self.asked = _members(links.filter(pk__in=waiting().values("pk")))


def _members(links: QuerySet[Link]) -> set[int]:
    return set(links.values_list("member", flat=True))


def _standing(member: Member, held: dict[int, set[int]], aside: _Aside) -> Iterable[str]:
    if member.pk in aside.limited:
        yield "They asked that what is held of them be limited."
    elif not held[member.pk]:
        yield "They are part of somebody else now."
    if member.side == "bot":
        yield "They are a bot."
    elif member.side == "team" or member.pk in aside.team:
        yield "They are of the team."
    elif member.pk in aside.asked:
        yield "They may be a bot: say first whether they are."


def _lately(letter: Letter, day: date, rule: int) -> str:
    who = letter.user.called if letter.user else "Somebody of the team"
    when = "on this day" if letter.day == day else f"on {letter.day}"
    return f"{who} wrote to them {when}; once in {max(rule, 1)} day{'s' if rule > 1 else ''} is enough."


def _with_grounds(acts: Acts, members: Collection[Member]) -> set[int]:
    """Those who did something else than star, follow or react."""
    mine = acts.table.filter(
        acts.table.member.isin([member.pk for member in members] or [0]), acts.table.kind.notin(sorted(PASSIVE))
    )
    return {row["member"] for row in acts.ask(mine.select("member").distinct())}


def put_off(members: Collection[Member], day: date) -> dict[int, set[str]]:
    """The reasons for which each is not to be thanked on that day; the empty one stands for all."""
    standing = PutOff.objects.exclude(until__lte=day)
    return {member: {one.reason for one in each} for member, each in _of(standing, _identities(members)).items()}


def letters_to(member: Member) -> list[Letter]:
    """The newest first."""
    return _of(Letter.objects.select_related("user").order_by("-day", "-pk"), _identities([member]))[member.pk]


def thanked_for(members: Collection[Member]) -> dict[int, set[str]]:
    found = _of(Letter.objects.exclude(reason=""), _identities(members))
    return {member: {key for one in each for key in one.reason.split()} for member, each in found.items()}


def refusals_of(member: Member) -> list[DoNotContact]:
    return _of(DoNotContact.objects.select_related("user").order_by("pk"), _identities([member]))[member.pk]


def consents_of(member: Member) -> list[Consent]:
    """The newest first; the first holds."""
    return _of(Consent.objects.select_related("user").order_by("-day", "-pk"), _identities([member]))[member.pk]


def _identities(members: Collection[Member]) -> dict[int, set[int]]:
    held: dict[int, set[int]] = defaultdict(set)
    links = Link.objects.filter(member__in=members, identity__limited=None)
    for identity, member in links.values_list("identity", "member"):
        held[member].add(identity)
    return held


def _of(rows: QuerySet[S], held: dict[int, set[int]]) -> dict[int, list[S]]:
    """Which of these were said of each member: of an identity that they have."""
    owner = {identity: member for member, keys in held.items() for identity in keys}
    found: dict[int, list[S]] = defaultdict(list)
    for row in rows.filter(identities__overlap=list(owner)) if owner else ():
        for member in {owner[identity] for identity in row.identities if identity in owner}:
            found[member].append(row)
    return found


def days_between() -> int:
    """So many days lie between two letters to one person."""
    rule = ContactRule.objects.first()
    return rule.days if rule else 91


def set_days_between(days: int) -> None:
    if not 0 <= days <= MOST_DAYS:
        raise ContactRefused(f"Use 0 to {MOST_DAYS} days. Nothing was changed.")
    ContactRule.objects.update_or_create(pk=1, defaults={"days": days})


@transaction.atomic
def wrote(
    member: Member, platform: str, day: date, user: User | None, *, reason: str = "", anyway: bool = False
) -> Letter:
    """Keep that somebody wrote to them. Raises ContactRefused where they may not be written to.

    With `anyway` it is kept all the same: it was sent already. Of two people at once, the second is told of the first.
    """
    Member.objects.select_for_update().get(pk=member.pk)
    against = [] if anyway else why_not([member], day).get(member.pk, [])
    if against:
        raise ContactRefused(" ".join(against))
    return Letter.objects.create(**_said(member, user), platform=platform, day=day, reason=reason)


def refuse(member: Member, because: str, user: User | None) -> DoNotContact:
    return DoNotContact.objects.create(**_said(member, user), because=_words(because, "Say why, for who asks later."))


def allow_again(member: Member) -> int:
    """Lift every flag that says not to write to them; how many there were."""
    return DoNotContact.objects.filter(pk__in=[one.pk for one in refusals_of(member)]).delete()[0]


def consent(member: Member, source: str, day: date, user: User | None, *, given: bool = True) -> Consent:
    """Keep that they agreed, or took it back."""
    words = _words(source, "Say where they said so.")
    return Consent.objects.create(**_said(member, user), given=given, source=words, day=day)


def later(member: Member, reason: str, until: date | None, user: User | None) -> PutOff:
    """Do not propose to thank them for this before that day; without one, never."""
    return PutOff.objects.create(**_said(member, user), reason=reason, until=until)


def _said(member: Member, user: User | None) -> dict[str, object]:
    keys = list(Link.objects.filter(member=member).order_by("pk").values_list("pk", flat=True))
    if not keys:
        raise ContactRefused("They are part of somebody else now. Nothing was changed.")
    return {"member": member, "identities": keys, "user": user}


def _words(text: str, remedy: str) -> str:
    words = " ".join(text.replace("\0", "").split())[:500]
    if not words:
        raise ContactRefused(f"{remedy} Nothing was changed.")
    return words.rstrip(".")
