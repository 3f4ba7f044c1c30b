"""Write something down of a person: a note, a task or promise, a tag."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.models import User
from rapport.accounts.permissions import Permission, needs, signed_in
from rapport.people.erasing import with_merged_away
from rapport.people.models import Member, Tag
from rapport.people.notes import writing
from rapport.people.pages.naming import named
from rapport.people.wanted import WantedRefused, read_day


@needs(Permission.PEOPLE)
@require_POST
def note(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    try:
        written = writing.note(member, request.POST.get("text", ""), signed_in(request))
    except writing.NoteRefused as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "person.noted", named(member), note=written.pk)
    return redirect("people:profile", member.pk)


@needs(Permission.PEOPLE)
@require_POST
def task(request: HttpRequest, number: int) -> HttpResponse:
    member = get_object_or_404(Member, pk=number)
    given = request.POST
    try:
        written = writing.task(
            member,
            given.get("text", ""),
            signed_in(request),
            due=read_day(given.get("due", "")),
            who=teammate(given.get("who", "")),
            promise="promise" in given,
        )
    except (writing.NoteRefused, WantedRefused) as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "person.task", named(member), task=written.pk, promise=written.promise)
    return redirect("people:profile", member.pk)


@needs(Permission.PEOPLE)
@require_POST
def tag(request: HttpRequest, number: int) -> HttpResponse:
    """Add the tag `name`, or take away the one whose number is `remove`."""
    member = get_object_or_404(Member, pk=number)
    remove = request.POST.get("remove", "")
    if remove.isdecimal() and len(remove) < 10:
        found = get_object_or_404(Tag, pk=int(remove))
        writing.untag(with_merged_away({member.pk}), found)
        audit.record(request, "person.untagged", named(member), tag=int(remove))
        return redirect("people:profile", member.pk)
    try:
        given = writing.tag([member], request.POST.get("name", ""), signed_in(request))
    except writing.NoteRefused as refused:
        messages.error(request, str(refused))
    else:
        audit.record(request, "person.tagged", named(member), tag=given.pk)
    return redirect("people:profile", member.pk)


def teammate(number: str) -> User | None:
    found = get_user_model().objects.filter(pk=int(number), is_active=True) if number.isdecimal() else None
    return found.first() if found else None
