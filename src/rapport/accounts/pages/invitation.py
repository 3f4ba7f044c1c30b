"""Take an invitation back. Its link stops working at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit, team
from rapport.accounts.models import Invitation
from rapport.accounts.permissions import Permission, needs, signed_in


@needs(Permission.TEAM)
@require_POST
def page(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        team.revoke(signed_in(request), invitation)
    except team.TeamRefused as error:
        messages.error(request, str(error))
    else:
        audit.record(request, "team.uninvited", invitation.email)
        messages.success(request, f"The invitation to {invitation.email} no longer works.")
    return redirect("accounts:team")
