"""What the pages that say something of a member have in common: whom, where back to, and a day."""

from datetime import UTC, date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from rapport.people.models import Member
from rapport.people.thanks.contact import ContactRefused
from rapport.people.wanted import WantedRefused, read_day


def back(request: HttpRequest, member: Member) -> HttpResponse:
    """To where they came from."""
    return redirect("people:thanks") if request.POST.get("from") == "thanks" else redirect("people:contact", member.pk)


def day_given(request: HttpRequest) -> date:
    """The day that was written, today where none was. Raises ContactRefused."""
    today = datetime.now(UTC).date()
    try:
        day = read_day(request.POST.get("day", "")) or today
    except WantedRefused as refused:
        raise ContactRefused(f"{refused} Nothing was changed.") from None
    if day > today:
        raise ContactRefused(f"{day} is yet to come. Nothing was changed.")
    return day


def said(request: HttpRequest, words: str, what: str, number: int) -> None:
    messages.success(request, words, extra_tags=reverse("people:thanks-undo", args=[what, number]))
