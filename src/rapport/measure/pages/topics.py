"""What the community talks about."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from rapport.accounts.permissions import Permission, needs
from rapport.measure.current import current
from rapport.measure.topics.figures import talk
from rapport.measure.topics.listing import listed, rising
from rapport.measure.topics.rising import ABOUT_CHANCE
from rapport.words.errors import CopyMissing


@needs(Permission.SEE)
def page(request: HttpRequest) -> HttpResponse:
    context: dict[str, Any] = {}
    try:
        acts = current()
        found = listed(acts)
        context |= {
            "listed": found,
            "rising": rising(acts),
            "talk": talk(acts),
            "as_of": acts.as_of,
            "chance": ABOUT_CHANCE,
        }
    except CopyMissing:
        context["empty"] = True
    return render(request, "measure/topics.html", context)
