"""The queue of pairs that may be one person: one at a time, side by side, by mouse or by keyboard."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.figures import Figures, figures
from rapport.people.listing import identities_of
from rapport.people.merging import NotPossible, keep_apart, merge
from rapport.people.models import Decision, Member
from rapport.people.pages.naming import named
from rapport.people.pages.profile import about
from rapport.people.proposals import Pair, looked, pairs, put_off, waiting
from rapport.people.timeline import Timeline, timeline

TEXTS = 3
"""The latest of each, to tell them by."""
CHANGED = "Somebody changed these people, or spoke of them, since you opened the page. Nothing was changed."


class Side(NamedTuple):
    """One column."""

    member: Member
    identities: list[dict[str, object]]
    figures: Figures
    timeline: Timeline


@needs(Permission.PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    """GET: the pair with the number `pair`, else the likeliest. POST: what one has to `say` of it, of `_SAYINGS`."""
    if request.method == "POST":
        return _say(request)
    numbers = waiting()
    at = _place(numbers, request.GET.get("pair", ""))
    shown = pairs(numbers[at : at + 1])
    context: dict[str, object] = {
        "total": len(numbers),
        "looked": looked(),
        "undo": _mine(request, request.GET.get("back", "")),
        "undo_pair": request.GET.get("of", ""),
    }
    if shown:
        [pair] = shown
        context |= {
            "pair": pair,
            "sides": [_side(pair.one), _side(pair.other)],
            "place": at + 1,
            "before": numbers[at - 1] if at else None,
            "after": numbers[at + 1] if at + 1 < len(numbers) else None,
        }
    return render(request, "people/same.html", context)


def _place(numbers: list[int], wanted: str) -> int:
    return numbers.index(int(wanted)) if wanted.isdecimal() and int(wanted) in numbers else 0


def _mine(request: HttpRequest, number: str) -> Decision | None:
    """What the visitor said last, if it can still be taken back."""
    if not (number.isdecimal() and len(number) < 19):
        return None
    return Decision.objects.filter(pk=int(number), user=signed_in(request), undone_by=None).first()


def _side(member: Member) -> Side:
    identities = identities_of([member.pk]).get(member.pk, [])
    latest = timeline([identity.pk for identity in identities], limit=TEXTS)
    return Side(member, [about(each) for each in identities], figures(member.pk), latest._replace(more=""))


def _say(request: HttpRequest) -> HttpResponse:
    say, numbers = request.POST.get("say", ""), waiting()
    found = [pair for pair in pairs(numbers) if str(pair.proposal.pk) == request.POST.get("pair", "")]
    if not found or say not in _SAYINGS or not _as_shown(request, found[0]):
        messages.error(request, CHANGED)
        return redirect("people:same")
    [pair] = found
    at = numbers.index(pair.proposal.pk)
    following = next(iter(numbers[at + 1 :] or numbers[:at]), None)
    try:
        decision = _SAYINGS[say](request, pair)
    except NotPossible as error:
        messages.error(request, str(error))
        decision = None
    asked = {"pair": following, "back": decision and decision.pk, "of": pair.proposal.pk}
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(f"{reverse('people:same')}?{query}")


def _as_shown(request: HttpRequest, pair: Pair) -> bool:
    """Whether the two are still whom the visitor saw."""
    return [request.POST.get("one"), request.POST.get("other")] == [str(pair.one.pk), str(pair.other.pk)]


def _because(request: HttpRequest, pair: Pair) -> str:
    return request.POST.get("because", "").strip() or "; ".join(pair.proposal.evidence)


def _one(request: HttpRequest, pair: Pair) -> Decision:
    decision = merge(pair.one, [pair.other], _because(request, pair), signed_in(request))
    audit.record(request, "person.merged", named(pair.one), other=named(pair.other), decision=decision.pk)
    return decision


def _apart(request: HttpRequest, pair: Pair) -> Decision:
    decision = keep_apart(pair.one, pair.other, request.POST.get("because", "").strip(), signed_in(request))
    audit.record(request, "person.kept_apart", named(pair.one), other=named(pair.other), decision=decision.pk)
    return decision


def _later(request: HttpRequest, pair: Pair) -> None:
    put_off(pair.proposal)


_SAYINGS = {"one": _one, "apart": _apart, "later": _later}
