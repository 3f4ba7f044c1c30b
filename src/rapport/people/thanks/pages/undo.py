"""Take back what was just said of writing to somebody."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.models import Consent, DoNotContact, Letter, PutOff
from rapport.people.models.contact import Said

WHAT: dict[str, type[Said]] = {"letter": Letter, "later": PutOff, "refusal": DoNotContact, "consent": Consent}


@needs(Permission.PEOPLE)
@require_POST
def page(request: HttpRequest, what: str, number: int) -> HttpResponse:
    if what not in WHAT:
        raise Http404
    row = get_object_or_404(WHAT[what]._default_manager, pk=number)
    member = row.member_id
    row.delete()
    audit.record(request, "contact.undone", f"member {member}", what=what)
    messages.success(request, "Taken back. Everything is as it was.")
    return redirect("people:thanks") if what in ("letter", "later") else redirect("people:contact", member)
