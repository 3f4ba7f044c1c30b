"""Do not propose to thank somebody: not now, or never."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Member
from rapport.people.pages.naming import named
from rapport.people.thanks.contact import ContactRefused, later
from rapport.people.thanks.pages.saying import back, said

NOT_NOW = timedelta(days=30)


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    never = request.POST.get("never") == "1"
    until = None if never else datetime.now(UTC).date() + NOT_NOW
    try:
        kept = later(member, "", until, signed_in(request))
    except ContactRefused as refused:
        messages.error(request, str(refused))
        return back(request, member)
    audit.record(request, "thanks.never" if never else "thanks.later", named(member))
    said(request, "They are never proposed again." if never else "Not now: again in 30 days.", "later", kept.pk)
    return back(request, member)
