"""Limit what is done with a member, because they asked the team for it, or lift that again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.mine import limiting
from rapport.people.models import Member
from rapport.people.pages.naming import named


@needs(Permission.ERASE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    identities = limiting.of_member(member)
    if request.POST.get("limit") == "1":
        limiting.limit(identities, signed_in(request))
        audit.record(request, "person.limited", named(member), identities=len(identities))
        messages.success(request, "Limited. It is stored, and nothing else is done with it until that is lifted.")
    else:
        limiting.lift(identities)
        audit.record(request, "person.unlimited", named(member), identities=len(identities))
        messages.success(request, "The limit is lifted; everything is as before.")
    return redirect("people:profile", member.pk)
