"""Take back that many were tagged at once."""

from datetime import datetime

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.segments.tagging import take_back

SALT = "many were tagged"


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        tag, at = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        messages.error(request, "This can no longer be taken back. Nothing was changed.")
        return redirect("people:list")
    n = take_back(tag, datetime.fromisoformat(at))
    audit.record(request, "people.untagged", f"tag {tag}", members=n)
    messages.success(request, f"Taken back: {n:,} are as they were.")
    return redirect("people:list")
