"""One person at a glance: who they are and where, what they did and care about, and why we think that it is all them.

What is asked of their timeline opens it whole, in place of the glance.
"""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.ledger.models import Identity
from rapport.people.acts import Acts
from rapport.people.current import current
from rapport.people.evidence import now_in, reasons
from rapport.people.figures import Bar, figures
from rapport.people.knowing.engaged import engaged
from rapport.people.knowing.lines import drawn
from rapport.people.knowing.talks import talks
from rapport.people.knowing.told import questions, told
from rapport.people.latest import latest, linked
from rapport.people.links import called, outward
from rapport.people.listing import identities_of
from rapport.people.log.finding import latest as logged
from rapport.people.mentions import mentions
from rapport.people.mine.limiting import is_limited
from rapport.people.models import Member
from rapport.people.notes.held import held
from rapport.people.organisations.affiliated import employers
from rapport.people.pages.asked import Asked, read_asked
from rapport.people.readying import beforehand
from rapport.people.timeline import AT_ONCE, Timeline, timeline, timeline_of
from rapport.people.topics.cares import own_words, places
from rapport.people.which import Place

HEIGHT, STEP = 96, 24
"""Of the bars' drawing, in pixels where there is room; a long career's bars get narrower."""
LATELY = 4
"""Entries of the timeline that one sees at a glance."""
REACHED = 4
"""Pages of theirs elsewhere that stand beside the name."""


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """With htmx and `before`, only the entries that come next."""
    member = get_object_or_404(Member, pk=number)
    identities = identities_of([member.pk]).get(member.pk, [])
    if not identities and is_limited(member):
        may_lift = may(signed_in(request), Permission.ERASE)
        return render(request, "people/mine/limited.html", {"member": member, "may_lift": may_lift})
    if not identities:
        return render(request, "people/merged_away.html", {"member": member, "now_in": now_in(member)})
    acts = current()
    asked = read_asked(request, acts.weights)
    keys = [identity.pk for identity in identities]
    known = [about(identity) for identity in identities]
    recent = latest(keys)
    shown = _timeline(asked, keys, recent)
    context: dict[str, Any] = {"member": member, "timeline": shown, "asked": asked.values}
    if request.headers.get("HX-Request") and asked.values["before"]:
        return render(request, "people/entries.html", context)
    done = figures(member.pk)
    context |= {
        "identities": known,
        "reached": [one for one in known if one["url"]][:REACHED],
        "figures": done,
        "drawing": drawing(done.bars),
        "reasons": reasons(member),
        "choice": asked,
        "may_change": may(signed_in(request), Permission.PEOPLE),
        "as_of": acts.as_of,
        "held": held(member),
        "logged": logged(member),
        "today": acts.version.today,
        "teammates": User.objects.filter(is_active=True).order_by("name", "email"),
    }
    if asked.whole:
        span = acts.span()
        context["employers"] = employers(acts, member, span.last if span else acts.version.today)
        return render(request, "people/whole.html", context)
    context |= _known(acts, member, identities, recent)
    return render(request, "people/profile.html", context)


def _timeline(asked: Asked, keys: Sequence[int], recent: Sequence[Place]) -> Timeline:
    """Where nothing is asked for, the newest are known already."""
    if asked.chosen or asked.values["before"]:
        return timeline(keys, only=asked.only, before=asked.values["before"])
    some = AT_ONCE if asked.whole else LATELY
    return timeline_of(keys, [recent[: some + 1], recent[some + 1 :]], some)


def _known(acts: Acts, member: Member, identities: Sequence[Identity], latest: Sequence[Place]) -> dict[str, Any]:
    """What follows from all they did: how engaged they are, what they care about, with whom they talk."""
    found = engaged(acts, member.pk)
    keys, recent = [identity.pk for identity in identities], [place.id for place in latest]
    names = [name for one in identities for name in (one.name, one.handle) if name] + [member.name]
    spoken = talks(acts, member.pk, keys, found.at if found else acts.version.today)
    said = told([exchange.id for exchange in spoken.exchanges])
    return {
        "engaged": found,
        "course": drawn(found.course) if found else None,
        "places": places(acts, keys),
        "words": own_words(recent, names),
        "questions": questions(recent),
        "talks": spoken,
        "exchanges": [(exchange, said[exchange.id]) for exchange in spoken.exchanges if exchange.id in said],
        "linked": linked(recent),
        "employers": employers(acts, member, found.at if found else acts.version.today),
        "mentions": mentions(member.pk, keys),
    }


def about(identity: Identity) -> dict[str, object]:
    """An identity as pages show it."""
    return {"identity": identity, "called": called(identity), "url": outward(identity.url)}


def drawing(bars: list[Bar]) -> dict[str, object]:
    """The bars as rectangles; even a single activity is high enough to be seen."""
    most = max((bar.n for bar in bars), default=0)
    rectangles = []
    for place, bar in enumerate(bars):
        height = max(2, round(HEIGHT * bar.n / most)) if bar.n else 0
        rectangles.append({"x": place * STEP + 2, "y": HEIGHT - height, "height": height, "bar": bar})
    return {"rectangles": rectangles, "width": len(bars) * STEP, "height": HEIGHT, "bar_width": STEP - 4}


def _make_ready(acts: Acts) -> None:
    """What follows from the copy alone, whose everybody is, and the texts of the questions take longest: whoever opens
    a profile first finds them there."""
    member = Member.objects.order_by("pk").first()
    identities = identities_of([member.pk]).get(member.pk, []) if member else []
    if member and identities:
        _known(acts, member, identities, latest([identity.pk for identity in identities]))


beforehand(_make_ready)
