"""Each week's digest to each who wants it, once: whatever is killed, however often this runs.

A delivery is written down first, marked right before its text leaves, and settled when the server answered. What the
server refused waits and is tried again; what was marked and never settled is told (`doctor`, the page) and not guessed:
a second mail is worse than a digest that stands on its page anyway.
"""

import logging
from datetime import UTC, datetime, timedelta
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F, QuerySet

from rapport.accounts.models import User
from rapport.ledger import copy
from rapport.measure.current import current
from rapport.measure.digest.handing import OutcomeUnknown, hand_over
from rapport.measure.digest.mail import message
from rapport.measure.digest.telling import Digest, digest
from rapport.measure.digest.week import Week, due, due_at
from rapport.measure.models import DigestDelivery, DigestWish
from rapport.words.errors import CopyMissing, RapportError

log = logging.getLogger(__name__)
State = DigestDelivery.State

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=10), timedelta(hours=6)
"""Between two tries; each is twice as long as the one before."""


class NoMailServer(RapportError):
    def __init__(self) -> None:
        super().__init__(
            "No mail server is set up, so nothing was sent. Set RAPPORT_EMAIL_URL; the digest is a page too."
        )


class NotOnTheTeam(RapportError):
    def __init__(self, address: str) -> None:
        super().__init__(
            f"{address} is no address of the team, so nothing was sent: the digest names people. See who is with"
            " `rapport accounts list`."
        )


class MailRefused(RapportError):
    def __init__(self, problem: Exception) -> None:
        super().__init__(
            f"The mail server did not take it: {_said(problem)}. Nothing was sent. Look at RAPPORT_EMAIL_URL, or at the"
            " mail server's log."
        )


def send_due(now: datetime | None = None) -> int:
    """Send what is due by now and not sent yet. How many mails the server took."""
    now = now or datetime.now(UTC)
    zone = ZoneInfo(settings.TIME_ZONE)
    week = due(now, zone)
    DigestDelivery.objects.filter(state=State.WAITING, week__lt=week.monday).update(state=State.MISSED, changed_at=now)
    if not settings.EMAIL_URL:
        return 0
    _write_down(week, due_at(week, zone), now)
    waiting = DigestDelivery.objects.filter(week=week.monday, state=State.WAITING, next_try_at__lte=now)
    if not waiting.exists():
        return 0
    told = _told(week)
    if told is None or told.quiet:
        waiting.update(state=State.QUIET, changed_at=now)
        return 0
    return sum(_deliver(told, one, now) for one in waiting.select_related("user").order_by("pk"))


def _write_down(week: Week, due_then: datetime, now: datetime) -> None:
    """A delivery for each who wanted it when it was due; who has one has one."""
    wanting = DigestWish.objects.filter(at__lte=due_then, user__is_active=True)
    DigestDelivery.objects.bulk_create(
        [
            DigestDelivery(week=week.monday, user_id=wish.user_id, next_try_at=now, changed_at=now)
            for wish in wanting.order_by("user_id")
        ],
        ignore_conflicts=True,
    )


def _told(week: Week) -> Digest | None:
    """None where there is nothing to count at all."""
    try:
        copy.refresh()
        return digest(current(), week)
    except CopyMissing:
        return None


def _deliver(told: Digest, delivery: DigestDelivery, now: datetime) -> bool:
    row = DigestDelivery.objects.filter(pk=delivery.pk)
    if not DigestWish.objects.filter(user=delivery.user, user__is_active=True).exists():
        row.filter(state=State.WAITING).update(state=State.MISSED, changed_at=now)  # stopped meanwhile
        return False
    marked = False

    def mark() -> bool:
        """False where another run is at it."""
        nonlocal marked
        marked = bool(row.filter(state=State.WAITING).update(state=State.SENDING, changed_at=datetime.now(UTC)))
        return marked

    try:
        handed = hand_over(message(told, delivery.user), mark)
    except OutcomeUnknown as broken:
        log.error("Nobody knows whether the digest of %s reached user %s: %s", told.week, delivery.user_id, broken)
        row.update(error=_said(broken))
        return False
    except (SMTPException, OSError) as problem:
        _refused(row.filter(state=State.SENDING if marked else State.WAITING), delivery, problem, now)
        return False
    if handed:
        row.update(state=State.SENT, error="", changed_at=datetime.now(UTC))
    return handed


def _refused(mine: QuerySet[DigestDelivery], delivery: DigestDelivery, problem: Exception, now: datetime) -> None:
    again = now + min(FIRST_WAIT * 2 ** min(delivery.tries, 10), LONGEST_WAIT)
    tries = F("tries") + 1
    mine.update(state=State.WAITING, tries=tries, error=_said(problem), next_try_at=again, changed_at=now)
    log.error(
        "The mail server did not take the digest for user %s: %s. It is tried again at %s; nothing is lost. Look at"
        " RAPPORT_EMAIL_URL, or at the mail server's log.",
        delivery.user_id, _said(problem), f"{again:%Y-%m-%d %H:%M} UTC",
    )  # fmt: skip


def _said(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:300]


def send_to(address: str, told: Digest) -> User:
    """Send it now, by hand, whatever was sent before. Raises NoMailServer, NotOnTheTeam and MailRefused."""
    user = User.objects.filter(email__iexact=address.strip(), is_active=True).first()
    if user is None:
        raise NotOnTheTeam(address)
    if not settings.EMAIL_URL:
        raise NoMailServer
    try:
        message(told, user).send()
    except (SMTPException, OSError) as problem:
        raise MailRefused(problem) from problem
    return user
