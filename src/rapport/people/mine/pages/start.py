"""What is held about the visitor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.people.mine import held, visit
from rapport.people.mine.counted import counted
from rapport.people.mine.holdings import addresses_of, holding
from rapport.people.timeline import Timeline, timeline
from rapport.words.platforms import name_of


@visit.proven
def page(request: HttpRequest) -> HttpResponse:
    """With htmx and `before`, only the activities that come next."""
    proofs = visit.proofs(request)
    mine = holding(proofs)
    shown = _ours(timeline(mine.keys, before=request.GET.get("before", "").replace("\0", "")))
    if request.headers.get("HX-Request") and request.GET.get("before"):
        return render(request, "people/entries.html", {"timeline": shown})
    context = {
        "proofs": proofs,
        "addresses": addresses_of(proofs),
        "until": visit.until(request),
        "held": mine,
        "members": mine.members,
        "unproven": [(name_of(platform), n) for platform, n in mine.unproven.most_common()],
        "counted": counted(mine.keys),
        "decisions": held.decisions(mine),
        "others": held.others(mine),
        "limited": bool(mine.identities) and all(hasattr(each, "limited") for each in mine.identities),
        "timeline": shown,
    }
    return render(request, "people/mine/start.html", context)


def _ours(shown: Timeline) -> Timeline:
    """Without links to the team's pages of others."""
    entries = [
        entry._replace(said=[piece._replace(href="") if piece.mark == "mention" else piece for piece in entry.said])
        for entry in shown.entries
    ]
    return shown._replace(entries=entries)
