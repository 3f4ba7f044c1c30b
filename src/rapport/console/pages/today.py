"""Today: who waits, what is worth doing, what was promised, what failed, what is unusual, whom to thank, what came."""

from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.collect.models import Import
from rapport.console.doors import ARCHIVES, EXPORTS
from rapport.console.imports import finished_since, latest
from rapport.console.lines import Line, deeds, members, tell
from rapport.ledger.untold import untold
from rapport.measure.current import current
from rapport.measure.today.lately import NOTHING, New
from rapport.measure.today.newcomers import Newcomer
from rapport.measure.today.visits import looks
from rapport.measure.today.whole import Today, today
from rapport.measure.today.worth import Kind
from rapport.measure.topics.listing import rising
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.measure.unusual.finding import Looked
from rapport.measure.unusual.sentences import in_short, sentence
from rapport.people.acts import Acts
from rapport.people.thanks.pages.shown import shown
from rapport.words.errors import CopyMissing

PROMISED = 5
ICONS = {
    Kind.PROMISE: "hand-raised",
    Kind.FAILED: "exclamation-triangle",
    Kind.UNUSUAL: "chart-bar",
    Kind.QUESTION: "chat-bubble-left-right",
    Kind.THANKS: "heart",
    Kind.BACKUP: "archive-box",
    Kind.SAME: "users",
    Kind.BOTS: "cpu-chip",
    Kind.STALE: "arrow-down-tray",
    Kind.REJECTED: "document-magnifying-glass",
    Kind.GAP: "calendar-days",
    Kind.EMPLOYER: "building-office",
}
NOTICED = 5


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    user, now, acts = signed_in(request), timezone.now(), _acts()
    told = today(acts, user, looks(user, now), now) if acts else None
    context: dict[str, Any] = {
        "now": now,
        "imports": latest(),
        "may_import": may(user, Permission.IMPORT),
        "may_change": may(user, Permission.PEOPLE),
        "swapped": "HX-Request" in request.headers,
        "today": told,
        "archives": ARCHIVES,
        "exports": EXPORTS,
    }
    if acts and told:
        context |= _told(told) | {"rising": rising(acts), "untold": untold(), "about_rising": ABOUT_CHANCE}
    there = told or any(one.state != Import.State.FORGOTTEN for one in context["imports"])
    return render(request, "console/today.html" if there else "console/first.html", context)


@needs(Permission.SEE)
def live(request: HttpRequest) -> HttpResponse:
    """How many imports ended since the page was made; empty while there are none."""
    since = _moment(request.GET.get("since", ""))
    return render(request, "console/live.html", {"n": finished_since(since) if since else 0})


def _moment(text: str) -> datetime | None:
    """A time with its zone; None of what is none (30 February), or what no calendar in UTC holds."""
    try:
        at = parse_datetime(text)
        return at.astimezone(UTC) if at and at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _acts() -> Acts | None:
    """None before the first import."""
    try:
        return current()
    except CopyMissing:
        return None


def _told(told: Today) -> dict[str, object]:
    return {
        "things": [(ICONS[one.kind], one) for one in told.things],
        "unanswered": told.older + told.waiting.total + told.waiting.aside,
        "day_before": told.lately.first - timedelta(days=1),
        "overdue": sum(one.overdue for one in told.promised),
        "promised": told.promised[:PROMISED],
        "unusual": _unusual(told.unusual),
        "thanks": [shown(one) for one in told.thanks.shown],
        "newcomers": _lines(told.new.latest),
        "arrivals": _arrived(told),
    }


class Noticed(NamedTuple):
    text: str
    metric: str
    platform: str
    day: date


def _unusual(looked: Looked | None) -> dict[str, object] | None:
    """None where nobody looked; where nothing is, a line says so."""
    if looked is None:
        return None
    lines = [Noticed(sentence(one), one.metric.name, one.platform, one.day) for one in looked.found[:NOTICED]]
    return {"lines": lines, "more": len(looked.found) - len(lines), "short": in_short(looked)}


class Arrived(NamedTuple):
    """One platform's line: what came since the last visit, and in the window."""

    platform: str
    new: New
    lately: int
    newest: date


def _arrived(told: Today) -> list[Arrived]:
    """What brought most since the last visit first."""
    rows = [
        Arrived(one.platform, told.came.platforms.get(one.platform, NOTHING), one.n, one.newest)
        for one in told.arrivals
    ]
    return sorted(rows, key=lambda row: -row.new.n)


def _lines(latest: list[Newcomer]) -> list[Line]:
    wanted = [(who.member, who.at) for who in latest]
    done, known = deeds(wanted), members({member for member, _ in wanted})
    found = [(who, done.get((who.member, who.at))) for who in latest if who.member in known]
    return [Line(known[who.member], who.platform, who.at, tell(one), one.url if one else None) for who, one in found]
