"""Let go of a saved segment; nobody in it is touched, and it can be put back."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.models import Segment
from rapport.people.segments.pages.back import SALT


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest, number: int) -> HttpResponse:
    segment = get_object_or_404(Segment, pk=number)
    token = signing.dumps({"name": segment.name, "text": segment.text}, salt=SALT, compress=True)
    segment.delete()
    audit.record(request, "segment.deleted", f"segment {number}")
    back = reverse("people:segment-back", args=[token])
    messages.success(request, f"“{segment.name}” is deleted. Nobody in it was touched.", extra_tags=back)
    return redirect("people:list")
