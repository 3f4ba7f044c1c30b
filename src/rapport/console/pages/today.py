"""Today: who waits, what was promised, whom to thank, who is new, whether the rhythm is kept, what came in."""

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.collect.models import Import
from rapport.console.doors import DOORS
from rapport.console.imports import finished_since, latest
from rapport.console.lately import Arrivals, Window, arrivals, window
from rapport.console.lines import Line, deeds, members, tell
from rapport.console.newcomers import Newcomers, newcomers
from rapport.console.unanswered import Unanswered, unanswered
from rapport.ledger.models import Activity
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.current import current, usual
from rapport.measure.question import Question
from rapport.measure.seldom import seldom, usually
from rapport.measure.unusual.finding import unusual
from rapport.measure.unusual.sentences import about_chance, sentence
from rapport.people.acts import Acts
from rapport.people.notes.open import open_tasks
from rapport.people.thanks.finding import candidates
from rapport.people.thanks.finding import window as of_thanks
from rapport.people.thanks.pages.shown import shown
from rapport.people.thanks.today import whom_to_thank
from rapport.words.errors import CopyMissing

THANKED = 5
PROMISED = 5
NOTICED = 5
RHYTHM = ("active_members", "new_members", "contributions")


class Beat(NamedTuple):
    """One metric in the window, and how it differs from as many days before."""

    answer: Answer
    change: int


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    acts = _acts()
    seen = _seen(acts) if acts else None
    context: dict[str, Any] = {
        "now": timezone.now(),
        "imports": latest(),
        "may_import": isinstance(request.user, User) and may(request.user, Permission.IMPORT),
        "lately": seen.lately if seen else None,
        "doors": DOORS,
    }
    if acts and seen:
        thanks = whom_to_thank(acts, THANKED)
        context |= (
            _told(seen)
            | _promised(request)
            | {
                "as_of": acts.as_of,
                "unusual": _unusual(acts),
                "firsts": thanks.firsts,
                "thanks": [shown(told) for told in thanks.shown],
            }
        )
    there = seen or any(one.state != Import.State.FORGOTTEN for one in context["imports"])
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


class Seen(NamedTuple):
    """What the copy says, before names are put to it."""

    lately: Window
    waiting: Unanswered
    new: Newcomers
    rhythm: list[Beat]
    arrivals: list[Arrivals]


def _acts() -> Acts | None:
    """None before the first import."""
    try:
        return current()
    except CopyMissing:
        return None


@lru_cache(maxsize=2)
def _seen(acts: Acts) -> Seen | None:
    """Worked out once for each state, the next one beside the last. None while the ledger is empty."""
    lately = window(acts)
    if span := of_thanks(acts):
        candidates(acts, span)  # kept for the page, which asks who of them may be written to at this moment
    return lately and Seen(
        lately,
        unanswered(lately),
        newcomers(acts, lately),
        [_beat(acts, name, lately) for name in RHYTHM],
        arrivals(acts, lately),
    )


usual(_seen)


class Noticed(NamedTuple):
    text: str
    metric: str
    platform: str
    day: date


def _unusual(acts: Acts) -> dict[str, object] | None:
    """None where nothing is: then nothing is said of it."""
    looked = seldom(acts, "unusual", unusual)
    if looked is None or not looked.found:
        return None
    lines = [Noticed(sentence(one), one.metric.name, one.platform, one.day) for one in looked.found[:NOTICED]]
    return {"lines": lines, "more": len(looked.found) - len(lines), "chance": about_chance(looked)}


usually("unusual", unusual)


def _told(seen: Seen) -> dict[str, object]:
    _, waiting, new, rhythm, came = seen
    asked = Activity.objects.filter(id__in=waiting.newest).select_related("channel", "identity__link__member")
    told = [(who.member, who.at) for who in new.latest]
    done, known = deeds(told), members({member for member, _ in told})

    def line(member: int, platform: str, at: datetime) -> Line:
        activity = done.get((member, at))
        return Line(known[member], platform, at, tell(activity), activity.url if activity else None)

    return {
        "waiting": waiting.total,
        "asked": asked.order_by("-at"),
        "new": new.total,
        "newcomers": [line(who.member, who.platform, who.at) for who in new.latest],
        "rhythm": rhythm,
        "arrivals": came,
    }


def _promised(request: HttpRequest) -> dict[str, object]:
    """What the team promised and has yet to do, the next due first."""
    promises = open_tasks(timezone.now().astimezone(UTC).date(), promise=True)
    return {
        "promises": len(promises),
        "overdue": sum(one.overdue for one in promises),
        "promised": promises[:PROMISED],
        "may_change": may(signed_in(request), Permission.PEOPLE),
        "swapped": "HX-Request" in request.headers,
    }


def _beat(acts: Acts, name: str, lately: Window) -> Beat:
    now = answer(name, Question(since=lately.first, until=lately.last), acts)
    before = answer(name, Question(since=lately.before.first, until=lately.before.last), acts)
    return Beat(now, int((now.total or 0) - (before.total or 0)))
