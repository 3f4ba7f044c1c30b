"""Change what was written down: rewrite a note, finish a task, delete either and put it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from rapport.accounts import audit
from rapport.accounts.permissions import Permission, needs
from rapport.people.models import Note, Task
from rapport.people.notes import writing
from rapport.people.pages.naming import named

LISTS = {"today": "console:today", "promises": "people:promises"}
"""Where a task stands besides on its person's page; who says there that it is done goes back there."""


@needs(Permission.PEOPLE)
def note(request: HttpRequest, number: int) -> HttpResponse:
    found = get_object_or_404(Note.objects.select_related("member"), pk=number)
    if request.method != "POST":
        return render(request, "people/notes/note.html", {"note": found, "member": found.member})
    if _deleted_or_restored(request, found, reverse("people:note", args=[number])):
        return redirect("people:profile", found.member_id)
    try:
        writing.rewrite(found, request.POST.get("text", ""))
    except writing.NoteRefused as refused:
        messages.error(request, str(refused))
        return redirect("people:note", number)
    audit.record(request, "person.note-changed", named(found.member), note=found.pk)
    return redirect("people:profile", found.member_id)


@needs(Permission.PEOPLE)
@require_POST
def task(request: HttpRequest, number: int) -> HttpResponse:
    """With nothing said: it is done if it was open, else open again."""
    found = get_object_or_404(Task.objects.select_related("member"), pk=number)
    came_from = request.POST.get("from") or request.GET.get("from", "")
    address = reverse("people:task", args=[number]) + (f"?from={came_from}" if came_from in LISTS else "")
    if not _deleted_or_restored(request, found, address):
        done = found.done_at is None
        writing.finish(found, done=done)
        audit.record(request, "person.task-done" if done else "person.task-open", named(found.member), task=found.pk)
        messages.success(request, "Done." if done else "Open again.", extra_tags=address)
    return redirect(LISTS[came_from]) if came_from in LISTS else redirect("people:profile", found.member_id)


def _deleted_or_restored(request: HttpRequest, found: Note | Task, address: str) -> bool:
    """What `delete` says; the toast's Undo, which says nothing, puts back what is deleted."""
    what = "note" if isinstance(found, Note) else "task"
    if "delete" in request.POST:
        writing.delete(found)
        audit.record(request, f"person.{what}-deleted", named(found.member), **{what: found.pk})
        messages.success(request, "Deleted.", extra_tags=address)
        return True
    if found.deleted_at:
        writing.restore(found)
        audit.record(request, f"person.{what}-restored", named(found.member), **{what: found.pk})
        return True
    return False
