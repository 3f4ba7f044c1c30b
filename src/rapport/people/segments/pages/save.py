"""Keep what the list is asked for as a segment."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.current import current
from rapport.people.models import Segment
from rapport.people.segments.pages.leading import to_segment, to_text
from rapport.people.segments.saved import NameRefused, checked_name, meaning
from rapport.people.segments.writing import write
from rapport.people.wanted import WantedRefused


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("where", "")
    try:
        text = write(meaning(text, current()))
        name = checked_name(request.POST.get("name", ""))
    except (NameRefused, WantedRefused) as refused:
        messages.error(request, str(refused))
        return redirect(to_text(text))
    segment = Segment.objects.create(name=name, text=text, user=signed_in(request))
    audit.record(request, "segment.saved", f"segment {segment.pk}")
    messages.success(request, f"Saved as “{name}”.")
    return redirect(to_segment(segment))
