"""One person: who they are and where, what they did, and why we think that it is all them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.ledger.models import Identity
from rapport.people.answers import answered, latest, linked
from rapport.people.current import current
from rapport.people.evidence import now_in, reasons
from rapport.people.figures import Bar, figures
from rapport.people.links import called, outward
from rapport.people.listing import identities_of
from rapport.people.mentions import mentions
from rapport.people.models import Link, Member
from rapport.people.timeline import timeline
from rapport.people.which import Only
from rapport.words.kinds import BY_NAME

ASKED = ("platform", "kind", "language", "host", "mentions", "before")
"""What the timeline can be asked for. `mentions` is a member's number."""
NOBODY = 0
"""No identity has this key."""
HEIGHT, STEP = 72, 24
"""Of the bars' drawing, in pixels where there is room; a long career's bars get narrower."""


@needs(Permission.SEE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """With htmx and `before`, only the entries that come next."""
    member = get_object_or_404(Member, pk=number)
    identities = identities_of([member.pk]).get(member.pk, [])
    if not identities:
        return render(request, "people/merged_away.html", {"member": member, "now_in": now_in(member)})
    asked = {name: request.GET.get(name, "").replace("\0", "") for name in ASKED}
    mentioned = _member(asked["mentions"])
    keys = [identity.pk for identity in identities]
    shown = timeline(keys, only=_only(asked, mentioned), before=asked["before"])
    context: dict[str, Any] = {"member": member, "timeline": shown, "asked": asked}
    if request.headers.get("HX-Request") and asked["before"]:
        return render(request, "people/entries.html", context)
    user = signed_in(request)
    told, recent = figures(member.pk), latest(keys)
    context |= {
        "identities": [about(identity) for identity in identities],
        "figures": told,
        "drawing": drawing(told.bars),
        "reasons": reasons(member),
        "answered": answered(keys, recent),
        "linked": linked(recent),
        "mentions": mentions(member.pk, keys),
        "chosen": any(asked[name] for name in ASKED if name != "before"),
        "mentioned": mentioned,
        "may_change": may(user, Permission.PEOPLE),
        "as_of": current().as_of,
    }
    return render(request, "people/profile.html", context)


def _member(number: str) -> Member | None:
    return Member.objects.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None


def _only(asked: Mapping[str, str], mentioned: Member | None) -> Only:
    """What cannot be (a kind that there is not, nobody's number) lets nothing through."""
    kind = BY_NAME[asked["kind"]].number if asked["kind"] in BY_NAME else 0
    links = Link.objects.filter(member=mentioned) if mentioned else Link.objects.none()
    return Only(
        platform=asked["platform"],
        kind=kind if asked["kind"] else None,
        language=asked["language"],
        host=asked["host"],
        mentions=tuple(links.values_list("identity_id", flat=True)) or (NOBODY,) if asked["mentions"] else (),
    )


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
