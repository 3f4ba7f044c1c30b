"""Take a member apart in one step: shown first, who will be whom."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.matching.proof import Known
from rapport.people.merging import NotPossible, part
from rapport.people.models import Member
from rapport.people.pages.naming import named
from rapport.people.parting import groups

WAYS = {
    "proof": "By proof",
    "alone": "Each by itself",
    "boxes": "As you choose",
}
CHANGED = "The member was changed since you opened the page. Nothing was changed; look at it anew."
MOST_BOXES = 12


class Person(NamedTuple):
    """Whom a group will be; the first of them stays who it is."""

    name: str
    box: str
    identities: list[Known]


@needs(Permission.PEOPLE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """GET: who would be whom, the `way` of `WAYS`; `to-<identity>` says in which box. POST does what was shown."""
    member = get_object_or_404(Member, pk=number)
    asked = request.POST if request.method == "POST" else request.GET
    way = asked.get("way", "proof")
    places = {int(key[3:]): str(box) for key, box in asked.items() if key.startswith("to-") and key[3:].isdecimal()}
    if request.method == "POST":
        return _part(request, member, places)
    found = groups.as_chosen(member, places) if way == "boxes" else _BY_WAY.get(way, groups.by_proof)(member)
    people = [
        Person(groups.named(group), "" if not place else f"{place:04}", group) for place, group in enumerate(found)
    ]
    context = {
        "member": member,
        "ways": WAYS,
        "way": way,
        "people": people,
        "boxes": [(f"{place:04}", f"person {place + 1}") for place in range(1, MOST_BOXES)],
        "changes": len(people) > 1,
    }
    return render(request, "people/parting/apart.html", context)


def _part(request: HttpRequest, member: Member, places: dict[int, str]) -> HttpResponse:
    if {identity.id for identity in groups.held(member)} != places.keys():
        messages.error(request, CHANGED)
        return redirect("people:part", member.pk)
    _, *leaving = groups.as_chosen(member, places)
    try:
        decision = part(
            member,
            [[identity.id for identity in group] for group in leaving],
            request.POST.get("because", "").strip(),
            signed_in(request),
        )
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:part", member.pk)
    audit.record(request, "person.parted", named(member), into=len(leaving) + 1, decision=decision.pk)
    messages.success(
        request, f"{member} was taken apart into {len(leaving) + 1} people.",
        extra_tags=reverse("people:undo", args=[decision.pk]),
    )  # fmt: skip
    return redirect("people:profile", member.pk)


_BY_WAY = {"proof": groups.by_proof, "alone": groups.alone}
