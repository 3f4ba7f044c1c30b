"""Whom to thank today, each with why and with a letter that says nothing but what the record says."""

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, may, needs, signed_in
from rapport.people.current import current
from rapport.people.thanks.contact import days_between
from rapport.people.thanks.pages.shown import shown
from rapport.people.thanks.today import whom_to_thank
from rapport.words.platforms import NAMES

PER_PAGE = 10


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    after = request.GET.get("after", "")
    acts = current()
    thanks = whom_to_thank(acts, PER_PAGE, after=int(after) if after.isdecimal() and len(after) < 9 else 0)
    context = {
        "thanks": thanks,
        "people": [shown(told) for told in thanks.shown],
        "platforms": NAMES,
        "today": datetime.now(UTC).date(),
        "often": days_between(),
        "may_write": may(signed_in(request), Permission.PEOPLE),
        "may_rule": may(signed_in(request), Permission.TEAM),
        "as_of": acts.as_of,
        "begun": bool(after),
    }
    return render(request, "people/thanks/thanks.html", context)
