"""Keep that somebody of the team wrote to a member."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Member
from rapport.people.pages.naming import named
from rapport.people.thanks.contact import ContactRefused
from rapport.people.thanks.contact import wrote as keep
from rapport.people.thanks.pages.saying import back, day_given, said
from rapport.words.platforms import NAMES


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    platform, anyway = request.POST.get("platform", ""), request.POST.get("anyway") == "1"
    try:
        if platform not in NAMES:
            raise ContactRefused("Say on which platform. Nothing was changed.")
        letter = keep(
            member,
            platform,
            day_given(request),
            signed_in(request),
            reason=request.POST.get("reason", "")[:40],
            anyway=anyway,
        )
    except ContactRefused as refused:
        messages.error(request, str(refused))
        return redirect(f"{reverse('people:contact', args=[member.pk])}?sent=1")
    audit.record(request, "contact.wrote", named(member), platform=platform, anyway=anyway)
    said(request, "Kept: you wrote to them.", "letter", letter.pk)
    return back(request, member)
