"""Say that two members are one person; looks for the other one, then puts them together."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.candidates import candidates
from rapport.people.merging import NotPossible, merge
from rapport.people.models import Member
from rapport.people.pages.naming import named


@needs(Permission.PEOPLE)
def page(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the candidates that fit `q`, a fragment. POST: merge `other` into this member, `because` of something."""
    member = get_object_or_404(Member, pk=number)
    if request.method != "POST":
        words = request.GET.get("q", "")
        return render(request, "people/candidates.html", {"candidates": candidates(member, words), "q": words})
    other = request.POST.get("other", "")
    if not (other.isdecimal() and len(other) < 19):
        messages.error(request, "Nothing was changed: choose the other member first.")
        return redirect("people:edit", member.pk)
    joining = get_object_or_404(Member, pk=int(other))
    try:
        decision = merge(member, [joining], request.POST.get("because", "").strip(), signed_in(request))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:edit", member.pk)
    audit.record(request, "person.merged", named(member), other=named(joining), decision=decision.pk)
    way_back = reverse("people:undo", args=[decision.pk])
    messages.success(request, f"{joining} is now part of {member}.", extra_tags=way_back)
    return redirect("people:profile", member.pk)
