"""Say of one of the things worth doing that it is done, or not now; of a question that it needs no answer."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.ledger.models import Activity
from rapport.measure.today import handled
from rapport.measure.today.aside import needs_none, needs_one
from rapport.measure.today.candidates import NEEDS

HERE = "console:today"


@needs(Permission.SEE)
@require_POST
def page(request: HttpRequest) -> HttpResponse:
    user, key = signed_in(request), request.POST.get("key", "")
    done = request.POST.get("deed") == "done"
    try:
        needed = NEEDS[handled.kind_of(key)]
        if not may(user, needed):
            raise PermissionDenied(needed)
        (handled.done if done else handled.not_now)(key, user, timezone.now())
    except handled.ThingUnknown:
        messages.error(request, "That is not there any more. Nothing was changed.")
        return redirect(HERE)
    audit.record(request, "today.done" if done else "today.not-now", key)
    words = "Done." if done else "Not now: it is not proposed to you again for a week."
    messages.success(request, words, extra_tags=reverse("console:thing-undo", args=[key]))
    return redirect(HERE)


@needs(Permission.SEE)
@require_POST
def undo(request: HttpRequest, key: str) -> HttpResponse:
    if handled.undo(key, signed_in(request)):
        audit.record(request, "today.undone", key)
        messages.success(request, "It is as it was.")
    return redirect(HERE)


@needs(Permission.PEOPLE)
@require_POST
def question(request: HttpRequest, key: UUID) -> HttpResponse:
    """With `back` it waits again."""
    if "back" in request.POST or "back" in request.GET:
        if needs_one(key):
            audit.record(request, "question.waits-again", key)
            messages.success(request, "It waits again.")
        return redirect(HERE)
    asked = get_object_or_404(Activity, pk=key, deleted=False)
    needs_none(asked, signed_in(request))
    audit.record(request, "question.needs-no-answer", key)
    back = f"{reverse('console:question', args=[key])}?back"
    messages.success(request, "Off the list: it needs no answer. The numbers still count it.", extra_tags=back)
    return redirect(HERE)
