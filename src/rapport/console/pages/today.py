"""Today: who waits, whom to thank, who is new, whether the rhythm is kept, what came in."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs
from rapport.console.doors import DOORS
from rapport.console.imports import finished_since, latest
from rapport.console.lately import Arrivals, Window, arrivals, window
from rapport.console.lines import Line, deeds, members, tell
from rapport.console.thanks import Newcomers, ToThank, newcomers, to_thank
from rapport.console.unanswered import Unanswered, unanswered
from rapport.ledger import copy
from rapport.ledger.models import Activity
from rapport.measure.acts import Acts
from rapport.measure.answer import Answer
from rapport.measure.ask import answer
from rapport.measure.current import current
from rapport.measure.question import Question

RHYTHM = ("active_members", "new_members", "contributions")


class Beat(NamedTuple):
    """One metric in the window, and how it differs from as many days before."""

    answer: Answer
    change: int


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    as_of = copy.as_of()
    acts = current() if as_of else None
    lately = window(acts) if acts else None
    context: dict[str, Any] = {
        "now": timezone.now(),
        "imports": latest(),
        "may_import": isinstance(request.user, User) and may(request.user, Permission.IMPORT),
        "lately": lately,
        "as_of": as_of,
        "doors": DOORS,
    }
    if acts and lately:
        context |= _told(acts, lately)
    return render(request, "console/today.html" if context["imports"] or lately else "console/first.html", context)


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

    waiting: Unanswered
    thanks: ToThank
    new: Newcomers
    rhythm: list[Beat]
    arrivals: list[Arrivals]


@lru_cache(maxsize=1)
def _seen(acts: Acts, lately: Window) -> Seen:
    """Worked out once for each state of the copy and the members' map, of which `acts` is one."""
    return Seen(
        unanswered(lately),
        to_thank(acts, lately),
        newcomers(acts, lately),
        [_beat(name, lately) for name in RHYTHM],
        arrivals(acts, lately),
    )


def _told(acts: Acts, lately: Window) -> Mapping[str, object]:
    waiting, thanks, new, rhythm, came = _seen(acts, lately)
    asked = Activity.objects.filter(id__in=waiting.newest).select_related("channel", "identity__link__member")
    told = [(who.member, who.at) for who in new.latest] + [(who.member, who.at) for who in thanks.shown]
    done, known = deeds(told), members({member for member, _ in told})

    def line(member: int, platform: str, at: datetime, before: str = "") -> Line:
        activity = done.get((member, at))
        return Line(known[member], platform, at, before + tell(activity), activity.url if activity else None)

    return {
        "waiting": waiting.total,
        "asked": asked.order_by("-at"),
        "firsts": thanks.firsts,
        "thanks": [line(who.member, who.platform, who.at, _why(who.reached)) for who in thanks.shown],
        "new": new.total,
        "newcomers": [line(who.member, who.platform, who.at) for who in new.latest],
        "rhythm": rhythm,
        "arrivals": came,
    }


def _why(reached: int) -> str:
    return "first contribution: " if reached == 1 else f"{reached:,} contributions, the latest "


def _beat(name: str, lately: Window) -> Beat:
    now = answer(name, Question(since=lately.first, until=lately.last))
    before = answer(name, Question(since=lately.before.first, until=lately.before.last))
    return Beat(now, now.total - before.total)
