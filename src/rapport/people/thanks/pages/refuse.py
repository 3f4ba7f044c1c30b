"""Say that somebody is not to be written to, and why; or that they may be again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Member
from rapport.people.pages.naming import named
from rapport.people.thanks.contact import ContactRefused, allow_again
from rapport.people.thanks.contact import refuse as keep
from rapport.people.thanks.pages.saying import back, said


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    if request.POST.get("allow") == "1":
        allow_again(member)
        audit.record(request, "contact.allowed", named(member))
        messages.success(request, "They may be written to again.")
        return back(request, member)
    try:
        kept = keep(member, request.POST.get("because", ""), signed_in(request))
    except ContactRefused as refused:
        messages.error(request, str(refused))
        return back(request, member)
    audit.record(request, "contact.refused", named(member))
    said(request, "Nobody is proposed to write to them from now on.", "refusal", kept.pk)
    return back(request, member)
