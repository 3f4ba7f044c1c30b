"""What might be worth doing today, with its figures; `worth` says which three are."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import reverse

from rapport.accounts.models import AuditEntry, User
from rapport.accounts.permissions import Permission, may
from rapport.collect.models import Import
from rapport.collect.rejected import open_ones
from rapport.measure.figures import lasting
from rapport.measure.paths import gifts
from rapport.measure.periods import day_name
from rapport.measure.seldom import seldom, usually
from rapport.measure.today import worth
from rapport.measure.today.failed import Failed
from rapport.measure.today.lately import Window
from rapport.measure.today.waiting import Waiting, Waits
from rapport.measure.today.worth import Kind, Thing
from rapport.measure.unusual.finding import Looked
from rapport.measure.unusual.sentences import sentence
from rapport.people.acts import Acts
from rapport.people.bots.asking import waiting as suspects
from rapport.people.models import Address, Affiliation, Link, Member
from rapport.people.notes.open import Open
from rapport.people.organisations.affiliated import affiliated
from rapport.people.proposals import how_many
from rapport.people.standing import COMMUNITY
from rapport.people.thanks.pages.shown import shown
from rapport.people.thanks.telling import Told
from rapport.people.timeline import write_cursor
from rapport.people.which import Place
from rapport.settings import HOME
from rapport.words.platforms import name_of

NEEDS = {
    Kind.PROMISE: Permission.PEOPLE,
    Kind.FAILED: Permission.IMPORT,
    Kind.UNUSUAL: Permission.SEE,
    Kind.QUESTION: Permission.SEE,
    Kind.THANKS: Permission.PEOPLE,
    Kind.BACKUP: Permission.SETTINGS,
    Kind.SAME: Permission.PEOPLE,
    Kind.BOTS: Permission.PEOPLE,
    Kind.STALE: Permission.IMPORT,
    Kind.REJECTED: Permission.IMPORT,
    Kind.GAP: Permission.IMPORT,
    Kind.EMPLOYER: Permission.PEOPLE,
}
"""Nobody is told to do what they may not."""

YEAR = timedelta(days=365)
LOOKED_AT = 5
"""So many of a kind are looked at: two are shown at most, and some of them may be silent."""


class Known(NamedTuple):
    """What Today knows already."""

    now: datetime
    lately: Window
    waiting: Waiting
    failed: list[Failed]
    unusual: Looked | None
    thanks: list[Told]
    promised: list[Open]


def candidates(acts: Acts, known: Known, user: User | None) -> list[Thing]:
    """With any points at all; only what this person may do, None the command line, which may everything."""
    found = [
        *_promises(known),
        *_failures(known),
        *_unusual(known),
        *_questions(known),
        *_thanks(known),
        *_backup(known.now),
        *_same(),
        *_bots(),
        *_stale(known),
        *_rejected(),
        *_gaps(acts, known.lately),
        *_employers(acts),
    ]
    return [one for one in found if one.points > 0 and (user is None or may(user, NEEDS[one.kind]))]


def _promises(known: Known) -> Iterator[Thing]:
    today = known.now.astimezone(UTC).date()
    for one in known.promised[:LOOKED_AT]:
        if one.overdue and one.task.due:
            days = (today - one.task.due).days
            yield Thing(
                Kind.PROMISE,
                f"promise:{one.task.pk}",
                worth.promise_points(days),
                f"Keep a promise to {one.member}",
                f"“{one.task.text[:120]}” was due {_days(days)} ago.",
                f"{reverse('people:profile', args=[one.member.pk])}#tasks",
            )


def _failures(known: Known) -> Iterator[Thing]:
    for one in known.failed[:LOOKED_AT]:
        if not one.job:
            key = f"failed:{one.key}"
            yield Thing(Kind.FAILED, key, worth.FAILED_POINTS, "Mend an import", f"{one.what}. {one.why}", one.address)


def _unusual(known: Known) -> Iterator[Thing]:
    """One of a platform and day: activity and people who are active move together."""
    seen: set[tuple[str, date]] = set()
    for one in known.unusual.found if known.unusual else ():
        if (one.platform, one.day) in seen or len(seen) == LOOKED_AT:
            continue
        seen.add((one.platform, one.day))
        asked = f"?platform={one.platform}&since={one.day}&until={one.day}"
        yield Thing(
            Kind.UNUSUAL,
            f"unusual:{one.platform}:{one.day}",
            worth.unusual_points((known.now.astimezone(UTC).date() - one.day).days),
            f"See what happened on {name_of(one.platform)} on {day_name(one.day)}",
            sentence(one),
            reverse("measure:metric", args=[one.metric.name]) + asked,
        )


def _questions(known: Known) -> Iterator[Thing]:
    waiting = known.waiting
    new = [one for one in waiting.newcomers_longest if one not in waiting.longest]
    for place, one in enumerate([*new, *waiting.longest[:LOOKED_AT]]):
        longest = place == len(new) and waiting.total > 1
        among = f", the longest of {waiting.total:,}" if longest else ""
        if one.newcomer and one == next(iter(waiting.newcomers_longest), None) and waiting.newcomers > 1:
            among = f", the longest of {waiting.newcomers:,} newcomers"
        yield Thing(
            Kind.QUESTION,
            f"question:{one.asked.id}",
            worth.question_points(one.hours, newcomer=one.newcomer),
            f"{'Review' if one.asked.kind.name == 'pull_request' else 'Answer'} “{one.title}”",
            f"{_asker(one)} has waited {one.lasted} on {name_of(one.asked.platform)}{among}.",
            one.asked.url or _told_of(one),
        )


def _told_of(one: Waits) -> str:
    """Where Rapport shows it, of what nobody knows where it stands on its platform."""
    if one.asked.asker is None:
        return reverse("measure:behind", args=["unanswered"]) + f"?platform={one.asked.platform}"
    here = write_cursor(Place(one.asked.at + timedelta(microseconds=1), one.asked.id))
    return f"{reverse('people:profile', args=[one.asked.asker[0]])}?before={here}#timeline"


def _asker(one: Waits) -> str:
    who = one.asked.asker[1] if one.asked.asker else "Somebody"
    return f"{who}, who is new here," if one.newcomer else who


def _thanks(known: Known) -> Iterator[Thing]:
    for told in known.thanks[:LOOKED_AT]:
        reason = told.reasons[0]
        yield Thing(
            Kind.THANKS,
            f"thanks:{told.member.pk}:{reason.key}",
            worth.thanks_points(reason.what),
            f"Thank {told.member}",
            f"{shown(told).why}. A letter is drafted.",
            reverse("people:contact", args=[told.member.pk]),
        )


def _backup(now: datetime) -> Iterator[Thing]:
    """Of Rapport's own database, once it is a day old; a simulated community can be made again."""
    real = Import.objects.filter(simulated=False, state=Import.State.DONE, finished_at__lt=now - timedelta(days=1))
    own = settings.DATABASES["default"]["HOST"].startswith(str(HOME))
    if not own or not real.exists():
        return
    last = AuditEntry.objects.filter(action="backup.made").order_by("-at").first()
    days = (now - last.at).days if last else None
    why = f"The last one is {_days(days)} old" if days is not None else "None was ever made with `rapport backup`"
    yield Thing(
        Kind.BACKUP,
        "backup",
        worth.backup_points(days),
        "Make a backup",
        f"{why}: with the machine all of this would be gone.",
        reverse("console:settings"),
        "rapport backup rapport.tar",
    )


def _same() -> Iterator[Thing]:
    pairs = how_many()
    yield Thing(
        Kind.SAME,
        "same",
        worth.same_points(pairs),
        f"Look through {pairs:,} pair{'s' if pairs != 1 else ''} who may be one person",
        "Whoever is one person counts as two until you say so. Those who most likely are come first.",
        reverse("people:same"),
    )


def _bots() -> Iterator[Thing]:
    n = suspects().count()
    yield Thing(
        Kind.BOTS,
        "bots",
        worth.bots_points(n),
        f"Say whether {n:,} account{'s are bots' if n != 1 else ' is a bot'}",
        f"{'They behave' if n != 1 else 'It behaves'} like one, and count{'' if n != 1 else 's'} in every number.",
        reverse("people:bots"),
    )


def _stale(known: Known) -> Iterator[Thing]:
    last, today = known.lately.last, known.now.astimezone(UTC).date()
    if Import.objects.filter(simulated=True).exclude(state=Import.State.FORGOTTEN).exists():
        return
    yield Thing(
        Kind.STALE,
        "stale",
        worth.stale_points((today - last).days),
        f"Bring in what came since {day_name(last)}",
        f"The newest activity is {lasting((today - last).days * 24)} old. Nothing is added twice.",
        reverse("collect:imports"),
    )


def _rejected() -> Iterator[Thing]:
    n = open_ones().count()
    yield Thing(
        Kind.REJECTED,
        "rejected",
        worth.rejected_points(n),
        f"Look at {n:,} record{'s' if n != 1 else ''} that could not be read",
        "They are kept. A fix lets them in without the file.",
        reverse("collect:rejected"),
    )


def _gaps(acts: Acts, lately: Window) -> Iterator[Thing]:
    """Silences of the last year that imports found, and nothing filled since."""
    recent = Import.objects.filter(state=Import.State.DONE, simulated=False, found__isnull=False).order_by("-pk")[:20]
    for one in recent:
        for gap in (one.found or {}).get("silences", []):
            first, last = date.fromisoformat(gap["first"]), date.fromisoformat(gap["last"])
            missed = gap["usual"] * (last - first).days / 7
            if lately.last - last > YEAR or _anything(acts, gap["platform"], first, last):
                continue
            yield Thing(
                Kind.GAP,
                f"gap:{gap['platform']}:{first}",
                worth.gap_points(missed),
                f"Export {name_of(gap['platform'])} again from {day_name(first)} to {day_name(last)}",
                f"Nothing came between, where {gap['usual']:,} activities a week are usual: it may have been left out.",
                reverse("collect:import", args=[one.pk]),
            )


def _anything(acts: Acts, platform: str, first: date, last: date) -> bool:
    done = acts.table
    there = done.filter(done.platform == platform, done.day > first, done.day < last)
    [row] = acts.ask(there.aggregate(n=there.count()))
    return bool(row["n"])


def _employers(acts: Acts) -> Iterator[Thing]:
    """Who gave most in the last year of whom nobody knows for whom they work, by now."""
    given: list[dict[str, Any]] = seldom(acts, "employers", unemployed)
    asked = [row["member"] for row in given]
    told = {*Affiliation.objects.filter(member__in=asked).values_list("member", flat=True)}
    told |= {*_addressed(asked)}
    shown = Link.objects.filter(member__in=asked, identity__limited=None).values("member")
    there = Member.objects.filter(pk__in=shown).exclude(pk__in=told).in_bulk()
    for row in given:
        if member := there.get(row["member"]):
            yield Thing(
                Kind.EMPLOYER,
                f"employer:{member.pk}",
                worth.employer_points(row["n"]),
                f"Say for whom {member} works",
                f"{row['n']:,} contributions in twelve months, and no employer known: figures about organisations"
                " leave them out.",
                reverse("people:profile", args=[member.pk]),
            )


def _addressed(members: list[int]) -> Iterator[int]:
    of_known = Address.objects.filter(identity__link__member__in=members, domain__organisation__isnull=False)
    yield from of_known.values_list("identity__link__member", flat=True)


def unemployed(acts: Acts) -> list[dict[str, Any]]:
    """Members of the community and how much they gave, the most first."""
    last = acts.known.date()
    done = gifts(acts)
    done = done.filter(done.side == COMMUNITY, done.member > 0, done.day.between(last - YEAR, last))
    given = done.anti_join(affiliated(acts), "member").aggregate(by="member", n=done.n.sum())
    return acts.ask(given.order_by(given.n.desc(), "member").limit(LOOKED_AT))


usually("employers", unemployed)


def _days(days: int) -> str:
    return f"{days:,} day{'s' if days != 1 else ''}"
