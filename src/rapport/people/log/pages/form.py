"""Write down what happened away from platforms, with one thumb."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.current import current
from rapport.people.log import keeping
from rapport.people.log.finding import Found, found, latest
from rapport.people.models import LogEntry, Member
from rapport.people.pages.naming import named
from rapport.people.wanted import WantedRefused, read_day

NEW = "new"


@needs(Permission.SEE, post=Permission.PEOPLE)
def page(request: HttpRequest) -> HttpResponse:
    """GET: the form; with htmx the people who fit `who`. POST: write it down, of `member` or of who is called so."""
    given = request.POST if request.method == "POST" else request.GET
    typed = {name: given.get(name, "").replace("\0", "") for name in ("who", "kind", "day", "text", "member")}
    if typed["member"].isdecimal() and not typed["who"]:
        typed["who"] = str(Member.objects.filter(pk=int(typed["member"][:9])).first() or "")
    people = found(typed["who"])
    if request.headers.get("HX-Request") and request.method == "GET":
        return render(request, "people/log/who.html", _context(typed, people))
    if request.method != "POST":
        return render(request, "people/log/form.html", _context(typed, people))
    try:
        entry, member = _write(request, typed, people)
    except (keeping.LogRefused, WantedRefused) as refused:
        context = _context(typed, people) | {"refused": str(refused)}
        return render(request, "people/log/form.html", context, status=400)
    audit.record(request, "log.written", named(member), entry=str(entry.pk), kind=typed["kind"])
    messages.success(request, f"Written down of {member}.", extra_tags=reverse("people:log-delete", args=[entry.pk]))
    return redirect("people:profile", member.pk)


def _write(request: HttpRequest, typed: dict[str, str], people: Found) -> tuple[LogEntry, Member]:
    day = read_day(typed["day"]) or current().version.today
    said = (typed["kind"], day, typed["text"], signed_in(request))
    if typed["member"] == NEW:
        return keeping.write_of_somebody_new(typed["who"], *said)
    member = people.chosen(typed["member"])
    if member is None:
        raise keeping.LogRefused("Choose who it was, or say that they are new. Nothing was written down.")
    return keeping.write(member, *said), member


def _context(typed: dict[str, str], people: Found) -> dict[str, Any]:
    chosen = people.chosen(typed["member"])
    return {
        "typed": typed | {"day": typed["day"] or date.isoformat(current().version.today)},
        "kinds": keeping.KINDS,
        "people": people.people,
        "chosen": NEW if typed["member"] == NEW else chosen.pk if chosen else "",
        "latest": latest(),
        "today": current().version.today,
    }
