"""Say that some identities of a member are somebody else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.merging import NotPossible, split
from rapport.people.models import Member
from rapport.people.pages.naming import named


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    chosen = [int(text) for text in request.POST.getlist("identity") if text.isdecimal()]
    try:
        decision = split(member, chosen, request.POST.get("because", "").strip(), signed_in(request))
    except NotPossible as error:
        messages.error(request, str(error))
        return redirect("people:edit", member.pk)
    apart = decision.member
    audit.record(request, "person.split", named(member), apart=named(apart), decision=decision.pk)
    way_back = reverse("people:undo", args=[decision.pk])
    messages.success(request, f"{apart} is now somebody else than {member}.", extra_tags=way_back)
    return redirect("people:profile", apart.pk)
