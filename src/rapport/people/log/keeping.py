"""What happened away from platforms, in the ledger like any other activity: written, changed, taken out, put back.

The log's row (`LogEntry`) is the source, the activity what follows from it: same key, a revision that rises with each
change. Measure, profile and list need to know only the ledger.
"""

from datetime import UTC, date, datetime, time
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from rapport.accounts.models import User
from rapport.ledger.append import Appender
from rapport.ledger.keys import KEY_MAX
from rapport.ledger.models import Identity as Kept
from rapport.people.follow import follow
from rapport.people.models import Decision, Link, LogEntry, Member
from rapport.words.activity import Activity, revision_of
from rapport.words.errors import RapportError
from rapport.words.identity import Channel, Identity
from rapport.words.kinds import BY_NAME, BY_NUMBER
from rapport.words.records import Record

PLATFORM = "log"
PLACE = Channel(PLATFORM, "log", "away from platforms")
KINDS = tuple(BY_NAME[name] for name in ("talk", "meeting", "call", "mentoring", "organised", "other"))
LONGEST = 5_000
EARLIEST = date(1970, 1, 1)


class LogRefused(RapportError):
    """What was to be written down makes no sense; nothing was changed."""


def write(member: Member, kind: str, day: date, text: str, user: User | None) -> LogEntry:
    """Write down what a member did on a day."""
    return _write(_own_identity(member), kind, day, text, user)


def write_of_somebody_new(name: str, kind: str, day: date, text: str, user: User | None) -> tuple[LogEntry, Member]:
    """The same of somebody who was never heard of before: they become a member of this name."""
    called = " ".join(name.replace("\0", "").split())[:200]
    if not called:
        raise LogRefused("Say who it was. Nothing was changed.")
    # Whom somebody of the team met is a person, whatever they are called: Jan Bot.
    entry = _write(Identity(PLATFORM, uuid4().hex, name=called, bot=False), kind, day, text, user)
    follow()
    return entry, Link.objects.select_related("member").get(pk=entry.identity_id).member


def change(entry: LogEntry, kind: str, day: date, text: str) -> None:
    entry.kind, entry.day, entry.text = _checked(kind, day, text)
    _keep(entry)


def take_out(entry: LogEntry) -> None:
    """Out of the ledger; for a day it can be put back."""
    entry.deleted_at = timezone.now()
    _keep(entry)


def put_back(entry: LogEntry) -> None:
    entry.deleted_at = None
    _keep(entry)


def member_of(entry: LogEntry) -> Member | None:
    link = Link.objects.select_related("member").filter(pk=entry.identity_id).first()
    return link.member if link else None


def _own_identity(member: Member) -> Identity:
    """The member's own, before one that a merge brought: when that is taken back, what was said of them stays."""
    links = Link.objects.filter(member=member).select_related("identity").order_by("pk")
    held = {link.pk: link.identity for link in links if len(link.identity.native_id) <= KEY_MAX}
    if not held:
        raise LogRefused("This person was put together with somebody else: write it on that page. Nothing was changed.")
    merges = Decision.objects.filter(kind=Decision.Kind.MERGE, member=member, undone_by=None)
    brought = {key for moved in merges.values_list("moved", flat=True) for key, before in moved if before}
    chosen = held[min(held.keys() - brought or held)]
    return Identity(chosen.platform, chosen.native_id)


def _checked(kind: str, day: date, text: str) -> tuple[int, date, str]:
    if kind not in {one.name for one in KINDS}:
        raise LogRefused(
            f"'{kind}' is no kind of this. Use {', '.join(one.name for one in KINDS)}. Nothing was changed."
        )
    if not EARLIEST <= day <= timezone.now().date():
        raise LogRefused(f"{day} is not a day that has been. Nothing was changed.")
    return BY_NAME[kind].number, day, text.replace("\0", "").strip()[:LONGEST]


@transaction.atomic
def _write(who: Identity, kind: str, day: date, text: str, user: User | None) -> LogEntry:
    number, day, text = _checked(kind, day, text)
    entry = LogEntry(kind=number, day=day, text=text, user=user, changed_at=timezone.now())
    if Appender().append([Record(str(entry.pk), [_activity(entry, who)])]).erased:
        raise LogRefused("This person asked to be forgotten. Nothing was written down.")
    entry.identity = Kept.objects.get(platform=who.platform, native_id=who.native_id)
    entry.save(force_insert=True)
    return entry


@transaction.atomic
def _keep(entry: LogEntry) -> None:
    entry.changed_at = timezone.now()
    entry.save()
    who = Identity(entry.identity.platform, entry.identity.native_id)
    Appender().append([Record(str(entry.pk), [_activity(entry, who)])])


def _activity(entry: LogEntry, who: Identity) -> Activity:
    """At noon: of the hour nothing is known."""
    return Activity(
        PLATFORM,
        str(entry.pk),
        BY_NUMBER[entry.kind].name,
        datetime.combine(entry.day, time(12), tzinfo=UTC),
        who,
        PLACE,
        revision_of(entry.changed_at),
        text=None if entry.deleted_at else entry.text or None,
        deleted=entry.deleted_at is not None,
    )
