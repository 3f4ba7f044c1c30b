"""Change a line of the log, take it out, put it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.log import keeping
from rapport.people.models import LogEntry
from rapport.people.pages.naming import named
from rapport.people.wanted import WantedRefused, read_day
from rapport.words.kinds import BY_NUMBER


@needs(Permission.PEOPLE)
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    entry = get_object_or_404(LogEntry.objects.select_related("identity"), pk=key)
    typed = {"kind": BY_NUMBER[entry.kind].name, "day": entry.day.isoformat(), "text": entry.text}
    context: dict[str, Any] = {"entry": entry, "kinds": keeping.KINDS, "member": keeping.member_of(entry)}
    if request.method != "POST":
        return render(request, "people/log/entry.html", context | {"typed": typed})
    typed = {name: request.POST.get(name, typed[name]) for name in typed}
    try:
        keeping.change(entry, typed["kind"], read_day(typed["day"]) or entry.day, typed["text"])
    except (keeping.LogRefused, WantedRefused) as refused:
        return render(request, "people/log/entry.html", context | {"typed": typed, "refused": str(refused)}, status=400)
    _note(request, entry, "changed")
    messages.success(request, "Saved.")
    return _back(entry)


@needs(Permission.PEOPLE)
@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take it out; if it is out, put it back, which is the toast's Undo."""
    entry = get_object_or_404(LogEntry.objects.select_related("identity"), pk=key)
    if entry.deleted_at:
        keeping.put_back(entry)
        _note(request, entry, "restored")
        messages.success(request, "It is back.")
    else:
        keeping.take_out(entry)
        _note(request, entry, "deleted")
        messages.success(request, "Deleted.", extra_tags=reverse("people:log-delete", args=[entry.pk]))
    return _back(entry)


def _note(request: HttpRequest, entry: LogEntry, what: str) -> None:
    member = keeping.member_of(entry)
    audit.record(request, f"log.{what}", named(member) if member else "", entry=str(entry.pk))


def _back(entry: LogEntry) -> HttpResponse:
    member = keeping.member_of(entry)
    return redirect("people:profile", member.pk) if member else redirect("people:log")
