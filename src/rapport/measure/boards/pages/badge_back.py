"""Take a badge back: where it stands, nothing is shown from now on."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.measure.models import Badge


@needs(Permission.EXPORT)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    badge = get_object_or_404(Badge, pk=number)
    badge.delete()
    audit.record(request, "badge.taken-back", f"badge {number}", metric=badge.metric)
    messages.success(request, f"The badge “{badge}” is shown no longer. Caches may keep it for five minutes.")
    return redirect("measure:badges")
