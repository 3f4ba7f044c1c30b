"""Tag everybody whom the list shows."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.current import current
from rapport.people.notes.writing import NoteRefused
from rapport.people.segments.pages.leading import to_text
from rapport.people.segments.pages.untag import SALT
from rapport.people.segments.saved import numbers_of
from rapport.people.segments.tagging import tag_all
from rapport.people.wanted import WantedRefused


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("where", "")
    try:
        found = numbers_of(text, current())
        tag, at, n = tag_all(found, request.POST.get("tag", ""), signed_in(request))
    except (NoteRefused, WantedRefused) as refused:
        messages.error(request, str(refused))
        return redirect(to_text(text))
    audit.record(request, "people.tagged", f"tag {tag.pk}", members=n)
    token = signing.dumps([tag.pk, at.isoformat()], salt=SALT)
    already = f" {len(found) - n:,} had it already." if n < len(found) else ""
    messages.success(
        request, f"Tagged {n:,} as “{tag.name}”.{already}", extra_tags=reverse("people:segment-untag", args=[token])
    )
    return redirect(to_text(text))
