"""Keep that somebody agreed to be written to, or took that back, with where and when they said so."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Member
from rapport.people.pages.naming import named
from rapport.people.thanks.contact import ContactRefused
from rapport.people.thanks.contact import consent as keep
from rapport.people.thanks.pages.saying import back, day_given, said


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    given = request.POST.get("given") != "0"
    try:
        kept = keep(member, request.POST.get("source", ""), day_given(request), signed_in(request), given=given)
    except ContactRefused as refused:
        messages.error(request, str(refused))
        return back(request, member)
    audit.record(request, "contact.consent", named(member), given=given)
    said(request, "Their consent is kept." if given else "That they took it back is kept.", "consent", kept.pk)
    return back(request, member)
