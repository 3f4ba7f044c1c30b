"""Put a deleted segment back, as long as somebody has its page open."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.models import Segment
from rapport.people.segments.pages.leading import to_segment
from rapport.people.segments.saved import NameRefused, checked_name

SALT = "a deleted segment"
A_DAY = 86_400


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, token: str) -> HttpResponse:
    try:
        was = signing.loads(token, salt=SALT, max_age=A_DAY)
        segment = Segment(name=checked_name(was["name"]), text=was["text"], user=signed_in(request))
    except signing.BadSignature:
        messages.error(request, "This can no longer be put back. Nothing was changed.")
        return redirect("people:list")
    except NameRefused as refused:
        messages.error(request, str(refused))
        return redirect("people:list")
    segment.save()
    audit.record(request, "segment.saved", f"segment {segment.pk}")
    return redirect(to_segment(segment))
