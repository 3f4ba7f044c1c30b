"""Take a decision back: a merge, a split, two who were kept apart."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.merging import NotPossible, take_back
from rapport.people.models import Decision
from rapport.people.pages.naming import named


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    decision = get_object_or_404(Decision.objects.select_related("member"), pk=number)
    try:
        take_back(decision, signed_in(request))
    except NotPossible as error:
        messages.error(request, str(error))
    else:
        audit.record(request, "person.undone", named(decision.member), decision=decision.pk)
        messages.success(request, "Taken back. Everything is as it was, and later activity went along.")
    pair = request.POST.get("pair", "")
    if pair.isdecimal():
        return redirect(f"{reverse('people:same')}?pair={pair}")
    return redirect("people:profile", decision.member_id)
